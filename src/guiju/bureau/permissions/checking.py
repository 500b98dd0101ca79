"""The check of permissions: every row bears its seal, and says what the ledger says."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Model

from guiju.bureau.models import Account, ApiToken, Capacity, Delegation, RoleGrant, RoleProposal
from guiju.bureau.permissions import folding
from guiju.bureau.permissions.checks import REFERENCES, PermissionRefused, is_turned
from guiju.bureau.permissions.seals import COLUMNS, is_true_row
from guiju.facts.turns import queue_for, writing
from guiju.values.recorded import Recorded

SEAL, EXTRA, MISSING, DIFFERENT, TURNED = "seal", "extra", "missing", "different", "turned"
_WORDS = {
    SEAL: "封印不符，这一行不生效",
    EXTRA: "账本里没有这样的记录",
    MISSING: "账本里有，表里没有",
    DIFFERENT: "与账本记录的不一致",
    TURNED: "所指的记录不是它写明叶值的那一条，编号被调换过",
}


@dataclass(frozen=True, slots=True)
class PermissionProblem:
    """A row of permissions that is not what it should be."""

    table: str
    row: str
    what: str

    @property
    def sentence(self) -> str:
        """What to tell the security administrator."""
        return f"{self.table} “{self.row}”：{_WORDS[self.what]}。"


class _Enough(Exception):
    """Leaves the transaction in which the rows were made again, so that nothing of it stays."""


def check_permissions(permissions: Iterable[Recorded]) -> list[PermissionProblem]:
    """Hold every row of permissions against its seal and against the events of the ledger; changes nothing.

    ``permissions`` are the ledger's events of permissions. A row that was true once and was put back bears a good
    seal; only the ledger shows that it has ended since.
    """
    sealed_tables: Iterable[Any] = COLUMNS
    with writing():
        queue_for(["bureau"])
        problems = [
            PermissionProblem(table._meta.db_table, str(row.pk), SEAL)
            for table in sealed_tables
            for row in table._default_manager.order_by("pk")
            if not is_true_row(row)
        ]
        standing = _rows()
        said_of_them = folding.in_order(permissions)
        told = _rows_of(said_of_them)
        problems += [
            PermissionProblem("event", str(one.id), TURNED)
            for one in said_of_them
            if one.batch is None and any(is_turned(one, field) for field in REFERENCES)
        ]
    for table, rows in standing.items():
        said = told[table]
        problems += [PermissionProblem(table, key, EXTRA) for key in sorted(rows.keys() - said.keys())]
        problems += [PermissionProblem(table, key, MISSING) for key in sorted(said.keys() - rows.keys())]
        problems += [
            PermissionProblem(table, key, DIFFERENT)
            for key in sorted(rows.keys() & said.keys())
            if rows[key] != said[key] and PermissionProblem(table, key, SEAL) not in problems
        ]
    return problems


def _rows_of(permissions: Iterable[Recorded]) -> dict[str, dict[str, tuple[object, ...]]]:
    """What the rows would be if they were made again now."""
    made: dict[str, dict[str, tuple[object, ...]]] = {}
    try:
        with transaction.atomic():
            folding.clear()
            for one in permissions:
                try:
                    with transaction.atomic():
                        folding.fold(one, is_replay=True)
                except PermissionRefused:
                    continue
            made = _rows()
            raise _Enough
    except _Enough:
        return made


def _rows() -> dict[str, dict[str, tuple[object, ...]]]:
    columns: dict[type[Model], tuple[str, ...]] = {**COLUMNS, Capacity: ("holding", "natural_person", "kind")}
    return {
        table._meta.db_table: {
            str(row.pk): tuple(getattr(row, name) for name in columns[table])
            for table_row in [table]
            for row in table_row._default_manager.all()
        }
        for table in (Account, Capacity, RoleProposal, RoleGrant, Delegation, ApiToken)
    }
