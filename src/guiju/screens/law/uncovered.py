"""What no rule states: collected articles without a page, and why; and what beside the pages is left to the eye."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.translation import gettext as _

from guiju.screens.components.form.field import Choice
from guiju.screens.components.table.listing import Column, Facet, Listing
from guiju.screens.components.table.query import Query
from guiju.screens.components.table.view import show_listing
from guiju.screens.kit.visit import Visit
from guiju.screens.law.wiring import law_folder
from guiju.screens.law.words import sides

BESIDE, ELSEWHERE = "beside", "elsewhere"


@dataclass(frozen=True, slots=True)
class Line:
    """One article: what it asks, why no rule states it (whole), and what a reviewer asks instead."""

    title: str
    instrument: str
    article: str
    kind: str
    reason: str
    check: str

    @property
    def held(self) -> str:
        """All that may be searched."""
        return f"{self.title} {self.instrument}{self.article} {self.reason} {self.check}"


def uncovered(visit: Visit) -> HttpResponse:
    """Show the articles that no rule states, or not whole.

    Raises:
        QueryRefused: the address asks for what the list does not have.
    """
    register = law_folder().register
    kinds = {
        **register.classes, BESIDE: _("有规则页，另须人工核对"), ELSEWHERE: _("写在别处"),
    }  # fmt: skip
    lines = _lines()
    laws = dict.fromkeys(one.instrument for one in lines)
    listing = Listing(
        name="uncovered",
        title=_("规则以外的条文"),
        columns=(
            Column("title", _("条文要求"), lambda line: line.title or "—", is_head=True),
            Column("law", _("依据"), lambda line: f"《{line.instrument}》{line.article}"),
            Column("kind", _("类别"), lambda line: kinds[line.kind]),
            Column("reason", _("为什么"), lambda line: line.reason or "—"),
            Column("check", _("评查时问"), lambda line: line.check or "—"),
        ),
        rows=lambda visit, query, start, number: _chosen(lines, query)[start : start + number],
        count=lambda visit, query, most: min(len(_chosen(lines, query)), most),
        facets=(
            Facet("kind", _("类别"), tuple(Choice(*one) for one in kinds.items()), is_many=True),
            Facet("law", _("法规"), tuple(Choice(name, name) for name in laws)),
        ),
        search=_("条文、理由中的字"),
        empty=_("没有符合条件的条文。"),
        note=_("共收集 %(all)s 条，%(paged)s 条有规则页。程序管不到的，由人评查。")
        % {"all": len(register.entries), "paged": sum(bool(one.pages) for one in register.entries)},
    )  # fmt: skip
    said = {"sides": sides(visit, "law.uncovered")}
    return show_listing(visit, listing, said, template="law/list.html")


def _lines() -> list[Line]:
    register, lines = law_folder().register, []
    for one in register.entries:
        reason = register.reasons.get(one.rule_id)
        if reason is not None:
            lines.append(Line(one.title, one.instrument, one.article, reason.kind, reason.missing, reason.check))
    for one in register.entries:
        if one.rule_id in register.checks:
            lines.append(Line(one.title, one.instrument, one.article, BESIDE, "", register.checks[one.rule_id]))
    for name, told in register.articles.items():
        instrument, _space, article = name.partition(" ")
        lines.append(Line("", instrument, article, ELSEWHERE, told, ""))
    return lines


def _chosen(lines: Sequence[Line], query: Query) -> Sequence[Line]:
    kinds, law = query.of("kind"), query.one("law")
    return [
        one for one in lines
        if (not kinds or one.kind in kinds) and law in ("", one.instrument)
        and all(word in one.held for word in query.text.split())
    ]  # fmt: skip
