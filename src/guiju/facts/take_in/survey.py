"""A first look at a file before there is a mapping for it: its columns, its first rows, and what stands in them."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from guiju.facts.take_in.columns import EMPTY, RawColumn, Source, Unreadable
from guiju.facts.take_in.rows import key_text

FIRST_ROWS = 50
MOST_VALUES = 400
"""A column of more different values holds no names of events."""
LONGEST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Survey:
    """What a file looks like.

    ``rows`` are the first ones: the number in the file and the cells by column, as text. ``values`` holds, by column,
    the different values with how often each occurs, the most frequent first; a column of too many has none.
    """

    names: tuple[str, ...]
    count: int
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    values: dict[str, tuple[tuple[str, int], ...]]

    def samples(self, name: str, most: int = 3) -> list[str]:
        """A few values of a column."""
        place = self.names.index(name)
        return list(dict.fromkeys(cells[place] for _, cells in self.rows if cells[place]))[:most]


def write_survey(path: Path, source: Source) -> None:
    """Write down what a source looks like, for the process that asked."""
    names = [name for name in source.names if name]
    columns = {name: source.columns[name] for name in names if name in source.columns}
    names = list(columns)
    first = [
        (int(source.row[place]), [_cell(columns[name], place) for name in names])
        for place in range(min(FIRST_ROWS, len(source.row)))
    ]
    values = {name: _values(column) for name, column in columns.items() if len(column.values) <= MOST_VALUES}
    said = {"names": names, "count": len(source.row) + len(source.refused), "rows": first, "values": values}
    path.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")


def read_survey(path: Path) -> Survey:
    """The same in the process that asked for it."""
    said = json.loads(path.read_text(encoding="utf-8"))
    return Survey(
        tuple(said["names"]),
        said["count"],
        tuple((number, tuple(cells)) for number, cells in said["rows"]),
        {name: tuple((text, count) for text, count in found) for name, found in said["values"].items()},
    )


def _cell(column: RawColumn, place: int) -> str:
    code = int(column.codes[place])
    return "" if code == EMPTY else _text(column.values[code])


def _values(column: RawColumn) -> list[tuple[str, int]]:
    counts = np.bincount(column.codes + 1, minlength=len(column.values) + 1)[1:].tolist()
    found = [(_text(value), count) for value, count in zip(column.values, counts, strict=True) if count]
    return sorted(found, key=lambda one: (-one[1], one[0]))


def _text(value: object) -> str:
    return (value.reason if isinstance(value, Unreadable) else key_text(value))[:LONGEST_SHOWN]
