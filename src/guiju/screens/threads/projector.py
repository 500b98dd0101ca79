"""The follower that keeps one row per case, call, item …: the last to hear of an event, after findings."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection

from guiju.bureau.events import OFFICER_TYPES, UNIT_TYPES
from guiju.facts.commands import attempting
from guiju.facts.histories import history, latest, read_history, statement_of
from guiju.facts.tables.driver import Hand, Statement, drivers_own
from guiju.findings.life.events import LIFE_TYPES
from guiju.findings.news import tell_again
from guiju.screens.threads.duties import queueing_for_threads
from guiju.screens.threads.fold import Place, fold, threads_of
from guiju.screens.threads.rows import (
    Row,
    changing,
    insert_once,
    inserting_once,
    put_paths,
    putting,
    standing_of,
    taking_part,
)
from guiju.screens.threads.wiring import wiring
from guiju.values.recorded import Recorded

MANY = 64
"""More events than this at once are an import: their threads wait for the next tick."""
TOO_LONG = 3_000
"""A thread of more events than this is not made while a writer waits, but by the next tick."""
AT_ONCE = 100
PLACE = ("kind", "value")


def follow_threads(recorded: Sequence[Recorded]) -> None:
    """Bring every thread up to date that these events touch; a correction touches also where the event stood before."""
    places = _touched(recorded)
    tell_again(sorted({str(one.event.get("finding")) for one in recorded if one.event.type in LIFE_TYPES}))
    _follow_tree(recorded)
    if not places:
        return
    with drivers_own() as hand:
        if len(recorded) > MANY:
            put_off(hand, places)
        else:
            _bring_up(hand, places)


def _follow_tree(recorded: Sequence[Recorded]) -> None:
    """The tree may have changed: by an event about a unit, or by a post in one that nobody had heard of."""
    is_changed = any(one.event.type in UNIT_TYPES for one in recorded)
    posted = [one for one in recorded if one.event.type in OFFICER_TYPES]
    if not (is_changed or posted):
        return
    units = None if is_changed else {value for one in posted for kind, value in one.keys if kind == "unit"}
    with drivers_own() as hand:
        put_paths(hand, wiring().words, units)


def _touched(recorded: Sequence[Recorded]) -> dict[Place, list[Recorded]]:
    """The threads, with the new events of each; what was corrected is among them."""
    hand = wiring()
    places: dict[Place, list[Recorded]] = {}
    for one in recorded:
        before = latest([one.corrects]) if one.corrects is not None else []
        for told in (one, *before):
            for place in threads_of(hand, told):
                places.setdefault(place, []).append(one)
    return places


def _bring_up(hand: Hand, places: Mapping[Place, Sequence[Recorded]]) -> None:
    """Let threads say what these new events of them say: read in one journey, and written in another.

    The events of a thread are read where its row does not tell all that is needed.
    """
    names = sorted(places)
    turning = [place for place in names if not _may_go_on(place, places[place])]
    waiting = queueing_for_threads(names)
    answers = hand.run(
        *waiting, *map(standing_of, names), *(statement_of(*place, at_most=TOO_LONG + 1) for place in turning)
    )[len(waiting) :]
    standing = {place: rows[0] if rows else None for place, rows in zip(names, answers, strict=False)}
    histories = dict(zip(turning, answers[len(names) :], strict=True))
    statements: list[Statement] = []
    for place in names:
        going_on = None if place in histories else _going_on(place, standing[place], places[place])
        if going_on is None:
            going_on = _made(hand, place, standing[place], histories.get(place))
        statements += going_on
    if statements:
        hand.run(*statements)


def _may_go_on(place: Place, told: Sequence[Recorded]) -> bool:
    """Whether new events neither open, close nor lead a thread, and are no corrections."""
    turning = wiring().words[place[0]].turning
    return not any(one.corrects is not None or one.event.type in turning for one in told)


def _going_on(place: Place, standing: Row | None, told: Sequence[Recorded]) -> list[Statement] | None:
    """How to let a thread go on by events that may not do more than that; None where its row does not tell enough.

    It does where they did not happen before the beginning: only the last instant, the unit and those who take part
    change.
    """
    if standing is None or any(one.event.at < standing[4] for one in told):
        return None
    row = list(standing)
    for one in told:
        row[5] = max(row[5], one.event.at)
        if one.unit_as_of and (not row[0] or one.event.at >= row[1]):
            row[0], row[1] = one.unit_as_of, one.event.at
    if not row[0]:
        row[1] = row[5]
    officers = {officer for one in told for officer in one.event.officers}
    return [*changing(place, standing, tuple(row)), *taking_part(place, officers)]


def _made(hand: Hand, place: Place, standing: Row | None, rows: Sequence[Row] | None) -> list[Statement]:
    """How to make a thread from its events, which are read unless they were; one of too many waits for the tick."""
    if rows is None:
        [rows] = hand.run(statement_of(*place, at_most=TOO_LONG + 1))
    if len(rows) > TOO_LONG:
        return inserting_once("thread_waiting", PLACE, [place])
    return putting(place, standing, fold(wiring(), place[0], read_history(rows)))


def put_off(cursor: Any, places: Iterable[Place]) -> None:
    """Leave threads to the next tick."""
    insert_once(cursor, "thread_waiting", PLACE, sorted(places))


def count_waiting() -> int:
    """How many threads wait to be made, as they do after an import."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM thread_waiting")
        return int(cursor.fetchone()[0])


def make_waiting() -> int:
    """Make the threads that wait, one by one; how many."""
    done = 0
    while part := attempting(_make_some):
        done += part
    return done


def _make_some() -> int:
    with drivers_own() as hand:
        [places] = hand.run(("SELECT kind, value FROM thread_waiting ORDER BY kind, value LIMIT %s", (AT_ONCE,)))
        hand.run(*queueing_for_threads((kind, value) for kind, value in places))
        for kind, value in places:
            # Read one by one: what waits may be long.
            [rows] = hand.run(standing_of((kind, value)))
            told = fold(wiring(), kind, history(kind, value))
            served = "DELETE FROM thread_waiting WHERE kind = %s AND value = %s", (kind, value)
            hand.run(served, *putting((kind, value), rows[0] if rows else None, told))
    return len(places)
