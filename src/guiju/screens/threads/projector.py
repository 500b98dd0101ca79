"""The follower that keeps one row per case, call, item …: the last to hear of an event, after findings."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from guiju.bureau.events import OFFICER_TYPES, UNIT_TYPES
from guiju.facts.commands import attempting
from guiju.facts.histories import history, latest
from guiju.facts.tables.driver import drivers_own
from guiju.findings.life.events import LIFE_TYPES
from guiju.findings.news import tell_again
from guiju.screens.threads.duties import queue_for_threads
from guiju.screens.threads.fold import Place, fold, threads_of
from guiju.screens.threads.rows import change_row, insert_once, put_parts, put_paths, put_thread, standing_row
from guiju.screens.threads.wiring import wiring
from guiju.values.recorded import Recorded

MANY = 64
"""More events than this at once are an import: their threads wait for the next tick."""
TOO_LONG = 3_000
"""A thread of more events than this is not made while a writer waits, but by the next tick."""
AT_ONCE = 100


def follow_threads(recorded: Sequence[Recorded]) -> None:
    """Bring every thread up to date that these events touch; a correction touches also where the event stood before."""
    places = _touched(recorded)
    tell_again(sorted({str(one.event.get("finding")) for one in recorded if one.event.type in LIFE_TYPES}))
    with drivers_own() as hand:
        _follow_tree(hand, recorded)
        if len(recorded) > MANY:
            put_off(hand, places)
            return
        queue_for_threads(places)
        for place, told in sorted(places.items()):
            if not _goes_on(hand, place, told) and not _make(hand, place, at_most=TOO_LONG):
                put_off(hand, [place])


def _follow_tree(cursor: Any, recorded: Sequence[Recorded]) -> None:
    """The tree may have changed: by an event about a unit, or by a post in one that nobody had heard of."""
    if any(one.event.type in UNIT_TYPES for one in recorded):
        put_paths(cursor, wiring().words)
        return
    posted = [one for one in recorded if one.event.type in OFFICER_TYPES]
    put_paths(cursor, wiring().words, {value for one in posted for kind, value in one.keys if kind == "unit"})


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


def _goes_on(cursor: Any, place: Place, told: Sequence[Recorded]) -> bool:
    """Let a thread go on by new events of which its row tells all that is needed; whether that was so.

    So it is with what neither opens, closes nor leads, is no correction and did not happen before the beginning: only
    the last instant, the unit and those who take part change.
    """
    words = wiring().words[place[0]]
    turning = {*words.opened_by, *words.closed_by, *words.reopened_by, *words.led_by}
    if any(one.corrects is not None or one.event.type in turning for one in told):
        return False
    standing = standing_row(cursor, place)
    if standing is None or any(one.event.at < standing[4] for one in told):
        return False
    row = list(standing)
    for one in told:
        row[5] = max(row[5], one.event.at)
        if one.unit_as_of and (not row[0] or one.event.at >= row[1]):
            row[0], row[1] = one.unit_as_of, one.event.at
    if not row[0]:
        row[1] = row[5]
    if tuple(row) != standing:
        change_row(cursor, place, row)
    put_parts(cursor, place, {officer for one in told for officer in one.event.officers})
    return True


def _make(cursor: Any, place: Place, *, at_most: int = 0) -> bool:
    """Make one thread from its events; false where it has more than ``at_most`` of them (0: no bound)."""
    kind, value = place
    events = history(kind, value, at_most=at_most + 1) if at_most else history(kind, value)
    if at_most and len(events) > at_most:
        return False
    put_thread(cursor, place, fold(wiring(), kind, events))
    return True


def put_off(cursor: Any, places: Iterable[Place]) -> None:
    """Leave threads to the next tick."""
    insert_once(cursor, "thread_waiting", ("kind", "value"), sorted(places))


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
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, value FROM thread_waiting ORDER BY kind, value LIMIT %s", (AT_ONCE,))
        places = [(kind, value) for kind, value in cursor.fetchall()]
        queue_for_threads(places)
        for place in places:
            cursor.execute("DELETE FROM thread_waiting WHERE kind = %s AND value = %s", place)
            _make(cursor, place)
    return len(places)
