"""The bodies of many rows at once: each distinct value of a chunk is checked and written as JSON only once.

``draft.prepare`` is the truth; what is not plain here (too long, not a scalar, not to be written) is left to it.
"""

from collections.abc import Sequence
from json import JSONEncoder
from math import isfinite
from typing import NamedTuple

import numpy as np

from guiju.facts.draft import LARGEST_BODY, LONGEST, LONGEST_TYPE, LONGEST_UNIT, STREAM_KINDS, Draft, Prepared
from guiju.facts.keys.blind_index import is_document_number
from guiju.facts.keys.personal_fields import owner_of
from guiju.facts.wiring import personal_hand
from guiju.values.event import IDENTIFYING, KEYS, FieldValue
from guiju.values.event_table import Column, EventTable
from guiju.values.recorded import keys_of

LONGEST_PLAIN = 4_096
_encode = JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


class Cell(NamedTuple):
    """One value of one column: its part of the body, and the keys that it is."""

    text: str
    keys: tuple[tuple[str, str], ...]


def plain_rows(table: EventTable, start: int, stop: int, drafts: Sequence[Draft]) -> list[Prepared | None]:
    """The rows from ``start`` to ``stop`` as ``prepare`` would give them; None where it must say itself."""
    count = stop - start
    said: list[list[str]] = [[] for _ in range(count)]
    keys: list[tuple[tuple[str, str], ...]] = [()] * count
    odd = _personal(drafts)
    for name, column in sorted({**table.attributes, **table.keys}.items()):
        codes = column.codes[start:stop]
        filled = np.flatnonzero(codes >= 0)
        own = codes[filled]
        cells = {code: _cell(name, column.values[code]) for code in np.unique(own).tolist()}
        is_key = name in KEYS
        for place, code in zip(filled.tolist(), own.tolist(), strict=True):
            cell = cells[code]
            if cell is None:
                odd.add(place)
                continue
            said[place].append(cell.text)
            if is_key:
                keys[place] += cell.keys
    streams = _streams(table, start, stop)
    types = [_is_plain_text(str(name), LONGEST_TYPE) for name in table.type.values]
    codes = table.type.codes[start:stop].tolist()
    found: list[Prepared | None] = []
    for place, draft in enumerate(drafts):
        stream = streams[place]
        if place in odd or not stream or not types[codes[place]]:
            found.append(None)
            continue
        body = (
            f'{{"day":{draft.day},"fields":{{{",".join(said[place])}}},"offset":{draft.offset},"second":{draft.second},'
            f'"source":{{"batch":{draft.batch},"begun":{draft.begun},"row":{draft.row}}}}}'
        ).encode()
        found.append(Prepared(draft, stream, body, keys[place]) if len(body) <= LARGEST_BODY else None)
    return found


def _personal(drafts: Sequence[Draft]) -> set[int]:
    """The rows that hold something personal, which is sealed one by one; their owners' keys are drawn at once here."""
    hand = personal_hand()
    if hand is None:
        return set()
    found = {
        place: owner_of(keys_of(one.fields), STREAM_KINDS)
        for place, one in enumerate(drafts)
        if hand.names(one.type, one.fields)
    }
    hand.keys.keys_of([owner for owner in found.values() if owner])
    return set(found)


def _cell(name: str, value: FieldValue) -> Cell | None:
    if not _is_plain_value(value) or not 0 < len(name) <= LONGEST:
        return None
    if name in IDENTIFYING or (isinstance(value, str) and is_document_number(value)):
        return None
    try:
        text = f"{_encode(name)}:{_encode(value)}"
        text.encode()
    except ValueError:
        return None
    if name not in KEYS:
        return Cell(text, ()) if len(text) <= LONGEST_PLAIN else None
    keys = keys_of({name: value})
    most = LONGEST_UNIT if name == "unit" else LONGEST - len(name) - 1
    return Cell(text, keys) if keys and all(_is_plain_text(part, most) for _, part in keys) else None


def _is_plain_value(value: object) -> bool:
    if isinstance(value, str):
        return value != ""
    if isinstance(value, int):
        return -(2**63) <= value < 2**63
    if isinstance(value, float):
        return isfinite(value)
    return isinstance(value, tuple) and bool(value) and all(isinstance(one, str) for one in value)


def _is_plain_text(text: str, most: int) -> bool:
    if len(text) > most or "\x00" in text:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _streams(table: EventTable, start: int, stop: int) -> list[str]:
    """What each row belongs to: the first of its keys in the order of streams."""
    streams = [""] * (stop - start)
    lacking = np.ones(stop - start, dtype=bool)
    for kind in STREAM_KINDS:
        column: Column | None = table.keys.get(kind)
        if column is None:
            continue
        codes = column.codes[start:stop]
        places = np.flatnonzero(lacking & (codes >= 0))
        own = codes[places]
        named = {code: keys_of({kind: column.values[code]})[:1] for code in np.unique(own).tolist()}
        for place, code in zip(places.tolist(), own.tolist(), strict=True):
            for _, value in named[code]:
                streams[place] = f"{kind}:{value}"
                lacking[place] = False
    return streams
