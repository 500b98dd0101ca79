"""The laws, rules and documents that the rules stand on: rank, texts with their days, and what overrides them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from guiju.findings.law import law_in_force
from guiju.rules.instrument import Instrument, Version
from guiju.rules.pages.instruments import RANKS
from guiju.rules.words.wording import CLOCKS
from guiju.screens.components.form.field import Choice
from guiju.screens.components.link import Link
from guiju.screens.components.table.listing import Column, Facet, Listing
from guiju.screens.components.table.query import Query
from guiju.screens.components.table.view import show_listing
from guiju.screens.kit.figures import said_date
from guiju.screens.kit.visit import Visit
from guiju.screens.law.words import on_day, sides, today

UNREAD = "待核"


@dataclass(frozen=True, slots=True)
class Line:
    """One instrument and how many rules cite it today."""

    one: Instrument
    rules: int


def instruments(visit: Visit) -> HttpResponse:
    """Show what may be cited.

    Raises:
        QueryRefused: the address asks for what the list does not have.
    """
    listing = Listing(
        name="instruments",
        title=_("法律法规"),
        columns=(
            Column("name", _("名称"), lambda line: line.one.full_name or line.one.name, is_head=True),
            Column("rank", _("效力层级"), lambda line: RANKS.get(line.one.rank, UNREAD), sort="rank"),
            Column("versions", _("文本和施行日"), lambda line: "；".join(_version(one) for one in line.one.versions)),
            Column("superseded", _("不一致时从其规定"), _superseded),
            Column("clock", _("期限的数法"), lambda line: clock_said(line.one), is_quiet=True),
            Column("rules", _("现行规则"), _rules, sort="rules", is_numeric=True, written=lambda line: line.rules),
            Column("note", _("说明"), lambda line: line.one.note, is_quiet=True),
        ),
        rows=lambda visit, query, start, number: _chosen(visit, query)[start : start + number],
        count=lambda visit, query, most: min(len(_chosen(visit, query)), most),
        facets=(Facet("rank", _("效力层级"), tuple(Choice(*one) for one in RANKS.items()), is_many=True),),
        search=_("名称中的字"),
        order="rank",
        empty=_("没有符合条件的法律法规。"),
        note=_("只写出处，不载条文；施行日没有读到原文的写“待核”。内部文件不是法律，本单位采用之后才执行。"),
    )  # fmt: skip
    said = {"sides": sides(visit, "law.instruments")}
    return show_listing(visit, listing, said, template="law/list.html")


def _chosen(visit: Visit, query: Query) -> Sequence[Line]:
    pack, day = law_in_force().pack, today(visit)
    cited = Counter(name for rule in pack.rules for name in {law.instrument for law in on_day(rule, day).edition.laws})
    ranks, order = query.of("rank"), list(RANKS)
    lines = [
        Line(one, cited[name])
        for name, one in pack.instruments.items()
        if query.text in f"{name} {one.full_name}" and (not ranks or one.rank in ranks)
    ]
    if query.sort == "rules":
        return sorted(lines, key=lambda line: line.rules, reverse=query.is_descending)
    place = {name: number for number, name in enumerate(order)}
    return sorted(lines, key=lambda line: place.get(line.one.rank, len(order)), reverse=query.is_descending)


def _superseded(line: Line) -> str:
    return "、".join(f"《{name}》" for name in line.one.superseded_by)


def _rules(line: Line) -> Link | int:
    if not line.rules:
        return 0
    return Link(line.rules, f"{reverse('law.rules')}?{urlencode({'law': line.one.name})}")


def _version(one: Version) -> str:
    """A text with the days on which it is in force; a day that nobody has read is said to be open."""
    first = said_date(one.from_day) if one.from_day is not None else UNREAD
    until = "" if one.to_day is None else _("，至 %(day)s 止") % {"day": said_date(one.to_day - 1)}
    said = _("自 %(day)s 起%(until)s") % {"day": first, "until": until}
    return f"{said}（{one.note}）" if one.note else said


def clock_said(one: Instrument) -> str:
    """How limits under an instrument are counted where the article itself does not say."""
    if one.clock is None:
        return _("没有列明")
    days = "、".join(str(day) for day in sorted(one.workdays))
    if one.workdays_up_to:
        days = _("%(n)s日以内") % {"n": one.workdays_up_to}
    more = _("；%(days)s日为工作日") % {"days": days} if one.workdays else _("；%(days)s为工作日") % {"days": days}
    return CLOCKS[one.clock] + (more if days else "")
