"""What happens to the ledger is itself recorded in it, on a stream of its own."""

from collections.abc import Mapping
from datetime import timedelta

from django.db import connection

from guiju.facts.commands import Appended, append
from guiju.facts.draft import Actor, Draft
from guiju.facts.wiring import wiring
from guiju.values.clock import LocalTime
from guiju.values.errors import GuijuError
from guiju.values.event import FieldValue

STREAM = "ledger:itself"
_BEIJING = timedelta(hours=8)


class TwoNamesNeeded(GuijuError):
    """What only two persons together may do was to be done by one, or without a reason."""

    code = "ledger.two_names"
    remedy = "请写明理由，并由另一名管理员作为批准人。"


def note(kind: str, fields: Mapping[str, FieldValue], *, by: str, reason: str = "", approver: str = "") -> Appended:
    """Record that something was done to the ledger now, by an operator at the machine."""
    at = wiring().clock()
    local = LocalTime.fixed(_BEIJING)
    day, second = local.locate(at)
    draft = Draft(
        kind, at, day, second, _BEIJING.seconds // 60, dict(fields), stream=STREAM, reason=reason, approver=approver
    )
    return append([draft], actor=Actor(by, "operator"), idem_key=f"{kind}@{at}")


def need_two(by: str, approver: str, reason: str) -> None:
    """Make sure that there is a reason, and that who does it and who approves it are two.

    Raises:
        TwoNamesNeeded: one of the three is missing, or the names are the same.
    """
    if not by.strip() or not approver.strip() or not reason.strip() or by.strip() == approver.strip():
        raise TwoNamesNeeded("这件事须由两人办理，并写明理由。")


def last_noted(kind: str) -> int | None:
    """When this was last done, in microseconds since the epoch; None where it never was."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(recorded_at) FROM event WHERE stream = %s AND type = %s", (STREAM, kind))
        found: int | None = cursor.fetchone()[0]
    return found
