"""Facts that a source brought before and no longer carries: counted and listed, never deleted."""

from collections.abc import Iterator

import numpy as np
from django.db import connection

from guiju.facts.draft import Actor
from guiju.facts.events import PREFIX
from guiju.facts.importing.identity import LENGTH, Identities
from guiju.facts.importing.known import each_fact
from guiju.values.event_table import EventTable

_AT_ONCE = 500


def note_missing(batch: int, actor: Actor, table: EventTable, identities: Identities) -> int:
    """Keep which facts are missing now, and count them.

    A fact is missing where it is of a type that this source records, happened within the time that the export covers,
    and no row of the export speaks of it.
    """
    present = _present(identities, len(table))
    first, last = int(table.at.min()), int(table.at.max())
    types = {name for name in (*table.recorded, *map(str, table.type.values)) if not name.startswith(PREFIX)}
    count = 0
    for page in _pages(batch, actor):
        asked = [(number, name) for number, name, kind, at in page if kind in types and first <= at <= last]
        names = np.array([name for _, name in asked], dtype=f"S{LENGTH}")
        places = np.minimum(np.searchsorted(present, names), len(present) - 1)
        gone = [
            number for (number, _), is_gone in zip(asked, (present[places] != names).tolist(), strict=True) if is_gone
        ]
        _keep(batch, gone)
        count += len(gone)
    return count


def _present(identities: Identities, rows: int) -> np.ndarray:
    parts = [
        np.array(identities.of(range(start, min(start + 10_000, rows))), dtype=f"S{LENGTH}")
        for start in range(0, rows, 10_000)
    ]
    return np.sort(np.concatenate(parts))


def _pages(batch: int, actor: Actor) -> Iterator[list[tuple[int, str, str, int]]]:
    page = []
    for fact in each_fact(actor, batch):
        page.append(fact)
        if len(page) == 10_000:
            yield page
            page = []
    yield page


def _keep(batch: int, events: list[int]) -> None:
    with connection.cursor() as cursor:
        for start in range(0, len(events), _AT_ONCE):
            part = events[start : start + _AT_ONCE]
            cursor.execute(
                f"INSERT INTO missing_row (batch, event) VALUES {', '.join(['(%s, %s)'] * len(part))}",
                [value for number in part for value in (batch, number)],
            )
