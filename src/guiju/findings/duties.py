"""What falls due, as a list is asked for it: by unit, rule, light and time. Instants in microseconds.

What must be done by a day is parted from what only ends on it, such as a keeping period, and from what others owe.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import connection

from guiju.facts.wiring import wiring
from guiju.findings.law import law_in_force
from guiju.findings.queries import DUTY_COLUMNS, LARGEST_PAGE, MANY, DutyShown, duty_of
from guiju.findings.seeing import visible
from guiju.values.clock import DAY_SECONDS, SECOND
from guiju.values.scope import Scope

Clause = tuple[str, list[object]]
CLOSE = 3 * DAY_SECONDS * SECOND
"""How near the end a duty is close to it (临期)."""
_PAST = "3 * (%s - {since}) >= 2 * ({due} - {since})"
LIGHTS = {
    "red": "{due} < %s",
    "yellow": "{due} >= %s AND {due} <= %s + " + str(CLOSE) + f" AND {_PAST}",
    "blue": "{due} > %s + " + str(CLOSE) + f" AND {_PAST}",
    "green": "{due} >= %s AND NOT (" + _PAST + ")",
}
"""When a term shows a colour: screens.md's lights as conditions on the columns in which its two ends stand."""
SORTS = {"due": "f.due_at", "unit": "f.unit", "rule": "f.rule", "case": "f.value"}


class Nature(StrEnum):
    """What the end of a running duty means."""

    WORK = "work"
    KEEPING = "keeping"
    OTHERS = "others"

    @property
    def label(self) -> str:
        """The word for it."""
        return {Nature.WORK: "须办理", Nature.KEEPING: "保存、等候期满", Nature.OTHERS: "由其他机关或当事人办理"}[self]


@dataclass(frozen=True, slots=True)
class DutiesWanted:
    """The conditions of a list of running duties; an empty one asks for nothing.

    ``until`` is the last instant by which they are due; ``lights`` are colours at the hour of asking; ``text`` is a
    case, person or other number, whole; ``mine``: those that name the viewer.
    """

    until: int
    nature: Nature | None = Nature.WORK
    units: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    lights: tuple[str, ...] = ()
    text: str = ""
    mine: bool = False


def list_duties(
    viewer: Scope, wanted: DutiesWanted, *, at: int, sort: str = "due", is_descending: bool = False, skip: int = 0,
    limit: int = 50,
) -> list[DutyShown]:  # fmt: skip
    """Running duties; ``sort`` is one of ``SORTS``, the next one first unless asked otherwise."""
    words, values = _chosen(viewer, wanted, at)
    turn = "DESC" if is_descending else "ASC"
    rows = _read(
        f"SELECT {', '.join(f'f.{name}' for name in DUTY_COLUMNS)} FROM running_duty f WHERE {words} "
        f"ORDER BY {SORTS[sort]} {turn}, f.due_at, f.id LIMIT %s OFFSET %s",
        [*values, min(limit, LARGEST_PAGE), skip],
    )
    return [duty_of(row) for row in rows]


def count_duties(viewer: Scope, wanted: DutiesWanted, *, at: int, most: int = MANY + 1) -> int:
    """How many running duties there are, counted no further than ``most``."""
    words, values = _chosen(viewer, wanted, at)
    [[count]] = _read(
        f"SELECT count(*) FROM (SELECT 1 FROM running_duty f WHERE {words} LIMIT %s) AS found", [*values, most]
    )
    return int(count)


def list_duty_places(viewer: Scope, until: int) -> list[tuple[str, str]]:
    """The units and rules of which something falls due by an instant that the viewer may see."""
    seen, values = visible(viewer, wiring().clock(), is_duty=True)
    rows = _read(
        f"SELECT DISTINCT f.unit, f.rule FROM running_duty f WHERE f.due_at <= %s AND {seen} "
        "ORDER BY f.unit, f.rule LIMIT %s",
        [until, *values, LARGEST_PAGE],
    )
    return [(unit, rule) for unit, rule in rows]


def light_clause(lights: Sequence[str], since: str, due: str, at: int) -> Clause:
    """What must hold for a term between two columns to show one of these colours at an instant."""
    tests = [LIGHTS[name].format(since=since, due=due) for name in lights]
    words = " OR ".join(f"({one})" for one in tests) or "1 = 1"
    return f"({words})", [at for one in tests for _ in range(one.count("%s"))]


def nature_of(duty: DutyShown) -> Nature:
    """What the end of a running duty means: by its debtor, and by what its rule asks for."""
    if duty.owed_by:
        return Nature.OTHERS
    return Nature.KEEPING if duty.rule in law_in_force().waiting else Nature.WORK


def _chosen(viewer: Scope, wanted: DutiesWanted, at: int) -> Clause:
    words, values = visible(viewer, wiring().clock(), is_duty=True)
    words, values = f"f.due_at <= %s AND {words}", [wanted.until, *values]
    for column, chosen in (("f.unit", wanted.units), ("f.rule", wanted.rules)):
        if chosen:
            words, values = f"{words} AND {column} IN ({', '.join(['%s'] * len(chosen))})", [*values, *chosen]
    for clause, more in _conditions(viewer, wanted, at):
        words, values = f"{words} AND {clause}", [*values, *more]
    return words, values


def _conditions(viewer: Scope, wanted: DutiesWanted, at: int) -> list[Clause]:
    found: list[Clause] = []
    if wanted.nature is Nature.OTHERS:
        found.append(("f.owed_by <> ''", []))
    elif wanted.nature is not None:
        waits = sorted(law_in_force().waiting)
        marks = ", ".join(["%s"] * len(waits)) or "''"
        among = "IN" if wanted.nature is Nature.KEEPING else "NOT IN"
        found.append((f"f.owed_by = '' AND f.rule {among} ({marks})", [*waits]))
    if wanted.lights:
        found.append(light_clause(wanted.lights, "f.trigger_at", "f.due_at", at))
    if wanted.text:
        held = "EXISTS (SELECT 1 FROM event_key s WHERE s.value = %s AND s.event = f.trigger)"
        found.append((f"(f.value = %s OR {held})", [wanted.text, wanted.text]))
    if wanted.mine:
        named = " OR ".join(["'、' || f.officers || '、' LIKE %s"] * len(viewer.officers)) or "1 = 0"
        found.append((f"({named})", [f"%、{number}、%" for number in viewer.officers]))
    return found


def _read(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
