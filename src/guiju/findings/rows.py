"""Verdicts as rows: what is written of a history each time it is judged, with the same statements on both databases."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from guiju.facts.histories import latest
from guiju.findings.law import LawInForce
from guiju.rules.arising import SOURCE
from guiju.values.recorded import Recorded
from guiju.values.verdict import Outcome, Verdict

AT_ONCE = 400
FINDING = (
    "id", "rule", "edition", "kind", "value", "trigger", "fan", "trigger_type", "trigger_at", "outcome", "due_at",
    "due_on", "settled_at", "severity", "measure", "unit", "officers", "keys", "unverified", "law", "pack",
    "is_standing", "found_event", "found_at", "withdrawn_event", "returns",
)  # fmt: skip
_MUTABLE = FINDING[1:22]
"""What judging again may change; how a finding was reported stays as it is."""
RUNNING = (
    "id", "rule", "edition", "kind", "value", "trigger", "fan", "trigger_at", "due_at", "due_on", "severity", "measure",
    "owed_by", "unit", "officers", "keys",
)  # fmt: skip


def finding_id(rule: str, trigger: int, fan: int) -> str:
    """The name of a finding: the same for one duty, whatever happens later."""
    return f"{rule}:{trigger}" if fan < 0 else f"{rule}:{trigger}:{fan}"


@dataclass(slots=True)
class Said:
    """What the verdicts of some histories come to, as rows."""

    findings: list[tuple[Any, ...]] = field(default_factory=list)
    running: list[tuple[Any, ...]] = field(default_factory=list)
    gaps: list[tuple[Any, ...]] = field(default_factory=list)
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
                self.running.append(running_row(one, kind, value))
        gaps = Counter((one.rule, one.missing[:200]) for one in verdicts if one.outcome is Outcome.UNKNOWN)
        self.gaps += [(kind, value, rule, missing, number) for (rule, missing), number in gaps.items()]
        self.agenda += agenda_rows(law, kind, value, verdicts, as_of, watched)

    def write(self, cursor: Any) -> None:
        """Put the rows into their tables."""
        insert(cursor, "running_duty", RUNNING, self.running)
        insert(cursor, "data_gap", ("kind", "value", "rule", "missing", "duties"), self.gaps)
        insert(cursor, "agenda", ("kind", "value", "rule", "at"), self.agenda)
        put_findings(cursor, self.findings)


def clear(cursor: Any, kind: str, value: str, rules: Sequence[str] | None, standing: set[str]) -> None:
    """Take away what these rules (all, if None) said of a history; of findings those that are not ``standing`` now."""
    for table in ("running_duty", "data_gap", "agenda"):
        _delete(cursor, table, kind, value, rules)
    _withdraw(cursor, kind, value, rules, standing)


def finding_row(law: LawInForce, verdict: Verdict, kind: str, value: str, trigger_type: str) -> tuple[Any, ...]:
    """A breach as a row; nobody has reported it yet."""
    rule = law.pack.rule(verdict.rule)
    assert rule is not None
    edition = next(one for one in rule.editions if one.label == verdict.edition)
    citations = json.dumps([asdict(one) for one in edition.laws], ensure_ascii=False, sort_keys=True)
    return (
        finding_id(verdict.rule, verdict.trigger_seq, verdict.fan_seq), verdict.rule, verdict.edition, kind, value,
        verdict.trigger_seq, verdict.fan_seq, trigger_type, verdict.trigger_at, verdict.outcome.value, verdict.due_at,
        verdict.due_on, verdict.settled_at, verdict.severity, verdict.measure, verdict.unit,
        "、".join(verdict.officers), _keys(verdict), "、".join(verdict.unverified), citations, law.pack.digest, True,
        None, None, None, 0,
    )  # fmt: skip


def running_row(verdict: Verdict, kind: str, value: str) -> tuple[Any, ...]:
    """A duty that is still open as a row."""
    return (
        finding_id(verdict.rule, verdict.trigger_seq, verdict.fan_seq), verdict.rule, verdict.edition, kind, value,
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
            has_due = one.due_at is not None and one.due_at > as_of and not law.reach.is_moved_by_time(one.rule)
            at = one.due_at if has_due and one.due_at is not None else midnight
            due[one.rule] = min(at, due.get(one.rule, at))
    return [(kind, value, rule, at) for rule, at in sorted(due.items())]


def put_findings(cursor: Any, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert findings, or bring those that stand already up to date without touching how they were reported."""
    changed = ", ".join(f"{name} = excluded.{name}" for name in _MUTABLE)
    for part in parts(rows):
        marks = ", ".join(["(" + ", ".join(["%s"] * len(FINDING)) + ")"] * len(part))
        cursor.execute(
            f"INSERT INTO finding ({', '.join(FINDING)}) VALUES {marks} ON CONFLICT (id) DO UPDATE SET {changed}",
            [value for row in part for value in row],
        )


def insert(
    cursor: Any, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]], *, once: bool = False
) -> None:
    """Insert rows; with ``once`` those that are there already stay as they are."""
    for part in parts(rows):
        marks = ", ".join(["(" + ", ".join(["%s"] * len(columns)) + ")"] * len(part))
        tail = " ON CONFLICT DO NOTHING" if once else ""
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES {marks}{tail}", [value for row in part for value in row]
        )


def row_of_report(recorded: Recorded) -> tuple[Any, ...]:
    """A finding that no longer stands, as it was reported: its outcome is ``withdrawn``, its dates are not claimed."""
    said = recorded.event.fields
    keys = {name: said[name] for name in ("case", "person", "item", "act") if name in said}
    return (
        said["finding"], said["rule"], said["edition"], said["history_kind"], said["history_value"], said["trigger"],
        said["fan"], said["trigger_type"], said["trigger_at"], "withdrawn", None, None, None, said["severity"],
        said.get("measure", ""), said.get("unit", ""), "、".join(recorded.event.officers),
        json.dumps(keys, ensure_ascii=False, sort_keys=True), "", said["citation"], said["law_digest"], False,
        recorded.id, recorded.recorded_at, None, 0,
    )  # fmt: skip


def _withdraw(cursor: Any, kind: str, value: str, rules: Sequence[str] | None, standing: set[str]) -> None:
    """Findings that the judge no longer makes: one that was never reported vanishes, a reported one stays, marked."""
    for words, part in _of_rules(rules):
        cursor.execute(
            f"SELECT id, found_event FROM finding WHERE kind = %s AND value = %s{words}", (kind, value, *part)
        )
        gone = [(name, event) for name, event in cursor.fetchall() if name not in standing]
        for name, event in gone:
            if event is None:
                cursor.execute("DELETE FROM finding WHERE id = %s", (name,))
            else:
                put_findings(cursor, [row_of_report(one) for one in latest([event])])


def _delete(cursor: Any, table: str, kind: str, value: str, rules: Sequence[str] | None) -> None:
    for words, part in _of_rules(rules):
        cursor.execute(f"DELETE FROM {table} WHERE kind = %s AND value = %s{words}", (kind, value, *part))


def _of_rules(rules: Sequence[str] | None) -> Iterator[tuple[str, Sequence[str]]]:
    if rules is None:
        yield "", ()
    else:
        yield from ((f" AND rule IN ({marks_of(part)})", part) for part in parts(rules))


def _keys(verdict: Verdict) -> str:
    return json.dumps(dict(verdict.keys), ensure_ascii=False, sort_keys=True)


def marks_of(values: Sequence[Any]) -> str:
    """So many placeholders."""
    return ", ".join(["%s"] * len(values))


def parts(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """The rows in pieces that both databases take in one statement."""
    for start in range(0, len(rows), AT_ONCE):
        yield rows[start : start + AT_ONCE]
