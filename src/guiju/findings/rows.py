"""Verdicts as rows: what is written of a history each time it is judged, with the same statements on both databases."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from guiju.facts.histories import latest
from guiju.facts.tables.driver import Statement
from guiju.findings.events import ABOUT, MADE
from guiju.findings.law import LawInForce
from guiju.findings.news import Duty, Name, duty_of_finding, duty_of_running, tell
from guiju.rules.arising import SOURCE
from guiju.values.recorded import Recorded
from guiju.values.verdict import Outcome, Verdict

AT_ONCE = 400
JUDGED = f"trigger_type <> '{MADE}'"
"""Which findings judging speaks of: those that somebody made by hand are none of its business."""
FINDING = (
    "id", "rule", "edition", "kind", "value", "trigger", "fan", "trigger_type", "trigger_at", "outcome", "due_at",
    "due_on", "settled_at", "severity", "measure", "unit", "officers", "keys", "unverified", "law", "pack", "published",
    "is_standing", "found_event", "found_at", "withdrawn_event", "returns",
)  # fmt: skip
_FINDING_NEWS, _RUNNING_NEWS = (0, 1, 3, 4, 8, 9, 10, 17, 22), (0, 1, 3, 4, 7, 12, 8, 15)
"""The places in a row of what ``news`` tells of a finding and of a running duty."""
_MUTABLE = FINDING[1:23]
"""What judging again may change; how a finding was reported stays as it is."""
RUNNING = (
    "id", "rule", "edition", "kind", "value", "trigger", "fan", "trigger_at", "due_at", "due_on", "severity", "measure",
    "owed_by", "unit", "officers", "keys",
)  # fmt: skip


def finding_id(verdict: Verdict, kind: str, value: str) -> str:
    """The name of a finding: the same for one duty, whatever happens later.

    An act of several officers is a row of each one's own history, and each answers for himself.
    """
    name = f"{verdict.rule}:{verdict.trigger_seq}"
    if verdict.fan_seq >= 0:
        name += f":{verdict.fan_seq}"
    return f"{name}@{value}" if kind == "officer" else name


GAP = ("kind", "value", "rule", "missing", "duties")
AGENDA = ("kind", "value", "rule", "at")
_TABLES = {"running_duty": RUNNING, "data_gap": GAP, "agenda": AGENDA}
KEY = {"running_duty": 1, "data_gap": 4, "agenda": 3}
"""So many of the first columns are the key."""


@dataclass(slots=True)
class Said:
    """What the verdicts of some histories come to, as rows."""

    findings: list[tuple[Any, ...]] = field(default_factory=list)
    running_duty: list[tuple[Any, ...]] = field(default_factory=list)
    data_gap: list[tuple[Any, ...]] = field(default_factory=list)
    agenda: list[tuple[Any, ...]] = field(default_factory=list)

    def add(
        self, law: LawInForce, kind: str, value: str, verdicts: Sequence[Verdict], types: Mapping[int, str], as_of: int,
        watched: Mapping[str, int],
    ) -> None:  # fmt: skip
        """Take in what one history says; ``types`` by the seq of an event, ``watched`` as for ``agenda_rows``."""
        for one in verdicts:
            if one.outcome.is_breach and not one.owed_by:
                self.findings.append(finding_row(law, one, kind, value, types[one.trigger_seq]))
            elif one.outcome is Outcome.RUNNING:
                self.running_duty.append(running_row(one, kind, value))
        gaps = Counter((one.rule, one.missing[:200]) for one in verdicts if one.outcome is Outcome.UNKNOWN)
        self.data_gap += [(kind, value, rule, missing, number) for (rule, missing), number in gaps.items()]
        self.agenda += agenda_rows(law, kind, value, verdicts, as_of, watched)

    def write(self, cursor: Any) -> None:
        """Put the rows into their tables."""
        for table, columns in _TABLES.items():
            _execute(cursor, putting(table, columns, getattr(self, table)))
        put_findings(cursor, self.findings)


def clear(cursor: Any, kind: str, value: str, standing: set[str]) -> None:
    """Take away what was said of a history; of findings those that are not ``standing`` now."""
    for table in _TABLES:
        cursor.execute(f"DELETE FROM {table} WHERE kind = %s AND value = %s", (kind, value))
    cursor.execute(f"SELECT id, found_event FROM finding WHERE kind = %s AND value = %s AND {JUDGED}", (kind, value))
    withdraw(cursor, [row for row in cursor.fetchall() if row[0] not in standing])


def news_of(
    removed: Iterable[tuple[Any, ...]], added: Iterable[tuple[Any, ...]], gone: Iterable[str],
    findings: Iterable[tuple[Any, ...]],
) -> tuple[list[Name], list[Duty]]:  # fmt: skip
    """What whoever keeps lists must know; a row that is told anew is not gone."""
    duties = [duty_of_running([row[place] for place in _RUNNING_NEWS]) for row in added]
    duties += [duty_of_finding([row[place] for place in _FINDING_NEWS]) for row in findings]
    names = {*((row[0], False) for row in removed), *((name, True) for name in gone)}
    return sorted(names - {(one.id, one.is_finding) for one in duties}), duties


def put_reported(cursor: Any, reports: Iterable[Recorded]) -> None:
    """Findings that no longer stand, as they were reported: they stay visible, marked."""
    rows = [row_of_report(one) for one in reports]
    put_findings(cursor, rows)
    tell(*news_of((), (), (), rows))


def finding_row(law: LawInForce, verdict: Verdict, kind: str, value: str, trigger_type: str) -> tuple[Any, ...]:
    """A breach as a row; nobody has reported it yet."""
    citations = law.citations(verdict.rule, verdict.edition)
    return (
        finding_id(verdict, kind, value), verdict.rule, verdict.edition, kind, value,
        verdict.trigger_seq, verdict.fan_seq, trigger_type, verdict.trigger_at, verdict.outcome.value, verdict.due_at,
        verdict.due_on, verdict.settled_at, verdict.severity, verdict.measure, verdict.unit,
        "、".join(verdict.officers), _keys(verdict), "、".join(verdict.unverified), citations, law.pack.digest,
        law.published(verdict.rule), True, None, None, None, 0,
    )  # fmt: skip


def running_row(verdict: Verdict, kind: str, value: str) -> tuple[Any, ...]:
    """A duty that is still open as a row."""
    return (
        finding_id(verdict, kind, value), verdict.rule, verdict.edition, kind, value,
        verdict.trigger_seq, verdict.fan_seq, verdict.trigger_at, verdict.due_at, verdict.due_on, verdict.severity,
        verdict.measure, verdict.owed_by, verdict.unit, "、".join(verdict.officers), _keys(verdict),
    )  # fmt: skip


def agenda_rows(
    law: LawInForce, kind: str, value: str, verdicts: Iterable[Verdict], as_of: int, watched: Mapping[str, int]
) -> list[tuple[str, str, str, int]]:
    """When each rule must be looked at again: at its next due instant, else at the next local midnight.

    ``watched`` are rules that time may bring to life though nothing of them is open now, and when.
    """
    midnight = law.next_midnight(as_of)
    due = dict(watched)
    for one in verdicts:
        if one.outcome is Outcome.UNKNOWN and one.missing != SOURCE:
            # What is unclear may cease to matter once every reading of it is overdue.
            due[one.rule] = min(midnight, due.get(one.rule, midnight))
        elif one.outcome is Outcome.RUNNING:
            has_due = one.due_at is not None and one.due_at >= as_of and not law.reach.is_moved_by_time(one.rule)
            # At the due instant itself an answer is still in time.
            at = one.due_at + 1 if has_due and one.due_at is not None else midnight
            due[one.rule] = min(at, due.get(one.rule, at))
    return [(kind, value, rule, at) for rule, at in sorted(due.items())]


def putting_findings(rows: Sequence[tuple[Any, ...]]) -> Iterator[Statement]:
    """Insert findings, or bring those that stand already up to date without touching how they were reported."""
    changed = ", ".join(f"{name} = excluded.{name}" for name in _MUTABLE)
    return _inserting("finding", FINDING, rows, f" ON CONFLICT (id) DO UPDATE SET {changed}")


def putting(table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> Iterator[Statement]:
    """Insert rows of duties, gaps or the agenda; one that somebody has written meanwhile says this now."""
    key, rest = columns[: KEY[table]], columns[KEY[table] :]
    tail = f" ON CONFLICT ({', '.join(key)}) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in rest)}"
    return _inserting(table, columns, rows, tail)


def _inserting(table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]], tail: str) -> Iterator[Statement]:
    for part in parts(rows):
        marks = ", ".join(["(" + ", ".join(["%s"] * len(columns)) + ")"] * len(part))
        text = f"INSERT INTO {table} ({', '.join(columns)}) VALUES {marks}{tail}"
        yield text, [value for row in part for value in row]


def put_findings(cursor: Any, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert findings or bring them up to date, as ``putting_findings`` says."""
    _execute(cursor, putting_findings(rows))


def insert(
    cursor: Any, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]], *, once: bool = False
) -> None:
    """Insert rows; with ``once`` those that are there already stay as they are."""
    _execute(cursor, _inserting(table, columns, rows, " ON CONFLICT DO NOTHING" if once else ""))


def _execute(cursor: Any, statements: Iterable[Statement]) -> None:
    for text, values in statements:
        cursor.execute(text, values)


def row_of_report(recorded: Recorded) -> tuple[Any, ...]:
    """A finding that no longer stands, as it was reported: its outcome is ``withdrawn``, its dates are not claimed."""
    said = recorded.event.fields
    keys = {name: said[name] for name in ABOUT if name in said}
    return (
        said["finding"], said["rule"], said["edition"], said["history_kind"], said["history_value"], said["trigger"],
        said["fan"], said["trigger_type"], said["trigger_at"], "withdrawn", None, None, None, said["severity"],
        said.get("measure", ""), said.get("unit", ""), "、".join(recorded.event.officers),
        json.dumps(keys, ensure_ascii=False, sort_keys=True), "", said["citation"], said["law_digest"],
        said.get("published_digest", ""), False, recorded.id, recorded.recorded_at, None, 0,
    )  # fmt: skip


def put_made(cursor: Any, made: Recorded) -> None:
    """A finding that somebody made: it stands, and is found, from the moment it was recorded.

    Whether it is true, only what people decide about it says; no judging touches it.
    """
    said = made.event.fields
    keys = {name: said[name] for name in ABOUT if name in said}
    row = dict.fromkeys(FINDING, "") | {
        "id": said["finding"], "rule": said["rule"], "edition": said["edition"], "kind": said["history_kind"],
        "value": said["history_value"], "trigger": made.id, "fan": -1, "trigger_type": MADE,
        "trigger_at": made.event.at, "outcome": said["outcome"], "due_at": None, "due_on": None, "settled_at": None,
        "severity": said["severity"],
        "measure": said.get("measure", ""), "unit": said.get("unit", ""), "officers": "、".join(made.event.officers),
        "keys": json.dumps(keys, ensure_ascii=False, sort_keys=True), "law": said["citation"],
        "pack": said["law_digest"], "is_standing": True, "found_event": made.id, "found_at": made.recorded_at,
        "withdrawn_event": None, "returns": 0,
    }  # fmt: skip
    rows = [tuple(row[name] for name in FINDING)]
    put_findings(cursor, rows)
    tell(*news_of((), (), (), rows))


def withdraw(cursor: Any, gone: Sequence[tuple[str, int | None]]) -> None:
    """Findings that the judge no longer makes: one that was never reported vanishes, a reported one stays, marked."""
    for name, event in gone:
        if event is None:
            cursor.execute("DELETE FROM finding WHERE id = %s AND found_event IS NULL", (name,))
            # Between our reading and this, somebody may have reported it.
            cursor.execute("SELECT found_event FROM finding WHERE id = %s", (name,))
            found = cursor.fetchone()
            event = found[0] if found is not None else None
        if event is not None:
            put_reported(cursor, latest([event]))


def _keys(verdict: Verdict) -> str:
    return json.dumps(dict(verdict.keys), ensure_ascii=False, sort_keys=True)


def marks_of(values: Sequence[Any]) -> str:
    """So many placeholders."""
    return ", ".join(["%s"] * len(values))


def parts(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """The rows in pieces that both databases take in one statement."""
    for start in range(0, len(rows), AT_ONCE):
        yield rows[start : start + AT_ONCE]
