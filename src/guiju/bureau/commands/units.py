"""Units: opened, renamed, moved, closed; what kind they are, and how many posts they have."""

from datetime import datetime

from guiju.bureau.commands.entitlement import draft, need
from guiju.bureau.events import (
    ESTABLISHMENT_FIXED,
    UNIT_CLOSED,
    UNIT_KIND_CHANGED,
    UNIT_MOVED,
    UNIT_OPENED,
    UNIT_RENAMED,
)
from guiju.bureau.registry import UnitThen, unit_at
from guiju.bureau.roles import KEEP_UNITS
from guiju.facts.commands import Appended, append
from guiju.facts.draft import Actor
from guiju.facts.wiring import wiring
from guiju.values.errors import GuijuError
from guiju.values.event import FieldValue
from guiju.values.unit_code import read_unit_code


class UnitRefused(GuijuError):
    """A change of a unit that cannot be."""

    code = "bureau.unit"
    remedy = "请核对单位代码、名称和上级单位。"


def open_unit(code: str, name: str, *, kind: str, parent: str, actor: Actor, at: datetime, idem_key: str) -> Appended:
    """A unit is opened below another; only the operator opens one that stands above all.

    Raises:
        UnitRefused: there is one with this code.
        NotEntitled: the actor does not keep the units of the parent.
    """
    code = read_unit_code(code)
    need(actor, KEEP_UNITS, [parent])
    standing = unit_at(code, wiring().clock())
    if standing is not None and standing.is_open and standing.is_registered:
        raise UnitRefused(f"单位“{code}”已经存在。")
    if parent:
        _standing(parent)
    fields = {"unit_name": name, "unit_kind": kind, "parent_unit": parent}
    return append([draft(UNIT_OPENED, at, fields, unit=code)], actor=actor, idem_key=idem_key)


def rename_unit(code: str, name: str, *, actor: Actor, at: datetime, idem_key: str) -> Appended:
    """A unit gets another name; acts from before keep the old one.

    Raises:
        NotEntitled: the actor does not keep this unit, or there is none.
    """
    unit = _kept(actor, code)
    return append([draft(UNIT_RENAMED, at, {"unit_name": name}, unit=unit.code)], actor=actor, idem_key=idem_key)


def change_unit_kind(code: str, kind: str, *, actor: Actor, at: datetime, idem_key: str) -> Appended:
    """A unit becomes one of another kind.

    Raises:
        NotEntitled: the actor does not keep this unit, or there is none.
    """
    unit = _kept(actor, code)
    return append([draft(UNIT_KIND_CHANGED, at, {"unit_kind": kind}, unit=unit.code)], actor=actor, idem_key=idem_key)


def move_unit(code: str, parent: str, *, actor: Actor, at: datetime, idem_key: str) -> Appended:
    """A unit, and all below it, comes under another; what happened before stays with the former superior.

    Raises:
        UnitRefused: it would stand below itself.
        NotEntitled: the actor keeps not both the unit and its new superior.
    """
    need(actor, KEEP_UNITS, [code, parent])
    unit, above = _standing(code), _standing(parent)
    if above.path.startswith(unit.path):
        raise UnitRefused("单位不能隶属于自己或者自己的下级。")
    fields = {"parent_unit": above.code}
    return append([draft(UNIT_MOVED, at, fields, unit=unit.code)], actor=actor, idem_key=idem_key)


def close_unit(code: str, *, actor: Actor, at: datetime, idem_key: str) -> Appended:
    """A unit is closed; its records stay where they are.

    Raises:
        NotEntitled: the actor does not keep this unit, or there is none.
    """
    unit = _kept(actor, code)
    return append([draft(UNIT_CLOSED, at, {}, unit=unit.code)], actor=actor, idem_key=idem_key)


def fix_establishment(
    code: str, number: int, *, kind: str = "police", actor: Actor, at: datetime, idem_key: str
) -> Appended:
    """The number of posts of a unit for one kind of staff (编制).

    Raises:
        UnitRefused: the number is negative.
        NotEntitled: the actor does not keep this unit, or there is none.
    """
    unit = _kept(actor, code)
    if number < 0:
        raise UnitRefused("编制数不能小于零。")
    fields: dict[str, FieldValue] = {"kind": kind, "establishment": number}
    return append([draft(ESTABLISHMENT_FIXED, at, fields, unit=unit.code)], actor=actor, idem_key=idem_key)


def _kept(actor: Actor, code: str) -> UnitThen:
    need(actor, KEEP_UNITS, [code])
    return _standing(code)


def _standing(code: str) -> UnitThen:
    unit = unit_at(code, wiring().clock())
    if unit is None:
        raise UnitRefused(f"没有单位“{code}”。")
    return unit
