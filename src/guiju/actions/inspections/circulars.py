"""What a monthly circular says: counted from the streams of the ledger as they stood at an instant, again at any time.

It names no officer and puts no unit before another. What nobody has verified stands apart, as suspected.
"""

import json
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from guiju.actions.acts import OrderState
from guiju.actions.asking import order_stream
from guiju.actions.inspections.folding import check_stream, fold_check, fold_inspection, inspection_stream
from guiju.actions.inspections.reading import Check, Plan, check_of, plan_of
from guiju.actions.order import fold_order, order_of
from guiju.actions.rows import read
from guiju.facts.tables.places import path_at
from guiju.findings.events import MADE, stream_of
from guiju.findings.law import law_in_force
from guiju.findings.life.acts import State
from guiju.findings.life.fold import fold_life, life_of
from guiju.findings.life.projection import Told, read_streams
from guiju.values.errors import GuijuError
from guiju.values.unit_code import subtree

AT_ONCE = 400
SETTLED = 60_000_000
"""So long (microseconds) before the present the counting ends: what is being recorded just now is counted by nobody,
or whoever counts again would find more."""
MENDED = (OrderState.MENDED, OrderState.REVIEWED, OrderState.CLOSED)


class MonthRefused(GuijuError):
    """A month that cannot be counted."""

    code = "inspections.month"
    remedy = "请选择已经开始的月份，写成 2026-03。"


@dataclass(frozen=True, slots=True)
class Inspected:
    """One draw of the month. ``faulty`` things have a 否, ``clear`` ones neither that nor anything left unlooked at."""

    title: str
    unit: str
    kind: str
    query: str
    population: int
    size: int
    drawn_at: int
    checked: int
    faulty: int
    clear: int

    @property
    def is_finished(self) -> bool:
        """Whether all that was drawn was looked at whole: only then anything can be said of the rest."""
        return self.faulty + self.clear == self.size


@dataclass(frozen=True, slots=True)
class Found:
    """The findings of the month that arose from one question, by how they stand."""

    rule: str
    title: str
    verified: int
    suspected: int
    disputed: int
    rejected: int
    waived: int


@dataclass(frozen=True, slots=True)
class Ordered:
    """The orders to mend these findings; ``late`` ones were mended, or are still not, after their term."""

    given: int
    mended: int
    closed: int
    late: int


@dataclass(frozen=True, slots=True)
class Figures:
    """All that a circular counts."""

    month: str
    unit: str
    counted_at: int
    inspected: tuple[Inspected, ...]
    found: tuple[Found, ...]
    ordered: Ordered

    def to_text(self) -> str:
        """The one text of these figures, whose hash is recorded."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)


def figures_from(text: str) -> Figures:
    """The figures that a recorded text holds."""
    said = json.loads(text)
    return Figures(
        said["month"], said["unit"], said["counted_at"], tuple(Inspected(**one) for one in said["inspected"]),
        tuple(Found(**one) for one in said["found"]), Ordered(**said["ordered"]),
    )  # fmt: skip


def countable_at(now: int) -> int:
    """Up to when (microseconds) figures can be counted now so that they never change."""
    return now - SETTLED


def count_month(unit: str, month: str, counted_at: int) -> Figures:
    """The figures of a unit and those below it for a month (``2026-03``), as the ledger stood at an instant.

    Unit:   ``counted_at`` microseconds since the epoch.
    Raises:
        MonthRefused: it is no month, or has not begun.
    """
    since, until = _bounds(month)
    if since >= counted_at:
        raise MonthRefused(f"{month} 还没有开始。")
    low, high = subtree(path_at(unit, counted_at) or "0" * 10)
    within = "FROM unit_period p WHERE p.since <= %s AND p.until > %s AND p.path >= %s AND p.path < %s AND p.code"
    place = (counted_at, counted_at, low, high)
    names = read(
        f"SELECT i.name FROM action_inspection i WHERE i.drawn_at >= %s AND i.drawn_at < %s "
        f"AND EXISTS (SELECT 1 {within} = i.unit) ORDER BY i.drawn_at, i.name",
        [since, until, *place],
    )
    made = read(
        f"SELECT f.id FROM finding f WHERE f.trigger_type = %s AND f.found_at >= %s AND f.found_at < %s "
        f"AND EXISTS (SELECT 1 {within} = f.unit) ORDER BY f.id",
        [MADE, since, until, *place],
    )
    drawn, found = [name for (name,) in names], [name for (name,) in made]
    return Figures(
        month, unit, counted_at, _inspected(drawn, counted_at), _found(found, counted_at), _ordered(found, counted_at)
    )


def _bounds(month: str) -> tuple[int, int]:
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError as error:
        raise MonthRefused(f"“{month}”不是月份。") from error
    midnight = law_in_force().local.midnight
    return midnight(first.toordinal()), midnight(first.toordinal() + monthrange(first.year, first.month)[1])


def _until(streams: Sequence[str], at: int) -> list[list[Told]]:
    """The events of each stream that had been recorded by an instant, in the order asked for."""
    found = read_streams(streams)
    return [[told for told in found.get(one, ()) if told.one.recorded_at < at] for one in streams]


def _inspected(names: Sequence[str], at: int) -> tuple[Inspected, ...]:
    rows = [fold_inspection(told, False) for told in _until([inspection_stream(one) for one in names], at)]
    plans = [plan_of(row) for row in rows if row is not None]
    looked_at = _named("SELECT name FROM action_check WHERE inspection", [one.name for one in plans])
    folded = [fold_check(told, False) for told in _until([check_stream(one) for one in looked_at], at)]
    checks = [check_of(row) for row in folded if row is not None]
    return tuple(_looked_at(one, [check for check in checks if check.inspection == one.name]) for one in plans)


def _looked_at(plan: Plan, checks: Sequence[Check]) -> Inspected:
    return Inspected(
        plan.title, plan.unit, plan.kind, plan.said["query"], plan.population_size, plan.size, plan.drawn_at or 0,
        len(checks), sum(one.faults > 0 for one in checks),
        sum(one.faults == 0 and one.unseen == 0 for one in checks),
    )  # fmt: skip


def _named(statement: str, values: Sequence[str]) -> list[str]:
    """The names that a statement gives for any of these values, in their order."""
    found: list[str] = []
    for start in range(0, len(values), AT_ONCE):
        part = values[start : start + AT_ONCE]
        found += [name for (name,) in read(f"{statement} IN ({', '.join(['%s'] * len(part))})", list(part))]
    return sorted(found)


def _found(names: Sequence[str], at: int) -> tuple[Found, ...]:
    states: dict[tuple[str, str], list[State]] = {}
    for told in _until([stream_of(name) for name in names], at):
        made = next((one for one in told if one.one.event.type == MADE), None)
        if made is not None:
            row = fold_life(told, False)
            # The words of that day: a check-list may say something else by now.
            key = made.text("rule"), made.text("question_text")
            states.setdefault(key, []).append(State.SUSPECTED if row is None else life_of(row).state)
    return tuple(_counted(*key, states[key]) for key in sorted(states))


def _counted(rule: str, asked: str, states: Sequence[State]) -> Found:
    def of(*chosen: State) -> int:
        return sum(state in chosen for state in states)

    return Found(
        rule, asked, of(State.VERIFIED, State.CLOSED),
        of(State.SUSPECTED, State.DATA_WANTED), of(State.DISPUTED), of(State.REJECTED), of(State.WAIVED),
    )  # fmt: skip


def _ordered(findings: Sequence[str], at: int) -> Ordered:
    names = _named("SELECT name FROM action_order WHERE finding", findings)
    rows = [fold_order(told, False) for told in _until([order_stream(name) for name in names], at)]
    orders = [order_of(row) for row in rows if row is not None]
    given = [one for one in orders if one.state is not OrderState.CANCELLED]
    done = [one for one in given if one.state in MENDED]
    late = [one for one in given if one.due_at < (one.mended_at if one in done and one.mended_at else at)]
    return Ordered(len(given), len(done), sum(one.state is OrderState.CLOSED for one in given), len(late))
