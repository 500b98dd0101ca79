"""What a unit was over time, folded from its own events; its establishment likewise."""

from collections.abc import Sequence

from guiju.bureau.events import (
    ESTABLISHMENT_FIXED,
    UNIT_CLOSED,
    UNIT_KIND_CHANGED,
    UNIT_MOVED,
    UNIT_OPENED,
    UNIT_RENAMED,
)
from guiju.bureau.models import UnitState, UnitStrength
from guiju.values.recorded import Recorded
from guiju.values.scope import ALWAYS, FOREVER

_CHANGES = {
    UNIT_OPENED: (("unit_name", "name"), ("unit_kind", "kind"), ("parent_unit", "parent")),
    UNIT_RENAMED: (("unit_name", "name"),),
    UNIT_MOVED: (("parent_unit", "parent"),),
    UNIT_KIND_CHANGED: (("unit_kind", "kind"),),
    UNIT_CLOSED: (),
}

REGISTERED, REPORTED, IMPLIED = "registered", "reported", "implied"
_OPENS = {UNIT_OPENED: True, UNIT_CLOSED: False}


def unit_states(code: str, told: Sequence[Recorded]) -> list[UnitState]:
    """The states of a unit, without a gap from the beginning of time to its end.

    What it was first called and whose it was first holds for the time before as well: an act from before the register
    began still has its place. A unit is open from its opening to its closing.
    """
    # A change is of one unit: its event is the unit's part of every path, and no two units share one.
    changes = [one for one in told if one.event.type in _CHANGES and one.event.get("unit") == code]
    registered = [one for one in changes if one.batch is None]
    # A file decides nothing about who sees what: it neither changes a registered unit nor puts one below another.
    changes = registered or changes
    standing = REGISTERED if registered else REPORTED
    if not changes:
        return []
    number = min(one.first for one in changes)
    said = {"name": code, "kind": "", "parent": "", "standing": standing}
    is_open = changes[0].event.type != UNIT_OPENED
    states: list[UnitState] = []
    for one in changes:
        for field, column in _CHANGES[one.event.type]:
            value = one.event.get(field)
            if column == "parent" and not registered:
                continue
            if value is not None or one.event.type == UNIT_MOVED:
                said[column] = str(value or "")
        if not states:
            states.append(_state(code, number, said, ALWAYS, is_open=is_open))
        is_open = _OPENS.get(one.event.type, is_open)
        _add(states, _state(code, number, said, one.event.at, is_open=is_open))
    return states


def strengths(code: str, told: Sequence[Recorded]) -> list[UnitStrength]:
    """The establishment of a unit over time, by kind of staff."""
    rows: dict[str, list[UnitStrength]] = {}
    for one in told:
        if one.event.type != ESTABLISHMENT_FIXED:
            continue
        kind, number = str(one.event.get("kind") or "police"), one.event.get("establishment")
        if not isinstance(number, int):
            continue
        before = rows.setdefault(kind, [])
        if before and before[-1].since == one.event.at:
            before.pop()
        if before:
            before[-1].until = one.event.at
        before.append(UnitStrength(code=code, kind=kind, since=one.event.at, until=FOREVER, establishment=number))
    return [row for before in rows.values() for row in before]


def _state(code: str, number: int, said: dict[str, str], since: int, *, is_open: bool) -> UnitState:
    return UnitState(code=code, number=number, since=since, until=FOREVER, is_open=is_open, **said)


def _add(states: list[UnitState], state: UnitState) -> None:
    if states[-1].since == state.since:
        states.pop()
    if states:
        states[-1].until = state.since
    states.append(state)
