"""From the rows of a table to what can be recorded; a row that cannot is refused with its reason."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

import numpy as np

from guiju.facts.draft import LONGEST_TYPE, Draft, DraftRefused, Prepared, prepare
from guiju.facts.importing.bodies import plain_rows
from guiju.facts.importing.identity import Identities
from guiju.facts.importing.known import content_of
from guiju.values.event import Event
from guiju.values.event_table import Column, EventTable
from guiju.values.finding import RefusedRow

TYPE_AS_WRITTEN = "type_as_written"
"""Holds the source's own name of an event where it is too long to be a type."""
_KEPT = LONGEST_TYPE - 9


@dataclass(frozen=True, slots=True)
class Line:
    """One row, ready to be recorded: its number in the file, which fact it speaks of, and what it says."""

    row: int
    identity: str
    event: Event
    prepared: Prepared

    @property
    def content(self) -> str:
        """What it says, as one text."""
        return content_of(self.event)


@dataclass(slots=True)
class Lines:
    """Some rows of a file: those to be recorded, those refused, and how many merely repeat another row of it."""

    kept: list[Line]
    refused: list[RefusedRow]
    repeated: int = 0


class RowReader:
    """Reads rows of one file for one import.

    ``batch`` is the event that began the import and its place in the stream of the source, ``unit`` that of the rows
    which name none, ``is_internal`` tells which types no file may bring.
    """

    def __init__(
        self, table: EventTable, identities: Identities, *, batch: tuple[int, int], unit: str,
        is_internal: Callable[[str], bool],
    ) -> None:  # fmt: skip
        self.table, self.identities = completed(table, unit), identities
        self._batch, self._begun = batch
        self._is_internal = is_internal
        self._first = identities.first_of_group()

    def contents(self, rows: Sequence[int]) -> list[str]:
        """What the rows say, each as one text."""
        return [content_of(event) for event in self.table.events(np.asarray(rows))]

    def lines(self, start: int, stop: int) -> Lines:
        """The rows from ``start`` to ``stop``."""
        rows = np.arange(start, stop)
        events, names = self.table.events(rows), self.identities.of(rows)
        numbers, offsets = self.table.row[start:stop].tolist(), self.table.offset[start:stop].tolist()
        drafts = [self._draft(*told) for told in zip(events, numbers, offsets, strict=True)]
        plain = plain_rows(self.table, start, stop, drafts)
        again = self._again(start, stop)
        told = Lines([], [])
        for place, event in enumerate(events):
            try:
                if place in again:
                    _refuse_unless_same(event, *again[place])
                    told.repeated += 1
                    continue
                self._refuse_internal(event)
                prepared = plain[place] or prepare(drafts[place])
            except DraftRefused as refused:
                told.refused.append(RefusedRow(numbers[place], refused.sentence, str(event.get("case") or "")))
            else:
                told.kept.append(Line(numbers[place], names[place], event, prepared))
        return told

    def _draft(self, event: Event, row: int, offset: int) -> Draft:
        unit = event.fields.get("unit", "")
        return Draft(
            event.type, event.at, event.day, event.second, offset, event.fields, unit_as_of=str(unit),
            batch=self._batch, row=row, begun=self._begun,
        )  # fmt: skip

    def _refuse_internal(self, event: Event) -> None:
        if self._is_internal(event.type):
            raise DraftRefused(f"“{event.type}”只能由系统记录或经签署产生，不能由文件带入。")

    def _again(self, start: int, stop: int) -> dict[int, tuple[int, str]]:
        """The rows whose source number stood in the file before: the number and the content of the first such row."""
        own = slice(start, stop)
        places = np.flatnonzero((self.identities.nth[own] > 1) & self.identities.has_id[own])
        firsts = self._first[self.identities.group[own][places]].tolist()
        told = zip(self.table.row[firsts].tolist(), self.contents(firsts), strict=True) if firsts else ()
        return dict(zip(places.tolist(), told, strict=True))


def _refuse_unless_same(event: Event, row: int, content: str) -> None:
    if content_of(event) != content:
        raise DraftRefused(f"来源编号与第 {row} 行相同而内容不同。")


def completed(table: EventTable, unit: str) -> EventTable:
    """The table with what every row lacks: the unit of rows that name none, types short enough to be kept."""
    keys, attributes, kind = dict(table.keys), dict(table.attributes), table.type
    count = len(table)
    if unit:
        held = keys.get("unit") or Column(np.full(count, -1, dtype=np.int32), [])
        codes = np.where(held.codes < 0, np.int32(len(held.values)), held.codes)
        keys["unit"] = Column(codes, [*held.values, unit])
    names = [str(name) for name in kind.values]
    long = [code for code, name in enumerate(names) if len(name) > LONGEST_TYPE]
    if long:
        written = np.where(np.isin(kind.codes, long), kind.codes.astype(np.int32), np.int32(-1))
        attributes[TYPE_AS_WRITTEN] = Column(written, list(names))
        kind = Column(kind.codes, [_shortened(name) if len(name) > LONGEST_TYPE else name for name in names])
    return replace(table, type=kind, keys=keys, attributes=attributes, _codes={})


def _shortened(name: str) -> str:
    return f"{name[:_KEPT]}~{sha256(name.encode()).hexdigest()[:8]}"
