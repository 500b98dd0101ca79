"""Who may bring which rows: the importer's own roles must answer for every unit and every kind of event in the file."""

from collections.abc import Iterable

import numpy as np

from guiju.bureau.commands.entitlement import NotEntitled
from guiju.bureau.permissions.holding import Held, roles_of
from guiju.bureau.roles import IMPORT_FILES
from guiju.facts.importing.lines import completed
from guiju.values.event_table import EventTable
from guiju.values.vocabulary import Vocabulary

_LISTED = 5


class ImportNotEntitled(NotEntitled):
    """Rows of a file are of units or kinds that the importer does not answer for; none of it is recorded."""

    code = "bureau.import"
    remedy = "请只导入本人负责的单位和业务的记录，或交由法制部门导入。"


def check_import(table: EventTable, unit: str, *, account: str, known: Vocabulary, at: int) -> None:
    """Refuse a file that holds anything its importer may not bring; ``unit`` is that of the rows which name none.

    Words that nobody knows mean nothing to the law and are let pass. Unit: ``at`` microseconds since the epoch.

    Raises:
        ImportNotEntitled: it does.
    """
    held = [one for one in roles_of(account, at) if IMPORT_FILES in one.role.may]
    if not held:
        raise ImportNotEntitled("您的角色不能导入数据。")
    answering: dict[tuple[str, int], list[Held]] = {}
    foreign: dict[str, None] = {}
    strange: dict[str, None] = {}
    for name, kind, then in _told(table, unit):
        place = (name, then)
        if place not in answering:
            answering[place] = [one for one in held if one.answers_for(name, then, at)]
        if not answering[place]:
            foreign[name or "（未写单位）"] = None
        elif kind in known and not any(kind.startswith(one.role.kinds) for one in answering[place]):
            strange[known.types[kind].label] = None
    if foreign:
        raise ImportNotEntitled(f"文件中有不由您负责的单位的记录：{_listed(foreign)}。")
    if strange:
        raise ImportNotEntitled(f"文件中有您的角色不能导入的环节：{_listed(strange)}。")


def _told(table: EventTable, unit: str) -> Iterable[tuple[str, str, int]]:
    """The units and types that occur together, with the latest instant of each pair."""
    if not len(table):
        return
    done = completed(table, unit)
    units = done.keys.get("unit")
    width = len(done.type.values) + 1
    codes = units.codes.astype(np.int64) + 1 if units is not None else np.zeros(len(done), dtype=np.int64)
    pairs, place = np.unique(codes * width + done.type.codes, return_inverse=True)
    latest = np.full(len(pairs), np.iinfo(np.int64).min)
    np.maximum.at(latest, place.reshape(-1), done.at)
    for pair, then in zip(pairs.tolist(), latest.tolist(), strict=True):
        own, kind = divmod(pair, width)
        name = "" if units is None or not own else str(units.values[own - 1])
        yield name, str(done.type.values[kind]), then


def _listed(names: dict[str, None]) -> str:
    more = f"等 {len(names)} 项" if len(names) > _LISTED else ""
    return "、".join(list(names)[:_LISTED]) + more
