"""试运行: what a changed page would have done with the year behind, as a job; each duty that would stand otherwise."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from guiju.bureau.names import unit_names
from guiju.findings.lawmaking.outlook import GONE, KINDS, MOST_LINES, MOVED, NEW, OTHER, Difference, Side, from_data
from guiju.findings.lawmaking.trying import outcome_in_words
from guiju.scores.reports.table import Instant
from guiju.screens.components.badge import Badge, Tone
from guiju.screens.components.card import Card
from guiju.screens.components.form import Choice
from guiju.screens.components.link import Link
from guiju.screens.components.table import Column, Facet, Listing, show_listing
from guiju.screens.components.table.query import Query
from guiju.screens.kit.figures import said_instant, said_number
from guiju.screens.kit.intake import FAILED, FINISHED, JobSeen
from guiju.screens.kit.rendering import part, show
from guiju.screens.kit.visit import Visit
from guiju.screens.law.changing.desk import law_desk
from guiju.screens.law.changing.words import crumbs_to
from guiju.screens.threads.wiring import wiring as threads
from guiju.values.errors import GuijuError

_PROGRESS = "law-outlook"


class OutlookNotFound(GuijuError):
    """There is no such job, or it is somebody else's."""

    code = "law.outlook.not_found"
    remedy = "请从改法条的页面重新试运行。"


def outlook(visit: Visit, number: str) -> HttpResponse:
    """Show how far the outlook is, and then what would change."""
    job = law_desk().find_job(visit.viewer, number)
    if job is None:
        raise OutlookNotFound("没有这次试运行。")
    if job.state == FINISHED and job.result and "lines" in job.result:
        return _result(visit, job)
    said = {
        "job": job, "percent": round(job.share * 100), "is_over": job.state in (FINISHED, FAILED),
        "is_failed": job.state == FAILED, "result": job.result,
    }  # fmt: skip
    if visit.target == _PROGRESS:
        return part(visit, "law_change/progress.html", said)
    title = _("重新判断") if job.state == FINISHED else _("正在办理")
    return show(visit, "law_change/job.html", said, title=title, crumbs=crumbs_to(title))


def _result(visit: Visit, job: JobSeen) -> HttpResponse:
    assert job.result is not None
    found = from_data(job.result)
    cards = [
        Card(word, said_number(found.counts[kind]), _("条"), colour=colour if found.counts[kind] else "")
        for kind, (word, colour) in _words().items()
    ]  # fmt: skip
    said = {
        "cards": cards, "found": found, "duties": said_number(found.duties), "since": found.since,
        "until": found.until, "is_cut": sum(found.counts.values()) > MOST_LINES, "most": said_number(MOST_LINES),
    }  # fmt: skip
    title = _("试运行：%(title)s") % {"title": found.title}
    if visit.target == _PROGRESS:
        return part(visit, "law_change/finished.html", {"job": job})
    return show_listing(
        visit, _listing(visit, found.lines), said, template="law_change/outlook.html", title=title,
        crumbs=crumbs_to(_("试运行"), found.rule),
    )  # fmt: skip


def _words() -> dict[str, tuple[str, str]]:
    return {
        NEW: (_("新增疑似问题"), "red"), GONE: (_("不再成立"), "green"), MOVED: (_("到期时刻移动"), "yellow"),
        OTHER: (_("其他变化"), "blue"),
    }  # fmt: skip


_TONES = {NEW: Tone.GRAVE, GONE: Tone.GOOD, MOVED: Tone.WARNING, OTHER: Tone.INFO}


def _listing(visit: Visit, lines: Sequence[Difference]) -> Listing:
    names, words = unit_names(sorted({one.unit for one in lines if one.unit})), _words()

    def chosen(query: Query) -> list[Difference]:
        kinds = query.of("kind")
        return [
            one
            for one in lines
            if (not kinds or one.kind in kinds) and (not query.text or query.text in one.history_value)
        ]

    def side(said: Side | None) -> str:
        if said is None:
            return _("不产生义务")
        due = _("，到期 %(due)s") % {"due": said_instant(said.due_at)} if said.due_at is not None else ""
        return outcome_in_words(said.outcome) + due

    return Listing(
        name="law_outlook",
        title=_("变化清单"),
        columns=(
            Column("kind", _("变化"), lambda row: Badge(words[row.kind][0], _TONES[row.kind]),
                   written=lambda row: words[row.kind][0]),
            Column("value", _("案卷"),
                   _linked, is_head=True, written=lambda row: row.history_value),
            Column("unit", _("单位"), lambda row: names.at(row.unit, row.trigger_at) if row.unit else "—"),
            Column("trigger", _("起因时间"), lambda row: said_instant(row.trigger_at),
                   written=lambda row: Instant(row.trigger_at)),
            Column("before", _("按现行"), lambda row: side(row.before)),
            Column("after", _("改后"), lambda row: side(row.after)),
        ),
        rows=lambda visit, query, start, number: chosen(query)[start : start + number],
        count=lambda visit, query, most: len(chosen(query)),
        facets=(Facet("kind", _("变化"), tuple(Choice(kind, words[kind][0]) for kind in KINDS), is_many=True),),
        search=_("案卷编号"),
        empty=_("没有一项义务因此不同。"),
    )  # fmt: skip


def _linked(row: Difference) -> object:
    if row.history_kind not in threads().words:
        return row.history_value
    return Link(
        row.history_value, reverse("threads.one", kwargs={"kind": row.history_kind, "value": row.history_value})
    )
