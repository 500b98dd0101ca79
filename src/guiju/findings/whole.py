"""Judging the whole ledger at once: the sweep says where something is open or broken, the judge tells it.

Law: engine.md §5. After an import this takes minutes where history after history would take an hour.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

import numpy as np
from django.db import connection

from guiju.facts.commands import attempting
from guiju.facts.histories import latest
from guiju.facts.tables.ledger_table import LedgerTable, read_ledger
from guiju.facts.turns import writing
from guiju.findings.agenda import Place
from guiju.findings.follower import ask_again, touched
from guiju.findings.judging import batch_source, holders, judge_history, put_agenda, watched_rules
from guiju.findings.law import LawInForce, current_law
from guiju.findings.rows import JUDGED, Said, marks_of, parts, withdraw
from guiju.rules.duty import Moment
from guiju.rules.matching import Source
from guiju.rules.sweep.standing import complete_standing
from guiju.rules.sweep.sweeping import sweep
from guiju.rules.sweep.swept import OUTCOMES, Swept
from guiju.values.event import Event
from guiju.values.recorded import keys_of
from guiju.values.verdict import Outcome

AT_ONCE, CLEARED_AT_ONCE = 200, 2_000
_TABLES = ("finding", "running_duty", "data_gap", "agenda")
_QUIET = [OUTCOMES.index(one) for one in (Outcome.KEPT, Outcome.EXCUSED)]


@dataclass(frozen=True, slots=True)
class Whole:
    """The ledger as columns, read once, and the law it is to be judged by as of an instant."""

    law: LawInForce
    ledger: LedgerTable
    as_of: int
    places: Mapping[Place, tuple[int, ...]]
    """Per history the imports it came from; those that were written here alone are not listed."""


def judge_whole(as_of: int, *, jobs: int = 2, progress: Callable[[str, float], None] | None = None) -> int:
    """Judge every rule in every history as of an instant (microseconds); how many histories hold something to show.

    Histories that came from one and the same set of imports are swept together; what was begun here beside imports is
    judged one by one, for each of them has a source of its own.
    """
    law = current_law()
    tell = progress or (lambda stage, share: None)
    whole = read_whole(law, as_of, tell)
    shown = 0
    for number, kind in enumerate(law.reach.kinds):
        shown += _judge_kind(whole, kind, jobs)
        tell("判断", (number + 1) / len(law.reach.kinds))
    _look_again(law, whole.ledger.tail)
    _ask_for_what_was_published(law)
    return shown


def read_whole(law: LawInForce, as_of: int, tell: Callable[[str, float], None]) -> Whole:
    """The ledger as it stands, ready to be judged by a law."""
    ledger = read_ledger(str(law.local.zone), total=_count(), progress=lambda share: tell("读账本", share))
    ledger = replace(ledger, table=complete_standing(ledger.table, law.pack.vocabulary))
    return Whole(law, ledger, as_of, _sources())


def groups_of(whole: Whole, kind: str) -> tuple[dict[tuple[int, ...], set[str]], set[str]]:
    """The histories by the imports that they came from, and apart those that have a source each of their own."""
    begun_here, mixed = _written_here(whole, kind)
    groups: dict[tuple[int, ...], set[str]] = {(): begun_here}
    for (of_kind, value), batches in whole.places.items():
        if of_kind == kind and value not in mixed:
            groups.setdefault(batches, set()).add(value)
    return groups, mixed


def _judge_kind(whole: Whole, kind: str, jobs: int) -> int:
    groups, mixed = groups_of(whole, kind)
    standing = _standing(kind) - mixed
    shown = _one_by_one(kind, sorted(mixed), whole.as_of)
    for batches, values in sorted(groups.items()):
        if values:
            shown += _swept(whole, kind, batches, values, standing & values, jobs)
    known = set().union(*groups.values())
    with writing(), connection.cursor() as cursor:
        _clear(cursor, kind, sorted(standing - known), set())
    return shown


def _written_here(whole: Whole, kind: str) -> tuple[set[str], set[str]]:
    """The histories that hold nothing but what was written here, and those that hold that beside imports."""
    column = whole.ledger.table.keys.get(kind)
    if column is None:
        return set(), set()
    types = whole.ledger.table.type
    internal = np.array([whole.law.pack.vocabulary.is_internal(str(name)) for name in types.values] + [False], bool)
    codes = np.unique(column.codes[(whole.ledger.batches == 0) & ~internal[types.codes]])
    held = (column.values[code] for code in codes.tolist() if code >= 0)
    values = {str(part) for value in held for part in (value if isinstance(value, tuple) else (value,))}
    mixed = {value for value in values if (kind, value) in whole.places}
    return values - mixed, mixed


def _one_by_one(kind: str, values: list[str], as_of: int) -> int:
    for start in range(0, len(values), AT_ONCE):
        with writing():
            for value in values[start : start + AT_ONCE]:
                judge_history(kind, value, None, as_of=as_of)
    return len(values)


def _swept(whole: Whole, kind: str, batches: tuple[int, ...], values: set[str], standing: set[str], jobs: int) -> int:
    law, table = whole.law, whole.ledger.table
    source = batch_source(batches) if batches else Source()
    as_of = Moment(whole.as_of, law.local.locate(whole.as_of)[0])
    found = sweep(law.pack, table, as_of=as_of, local=law.local, kind=kind, source=source, jobs=jobs)
    wanted = _to_tell(whole, kind, found)
    judge = law.judge(whole.as_of, source, holders(law))
    places = {value: number for number, value in enumerate(found.snapshot.histories)}
    told = sorted(values & wanted.keys())
    # What is kept by now must lose the rows it has from before.
    quiet = sorted(values & standing - wanted.keys())
    for start in range(0, len(quiet), CLEARED_AT_ONCE):
        _clear_quiet(kind, quiet[start : start + CLEARED_AT_ONCE])
    for start in range(0, len(told), AT_ONCE):
        part, said = told[start : start + AT_ONCE], Said()
        histories = _events(whole.ledger, found, [places[value] for value in part])
        for value, events in zip(part, histories, strict=True):
            rules = wanted[value]
            verdicts = judge.judge(events, kind=kind, value=value, among=rules).verdicts
            seen = {event.seq: event.type for event in events}
            watched = watched_rules(law, kind, sorted(rules), events, whole.as_of)
            said.add(law, kind, value, verdicts, seen, whole.as_of, watched)
        names = {row[0] for row in said.findings}

        def write(part: list[str] = part, said: Said = said, names: set[str] = names) -> None:
            with connection.cursor() as cursor:
                _clear(cursor, kind, [value for value in part if value in standing], names)
                said.write(cursor)

        attempting(write)
    return len(told) + len(quiet)


def _clear_quiet(kind: str, values: list[str]) -> None:
    def write() -> None:
        with connection.cursor() as cursor:
            _clear(cursor, kind, values, set())

    attempting(write)


def _clear(cursor: Any, kind: str, values: list[str], standing: set[str]) -> None:
    """Take away what was said of histories; of findings those that are not ``standing`` now."""
    for part in parts(values):
        where = f"kind = %s AND value IN ({marks_of(part)})"
        for table in _TABLES[1:]:
            cursor.execute(f"DELETE FROM {table} WHERE {where}", (kind, *part))
        cursor.execute(f"SELECT id, found_event FROM finding WHERE {where} AND {JUDGED}", (kind, *part))
        withdraw(cursor, [row for row in cursor.fetchall() if row[0] not in standing])


def _to_tell(whole: Whole, kind: str, found: Swept) -> dict[str, frozenset[str]]:
    """Per history the rules that have more to say than kept or excused, or will have in time."""
    loud = ~np.isin(found.outcome, _QUIET)
    rules: dict[str, set[str]] = {}
    pairs = np.unique(np.stack([found.history[loud], found.rule[loud]]), axis=1)
    for history, rule in pairs.T.tolist():
        rules.setdefault(found.snapshot.histories[history], set()).add(found.snapshot.rules[rule].id)
    for rule_id in whole.law.reach.rules_of(kind):
        for opens in whole.law.reach.periods(rule_id, kind):
            for value in _opened(whole, kind, opens):
                rules.setdefault(value, set()).add(rule_id)
    ahead = np.flatnonzero(whole.ledger.table.at > whole.as_of)
    for event in whole.ledger.table.events(ahead):
        for of_kind, value in keys_of(event.fields):
            if of_kind == kind:
                rules.setdefault(value, set()).update(whole.law.reach.touched(kind, event))
    return {value: frozenset(held) for value, held in rules.items()}


def _opened(whole: Whole, kind: str, opens: frozenset[str]) -> Iterator[str]:
    yield from (value for value, _ in whole.ledger.table.histories(kind, opens))


def _events(ledger: LedgerTable, found: Swept, histories: list[int]) -> list[list[Event]]:
    """The events of several histories; looked up together, for each look goes through hundreds of columns."""
    from guiju.rules.sweep.layout import C_SEQ

    snapshot = found.snapshot
    bounds = [(snapshot.offsets[number], snapshot.offsets[number + 1]) for number in histories]
    rows = np.concatenate([snapshot.col[C_SEQ, start:end] for start, end in bounds])
    events = iter(ledger.table.events(rows, seqs=ledger.ids[rows]))
    return [list(islice(events, int(end - start))) for start, end in bounds]


def _sources() -> dict[Place, tuple[int, ...]]:
    found: dict[Place, list[int]] = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, value, batch FROM history_source ORDER BY kind, value, first")
        for kind, value, batch in cursor.fetchall():
            found.setdefault((kind, value), []).append(batch)
    return {place: tuple(sorted(batches)) for place, batches in found.items()}


def _standing(kind: str) -> set[str]:
    found: set[str] = set()
    with connection.cursor() as cursor:
        for table in _TABLES:
            judged = f" AND {JUDGED}" if table == "finding" else ""
            cursor.execute(f"SELECT DISTINCT value FROM {table} WHERE kind = %s{judged}", (kind,))
            found |= {row[0] for row in cursor.fetchall()}
    return found


def _look_again(law: LawInForce, tail: frozenset[int]) -> None:
    """What was recorded, or became visible, while the ledger was judged is judged once more, history by history.

    ``tail`` are the last ids that were read; on PostgreSQL a smaller one may be committed after a larger one.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM event WHERE id >= %s ORDER BY id", (min(tail, default=0),))
        unseen = [row[0] for row in cursor.fetchall() if row[0] not in tail]
    places = touched(law, latest(unseen))
    with writing(), connection.cursor() as cursor:
        for kind, value in sorted(places):
            put_agenda(cursor, kind, value, "", 0)


def _ask_for_what_was_published(judged_by: LawInForce) -> None:
    """What was published meanwhile asked for histories that were then judged by the law before: they are due again."""
    law = current_law()
    names = {*law.texts, *judged_by.texts}
    for name in sorted(one for one in names if law.texts.get(one) != judged_by.texts.get(one)):
        with writing():
            ask_again(law, name)


def _count() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM event")
        return int(cursor.fetchone()[0])
