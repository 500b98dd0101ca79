"""How it is known that nothing the bureau has recorded has changed: a mark that is another one after every change.

What was worked out from the bureau's tables stands while the mark stands and no period in them begins or ends.
"""

from os import urandom

from django.db import connection

from guiju.bureau.models import Account, Delegation, OfficerState, Posting, RoleGrant, UnitState
from guiju.values.scope import FOREVER

_PERIODS = (
    (Account, "opened_at", "closed_at"), (RoleGrant, "since", "until"), (Delegation, "since", "until"),
    (OfficerState, "since", "until"), (Posting, "since", "until"), (UnitState, "since", "until"),
)  # fmt: skip
_BORDERS = [
    *((table._meta.db_table, end) for table, *ends in _PERIODS for end in ends),
    ("unit_period", "since"), ("unit_period", "until"),
]  # fmt: skip
_NEXT = " UNION ALL ".join(f"SELECT min({end}) AS border FROM {table} WHERE {end} > %s" for table, end in _BORDERS)


def set_mark() -> None:
    """Let the mark be another one, in the transaction of whoever changes the bureau's tables."""
    # Drawn and not counted: what another ledger, or a transaction that was undone, had worked out is never met again.
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO bureau_mark (id, mark) VALUES (1, %s) ON CONFLICT (id) DO UPDATE SET mark = excluded.mark",
            (urandom(16).hex(),),
        )


def read_mark() -> str:
    """The mark as it stands; empty where nothing was ever recorded of the bureau."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT mark FROM bureau_mark WHERE id = 1")
        found = cursor.fetchone()
    return str(found[0]) if found else ""


def next_border(at: int) -> int:
    """The first instant after ``at`` at which a period begins or ends; microseconds since the epoch."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT min(border) FROM ({_NEXT}) AS borders", [at] * len(_BORDERS))
        [border] = cursor.fetchone()
    return FOREVER if border is None else int(border)
