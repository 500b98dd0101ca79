"""The sealer of the service: what was recorded gets its place in the tree within a quarter of a second."""

from django.db import connection

from guiju.project.ledger.judging_desk import seal_all
from guiju.project.site.running.sole import sole
from guiju.project.site.running.standing import is_troubled

NAME = "sealer"
PAUSE = 0.15


def seal_waiting() -> float:
    """Seal what waits; the seconds until the next look."""
    # After a failure it is tried even where nothing waits: that alone tells whether the disk takes something again.
    if _waits() or is_troubled(NAME):
        with sole(NAME) as is_mine:
            if is_mine:
                seal_all()
    return PAUSE


def _waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM outbox LIMIT 1")
        return cursor.fetchone() is not None
