"""Days on which the law changed: each change told as one history, run by the law before and by the law after."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from guiju.rules.pages.changes import NO_DUTY, Change, Side
from guiju.rules.words.wording import OUTCOMES, citations_in_words
from guiju.screens.components.badge import Badge, Tone
from guiju.screens.components.form.field import Choice
from guiju.screens.components.link import Link
from guiju.screens.components.table.listing import Column, Facet, Listing
from guiju.screens.components.table.query import Query
from guiju.screens.components.table.view import show_listing
from guiju.screens.kit.figures import said_date
from guiju.screens.kit.rendering import Crumb, show
from guiju.screens.kit.visit import Visit
from guiju.screens.law.wiring import law_folder
from guiju.screens.law.words import rule_address, sides
from guiju.screens.threads.words import rule_title
from guiju.values.verdict import Outcome

SWITCHED, SAME, UNPAGED = "switched", "same", "unpaged"


@dataclass(frozen=True, slots=True)
class Day:
    """One day of change in the list of them."""

    title: str
    address: str
    changes: int
    paged: int
    switched: int


def changes(visit: Visit) -> HttpResponse:
    """Show the days on which the law changed."""
    folder, days = law_folder(), []
    for name in folder.days:
        told = folder.change(name)
        title = _("%(day)s《%(law)s》") % {"day": said_date(date.fromisoformat(told.day)), "law": told.instrument}
        address = reverse("law.change_day", kwargs={"name": name})
        kinds = [kind_of(one) for one in told.changes]
        days.append(Day(title, address, len(kinds), len(kinds) - kinds.count(UNPAGED), kinds.count(SWITCHED)))
    said = {"sides": sides(visit, "law.changes"), "days": days}
    crumbs = (Crumb(_("法规"), reverse("law.rules")), Crumb(_("法规变动")))
    return show(visit, "law/changes.html", said, title=_("法规变动"), crumbs=crumbs)


def change_day(visit: Visit, name: str) -> HttpResponse:
    """Show what changed on one day.

    Raises:
        DayNotFound: nothing is told of that day.
        QueryRefused: the address asks for what the list does not have.
    """
    told = law_folder().change(name)
    listing = Listing(
        name="changes",
        title=_("法规变动"),
        columns=(
            Column("what", _("改动"), lambda one: one.what, is_head=True),
            Column("articles", _("旧条 → 新条"), lambda one: f"{one.old} → {one.new}"),
            Column("before", _("施行前"), lambda one: _side(one, "before")),
            Column("after", _("施行后"), lambda one: _side(one, "after")),
            Column("kind", _("结果"), lambda one: _badge(kind_of(one))),
            Column("why", _("算法或理由"), lambda one: one.why, is_quiet=True),
            Column("rule", _("规则"), _rule, is_quiet=True,
                   written=lambda one: rule_title(one.page) if one.page else ""),
        ),
        rows=lambda visit, query, start, number: _chosen(told.changes, query)[start : start + number],
        count=lambda visit, query, most: min(len(_chosen(told.changes, query)), most),
        facets=(Facet("kind", _("结果"), tuple(Choice(kind, _(word)) for kind, (word, _tone) in _KINDS.items())),),
        search=_("改动、条号或理由中的字"),
        empty=_("没有符合条件的改动。"),
        note=_("同一段经过，一次从 %(before)s 起，一次从 %(after)s 起，按各自当日有效的版本判断。")
        % {"before": told.before, "after": told.after},
    )  # fmt: skip
    title = _("%(law)s：%(day)s 前后") % {"law": told.instrument, "day": said_date(date.fromisoformat(told.day))}
    crumbs = (Crumb(_("法规"), reverse("law.rules")), Crumb(_("法规变动"), reverse("law.changes")), Crumb(title))
    said = {"sides": sides(visit, "law.changes")}
    return show_listing(visit, listing, said, template="law/list.html", title=title, crumbs=crumbs)


_KINDS = {
    SWITCHED: (gettext_noop("结果不同"), Tone.WARNING), SAME: (gettext_noop("结果相同"), Tone.PLAIN),
    UNPAGED: (gettext_noop("没有规则页"), Tone.PLAIN),
}  # fmt: skip


def kind_of(change: Change) -> str:
    """Whether the same history comes out otherwise after the day."""
    if not change.sides:
        return UNPAGED
    return SWITCHED if change.sides["before"].found != change.sides["after"].found else SAME


def _rule(change: Change) -> Link | str:
    return Link(rule_title(change.page), rule_address(change.page)) if change.page else "—"


def _badge(kind: str) -> Badge:
    word, tone = _KINDS[kind]
    return Badge(_(word), tone)


def _chosen(told: Sequence[Change], query: Query) -> Sequence[Change]:
    kind = query.one("kind")
    return [
        one for one in told
        if kind in ("", kind_of(one))
        and all(word in f"{one.what} {one.old} {one.new} {one.why} {one.page}" for word in query.text.split())
    ]  # fmt: skip


def _side(change: Change, side: str) -> str:
    return _told(change.sides[side]) if change.sides else "—"


def _told(side: Side) -> str:
    words = "、".join(_("不产生义务") if one == NO_DUTY else _(OUTCOMES[Outcome(one)]) for one in side.found)
    return words + (f"（{citations_in_words(side.laws)}）" if side.laws else "")
