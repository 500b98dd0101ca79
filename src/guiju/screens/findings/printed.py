"""One finding on paper: what its page says, every voice and every step of its life, marked with who took it away."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse
from django.utils.translation import gettext as _

from guiju.scores.reports.table import Cell, Column, Instant, Table
from guiju.screens.components.component import Component
from guiju.screens.findings.detail import said_of
from guiju.screens.kit.figures import said_instant
from guiju.screens.kit.mark import mark_of
from guiju.screens.kit.print import Block, Facts, Heading, pdf_of
from guiju.screens.kit.site import Exported, site
from guiju.screens.kit.visit import Visit
from guiju.screens.threads.words import rule_title


def printed(visit: Visit, name: str) -> HttpResponse:
    """The finding as PDF; that it was taken away is entered in the read log first.

    Raises:
        FindingNotFound: it does not exist, or not for this visitor.
        PrintNotPossible: the server cannot set it.
    """
    said = said_of(visit, name)
    title, mark = rule_title(said["found"].rule), mark_of(visit)
    site().exported(visit, Exported("findings.one", f"?finding={quote(name)}", "pdf", mark.number, 1))
    answer = HttpResponse(pdf_of(title, blocks_of(said), mark), content_type="application/pdf")
    written = quote(f"{title}-{mark.number}.pdf")
    answer.headers["Content-Disposition"] = f"attachment; filename=\"{mark.number}.pdf\"; filename*=UTF-8''{written}"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def blocks_of(said: dict[str, Any]) -> list[Block]:
    """What the page of a finding says, in the order of the page."""
    found, life, counts_at = said["found"], said["timeline"], said["counts_at"]
    measure = _("内部检查标准，不是法律") if found.is_made else _("内部口径，不是法定期限")
    lanes = {lane.name: lane.title for lane in life.lanes}
    return [
        *([said["standing"][1]] if said["standing"] else []),
        Facts([
            (_("状态"), _plain(said["state"])), (_("程度"), _plain(said["severity"])),
            (_("情形"), _plain(said["outcome"])), (_("案件等"), _plain(said["about"])),
            (_("单位"), said["unit"] or "—"), (_("民警"), said["officers"] or "—"),
            (_("发生"), said_instant(found.trigger_at)), (_("发现"), said_instant(found.found_at)),
            (_("来源"), _plain(said["source"])),
            *([(_("计入考评"), _("自 %(at)s 起") % {"at": said_instant(counts_at)})] if counts_at else []),
        ]),
        Heading(_("依据")),
        Facts([
            (_("条文"), said["cited"]), (_("版本"), said["edition"]),
            *([(_("应于"), said["due"])] if said["due"] else []),
            *([(_("口径"), measure)] if found.measure == "house" else []),
            *([(_("数据源没有的环节"), said["unverified"])] if said["unverified"] else []),
        ]),
        *_part(
            _("所依据的记录"), (_("时间"), _("记录"), _("内容")),
            [(Instant(one.at), f"{one.what}（{_('起算')}）" if one.is_trigger else one.what, one.detail)
             for one in said["records"]],
            _("没有您可以查看的记录。"),
        ),
        *_part(
            _("整改单"), (_("整改单"), _("状态"), _("承办"), _("整改期限")),
            [(_plain(one.link), _plain(one.state), one.to, _plain(one.term)) for one in said["orders"]],
        ),
        *_part(
            _("申辩和意见"), (_("时间"), _("事项"), _("姓名"), _("结果"), _("理由")),
            [(Instant(one.at), one.what, one.who, _plain(one.outcome), one.reason) for one in said["voices"]],
        ),
        *_part(
            _("豁免"), (_("状态"), _("自"), _("至"), _("提请"), _("理由"), _("批复")),
            [
                (_plain(one.state), Instant(one.starts_at), Instant(one.expires_at), one.asked_by,
                 f"{one.reason}；{_('风险：')}{one.risk}", f"{one.answered_by} {one.answer}".strip())
                for one in said["waivers"]
            ],
        ),
        *_part(
            _("处理经过"), (_("时间"), _("事项"), _("内容")),
            [
                (Instant(one.at), f"{lanes[one.lane]}：{one.title}" if len(lanes) > 1 else one.title, one.detail)
                for one in sorted(life.items, key=lambda one: one.at)
            ],
        ),
    ]  # fmt: skip


def _part(title: str, heads: Sequence[str], rows: Sequence[tuple[Cell, ...]], empty: str = "") -> list[Block]:
    """A heading and its table; a part of which there is nothing to say is left out."""
    if not rows and not empty:
        return []
    columns = tuple(Column(head) for head in heads)
    return [Heading(title), Table("part", title, "", columns, len(rows), lambda: iter(rows), empty)]


def _plain(shown: object) -> str:
    return shown.plain if isinstance(shown, Component) else str(shown or "")
