"""Families of attack by somebody who may write any SQL: what each does, and what must be said of it."""

import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.unit.tamper.expectations import Expected
from tests.unit.tamper.hand import Hand
from tests.unit.tamper.rewriting import rechain, replant, resign, swap_ids
from tests.unit.tamper.sample_ledger import Sample

from guiju.facts.events import IMPORT_BEGUN
from guiju.facts.keys.signer import Signer

Attack = Callable[[Hand, Sample, random.Random], Expected]


def _draw(hand: Hand, draw: random.Random, *, followed: bool = False) -> tuple[int, int]:
    """Place and id of a sealed event; ``followed``: one that is not the last sealed of its stream."""
    rows = hand("SELECT l.place, e.id, e.stream, e.seq FROM leaf l JOIN event e ON e.id = l.event ORDER BY l.place")
    if followed:
        last = {stream: seq for _, _, stream, seq in rows}
        rows = [row for row in rows if row[3] < last[row[2]]]
    place, number, _, _ = draw.choice(rows)
    return place, number


def _forge(hand: Hand, number: int) -> None:
    [(body,)] = hand("SELECT body FROM event WHERE id = %s", number)
    hand("UPDATE event SET body = %s WHERE id = %s", body.replace("室".encode(), "屋".encode()), number)


def edit_body(hand: Hand, sample: Sample, draw: random.Random) -> Expected:
    place, number = _draw(hand, draw)
    _forge(hand, number)
    return Expected(place, number)


def edit_and_rechain(hand: Hand, sample: Sample, draw: random.Random) -> Expected:
    place, number = _draw(hand, draw)
    _forge(hand, number)
    rechain(hand, number)
    return Expected(place, number)


def edit_and_reroot(hand: Hand, sample: Sample, draw: random.Random) -> Expected:
    place, number = _draw(hand, draw)
    _forge(hand, number)
    replant(hand, rechain(hand, number))
    return Expected(place, number, how="range")


def edit_and_sign_with_stolen_key(hand: Hand, sample: Sample, draw: random.Random) -> Expected:
    expected = edit_and_reroot(hand, sample, draw)
    resign(hand, sample.signer)
    return expected


def edit_and_sign_with_another_key(hand: Hand, sample: Sample, draw: random.Random) -> Expected:
    edit_and_reroot(hand, sample, draw)
    resign(hand, Signer.of(Ed25519PrivateKey.generate()))
    return Expected(sizes=sample.sizes)


def delete_event(hand: Hand, sample: Sample, draw: random.Random) -> Expected:
    place, number = _draw(hand, draw)
    hand("DELETE FROM event_key WHERE event = %s", number)
    hand("DELETE FROM event WHERE id = %s", number)
    return Expected(place, number)


def delete_event_and_leaf(hand: Hand, sample: Sample, draw: random.Random) -> Expected:
    place, number = _draw(hand, draw)
    for table, column in (("event_key", "event"), ("leaf", "event"), ("event", "id")):
        hand(f"DELETE FROM {table} WHERE {column} = %s", number)
    # At the end of the tree nothing stands behind the gap: then it is a cut tail.
    return Expected(place, number, how="range") if place == sample.sizes[-1] - 1 else Expected(place, number)


def delete_stream(hand: Hand, sample: Sample, draw: random.Random) -> Expected:
    place, number = _draw(hand, draw)
    [(stream,)] = hand("SELECT stream FROM event WHERE id = %s", number)
    for (one,) in hand("SELECT id FROM event WHERE stream = %s", stream):
        for table, column in (("event_key", "event"), ("leaf", "event"), ("outbox", "event"), ("event", "id")):
            hand(f"DELETE FROM {table} WHERE {column} = %s", one)
    return Expected(place, number)


def delete_stream_and_close_the_gap(hand: Hand, sample: Sample, draw: random.Random) -> Expected:
    place, number = _draw(hand, draw)
    [(stream,)] = hand("SELECT stream FROM event WHERE id = %s", number)
    [(first,)] = hand("SELECT min(l.place) FROM leaf l JOIN event e ON e.id = l.event WHERE e.stream = %s", stream)
    delete_stream(hand, sample, _Always(number))
    kept = hand("SELECT place, event, hash FROM leaf ORDER BY place")
    hand("DELETE FROM leaf")
    for new, (_, event, leaf) in enumerate(kept):
        hand("INSERT INTO leaf (place, event, hash) VALUES (%s, %s, %s)", new, event, leaf)
    replant(hand, [])
    return Expected(first, how="range")


class _Always(random.Random):
    """Draws the row of one event."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number

    def choice(self, seq: Any) -> Any:
        return next(row for row in seq if row[1] == self._number)


def cut_tail(hand: Hand, sample: Sample, draw: random.Random) -> Expected:
    size = draw.choice(sample.sizes[1:-1])
    for (number,) in hand("SELECT id FROM event WHERE id NOT IN (SELECT event FROM leaf WHERE place < %s)", size):
        for table, column in (("event_key", "event"), ("outbox", "event"), ("correction", "by"), ("event", "id")):
            hand(f"DELETE FROM {table} WHERE {column} = %s", number)
    hand("DELETE FROM leaf WHERE place >= %s", size)
    hand("DELETE FROM tile WHERE (place + 1) * 256 > %s", size)
    hand("DELETE FROM checkpoint WHERE size > %s", size)
    return Expected(sizes=tuple(one for one in sample.sizes if one > size))


def insert_back_dated(hand: Hand, sample: Sample, draw: random.Random) -> Expected:
    """A new event that claims to have been recorded long ago, well formed, at the end of its stream, for the sealer."""
    _, number = _draw(hand, draw)
    [(stream, recorded_at)] = hand("SELECT stream, recorded_at FROM event WHERE id = %s", number)
    [(last, top)] = hand(
        "SELECT id, (SELECT max(id) FROM event) FROM event WHERE stream = %s ORDER BY seq DESC LIMIT 1", stream
    )
    hand(
        "INSERT INTO event SELECT %s, stream, seq + 1, type, schema, happened_at, %s, actor, actor_kind, on_behalf, "
        "unit_as_of, 'later', body, leaf, leaf FROM event WHERE id = %s",
        top + 1, min(recorded_at, _early(hand, sample)), last,
    )  # fmt: skip
    hand("INSERT INTO event_key SELECT kind, value, %s FROM event_key WHERE event = %s", top + 1, last)
    hand("INSERT INTO outbox (event) VALUES (%s)", top + 1)
    rechain(hand, top + 1)
    return Expected(None, top + 1)


def _early(hand: Hand, sample: Sample) -> int:
    [(at,)] = hand(
        "SELECT min(e.recorded_at) FROM event e JOIN leaf l ON l.event = e.id WHERE l.place >= %s", sample.sizes[-2]
    )
    return int(at)


def swap_bodies(hand: Hand, sample: Sample, draw: random.Random) -> Expected:
    (place, one), (_, other) = _draw(hand, draw), _draw(hand, draw)
    while other == one:
        _, other = _draw(hand, draw)
    [(first,)], [(second,)] = (hand("SELECT body FROM event WHERE id = %s", number) for number in (one, other))
    hand("UPDATE event SET body = %s WHERE id = %s", second, one)
    hand("UPDATE event SET body = %s WHERE id = %s", first, other)
    return Expected(place, one)


def swap_places(hand: Hand, sample: Sample, draw: random.Random) -> Expected:
    (place, one), (there, other) = _draw(hand, draw), _draw(hand, draw)
    while other == one:
        there, other = _draw(hand, draw)
    [(first,)], [(second,)] = (hand("SELECT hash FROM leaf WHERE place = %s", at) for at in (place, there))
    hand("DELETE FROM leaf WHERE place IN (%s, %s)", place, there)
    for at, event, leaf in ((place, other, second), (there, one, first)):
        hand("INSERT INTO leaf (place, event, hash) VALUES (%s, %s, %s)", at, event, leaf)
    return Expected(min(place, there), how="range")


def duplicate(hand: Hand, sample: Sample, draw: random.Random) -> Expected:
    """The same row twice, after the constraints were dropped."""
    place, number = _draw(hand, draw)
    hand.unbind("event")
    hand("INSERT INTO event SELECT * FROM event WHERE id = %s", number)
    return Expected(place, number)


def edit_the_unsealed(hand: Hand, sample: Sample, draw: random.Random) -> Expected:
    number = draw.choice(hand("SELECT event FROM outbox"))[0]
    _forge(hand, number)
    return Expected(None, number)


def withhold_from_sealing(hand: Hand, sample: Sample, draw: random.Random) -> Expected:
    number = draw.choice(hand("SELECT event FROM outbox"))[0]
    hand("DELETE FROM outbox WHERE event = %s", number)
    return Expected(None, number)


def remove_a_key(hand: Hand, sample: Sample, draw: random.Random) -> Expected:
    place, number = _draw(hand, draw)
    hand("DELETE FROM event_key WHERE event = %s AND kind = 'case'", number)
    return Expected(place, number)


def add_a_key(hand: Hand, sample: Sample, draw: random.Random) -> Expected:
    place, number = _draw(hand, draw)
    hand("INSERT INTO event_key (kind, value, event) VALUES ('officer', 'P99', %s)", number)
    return Expected(place, number)


def remove_a_correction(hand: Hand, sample: Sample, draw: random.Random) -> Expected:
    event, by = draw.choice(hand("SELECT event, by FROM correction ORDER BY by"))
    hand("DELETE FROM correction WHERE event = %s", event)
    return _of(hand, by)


def invent_a_correction(hand: Hand, sample: Sample, draw: random.Random) -> Expected:
    known = {number for row in hand("SELECT event, by FROM correction") for number in row}
    free = [number for (number,) in hand("SELECT event FROM leaf ORDER BY place") if number not in known]
    event, by = sorted(draw.sample(free, 2))
    hand("INSERT INTO correction (event, by, first) VALUES (%s, %s, %s)", event, by, event)
    return _of(hand, by)


def swap_ids_under_a_correction(hand: Hand, sample: Sample, draw: random.Random) -> Expected:
    """No leaf changes: the number that a correction names becomes that of another record."""
    links = hand("SELECT event, by FROM correction ORDER BY by")
    event, by = draw.choice(links)
    linked = {number for link in links for number in link}
    free = [number for (number,) in hand("SELECT event FROM leaf ORDER BY place") if number not in linked]
    swap_ids(hand, event, draw.choice(free))
    return replace(_of(hand, by), kind="correction.leaf")


def swap_ids_of_two_imports(hand: Hand, sample: Sample, draw: random.Random) -> Expected:
    """What one import brought seems to be another's, begun by the same source."""
    [(one,), (other,)] = hand("SELECT id FROM event WHERE type = %s ORDER BY id", IMPORT_BEGUN)
    source = f'%"batch":{one},%'.encode()
    brought = hand("SELECT id FROM event WHERE body LIKE %s ORDER BY id LIMIT 1", source)
    swap_ids(hand, one, other)
    return replace(_of(hand, brought[0][0]), kind="source.batch")


def remove_a_checkpoint(hand: Hand, sample: Sample, draw: random.Random) -> Expected:
    at = draw.randrange(1, len(sample.sizes) - 1)
    hand("DELETE FROM checkpoint WHERE size = %s", sample.sizes[at])
    return Expected(sizes=(sample.sizes[at + 1],))


def _of(hand: Hand, number: int) -> Expected:
    [(place,)] = hand("SELECT place FROM leaf WHERE event = %s", number)
    return Expected(place, number)


FAMILIES: Mapping[str, Attack] = {
    attack.__name__: attack
    for attack in (
        edit_body, edit_and_rechain, edit_and_reroot, edit_and_sign_with_stolen_key, edit_and_sign_with_another_key,
        delete_event, delete_event_and_leaf, delete_stream, delete_stream_and_close_the_gap, cut_tail,
        insert_back_dated, swap_bodies, swap_places, duplicate, edit_the_unsealed, withhold_from_sealing, remove_a_key,
        add_a_key, remove_a_correction, invent_a_correction, remove_a_checkpoint, swap_ids_under_a_correction,
        swap_ids_of_two_imports,
    )
}  # fmt: skip
