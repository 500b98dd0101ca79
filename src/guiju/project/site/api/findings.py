"""Findings and what falls due: the lists of the pages, their conditions, and the whole life of one finding."""

from collections.abc import Iterable
from typing import Literal

from ninja import Query

from guiju.actions.acts import OrderState
from guiju.actions.queries import list_next_steps, list_orders, list_whole_story
from guiju.actions.queries.findings import FindingRow, Sought, count_sought, list_sought
from guiju.actions.queries.steps import NextStep
from guiju.bureau.roles import READ_CASES
from guiju.findings.duties import DutiesWanted, Nature, count_duties, list_duties
from guiju.findings.life.acts import State
from guiju.findings.life.deciding import read_life
from guiju.findings.life.story import StepShown
from guiju.findings.queries import MANY, FindingShown, get_finding
from guiju.project.site.api.cases import DutyTold, Value, duty_told
from guiju.project.site.api.door import reading
from guiju.project.site.api.words import At, Day, Listed, MaybeAt, Name, Paged, Text, Told, period
from guiju.screens.findings.due import week_end
from guiju.screens.kit.visit import Visit
from guiju.screens.threads.words import event_label, rule_title

TAG = "巡查问题和到期事项"
Term = Literal["red", "yellow", "blue", "green", "none"]
Severity = Literal["fatal", "major", "minor"]


class Cited(Told):
    """The article that it rests on."""

    instrument: str
    article: str


class FindingTold(Told):
    """One finding; until a legal officer has verified it, it is 疑似问题 and no more."""

    id: str
    rule: str
    title: str
    edition: str
    kind: str
    value: str
    state: str
    state_word: str
    is_standing: bool
    severity: str
    outcome: str
    trigger: int
    trigger_at: At
    due_at: MaybeAt
    settled_at: MaybeAt
    late_seconds: int
    unit: str
    officers: list[str]
    law: list[Cited]
    order: str
    order_state: str
    term_until: MaybeAt


class StepTold(Told):
    """One thing that was recorded of a finding or an order."""

    event: int
    type: str
    label: str
    happened_at: At
    recorded_at: At
    actor: str
    on_behalf: str
    reason: str
    fields: dict[str, Value]


class NextTold(Told):
    """What may be done next; ``refusal`` says why this token's holder may not, ``about`` what it answers."""

    act: str
    label: str
    is_open: bool
    refusal: str
    order: str
    about: int


class WholeFinding(Told):
    """One finding with its story, its orders, and what may be done next."""

    finding: FindingTold
    story: list[StepTold]
    orders: list[str]
    next_steps: list[NextTold]


class FindingsWanted(Paged):
    """The conditions of the list; an empty one asks for nothing. Without a state: all that stand."""

    q: Text = ""
    rule: list[Name] = []
    severity: list[Severity] = []
    state: list[State | Literal["withdrawn"]] = []
    outcome: list[Name] = []
    unit: list[Name] = []
    light: list[Term] = []
    order: list[OrderState] = []
    source: list[Literal["judged", "made"]] = []
    arose_from: Day | None = None
    arose_until: Day | None = None
    changed_from: Day | None = None
    changed_until: Day | None = None
    sort: Literal["severity", "trigger", "found", "unit", "rule", "due", "case"] = "severity"
    descending: bool = True


class DueWanted(Paged):
    """What falls due within so many days, today included."""

    q: Text = ""
    days: Literal[1, 3, 7, 30] = 7
    nature: Nature = Nature.WORK
    unit: list[Name] = []
    rule: list[Name] = []
    light: list[Literal["red", "yellow", "blue", "green"]] = []
    sort: Literal["due", "unit", "rule", "case"] = "due"
    descending: bool = False


def findings(visit: Visit, wanted: Query[FindingsWanted]) -> Listed[FindingTold]:
    """巡查问题列表；条件与页面相同。未经法制员核查的，一律是疑似问题。"""
    asked = Sought(
        rules=tuple(wanted.rule), severities=tuple(wanted.severity), states=tuple(map(str, wanted.state)),
        outcomes=tuple(wanted.outcome), units=tuple(wanted.unit), orders=tuple(map(str, wanted.order)),
        lights=tuple(wanted.light), text=wanted.q.strip(), arose=period(wanted.arose_from, wanted.arose_until),
        changed=period(wanted.changed_from, wanted.changed_until), sources=tuple(wanted.source),
    )  # fmt: skip
    rows = list_sought(
        visit.viewer, asked, at=visit.at, sort=wanted.sort, is_descending=wanted.descending, skip=wanted.skip,
        limit=wanted.limit,
    )  # fmt: skip
    count = count_sought(visit.viewer, asked, at=visit.at)
    items = [_row_told(row) for row in rows]
    return Listed(items=items, count=min(count, MANY), is_more=count > MANY, page=wanted.page, limit=wanted.limit)


def finding(visit: Visit, name: Name) -> WholeFinding:
    """一个问题：依据、经过、整改单，以及下一步可以办什么。"""
    found = get_finding(visit.viewer, name)
    orders = list_orders(visit.viewer, finding=found.id)
    own = next((one for one in orders if one.state.is_open), None)
    life = read_life(name)
    row = FindingRow(
        found, life.state, life.since_at, None if own is None else (own.dispatched_at, own.due_at),
        "" if own is None else own.name, None if own is None else own.state, life.finding_group,
    )  # fmt: skip
    return WholeFinding(
        finding=_row_told(row), story=steps_told(list_whole_story(visit.viewer, found)),
        orders=[one.name for one in orders], next_steps=next_told(list_next_steps(visit.viewer, name)),
    )  # fmt: skip


def due(visit: Visit, wanted: Query[DueWanted]) -> Listed[DutyTold]:
    """即将到期的事项。"""
    asked = DutiesWanted(
        until=week_end(visit.at, wanted.days), nature=wanted.nature, units=tuple(wanted.unit), rules=tuple(wanted.rule),
        lights=tuple(wanted.light), text=wanted.q.strip(),
    )  # fmt: skip
    rows = list_duties(
        visit.viewer, asked, at=visit.at, sort=wanted.sort, is_descending=wanted.descending, skip=wanted.skip,
        limit=wanted.limit,
    )  # fmt: skip
    count = count_duties(visit.viewer, asked, at=visit.at)
    items = [duty_told(row) for row in rows]
    return Listed(items=items, count=min(count, MANY), is_more=count > MANY, page=wanted.page, limit=wanted.limit)


def steps_told(steps: Iterable[StepShown]) -> list[StepTold]:
    """What was recorded of a finding or an order, as the interface tells it."""
    return [
        StepTold(
            event=one.event, type=one.type, label=event_label(one.type), happened_at=one.happened_at,
            recorded_at=one.recorded_at, actor=one.actor, on_behalf=one.on_behalf, reason=one.reason,
            fields=dict(one.fields),
        )
        for one in steps
    ]  # fmt: skip


def next_told(steps: Iterable[NextStep]) -> list[NextTold]:
    """What may be done next, as the interface tells it."""
    return [
        NextTold(
            act=one.command, label=one.label, is_open=one.is_open, refusal=one.refusal, order=one.order, about=one.event
        )
        for one in steps
    ]


def _row_told(row: FindingRow) -> FindingTold:
    found: FindingShown = row.finding
    return FindingTold(
        id=found.id, rule=found.rule, title=rule_title(found.rule), edition=found.edition, kind=found.kind,
        value=found.value, state=row.state.value, state_word=row.state.label, is_standing=found.is_standing,
        severity=found.severity, outcome=found.outcome, trigger=found.trigger, trigger_at=found.trigger_at,
        due_at=found.due_at, settled_at=found.settled_at, late_seconds=found.late_seconds, unit=found.unit,
        officers=list(found.officers),
        law=[Cited(instrument=str(one["instrument"]), article=str(one["article"])) for one in found.law],
        order=row.order, order_state="" if row.order_state is None else row.order_state.value,
        term_until=None if row.term is None else row.term[1],
    )  # fmt: skip


ENDPOINTS = (
    reading("findings", "findings", findings, READ_CASES, "巡查问题列表", Listed[FindingTold], TAG),
    reading("due", "due", due, READ_CASES, "到期事项列表", Listed[DutyTold], TAG),
    reading("finding", "findings/<path:name>", finding, READ_CASES, "一个问题", WholeFinding, TAG),
)
