"""Several rows that differ in nothing but their content: which of them is which of those the ledger knows.

An export that is sorted otherwise, or has a row more in between, has not changed the other rows: a row that says
exactly what a known one says is that one, whatever its place; only the rest is matched in the order of the file.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from guiju.facts.draft import Actor
from guiju.facts.importing.identity import Identities
from guiju.facts.importing.known import Known, known_facts
from guiju.facts.importing.lines import RowReader

AT_ONCE = 1_000
"""So many rows are compared at a time; a single group may have more."""


def settle_occurrences(identities: Identities, reader: RowReader, actor: Actor) -> None:
    """Number the rows of each group as the ledger knows them."""
    order = np.argsort(identities.group, kind="stable")
    order = order[~identities.has_id[order]]
    starts = np.flatnonzero(np.diff(identities.group[order], prepend=-1))
    for groups in _portions(order, [*starts.tolist(), len(order)]):
        rows = [row for group in groups for row in group]
        named = identities.of(rows)
        # One further than the file has: the ledger may know of more than this export still holds.
        further = [identities.nth_of(group[0], [len(group) + 1])[0] for group in groups]
        known = known_facts(actor, [*named, *further])
        if not known:
            continue
        contents, start = reader.contents(rows), 0
        for group, beyond in zip(groups, further, strict=True):
            stop = start + len(group)
            held = {nth: known[name] for nth, name in enumerate([*named[start:stop], beyond], 1) if name in known}
            if beyond in known:
                held |= _beyond(identities, group, actor)
            _settle(identities, group, contents[start:stop], held)
            start = stop


def _settle(identities: Identities, group: Sequence[int], said: Sequence[str], held: dict[int, Known]) -> None:
    if not held or all(nth in held and held[nth].content == one for nth, one in enumerate(said, 1)):
        return
    by_content: dict[str, list[int]] = {}
    for nth in sorted(held, reverse=True):
        by_content.setdefault(held[nth].content, []).append(nth)
    given = [by_content[one].pop() if by_content.get(one) else 0 for one in said]
    taken = set(given)
    rest = iter([nth for nth in sorted(held) if nth not in taken])
    fresh = (nth for nth in range(1, len(group) + len(held) + 1) if nth not in held)
    identities.nth[list(group)] = [nth or next(rest, 0) or next(fresh) for nth in given]


def _beyond(identities: Identities, group: Sequence[int], actor: Actor) -> dict[int, Known]:
    """The occurrences after the file's last, as far as the ledger knows them."""
    found: dict[int, Known] = {}
    first = len(group) + 1
    while True:
        nths = list(range(first, first + 20))
        names = identities.nth_of(group[0], nths)
        known = known_facts(actor, names)
        found |= {nth: known[name] for nth, name in zip(nths, names, strict=True) if name in known}
        if len(known) < len(nths):
            return found
        first += 20


def _portions(order: np.ndarray, bounds: Sequence[int]) -> Iterator[list[list[int]]]:
    """The groups, as many at a time as hold about ``AT_ONCE`` rows."""
    portion: list[list[int]] = []
    count = 0
    for start, stop in pairwise(bounds):
        portion.append(order[start:stop].tolist())
        count += stop - start
        if count >= AT_ONCE:
            yield portion
            portion, count = [], 0
    if portion:
        yield portion
