"""HMAC over the rows of permissions: a row that was not written by Guiju grants nothing.

The key lies outside the database. A row that was true once and is put back is found by ``checking``, which holds the
rows against the ledger.
"""

import hmac
from collections.abc import Iterable
from typing import TypeVar

from django.db.models import Model

from guiju.bureau.models import Account, ApiToken, Delegation, RoleGrant, RoleProposal
from guiju.bureau.wiring import wiring

COLUMNS: dict[type[Model], tuple[str, ...]] = {
    Account: ("name", "natural_person", "officer", "opened_at", "closed_at"),
    RoleProposal: ("event", "account", "role", "unit", "since", "until", "proposer", "state"),
    RoleGrant: ("event", "proposal", "account", "natural_person", "capacity", "role", "unit", "since", "until"),
    Delegation: ("event", "giver", "taker", "role", "unit", "since", "until"),
    ApiToken: ("name", "account", "roles", "unit", "digest", "asked_at", "since", "until", "state"),
}
"""What is sealed of each table: everything but the seal."""

Row = TypeVar("Row", Account, RoleProposal, RoleGrant, Delegation, ApiToken)


def mac_of(row: Row) -> str:
    """The seal that a row must bear."""
    text = row._meta.db_table.encode()
    for name in COLUMNS[type(row)]:
        said = str(getattr(row, name)).encode()
        text += len(said).to_bytes(4, "big") + said
    return hmac.digest(wiring().permission_key, text, "sha256").hex()


def sealed(row: Row) -> Row:
    """The same row with its seal, ready to be saved."""
    row.mac = mac_of(row)
    return row


def is_true_row(row: Row) -> bool:
    """Tell whether the row bears its seal."""
    return hmac.compare_digest(row.mac, mac_of(row))


def true_rows(rows: Iterable[Row]) -> list[Row]:
    """The rows that bear their seals; the others are as if they were not there."""
    return [row for row in rows if is_true_row(row)]
