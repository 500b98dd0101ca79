"""What people read of findings, running duties and data gaps: every function takes the viewer's scope."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from guiju.facts.wiring import wiring
from guiju.findings.events import MADE
from guiju.findings.seeing import visible
from guiju.values.errors import GuijuError
from guiju.values.scope import Scope

MANY = 10_000
"""Counts beyond this are shown as 10,000+."""
LARGEST_PAGE = 500
FINDING_COLUMNS = (
    "id", "rule", "edition", "kind", "value", "trigger", "trigger_at", "outcome", "due_at", "due_on", "settled_at",
    "severity", "measure", "unit", "officers", "keys", "unverified", "law", "pack", "published",
    "is_standing", "found_at", "returns", "trigger_type",
)  # fmt: skip
DUTY_COLUMNS = (
    "id", "rule", "edition", "kind", "value", "trigger", "trigger_at", "due_at", "due_on", "severity", "measure",
    "owed_by", "unit", "officers", "keys",
)  # fmt: skip
_FINDINGS = f"SELECT {', '.join(f'f.{name}' for name in FINDING_COLUMNS)} FROM finding f"
_DUTIES = f"SELECT {', '.join(f'f.{name}' for name in DUTY_COLUMNS)} FROM running_duty f"


class FindingNotFound(GuijuError):
    """There is no such finding, or none that the viewer may see: one answer for both."""

    code = "findings.not_found"
    remedy = "请核对编号；如需查看其他单位的问题，请按规定申请。"


@dataclass(frozen=True, slots=True)
class FindingShown:
    """One suspected breach as people see it; instants in microseconds, ``late_seconds`` as of now while it is open.

    ``pack`` and ``published`` are the digests of the shipped law and of the published pages that it rests on.
    ``returns`` says how often it came back after it had been withdrawn. ``trigger_type`` is the record from which it
    arose.
    """

    id: str
    rule: str
    edition: str
    kind: str
    value: str
    trigger: int
    trigger_at: int
    outcome: str
    due_at: int | None
    due_on: int | None
    settled_at: int | None
    severity: str
    measure: str
    unit: str
    officers: tuple[str, ...]
    keys: Mapping[str, str]
    unverified: tuple[str, ...]
    law: Sequence[Mapping[str, Any]]
    pack: str
    published: str
    is_standing: bool
    found_at: int | None
    returns: int
    late_seconds: int
    trigger_type: str = ""

    @property
    def is_made(self) -> bool:
        """Whether somebody who looked has made it (人工检查发现), and not the judge (规则发现)."""
        return self.trigger_type == MADE


@dataclass(frozen=True, slots=True)
class DutyShown:
    """One duty that is still open: what must be done by when, and for whom; ``owed_by`` is empty for the unit's own."""

    id: str
    rule: str
    edition: str
    kind: str
    value: str
    trigger: int
    trigger_at: int
    due_at: int | None
    due_on: int | None
    severity: str
    measure: str
    owed_by: str
    unit: str
    officers: tuple[str, ...]
    keys: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class GapShown:
    """What cannot be judged for want of data, per rule and reason."""

    rule: str
    missing: str
    histories: int
    duties: int


def get_finding(viewer: Scope, name: str) -> FindingShown:
    """One finding by its id.

    Raises:
        FindingNotFound: it does not exist, or not for this viewer.
    """
    seen, values = visible(viewer, wiring().clock())
    rows = _read(f"{_FINDINGS} WHERE f.id = %s AND {seen}", [name, *values])
    if not rows:
        raise FindingNotFound("没有找到这个问题。")
    return finding_of(rows[0])


def list_findings(
    viewer: Scope, *, search: str = "", rule: str = "", unit: str = "", standing: bool = True,
    states: Sequence[str] = (), skip: int = 0, limit: int = 50,
) -> list[FindingShown]:  # fmt: skip
    """Findings, the gravest kind first, then the latest; ``search`` is a case, person or other number, whole.

    ``states`` leaves out those that stand otherwise in their lives (``findings.life.acts.State``).
    """
    words, values = _in_states(states, *_chosen(viewer, search, rule, unit))
    rows = _read(
        f"{_FINDINGS} WHERE f.is_standing = %s AND {words} ORDER BY CASE f.severity "
        "WHEN 'fatal' THEN 0 WHEN 'major' THEN 1 ELSE 2 END, f.trigger_at DESC, f.id LIMIT %s OFFSET %s",
        [standing, *values, min(limit, LARGEST_PAGE), skip],
    )
    return [finding_of(row) for row in rows]


def count_findings(
    viewer: Scope,
    *,
    search: str = "",
    rule: str = "",
    unit: str = "",
    standing: bool = True,
    states: Sequence[str] = (),
) -> int:
    """How many findings there are, counted no further than ``MANY`` + 1."""
    words, values = _in_states(states, *_chosen(viewer, search, rule, unit))
    return _counted(f"SELECT 1 FROM finding f WHERE f.is_standing = %s AND {words}", [standing, *values])


def count_recurrence(viewer: Scope, finding: FindingShown) -> int:
    """How many findings of the same rule the same unit had in the year before this one's trigger."""
    seen, values = visible(viewer, wiring().clock())
    year = 366 * 86_400 * 1_000_000
    return _counted(
        f"SELECT 1 FROM finding f WHERE f.rule = %s AND f.unit = %s AND f.id <> %s AND f.trigger_at <= %s "
        f"AND f.trigger_at > %s AND f.is_standing = %s AND {seen}",
        [finding.rule, finding.unit, finding.id, finding.trigger_at, finding.trigger_at - year, True, *values],
    )


def list_due(
    viewer: Scope, *, until: int, search: str = "", rule: str = "", unit: str = "", skip: int = 0, limit: int = 50
) -> list[DutyShown]:
    """Running duties that fall due before an instant (microseconds), the next one first."""
    words, values = _chosen(viewer, search, rule, unit, is_duty=True)
    rows = _read(
        f"{_DUTIES} WHERE f.due_at IS NOT NULL AND f.due_at <= %s AND {words} "
        "ORDER BY f.due_at, f.id LIMIT %s OFFSET %s",
        [until, *values, min(limit, LARGEST_PAGE), skip],
    )
    return [duty_of(row) for row in rows]


def list_findings_named(viewer: Scope, names: Sequence[str]) -> list[FindingShown]:
    """Those of some findings, withdrawn ones among them, which the viewer may see, in the order of their triggers."""
    seen, values = visible(viewer, wiring().clock())
    return [finding_of(row) for row in _named(_FINDINGS, names, seen, values)]


def list_duties_named(viewer: Scope, names: Sequence[str]) -> list[DutyShown]:
    """Those of some running duties which the viewer may see, in the order of their triggers."""
    seen, values = visible(viewer, wiring().clock(), is_duty=True)
    return [duty_of(row) for row in _named(_DUTIES, names, seen, values)]


def _named(rows: str, names: Sequence[str], seen: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
    part = list(names)[:LARGEST_PAGE]
    marks = ", ".join(["%s"] * len(part))
    statement = f"{rows} WHERE f.id IN ({marks}) AND {seen} ORDER BY f.trigger_at, f.id"
    return _read(statement, [*part, *values]) if part else []


def count_due(viewer: Scope, *, until: int, search: str = "", rule: str = "", unit: str = "") -> int:
    """How many running duties fall due before an instant, counted no further than ``MANY`` + 1."""
    words, values = _chosen(viewer, search, rule, unit, is_duty=True)
    return _counted(
        f"SELECT 1 FROM running_duty f WHERE f.due_at IS NOT NULL AND f.due_at <= %s AND {words}", [until, *values]
    )


def list_gaps(viewer: Scope) -> list[GapShown]:
    """What cannot be judged and why, per rule; only for who sees all records of the bureau: a gap has no unit."""
    if not any(reach.is_everywhere and "" in reach.kinds for reach in viewer.reaches_at(wiring().clock())):
        return []
    rows = _read(
        "SELECT rule, missing, count(*), sum(duties) FROM data_gap GROUP BY rule, missing ORDER BY rule, missing", []
    )
    return [GapShown(rule, missing, int(histories), int(duties)) for rule, missing, histories, duties in rows]


def _in_states(states: Sequence[str], words: str, values: list[object]) -> tuple[str, list[object]]:
    if not states:
        return words, values
    marks = ", ".join(["%s"] * len(states))
    state = "coalesce((SELECT l.state FROM finding_life l WHERE l.finding = f.id), 'suspected')"
    return f"{words} AND {state} IN ({marks})", [*values, *states]


def _chosen(viewer: Scope, search: str, rule: str, unit: str, *, is_duty: bool = False) -> tuple[str, list[object]]:
    words, values = visible(viewer, wiring().clock(), is_duty=is_duty)
    if rule:
        words, values = f"{words} AND f.rule = %s", [*values, rule]
    if unit:
        words, values = f"{words} AND f.unit = %s", [*values, unit]
    if search:
        held = (
            "EXISTS (SELECT 1 FROM event_key s WHERE s.value = %s AND s.event IN "
            "(SELECT f.trigger UNION ALL SELECT c.by FROM correction c WHERE c.first = f.trigger))"
        )
        words, values = f"{words} AND (f.value = %s OR {held})", [*values, search, search]
    return words, values


def _counted(statement: str, values: Sequence[object]) -> int:
    [[count]] = _read(f"SELECT count(*) FROM ({statement} LIMIT %s) AS found", [*values, MANY + 1])
    return int(count)


def finding_of(row: Sequence[Any]) -> FindingShown:
    """The finding that a row of ``FINDING_COLUMNS`` holds."""
    said: dict[str, Any] = dict(zip(FINDING_COLUMNS, row, strict=True))
    until = wiring().clock() if said["outcome"] == "overdue" else said["settled_at"]
    late = 0 if said["due_at"] is None or until is None else max(0, (until - said["due_at"]) // 1_000_000)
    return FindingShown(
        **said
        | {
            "officers": _split(said["officers"]),
            "keys": json.loads(said["keys"]),
            "unverified": _split(said["unverified"]),
            "law": json.loads(said["law"]),
            "is_standing": bool(said["is_standing"]),
            "late_seconds": late,
        }
    )


def duty_of(row: Sequence[Any]) -> DutyShown:
    """The duty that a row of ``DUTY_COLUMNS`` holds."""
    said: dict[str, Any] = dict(zip(DUTY_COLUMNS, row, strict=True))
    return DutyShown(**said | {"officers": _split(said["officers"]), "keys": json.loads(said["keys"])})


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split("、")) if text else ()


def _read(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
