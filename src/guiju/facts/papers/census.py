"""Counting the papers: what the ledger names and is not there, is not what it was, or lies there unnamed."""

import json
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

from guiju.facts.events import ON_SHELF
from guiju.facts.papers.shelf import Shelf, is_name

ORPHAN_AFTER = 24 * 3600
"""Seconds after which bytes that no event names are no upload under way."""


@dataclass(frozen=True, slots=True)
class Census:
    """How many papers the ledger names; of these the ids of events whose paper is missing or changed; the orphans."""

    named: int
    missing: tuple[int, ...]
    changed: tuple[int, ...]
    orphans: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Whether everything that the ledger names is there as it was; an orphan harms nobody."""
        return not self.missing and not self.changed


NO_PAPERS = Census(0, (), (), ())


def take_census(shelf: Shelf) -> Census:
    """Hold every paper that the ledger names against what lies on the shelf; changes nothing."""
    named: dict[str, list[int]] = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, body FROM event WHERE type IN (%s, %s, %s) ORDER BY id", ON_SHELF)
        rows = cursor.fetchall()
    missing: list[int] = []
    changed: list[int] = []
    for number, body in rows:
        try:
            name = str(json.loads(bytes(body))["fields"]["paper"])
        except (ValueError, KeyError, TypeError):
            # The record itself was changed, which the verifier names; nobody can say any more which paper it meant.
            changed.append(number)
        else:
            named.setdefault(name, []).append(number)
    for name, numbers in named.items():
        is_whole = shelf.is_whole(name)
        if is_whole is not True:
            (missing if is_whole is None else changed).extend(numbers)
    orphans = tuple(name for name in shelf.names() if name not in named)
    return Census(len(rows), tuple(sorted(missing)), tuple(sorted(changed)), orphans)


def clear_orphans(shelf: Shelf, *, at: int) -> list[str]:
    """Take away what no event names and no upload under way can have laid down; what was taken away.

    Unit: ``at`` seconds since the epoch.
    """
    old = [name for name in take_census(shelf).orphans if shelf.age(name, at) > ORPHAN_AFTER]
    for name in old:
        shelf.remove(name)
    return old


def copy_papers(shelf: Shelf, folder: Path) -> int:
    """Copy every whole paper of a shelf into another folder; how many there are. They stay sealed.

    Raises:
        ShelfRefused: they cannot be read or written.
    """
    target, count = Shelf(folder), 0
    for name in shelf.names():
        data = shelf.find(name) if is_name(name) and shelf.is_whole(name) else None
        if data is not None:
            target.put(data)
            count += 1
    return count


def count_whole(shelf: Shelf) -> int:
    """How many papers lie on a shelf that are what their names say."""
    return sum(1 for name in shelf.names() if is_name(name) and shelf.is_whole(name))
