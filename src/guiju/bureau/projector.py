"""The follower that keeps the bureau's tables: told of new events, or of all of them, it leaves the same rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from guiju.bureau.events import OFFICER_TYPES, PERMISSION_TYPES, UNIT_TYPES
from guiju.bureau.mark import set_mark
from guiju.bureau.models import (
    Account,
    ApiToken,
    Capacity,
    Credential,
    Delegation,
    OfficerState,
    Posting,
    RoleGrant,
    RoleProposal,
    UnitState,
    UnitStrength,
)
from guiju.bureau.organisation import refreshing
from guiju.bureau.permissions import folding
from guiju.bureau.permissions.checks import PermissionRefused
from guiju.bureau.wiring import wiring
from guiju.facts.histories import history, latest
from guiju.facts.tables.places import standing_places
from guiju.facts.turns import queue_for, writing
from guiju.values.recorded import Recorded

TABLES = (
    UnitState, UnitStrength, OfficerState, Posting, Credential, Account, Capacity, RoleProposal, RoleGrant, Delegation,
    ApiToken,
)  # fmt: skip
"""All that the bureau owns; with the ledger's ``unit_period`` it can be made again from the events."""
_TURN = "bureau"


@dataclass(frozen=True, slots=True)
class BureauDifference:
    """A row that the ledger does not bear out, or that it demands and the table lacks."""

    table: str
    is_extra: bool
    row: tuple[object, ...]


class _Enough(Exception):
    """Leaves the transaction in which the tables were made again, so that nothing of it stays."""


def follow_bureau(recorded: Sequence[Recorded]) -> None:
    """Bring the tables up to date with newly recorded events, in their transaction.

    Raises:
        PermissionRefused: an event of permissions lacks a signature, or would correct one.
    """
    units, officers, permissions = _touched(recorded)
    if not (units or officers or permissions):
        return
    # Two who change the tree or permissions at once would each overlook the other.
    queue_for([_TURN])
    if units or officers:
        refreshing.refresh(units, officers, history)
    for one in permissions:
        folding.fold(one)
    set_mark()


def rebuild(every: Iterable[Recorded]) -> list[int]:
    """Make all tables again from the latest versions of all events; the ids of permission events that do not stand."""
    with writing():
        queue_for([_TURN])
        set_mark()
        refreshing.clear()
        folding.clear()
        told = _Told()
        permissions: list[Recorded] = []
        for one in every:
            if one.event.type in PERMISSION_TYPES:
                permissions.append(one)
            told.add(one)
        refreshing.refresh(told.values("unit"), told.values("officer"), told.history)
        fallen = []
        for one in folding.in_order(permissions):
            try:
                with transaction.atomic():
                    folding.fold(one, is_replay=True)
            except PermissionRefused:
                fallen.append(one.id)
        return fallen


def check_bureau(every: Iterable[Recorded]) -> list[BureauDifference]:
    """What stands in the tables and should not, or should and does not; changes nothing."""
    differences: list[BureauDifference] = []
    try:
        with writing(), transaction.atomic():
            before = _rows()
            rebuild(every)
            after = _rows()
            for table, rows in before.items():
                differences += [BureauDifference(table, True, row) for row in sorted(rows - after[table], key=str)]
                differences += [BureauDifference(table, False, row) for row in sorted(after[table] - rows, key=str)]
            raise _Enough
    except _Enough:
        return differences


def _rows() -> dict[str, set[tuple[object, ...]]]:
    rows: dict[str, set[tuple[object, ...]]] = {"unit_period": set(standing_places())}
    for table in TABLES:
        names = [field.name for field in table._meta.concrete_fields if field.name != "pk"]
        rows[table._meta.db_table] = set(table._default_manager.values_list(*names))
    return rows


def _touched(recorded: Sequence[Recorded]) -> tuple[set[str], set[str], list[Recorded]]:
    """The units and officers of whom something new was said, and the events of permissions.

    Who was named by an event that is now corrected is touched as well.
    """
    corrected = [one.corrects for one in recorded if one.corrects is not None]
    before = latest(corrected) if corrected else []
    if any(one.event.type in PERMISSION_TYPES and one.batch is None for one in before):
        raise PermissionRefused("授权记录不能更正。", remedy="请收回后重新授予。")
    of_officers = _officer_types()
    units: set[str] = set()
    officers: set[str] = set()
    for one in (*recorded, *before):
        if one.event.type in UNIT_TYPES:
            units |= {value for kind, value in one.keys if kind == "unit"}
        if one.event.type in of_officers:
            officers |= {value for kind, value in one.keys if kind == "officer"}
    return units, officers, [one for one in recorded if one.event.type in PERMISSION_TYPES]


def _officer_types() -> frozenset[str]:
    return frozenset((*OFFICER_TYPES, *(name for name in wiring().credential_types if name)))


class _Told:
    """All events that concern units and officers, by unit and by officer, as the ledger would tell them."""

    def __init__(self) -> None:
        self._by_key: dict[tuple[str, str], list[Recorded]] = {}
        self._of_officers = _officer_types()

    def add(self, one: Recorded) -> None:
        """Keep an event that matters."""
        kinds = {"unit"} if one.event.type in UNIT_TYPES else set()
        kinds |= {"officer"} if one.event.type in self._of_officers else set()
        for kind, value in one.keys:
            if kind in kinds:
                self._by_key.setdefault((kind, value), []).append(one)

    def values(self, kind: str) -> set[str]:
        """All units, or all officers, of whom something was told."""
        return {value for key, value in self._by_key if key == kind}

    def history(self, kind: str, value: str, types: Sequence[str]) -> list[Recorded]:
        """The events of one unit or officer in the order of happening."""
        told = [one for one in self._by_key.get((kind, value), ()) if one.event.type in types]
        return sorted(told, key=lambda one: (one.event.at, one.first))
