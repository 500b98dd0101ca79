"""A list of units taken in: only what differs from what stands is recorded, so the same list again changes nothing."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from guiju.bureau.commands.entitlement import NotEntitled, draft, need
from guiju.bureau.commands.entry_rows import EntryRow, Imported, RowRefused, checked, day_of, record
from guiju.bureau.events import (
    ESTABLISHMENT_FIXED,
    UNIT_KIND_CHANGED,
    UNIT_MOVED,
    UNIT_OPENED,
    UNIT_RENAMED,
)
from guiju.bureau.registry import establishment_at, unit_at
from guiju.bureau.roles import KEEP_UNITS
from guiju.facts.draft import Actor, Draft
from guiju.facts.wiring import wiring
from guiju.values.finding import RefusedRow
from guiju.values.unit_code import UnitCodeRefused, read_unit_code

COLUMNS = ("code", "name", "parent", "kind", "establishment", "opened_on")


def import_units(rows: Iterable[EntryRow], *, kinds: Sequence[str], actor: Actor, at: datetime) -> Imported:
    """Open, rename, move and size units as a list says; ``kinds`` are the kinds of unit that there are.

    A row that cannot be is refused with its number and reason, the rest goes on. Units that the list does not name
    stay as they are.
    """
    told = list(rows)
    refused: list[RefusedRow] = []
    wanted: dict[str, tuple[EntryRow, str, str, str]] = {}
    for row in told:
        try:
            code, *said = _read(row, kinds)
            if code in wanted:
                raise RowRefused(f"单位代码与第{wanted[code][0].number}行重复")
            wanted[code] = (row, said[0], said[1], said[2])
        except RowRefused as error:
            refused.append(RefusedRow(row.number, error.sentence))
    refused += _without_place(wanted)
    drafts: list[Draft] = []
    for code, (row, name, parent, kind) in wanted.items():
        try:
            _check_entitled(actor, code, parent, wanted)
            drafts += _changes(row, code, name, parent, kind, at)
        except RowRefused as error:
            refused.append(RefusedRow(row.number, error.sentence))
    return record(drafts, "units", actor=actor, rows=len(told), refused=refused)


def _read(row: EntryRow, kinds: Sequence[str]) -> tuple[str, str, str, str]:
    checked(row, *COLUMNS)
    try:
        code = read_unit_code(row.text("code"))
        parent = read_unit_code(row.text("parent")) if row.text("parent") else ""
    except UnitCodeRefused as error:
        raise RowRefused(f"{error.sentence.rstrip('。')}，应为12位数字") from error
    if not row.text("name"):
        raise RowRefused("没有单位名称")
    if row.text("kind") not in ("", *kinds):
        raise RowRefused(f"不认识单位类型“{row.text('kind')}”")
    if row.text("establishment") and not (row.text("establishment").isascii() and row.text("establishment").isdigit()):
        raise RowRefused("编制应为整数")
    return code, row.text("name"), parent, row.text("kind")


def _without_place(wanted: dict[str, tuple[EntryRow, str, str, str]]) -> list[RefusedRow]:
    """Refuse rows whose superior nobody knows, or whose superiors run in a circle, and what hangs on them."""
    now, refused = wiring().clock(), []
    is_looking = True
    while is_looking:
        bad = {}
        for code, (_, _, parent, _) in wanted.items():
            if parent and parent not in wanted and unit_at(parent, now) is None:
                bad[code] = f"没有上级单位“{parent}”，或者它所在的行被拒收"
            elif _runs_in_circle(code, wanted, now):
                bad[code] = "上下级关系成环"
        refused += [RefusedRow(wanted.pop(code)[0].number, reason) for code, reason in bad.items()]
        is_looking = bool(bad)
    return refused


def _runs_in_circle(code: str, wanted: dict[str, tuple[EntryRow, str, str, str]], now: int) -> bool:
    seen, here = {code}, code
    while True:
        standing = None if here in wanted else unit_at(here, now)
        here = wanted[here][2] if here in wanted else standing.parent if standing is not None else ""
        if not here:
            return False
        if here == code:
            return True
        if here in seen:
            return False
        seen.add(here)


def _check_entitled(actor: Actor, code: str, parent: str, wanted: dict[str, tuple[EntryRow, str, str, str]]) -> None:
    """A unit that stands is the actor's to change; a new one belongs below one that is his."""
    now, above = wiring().clock(), parent
    while above in wanted and unit_at(above, now) is None:
        above = wanted[above][2]
    standing = unit_at(code, now)
    if standing is None or not standing.is_registered:
        concerned = [above]
    else:
        concerned = [code, above] if parent not in ("", standing.parent) else [code]
    try:
        need(actor, KEEP_UNITS, concerned)
    except NotEntitled as error:
        raise RowRefused("您不管理这个单位") from error


def _changes(row: EntryRow, code: str, name: str, parent: str, kind: str, at: datetime) -> list[Draft]:
    """The events that bring what stands to what the row says."""
    now = wiring().clock()
    unit = unit_at(code, now)
    opened_at = day_of(row, "opened_on", at)
    drafts = []
    if unit is None or not unit.is_registered:
        fields = {"unit_name": name, "unit_kind": kind, "parent_unit": parent}
        drafts.append(draft(UNIT_OPENED, opened_at, dict(fields), unit=code))
    else:
        if unit.name != name:
            drafts.append(draft(UNIT_RENAMED, at, {"unit_name": name}, unit=code))
        if parent and unit.parent != parent:
            drafts.append(draft(UNIT_MOVED, at, {"parent_unit": parent}, unit=code))
        if kind and unit.kind != kind:
            drafts.append(draft(UNIT_KIND_CHANGED, at, {"unit_kind": kind}, unit=code))
    posts = row.text("establishment")
    if posts and establishment_at(code, "police", now) != int(posts):
        since = opened_at if unit is None else at
        drafts.append(draft(ESTABLISHMENT_FIXED, since, {"kind": "police", "establishment": int(posts)}, unit=code))
    return drafts
