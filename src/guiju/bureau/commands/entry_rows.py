"""What the imports of units and of the roster have in common: rows with their numbers, and what is refused of them."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from guiju.bureau.wiring import wiring
from guiju.facts.commands import append
from guiju.facts.draft import Actor, Draft
from guiju.values.errors import GuijuError
from guiju.values.finding import RefusedRow

LONGEST = 100


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One row of a list: its number in the file, and what its columns say, by our names."""

    number: int
    fields: Mapping[str, str]

    def text(self, name: str) -> str:
        """A column without blanks around it; empty where the row is silent."""
        return str(self.fields.get(name) or "").strip()


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: rows read, events recorded, rows refused. Rows that changed nothing are neither."""

    rows: int
    events: int
    refused: tuple[RefusedRow, ...]


class RowRefused(GuijuError):
    """One row cannot be taken in; the others go on."""

    code = "bureau.row"


def checked(row: EntryRow, *names: str, longest: int = LONGEST) -> tuple[str, ...]:
    """Columns that may hold nothing unprintable and nothing endless.

    Raises:
        RowRefused: one of them does.
    """
    for name in names:
        if len(row.text(name)) > longest or re.search(r"[\x00-\x1f\x7f]", row.text(name)):
            raise RowRefused("有一格太长或含有不可见字符")
    return tuple(row.text(name) for name in names)


def day_of(row: EntryRow, name: str, otherwise: datetime) -> datetime:
    """The beginning of the local day that a column names, or ``otherwise``.

    Raises:
        RowRefused: it names no day.
    """
    said = row.text(name)
    if not said:
        return otherwise
    try:
        day = date.fromisoformat(said[:10].replace("/", "-"))
    except ValueError as error:
        raise RowRefused(f"“{said[:20]}”不是日期，应写成 2026-01-31") from error
    return datetime.combine(day, time(), tzinfo=wiring().local.zone)


def record(drafts: Sequence[Draft], what: str, *, actor: Actor, rows: int, refused: Sequence[RefusedRow]) -> Imported:
    """Record what the rows change, all in one act."""
    if drafts:
        digest = hashlib.sha256(repr(drafts).encode()).hexdigest()
        append(drafts, actor=actor, idem_key=f"{what}:{digest}")
    return Imported(rows, len(drafts), tuple(sorted(refused, key=lambda one: one.row)))
