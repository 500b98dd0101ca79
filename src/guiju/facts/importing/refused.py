"""Rows that were not recorded: kept for thirty days, so that somebody can put them right at the source."""

from collections.abc import Iterable

from django.db import connection

from guiju.facts.take_in.caps import shown
from guiju.values.finding import RefusedRow

KEPT_DAYS = 30
_AT_ONCE = 500


def note_refused(batch: int, rows: Iterable[RefusedRow], at: int) -> None:
    """Keep refused rows with their reasons, in the transaction of the rows around them."""
    values = [(batch, one.row, shown(one.reason, 300), shown(one.case, 150), at) for one in rows]
    with connection.cursor() as cursor:
        for start in range(0, len(values), _AT_ONCE):
            part = values[start : start + _AT_ONCE]
            marks = ", ".join(["(%s, %s, %s, %s, %s)"] * len(part))
            cursor.execute(
                f"INSERT INTO refused_row (batch, row, reason, case_number, refused_at) VALUES {marks}",
                [value for row in part for value in row],
            )


def expire_refused(before: int) -> int:
    """Let go of the rows that were refused before an instant; how many they were.

    Unit: microseconds since the epoch.
    """
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM refused_row WHERE refused_at < %s", (before,))
        return int(cursor.rowcount)
