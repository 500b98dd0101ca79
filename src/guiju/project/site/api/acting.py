"""Steps about findings and orders: the same declared acts as on the pages, filled in by a program."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

from ninja import Query

from guiju.actions.acts import OrderState
from guiju.actions.asking import OrderNotFound
from guiju.actions.queries import get_order, list_order_steps, list_order_story, list_orders, list_to_do
from guiju.actions.queries.orders import OrderShown
from guiju.bureau.roles import READ_CASES
from guiju.facts.tables.places import path_at
from guiju.findings.life.deciding import read_life, standing_of
from guiju.findings.queries import FindingNotFound, get_finding
from guiju.project.site.api.door import acting, reading, token_of
from guiju.project.site.api.findings import NextTold, StepTold, next_told, steps_told
from guiju.project.site.api.words import Asked, At, Day, IdemKey, Listed, MaybeAt, Name, Number, Paged, Text, Told
from guiju.screens.components.form.form import Filled
from guiju.screens.findings.acts.choices import OFFICER, UNIT
from guiju.screens.findings.acts.declared import ACTS
from guiju.screens.findings.acts.target import Target
from guiju.screens.findings.acts.views import ORDER_ACTS
from guiju.screens.kit.visit import Visit
from guiju.screens.threads.words import rule_title
from guiju.values.errors import GuijuError

TAG = "办理和整改"
MOST = 500
_AS_TOLD = {"to": ("to_officer", "to_unit"), "other": (), "paper": ()}
"""What a program says otherwise than a form; papers are attached on the page."""
_ANSWERING = ("decide_dispute", "approve_waiver", "refuse_waiver", "review_rectification")
"""The steps that answer something: ``about`` names it."""
Row = TypeVar("Row")
Item = TypeVar("Item")


class StepInvalid(GuijuError):
    """What was filled in is not what the step asks for."""

    code = "api.step"
    remedy = "这一步要填写的栏目见 /api/ 的说明。"


class StepAsked(Asked):
    """What a step asks for, by the names of its fields; each step has some of them, the others are refused.

    ``about`` is what it answers: the rebuttal, the proposal or the mending, as the list of next steps names it.
    """

    about: Number | None = None
    reason: Text | None = None
    holds: bool | None = None
    upheld: bool | None = None
    accepted: bool | None = None
    since: Day | None = None
    until: Day | None = None
    risk: Text | None = None
    to_officer: Name | None = None
    to_unit: Name | None = None
    due_on: Day | None = None
    event: Number | None = None
    officer: Name | None = None


class Done(Told):
    """What was recorded: the numbers of the records, and how the finding stands now."""

    events: list[int]
    is_repeat: bool
    finding: str
    state: str
    state_word: str


class OrderTold(Told):
    """One order to mend."""

    name: str
    finding: str
    rule: str
    title: str
    unit: str
    severity: str
    state: str
    to_officer: str
    to_unit: str
    dispatched_at: At
    due_at: At
    signed_at: MaybeAt
    mended_at: MaybeAt
    reviewed_at: MaybeAt
    closed_at: MaybeAt
    is_late: bool


class WholeOrder(Told):
    """One order with its story and what may be done next."""

    order: OrderTold
    story: list[StepTold]
    next_steps: list[NextTold]


class TaskTold(Told):
    """One thing that waits for the holder of the token, within its unit."""

    task: str
    label: str
    ref: str
    finding: str
    rule: str
    unit: str
    severity: str
    since_at: At
    due_at: MaybeAt
    on_behalf: bool


class OrdersWanted(Paged):
    """The conditions of a list of orders."""

    finding: Name | None = None
    unit: Name | None = None
    state: list[OrderState] = []


def act_on_finding(visit: Visit, name: Name, command: Name, asked: StepAsked, idem_key: IdemKey) -> Done:
    """对一个问题办理一步：核查、申辩、豁免、派单等。可办的步骤见该问题的 next_steps。"""
    found = get_finding(visit.viewer, name)
    if command not in ACTS or command in ORDER_ACTS:
        raise FindingNotFound("没有找到这个问题。")
    target = Target(
        visit, command, found.id, found.kind, found.value, found.unit, found.officers, found.trigger,
        event=asked.about or 0,
    )  # fmt: skip
    return _take(target, asked, idem_key)


def act_on_order(visit: Visit, name: Name, command: Name, asked: StepAsked, idem_key: IdemKey) -> Done:
    """对一张整改单办理一步：签收、提交整改、复核、销号等。整改的证明是账本中的一条记录（event）。"""
    order = _order(visit, name)
    if command not in ORDER_ACTS:
        raise OrderNotFound("没有找到这张整改单。")
    one = standing_of(order.finding).finding
    target = Target(
        visit, command, order.finding, one.kind, one.value, order.unit, trigger=one.trigger, order=name,
        since_at=order.dispatched_at, event=asked.about or 0,
    )  # fmt: skip
    return _take(target, asked, idem_key)


def orders(visit: Visit, wanted: Query[OrdersWanted]) -> Listed[OrderTold]:
    """整改单列表。"""
    rows = list_orders(
        visit.viewer, finding=wanted.finding or "", unit=wanted.unit or "", states=tuple(map(str, wanted.state)),
        limit=MOST,
    )  # fmt: skip
    return within([one for one in rows if is_within(visit, one.unit)], wanted, len(rows), _order_told)


def order(visit: Visit, name: Name) -> WholeOrder:
    """一张整改单：经过，以及下一步可以办什么。"""
    found = _order(visit, name)
    return WholeOrder(
        order=_order_told(found), story=steps_told(list_order_story(visit.viewer, name)),
        next_steps=next_told(list_order_steps(visit.viewer, name)),
    )  # fmt: skip


def tray(visit: Visit, wanted: Query[Paged]) -> Listed[TaskTold]:
    """待办：等待令牌持有人办理的事项，限于令牌的单位。"""
    rows = list_to_do(visit.viewer, limit=MOST)
    found = [one for one in rows if is_within(visit, one.unit)]
    return within(found, wanted, len(rows), TaskTold.model_validate)


def within(found: Sequence[Row], wanted: Paged, read: int, told: Callable[[Row], Item]) -> Listed[Item]:
    """A part of what lies within the unit of the token; ``is_more``: not all that there is was looked through."""
    items = [told(one) for one in found[wanted.skip : wanted.skip + wanted.limit]]
    return Listed(items=items, count=len(found), is_more=read == MOST, page=wanted.page, limit=wanted.limit)


def steps_explained(visit: Visit) -> list[tuple[str, str, list[str]]]:
    """Every step by the name of its command: what it is called, and which fields it has for a program."""
    found = []
    for command, act in ACTS.items():
        names = [one.name for one in act.fields(Target(visit, command, ""))]
        said = [told for name in names for told in _AS_TOLD.get(name, (name,))]
        found.append((command, str(act.title), [*said, *(("about",) if command in _ANSWERING else ())]))
    return found


def _take(target: Target, asked: StepAsked, idem_key: str) -> Done:
    act = ACTS[target.command]
    form, typed = act.form(target.command, target), _typed(asked)
    strange = sorted(set(typed) - {one.name for one in form.fields})
    if strange:
        raise StepInvalid(f"“{act.title}”没有栏目：{'、'.join(strange)}。")
    key = f"api:{token_of(target.visit).name}:{idem_key}"
    filled: Filled = form.told(typed, key=key)
    if not filled.is_sound:
        labels = {one.name: str(one.label) for one in form.fields}
        raise StepInvalid("".join(f"{labels.get(name, name)}：{why}" for name, why in filled.errors.items()))
    done = act.run(target, filled)
    life = read_life(target.finding)
    return Done(
        events=list(done.ids), is_repeat=done.is_repeat, finding=target.finding, state=life.state.value,
        state_word=life.state.label,
    )  # fmt: skip


def _typed(asked: StepAsked) -> dict[str, tuple[str, ...]]:
    """What was sent, in the words of the form."""
    said: dict[str, tuple[str, ...]] = {}
    for name, value in asked.model_dump(exclude={"about", "to_officer", "to_unit"}, exclude_none=True).items():
        if isinstance(value, bool):
            said[name] = ("yes" if value else "no",)
        else:
            said[name] = (value.isoformat() if isinstance(value, date) else str(value),)
    if asked.to_unit is not None:
        said["to"] = (f"{UNIT}{asked.to_unit}",)
    if asked.to_officer is not None:
        said["other"] = (asked.to_officer.removeprefix(OFFICER),)
    return said


def _order(visit: Visit, name: str) -> OrderShown:
    """An order that the viewer may see, of a unit that his token is for: what was sent to himself is not enough."""
    found = get_order(visit.viewer, name)
    if not is_within(visit, found.unit):
        raise OrderNotFound("没有找到这张整改单。")
    return found


def is_within(visit: Visit, unit: str) -> bool:
    """Whether a unit is one that the token is for: what its holder may see elsewhere is not its affair."""
    path = path_at(unit, visit.at) if unit else None
    return path is not None and any(reach.covers(path) for reach in visit.viewer.reaches_at(visit.at))


def _order_told(row: OrderShown) -> OrderTold:
    return OrderTold(
        name=row.name, finding=row.finding, rule=row.rule, title=rule_title(row.rule), unit=row.unit,
        severity=row.severity, state=row.state.value, to_officer=row.to_officer, to_unit=row.to_unit,
        dispatched_at=row.dispatched_at, due_at=row.due_at, signed_at=row.signed_at, mended_at=row.mended_at,
        reviewed_at=row.reviewed_at, closed_at=row.closed_at, is_late=row.is_late,
    )  # fmt: skip


ENDPOINTS = (
    acting("finding_act", "findings/<path:name>/acts/<str:command>", act_on_finding, READ_CASES, "办理问题", Done, TAG),
    reading("orders", "orders", orders, READ_CASES, "整改单列表", Listed[OrderTold], TAG),
    reading("order", "orders/<str:name>", order, READ_CASES, "一张整改单", WholeOrder, TAG),
    acting("order_act", "orders/<str:name>/acts/<str:command>", act_on_order, READ_CASES, "办理整改单", Done, TAG),
    reading("tray", "tray", tray, READ_CASES, "待办", Listed[TaskTold], TAG),
)
