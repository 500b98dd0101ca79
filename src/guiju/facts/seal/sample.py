"""A ledger of sample data says so in its very first event: nothing can make one of a bureau's ledger later."""

from datetime import datetime

from django.db import connection

from guiju.facts.commands import append
from guiju.facts.draft import Actor, Draft
from guiju.facts.events import SAMPLE_OPENED
from guiju.facts.seal.sealer import open_ledger, seal
from guiju.facts.turns import writing
from guiju.values.clock import LocalTime

STREAM = "ledger:sample"


def open_sample_ledger(at: datetime, *, local: LocalTime) -> str:
    """Open a ledger whose first leaf says that all of it is invented; its name.

    Raises:
        LedgerStands: the database holds a ledger.
    """
    with writing():
        name = open_ledger()
        told = Draft.of(SAMPLE_OPENED, at, {}, local=local, stream=STREAM)
        append([told], actor=Actor("operator", "operator"), idem_key=SAMPLE_OPENED)
    seal()
    return name


def find_sample_time() -> int | None:
    """How far the time of a sample has come (microseconds), None where the ledger is a bureau's own.

    Its time goes on while somebody works with it, and stands still in between.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT e.type, e.happened_at FROM leaf l JOIN event e ON e.id = l.event WHERE l.place = 0")
        first = cursor.fetchone()
        if first is None or first[0] != SAMPLE_OPENED:
            return None
        cursor.execute("SELECT sealed_at FROM sealer WHERE id = 1")
        sealed_at = cursor.fetchone()[0]
        cursor.execute("SELECT recorded_at FROM event ORDER BY id DESC LIMIT 1")
        return max(int(first[1]), int(sealed_at), int(cursor.fetchone()[0]))
