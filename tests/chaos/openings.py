"""Two administrators open the same empty database at once: there is one ledger, and the other is told so."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from tests.chaos.places import Place
from tests.databases import using

from guiju.facts.seal.sealer import open_ledger

EVERY = 10
"""A database of its own for every object: a tenth of the objects of the other races, at least two."""


def open_at_once(place: Place, field: Callable[..., Any], rounds: int) -> list[str]:
    """Each broken promise of ``open_ledger``."""
    count, wrong, won = max(2, rounds // EVERY), [], 0
    for number in range(count):
        with using(place.empty()), field(2) as racers:
            place.wire()
            outcomes = racers.race([open_ledger, open_ledger])
            wrong += [f"open {number}: {one.accident}" for one in outcomes if one.accident]
            answers = [one.answer for one in outcomes if one.answer]
            won += len(answers)
            with connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM checkpoint")
                stand = cursor.fetchone()[0]
            if (len(answers), stand) != (1, 1):
                wrong.append(f"open {number}: {len(answers)} opened it, {stand} opening checkpoints")
    print(f"   ledger opened twice: {count} databases × 2: {won} opened; wrong {len(wrong)}")
    return wrong
