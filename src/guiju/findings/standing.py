"""What stands of a history, read in one statement, and what takes its place: only what is said differently is written.

Law: engine.md §5: judging happens inside the transaction that appends, so every journey to the database counts.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from guiju.facts.tables.driver import Hand, Statement
from guiju.findings.news import tell
from guiju.findings.rows import (
    AGENDA,
    FINDING,
    GAP,
    JUDGED,
    KEY,
    RUNNING,
    Said,
    news_of,
    putting,
    putting_findings,
    withdraw,
)

Row = tuple[Any, ...]
_COMPARED = FINDING[:23]
_STANDS = FINDING.index("is_standing")
_FOUND = len(_COMPARED)
"""The places of whether a finding stands, and of the event that reported it, in a row that was read."""
_OTHERS = {"running_duty": RUNNING, "data_gap": GAP, "agenda": AGENDA}
_BORROWED = {
    "running_duty": {"owed_by": "trigger_type"},
    "data_gap": {"missing": "edition", "duties": "trigger"},
    "agenda": {"at": "trigger"},
}
"""Where a column that findings do not have travels in a row that is shaped like theirs."""
_BEGUN_BEFORE = (
    "(EXISTS (SELECT 1 FROM event_key k WHERE k.kind = h.kind AND k.value = h.value AND k.event < h.first "
    "AND NOT EXISTS (SELECT 1 FROM correction later WHERE later.event = k.event)) "
    "OR EXISTS (SELECT 1 FROM correction b CROSS JOIN event_key k WHERE b.first < h.first AND k.event = b.by "
    "AND k.kind = h.kind AND k.value = h.value "
    "AND NOT EXISTS (SELECT 1 FROM correction later WHERE later.event = b.by)))"
)
"""Whether a version that stands today was first recorded before the import brought anything."""


@dataclass(slots=True)
class Standing:
    """The rows of one history by table; ``sources`` are its imports: batch, first event, whether it began before."""

    rows: dict[str, list[Row]]
    sources: list[tuple[int, int, bool]]


@dataclass(slots=True)
class Exchange:
    """What is to be written of some histories, and of which findings and duties others must hear."""

    statements: list[Statement] = field(default_factory=list)
    removed: list[Row] = field(default_factory=list)
    added: list[Row] = field(default_factory=list)
    findings: list[Row] = field(default_factory=list)
    gone: list[tuple[str, int | None]] = field(default_factory=list)

    def replace(self, standing: Standing, said: Said, rules: Collection[str]) -> None:
        """Let one history say of these rules exactly what is ``said``."""
        for table in _OTHERS:
            self._leave(table, standing, getattr(said, table), rules)
        before = {row[0]: row for row in standing.rows["finding"] if row[1] in rules}
        new = {row[0]: row for row in said.findings}
        self.findings += [row for name, row in new.items() if name not in before or _differs(before[name], row)]
        self.gone += [(name, row[_FOUND]) for name, row in before.items() if name not in new and _is_news(row)]

    def _leave(self, table: str, standing: Standing, rows: Sequence[Row], rules: Collection[str]) -> None:
        columns, key = _OTHERS[table], KEY[table]
        rule = columns.index("rule")
        # An agenda row of no rule stands for all of them: it is met when all were judged, and that is told apart
        # elsewhere.
        before = {row for row in standing.rows[table] if row[rule] in rules}
        wanted = set(rows)
        added = [row for row in rows if row not in before]
        kept = {row[:key] for row in added}
        named = " AND ".join(f"{name} = %s" for name in columns[:key])
        for row in before - wanted:
            if row[:key] not in kept:
                self.statements.append((f"DELETE FROM {table} WHERE {named}", row[:key]))
        self.statements += putting(table, columns, added)
        if table == "running_duty":
            self.removed += before - wanted
            self.added += added

    def write(self, hand: Hand) -> None:
        """Write it, in one journey; what was reported and no longer stands is looked up and stays, marked."""
        statements = [*self.statements, *putting_findings(self.findings)]
        if statements:
            hand.run(*statements)
        # Before those that stay, marked, are told anew.
        tell(*news_of(self.removed, self.added, [name for name, _ in self.gone], self.findings))
        withdraw(hand, self.gone)


def standing_of(kind: str, value: str) -> Statement:
    """The statement that reads what stands of a history, and where it came from."""
    return _STATEMENT, (kind, value) * 5


def read_standing(rows: Sequence[Row]) -> Standing:
    """What that statement answered."""
    standing = Standing({"finding": [], "running_duty": [], "data_gap": [], "agenda": []}, [])
    for table, *values in rows:
        if table == "history_source":
            standing.sources.append((values[5], values[6], bool(values[_STANDS])))
        else:
            standing.rows[table].append(tuple([values[place] for place in _PLACES[table]]))
    standing.sources.sort(key=lambda one: one[1])
    return standing


def _statement() -> Iterator[str]:
    standing = f"FROM finding WHERE kind = %s AND value = %s AND {JUDGED}"
    yield f"SELECT 'finding', {', '.join(_COMPARED)}, found_event {standing}"
    for table, columns in _OTHERS.items():
        borrowed = {place: name for name, place in _BORROWED[table].items()}
        said = [borrowed.get(name, name if name in columns else "NULL") for name in _COMPARED]
        yield f"SELECT '{table}', {', '.join(said)}, NULL FROM {table} WHERE kind = %s AND value = %s"
    said = [{"trigger": "batch", "fan": "first", "is_standing": _BEGUN_BEFORE}.get(name, "NULL") for name in _COMPARED]
    yield f"SELECT 'history_source', {', '.join(said)}, NULL FROM history_source h WHERE kind = %s AND value = %s"


_STATEMENT = " UNION ALL ".join(_statement())
_PLACES = {
    "finding": tuple(range(_FOUND + 1)),
    **{
        table: tuple(_COMPARED.index(_BORROWED[table].get(name, name)) for name in columns)
        for table, columns in _OTHERS.items()
    },
}


def _differs(standing: Row, row: Row) -> bool:
    return standing[:_STANDS] != row[:_STANDS] or not standing[_STANDS]


def _is_news(row: Row) -> bool:
    """Whether a finding that the judge does not make still counts as standing: one withdrawn before does not."""
    return bool(row[_STANDS]) or row[_FOUND] is None
