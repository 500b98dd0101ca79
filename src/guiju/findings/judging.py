"""Judging one history of the ledger again: the rows it rests on are read, judged, and what follows is written.

Law: engine.md §5: inside the transaction that appends, and whenever a due instant has passed.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from django.db import connection

from guiju.facts.histories import NO_BOUND, history, latest
from guiju.facts.turns import queue_for
from guiju.findings.law import LawInForce, law_in_force
from guiju.findings.rows import Said, bring_up_to_date
from guiju.rules.judge import credential_rows
from guiju.rules.matching import Source, with_standing
from guiju.values.event import Event
from guiju.values.recorded import Recorded

LONG_KINDS = ("unit", "officer", "room")
TOO_LONG = 3_000
"""A history of more rows than this is not judged while a writer waits, but by the next tick."""


def judge_history(kind: str, value: str, rules: Collection[str] | None, *, as_of: int, at_most: int = 0) -> bool:
    """Judge ``rules`` (all, if None) in one history as of an instant in microseconds, and write what they say.

    Returns whether it was judged: not where it has more than ``at_most`` rows that matter (0: no bound).
    """
    law = law_in_force()
    wanted = sorted(law.reach.rules_of(kind) if rules is None else law.reach.rules_of(kind) & set(rules))
    if not wanted:
        return True
    # What is long holds mostly rows that no page reads; of anything else everything is read, in a short statement.
    types = law.reach.types(kind, wanted) if kind in LONG_KINDS else ()
    recorded = history(kind, value, types, at_most=at_most + 1 if at_most else NO_BOUND)
    if at_most and len(recorded) > at_most:
        return False
    source = source_of(kind, value, recorded)
    judge = law.judge(as_of, source, holders(law))
    events = _completed(law, kind, wanted, recorded)
    verdicts = judge.judge(events, kind=kind, value=value, among=frozenset(wanted)).verdicts
    seen = {event.seq: event.type for event in events}
    watched = watched_rules(law, kind, wanted, events, as_of)
    said = Said()
    said.add(law, kind, value, verdicts, seen, as_of, watched)
    with connection.cursor() as cursor:
        # An agenda entry for the whole history is met where no rule of it was left out.
        met = {"", *wanted} if rules is None else set(wanted)
        bring_up_to_date(cursor, said, kind, value, met)
    return True


def _completed(law: LawInForce, kind: str, rules: Sequence[str], recorded: Sequence[Recorded]) -> list[Event]:
    """The rows with what earlier rows of the same case and person said still standing (a minor stays a minor)."""
    events = [one.event for one in recorded]
    lenders = law.reach.lenders(kind, rules)
    if not lenders:
        return events
    known = {event.seq: event for event in events}
    if kind != "case":
        for case in sorted({str(event.get("case")) for event in events if event.get("case")}):
            known |= {one.event.seq: one.event for one in history("case", case, lenders)}
    own = {event.seq for event in events}
    ordered = sorted(known.values(), key=lambda event: (event.at, event.seq))
    return [event for event in with_standing(ordered, law.pack.vocabulary) if event.seq in own]


def watched_rules(
    law: LawInForce, kind: str, rules: Sequence[str], events: Sequence[Event], as_of: int
) -> dict[str, int]:
    """Those of ``rules`` that time may bring to life, and when to look again.

    A row that was recorded ahead of its time counts from its own instant on; calendar periods that were opened here
    may bring a new duty any midnight.
    """
    there = {event.type for event in events if event.at <= as_of}
    found: dict[str, int] = {}
    midnight, asked = law.next_midnight(as_of), set(rules)
    for event in events:
        if event.at > as_of:
            for rule in law.reach.touched(kind, event) & asked:
                found[rule] = min(event.at, found.get(rule, event.at))
    for rule in rules:
        if any(opens & there for opens in law.reach.periods(rule, kind)):
            found[rule] = min(midnight, found.get(rule, midnight))
    return found


def source_of(kind: str, value: str, recorded: Sequence[Recorded]) -> Source:
    """What the sources of a history record: everything where it was begun here, else what its imports declare.

    Rows that were written here beside an import add their own types and nothing else: that somebody filled in a field
    here does not mean that the import had a column for it. What the machine itself records says nothing of sources.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT batch, first FROM history_source WHERE kind = %s AND value = %s ORDER BY first", (kind, value)
        )
        batches = cursor.fetchall()
        if not batches:
            return Source()
        cursor.execute(
            "SELECT min(coalesce(b.first, k.event)) FROM event_key k "
            "LEFT JOIN correction later ON later.event = k.event LEFT JOIN correction b ON b.by = k.event "
            "WHERE k.kind = %s AND k.value = %s AND later.event IS NULL",
            (kind, value),
        )
        begun = cursor.fetchone()[0]
        if begun is not None and begun < batches[0][1]:
            return Source()
    is_internal = law_in_force().pack.vocabulary.is_internal
    imported = batch_source(batch for batch, _ in batches)
    assert imported.types is not None
    own = {one.event.type for one in recorded if one.batch is None and not is_internal(one.event.type)}
    return Source(imported.types | own, imported.fields)


def batch_source(batches: Iterable[int]) -> Source:
    """What the sources of these imports record together."""
    types: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    for batch in batches:
        declared = _declared(batch)
        types, fields = types | declared[0], fields | declared[1]
    return Source(types, fields)


def _declared(batch: int) -> tuple[frozenset[str], frozenset[str]]:
    """The types and the columns that the event which began an import says its source carries."""
    known = law_in_force().batches
    if batch not in known:
        said = [one.event.fields for one in latest([batch])]
        words = [str(said[0].get(name, "")) if said else "" for name in ("recorded_types", "carried_columns")]
        known[batch] = frozenset(words[0].split("、")), frozenset(words[1].split("、"))
    return known[batch]


def holders(law: LawInForce) -> Callable[[str], Sequence[Event]]:
    """The rows of an officer's own history that grant or end credentials, read once each."""
    names = [name for name in law.pack.vocabulary.credential_types if name]
    known: dict[str, Sequence[Event]] = {}

    def of(officer: str) -> Sequence[Event]:
        if officer not in known:
            rows = [one.event for one in history("officer", officer, names)] if names else []
            known[officer] = credential_rows(law.pack, rows).get(officer, ())
        return known[officer]

    return of


def queue_for_judging(law: LawInForce, places: Iterable[tuple[str, str]]) -> None:
    """Wait for whoever judges one of these histories, and keep others waiting until the end of this transaction.

    A history crosses streams: without this, two who write to different streams of one history on PostgreSQL would each
    judge it without the other's row, and nobody would look again. Officers always: their credentials are asked for in
    the histories of what they did.
    """
    kinds = {*law.reach.kinds, "officer"}
    queue_for(f"judge:{kind}:{value}" for kind, value in places if kind in kinds)


def put_agenda(cursor: Any, kind: str, value: str, rule: str, at: int) -> None:
    """Ask for a rule (empty: all) to be judged in a history no later than ``at``."""
    cursor.execute(
        "INSERT INTO agenda (kind, value, rule, at) VALUES (%s, %s, %s, %s) "
        "ON CONFLICT (kind, value, rule) DO UPDATE SET at = excluded.at WHERE agenda.at > excluded.at",
        (kind, value, rule, at),
    )
