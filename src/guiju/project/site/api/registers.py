"""What everybody works by: units and people as they were on a day, and the pages of law in force."""

from datetime import timedelta
from typing import Literal

from ninja import Query

from guiju.bureau.queries import get_officer, get_unit, list_officers, list_units
from guiju.bureau.registry import OfficerThen
from guiju.bureau.roles import READ_CASES, READ_REGISTERS
from guiju.findings.law import law_in_force
from guiju.project.site.api.door import reading
from guiju.project.site.api.findings import Cited
from guiju.project.site.api.words import Day, Listed, Name, Paged, Text, Told
from guiju.screens.kit.visit import Visit
from guiju.screens.law.words import Shown, Standing, on_day, today
from guiju.values.errors import GuijuError

TAG = "单位、人员和规则"


class RuleUnknown(GuijuError):
    """There is no page of law of this name."""

    code = "api.rule.not_found"
    remedy = "规则编号见 /api/law/rules。"


class UnitTold(Told):
    """A unit as it was at an instant."""

    code: str
    name: str
    kind: str
    parent: str
    is_open: bool
    is_registered: bool


class PostTold(Told):
    """A post that somebody holds."""

    unit: str
    post: str


class OfficerTold(Told):
    """Somebody of the bureau with the posts that he holds."""

    officer: str
    name: str
    kind: str
    posts: list[PostTold]


class RuleTold(Told):
    """One duty as it stands on a day: its edition of that day, and the articles that it rests on."""

    id: str
    title: str
    edition: str
    standing: str
    standing_word: str
    severity: str
    law: list[Cited]


class WholeRule(Told):
    """One duty with all its editions."""

    rule: RuleTold
    editions: list[str]


class Registered(Paged):
    """The conditions of a register; without a day: as it stands now."""

    q: Text = ""
    on: Day | None = None


class OfficersWanted(Registered):
    """The conditions of the register of people."""

    unit: Name | None = None


class RulesWanted(Paged):
    """The conditions of the catalogue; without a day: as the law stands today."""

    subject: Name | None = None
    severity: list[Literal["fatal", "major", "minor"]] = []
    on: Day | None = None


def units(visit: Visit, wanted: Query[Registered]) -> Listed[UnitTold]:
    """单位名册。"""
    found = list_units(visit.viewer, at=_then(visit, wanted.on), text=wanted.q, page=wanted.page, size=wanted.limit)
    items = [UnitTold.model_validate(one) for one in found.items]
    return Listed(items=items, count=found.total, page=wanted.page, limit=wanted.limit)


def unit(visit: Visit, unit: Name) -> UnitTold:
    """一个单位。"""
    return UnitTold.model_validate(get_unit(visit.viewer, unit, at=visit.at))


def officers(visit: Visit, wanted: Query[OfficersWanted]) -> Listed[OfficerTold]:
    """人员名册：在岗人员及其岗位。"""
    found = list_officers(
        visit.viewer, at=_then(visit, wanted.on), unit=wanted.unit or "", text=wanted.q, page=wanted.page,
        size=wanted.limit,
    )  # fmt: skip
    items = [_officer_told(one) for one in found.items]
    return Listed(items=items, count=found.total, page=wanted.page, limit=wanted.limit)


def officer(visit: Visit, officer: Name) -> OfficerTold:
    """一名人员。"""
    return _officer_told(get_officer(visit.viewer, officer, at=visit.at))


def rules(visit: Visit, wanted: Query[RulesWanted]) -> Listed[RuleTold]:
    """现行规则目录。"""
    day = wanted.on.toordinal() if wanted.on else today(visit)
    begin = f"{wanted.subject}." if wanted.subject else ""
    shown = [on_day(one, day) for one in law_in_force().pack.rules if one.id.startswith(begin)]
    found = [
        one for one in shown
        if one.standing in (Standing.RUNS, Standing.COMING)
        and (not wanted.severity or one.edition.shown_severity in wanted.severity)
    ]  # fmt: skip
    items = [_rule_told(one) for one in found[wanted.skip : wanted.skip + wanted.limit]]
    return Listed(items=items, count=len(found), page=wanted.page, limit=wanted.limit)


def rule(visit: Visit, name: Name) -> WholeRule:
    """一条规则及其各版本。"""
    found = law_in_force().pack.rule(name)
    if found is None:
        raise RuleUnknown("没有这条规则。")
    return WholeRule(rule=_rule_told(on_day(found, today(visit))), editions=[one.label for one in found.editions])


def _then(visit: Visit, day: Day | None) -> int:
    """The end of a day; now where none is named."""
    return visit.at if day is None else law_in_force().local.midnight((day + timedelta(days=1)).toordinal()) - 1


def _officer_told(row: OfficerThen) -> OfficerTold:
    posts = [PostTold(unit=one.unit, post=one.post) for one in row.posts]
    return OfficerTold(officer=row.officer, name=row.name, kind=row.kind, posts=posts)


def _rule_told(shown: Shown) -> RuleTold:
    return RuleTold(
        id=shown.rule.id, title=shown.title, edition=shown.edition.label, standing=shown.standing.value,
        standing_word=shown.standing.label, severity=shown.edition.shown_severity,
        law=[Cited(instrument=one.instrument, article=one.article) for one in shown.edition.laws],
    )  # fmt: skip


ENDPOINTS = (
    reading("units", "units", units, READ_REGISTERS, "单位名册", Listed[UnitTold], TAG),
    reading("unit", "units/<str:unit>", unit, READ_REGISTERS, "一个单位", UnitTold, TAG),
    reading("officers", "officers", officers, READ_REGISTERS, "人员名册", Listed[OfficerTold], TAG),
    reading("officer", "officers/<str:officer>", officer, READ_REGISTERS, "一名人员", OfficerTold, TAG),
    reading("rules", "law/rules", rules, READ_CASES, "现行规则目录", Listed[RuleTold], TAG, is_noted=False),
    reading("rule", "law/rules/<str:name>", rule, READ_CASES, "一条规则", WholeRule, TAG, is_noted=False),
)
