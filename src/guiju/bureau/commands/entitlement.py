"""Whether an actor may do something in a unit: the operator at the machine keeps registers, all others hold a role."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from guiju.bureau.permissions.holding import may
from guiju.bureau.wiring import wiring
from guiju.facts.draft import Actor, Draft
from guiju.facts.wiring import wiring as ledger
from guiju.values.errors import GuijuError
from guiju.values.event import FieldValue


class NotEntitled(GuijuError):
    """The actor's roles do not allow this there; the same answer where there is no such unit."""

    code = "bureau.not_entitled"
    remedy = "请由对该单位有权限的人员办理。"


def need(actor: Actor, act: str, units: Iterable[str]) -> None:
    """Make sure that an actor may do something in all of these units now.

    Raises:
        NotEntitled: not in one of them.
    """
    if actor.kind == "operator":
        return
    now = ledger().clock()
    if actor.kind != "person" or not all(may(actor.name, act, unit, now) for unit in units):
        raise NotEntitled("没有找到您可以这样办理的单位。")


def draft(kind: str, at: datetime, fields: Mapping[str, FieldValue], *, unit: str = "", stream: str = "") -> Draft:
    """A draft of something that happened in the bureau, counted to the unit that it is about."""
    said = {name: value for name, value in fields.items() if value not in ("", None)}
    if unit:
        said["unit"] = unit
    return Draft.of(kind, at, said, local=wiring().local, unit_as_of=unit, stream=stream)
