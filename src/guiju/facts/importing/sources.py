"""What the sources of a history record: a type or a column that none of them carries is a gap, never a breach.

Law: engine.md §1 "What a source records".
"""

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.db import connection

from guiju.facts.wiring import wiring
from guiju.values.recorded import Recorded


def source_of(recorded: Sequence[Recorded]) -> tuple[frozenset[str] | None, frozenset[str] | None]:
    """The types and the columns that the sources of these events record; None and None for everything.

    An imported event speaks for all that its batch declared. One written here speaks for its own type and fields; where
    the earliest recorded one was written here, the whole history is, and everything is recorded.
    """
    if not recorded:
        return None, None
    ledger = wiring().signer.key_id
    if _origin(ledger, min(recorded, key=lambda one: one.first)) is None:
        return None, None
    types: set[str] = set()
    fields: set[str] = set()
    origins = {_origin(ledger, one) for one in recorded} | {one.batch for one in recorded}
    for batch in origins:
        if batch is None:
            continue
        own_types, own_fields = _declared(ledger, batch)
        types |= own_types
        fields |= own_fields
    for one in recorded:
        if one.batch is None:
            types.add(one.event.type)
            fields |= set(one.event.fields)
    return frozenset(types), frozenset(fields)


def _origin(ledger: str, one: Recorded) -> int | None:
    """The import that brought the first version; what somebody has corrected here was still brought by it."""
    return one.batch if one.batch is not None or one.first == one.id else _batch_of(ledger, one.first)


@lru_cache(maxsize=65_536)
def _batch_of(ledger: str, event: int) -> int | None:
    source = _body(event).get("source")
    return source["batch"] if source else None


@lru_cache(maxsize=4_096)
def _declared(ledger: str, batch: int) -> tuple[frozenset[str], frozenset[str]]:
    """What the import of this number said of its source; ``ledger`` keeps two ledgers of one process apart."""
    said = _body(batch).get("fields", {})
    return _listed(said.get("recorded_types", "")), _listed(said.get("carried_columns", ""))


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split("、")) if text else frozenset()


def _body(event: int) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM event WHERE id = %s", (event,))
        found = cursor.fetchone()
    return {} if found is None else dict(json.loads(bytes(found[0])))
