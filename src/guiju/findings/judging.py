"""Judging one history of the ledger again: the rows it rests on are read, judged, and what follows is written.

Law: engine.md §5: inside the transaction that appends, and whenever a due instant has passed.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from guiju.facts.histories import NO_BOUND, history, latest, read_history, statement_of
from guiju.facts.tables.driver import Statement, drivers_own
from guiju.facts.turns import queueing
from guiju.findings.law import LawInForce, current_law, law_in_force
from guiju.findings.rows import Said
from guiju.findings.standing import Exchange, Standing, read_standing, standing_of
from guiju.rules.judge import credential_rows
from guiju.rules.matching import Source, with_standing
from guiju.values.event import Event
from guiju.values.recorded import Recorded

Place = tuple[str, str]
LONG_KINDS = ("unit", "officer", "room")
TOO_LONG = 3_000
"""A history of more rows than this is not judged while a writer waits, but by the next tick."""


def judge_history(kind: str, value: str, rules: Collection[str] | None, *, as_of: int) -> None:
    """Judge ``rules`` (all, if None) in one history as of an instant in microseconds, and write what they say."""
    judge_histories({(kind, value): rules}, as_of=as_of)


def judge_histories(
    asked: Mapping[Place, Collection[str] | None],
    *,
    as_of: int,
    at_most: int = 0,
    first: Sequence[Statement] = (),
    law: LawInForce | None = None,
) -> list[Place]:
    """Judge rules (all, if None) in some histories as of an instant in microseconds, and write what they say.

    Everything is read in one journey to the database, after the statements that are to come ``first``, and written in
    another. ``law`` is the one in force, where the caller has asked for it in this transaction. Returns those that
    were not judged: they have more than ``at_most`` rows that matter (0: no bound).
    """
    law = law or current_law()
    wanted = {place: _wanted(law, place[0], rules) for place, rules in sorted(asked.items())}
    gone = {place: _gone(law, place[0], rules) for place, rules in asked.items()}
    places = [place for place, rules in wanted.items() if rules or gone[place]]
    bound = at_most + 1 if at_most else NO_BOUND
    exchange, too_long, of_officer = Exchange(), [], holders(law)
    with drivers_own() as hand:
        answers = hand.run(
            *first,
            *(statement_of(*place, _types(law, place[0], wanted[place]), at_most=bound) for place in places),
            *(standing_of(*place) for place in places),
        )[len(first) :]
        for place, rows, told in zip(places, answers, answers[len(places) :], strict=False):
            if at_most and len(rows) > at_most:
                too_long.append(place)
                continue
            standing = read_standing(told)
            said = _judged(law, place, wanted[place], read_history(rows), standing, as_of, of_officer)
            # An agenda entry for the whole history is met where no rule of it was left out.
            met = {"", *wanted[place]} if asked[place] is None else {*wanted[place], *gone[place]}
            exchange.replace(standing, said, met)
        exchange.write(hand)
    return too_long


def _wanted(law: LawInForce, kind: str, rules: Collection[str] | None) -> list[str]:
    return sorted(law.reach.rules_of(kind) if rules is None else law.reach.rules_of(kind) & set(rules))


def _gone(law: LawInForce, kind: str, rules: Collection[str] | None) -> set[str]:
    """Those of the rules that no page asks of such histories any more: what they have left there is taken away."""
    return set() if rules is None else set(rules) - law.reach.rules_of(kind)


def _types(law: LawInForce, kind: str, wanted: Sequence[str]) -> Sequence[str]:
    """What is long holds mostly rows that no page reads; of anything else everything is read, in a short statement."""
    return law.reach.types(kind, wanted) if kind in LONG_KINDS else ()


def _judged(
    law: LawInForce, place: Place, wanted: Sequence[str], recorded: Sequence[Recorded], standing: Standing, as_of: int,
    of_officer: Callable[[str], Sequence[Event]],
) -> Said:  # fmt: skip
    kind, value = place
    judge = law.judge(as_of, _source(law, standing, recorded), of_officer)
    events = completed(law, kind, wanted, recorded)
    verdicts = judge.judge(events, kind=kind, value=value, among=frozenset(wanted)).verdicts
    seen = {event.seq: event.type for event in events}
    said = Said()
    said.add(law, kind, value, verdicts, seen, as_of, watched_rules(law, kind, wanted, events, as_of))
    return said


def completed(law: LawInForce, kind: str, rules: Sequence[str], recorded: Sequence[Recorded]) -> list[Event]:
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
    """What the sources of a history record, as far as its rows that are ``recorded`` tell; see ``_source``."""
    with drivers_own() as hand:
        return _source(law_in_force(), read_standing(hand.run(standing_of(kind, value))[0]), recorded)


def _source(law: LawInForce, standing: Standing, recorded: Sequence[Recorded]) -> Source:
    """What the sources of a history record: everything where it was begun here, else what its imports declare.

    Rows that were written here beside an import add their own types and nothing else: that somebody filled in a field
    here does not mean that the import had a column for it. What the machine itself records says nothing of sources.
    """
    if not standing.sources or standing.sources[0][2]:
        return Source()
    is_internal = law.pack.vocabulary.is_internal
    imported = batch_source(batch for batch, _, _ in standing.sources)
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


def queue_for_judging(law: LawInForce, places: Iterable[Place]) -> list[Statement]:
    """How to wait for whoever judges one of these histories, and keep others waiting until this transaction ends.

    A history crosses streams: without this, two who write to different streams of one history on PostgreSQL would each
    judge it without the other's row, and nobody would look again. Officers always: their credentials are asked for in
    the histories of what they did.
    """
    kinds = {*law.reach.kinds, "officer"}
    return queueing(f"judge:{kind}:{value}" for kind, value in places if kind in kinds)


def put_agenda(cursor: Any, kind: str, value: str, rule: str, at: int) -> None:
    """Ask for a rule (empty: all) to be judged in a history no later than ``at``."""
    cursor.execute(
        "INSERT INTO agenda (kind, value, rule, at) VALUES (%s, %s, %s, %s) "
        "ON CONFLICT (kind, value, rule) DO UPDATE SET at = excluded.at WHERE agenda.at > excluded.at",
        (kind, value, rule, at),
    )
