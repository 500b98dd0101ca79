"""What a check of a file found: suspected breaches, and the count of everything that was looked at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from guiju.values.citation import Citation
from guiju.values.verdict import Outcome


@dataclass(frozen=True, slots=True)
class Finding:
    """One suspected breach (疑似问题): never more than that until a legal officer has verified it.

    Instants are microseconds since the epoch; ``due_at`` of a day limit is 00:00 of the day after ``due_on``
    (the last local day, an ordinal). ``history`` and ``trigger_seq`` lead back to the events. ``refused_rows`` are the
    numbers of rows of the same case that were not taken in: one of them may hold the answer.
    """

    rule: str
    edition: str
    title: str
    keys: Mapping[str, str]
    officers: tuple[str, ...]
    unit: str
    trigger_type: str
    trigger_at: int
    due_at: int | None
    due_on: int | None
    settled_at: int | None
    outcome: Outcome
    late_seconds: int
    severity: str
    measure: str
    unverified: tuple[str, ...]
    law: tuple[Citation, ...]
    history: tuple[str, str]
    trigger_seq: int
    fan_seq: int = -1
    refused_rows: tuple[int, ...] = ()


@dataclass(slots=True)
class RuleCount:
    """How the duties of one rule stand. ``duties`` leaves out those that arose outside all editions."""

    duties: int = 0
    kept: int = 0
    excused: int = 0
    late: int = 0
    overdue: int = 0
    broken: int = 0
    running: int = 0
    unknown: int = 0
    outside_editions: int = 0


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row of the source that was not taken in: its number there, the reason in one clause, its case if readable."""

    row: int
    reason: str
    case: str = ""


@dataclass(slots=True)
class CheckResult:
    """Everything that one check has to say; JSON, Excel, HTML and terminal are views of it.

    ``near`` counts, per rule, the running duties past two thirds of their time and those about to come due.
    """

    source: str
    as_of: int
    zone: str
    pages: int
    digest: str
    cases: int
    events: int
    unmapped: Mapping[str, int] = field(default_factory=dict)
    refused_rows: Sequence[RefusedRow] = ()
    summary: Mapping[str, RuleCount] = field(default_factory=dict)
    missing: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    findings: Sequence[Finding] = ()
    near: Mapping[str, tuple[int, int]] = field(default_factory=dict)
