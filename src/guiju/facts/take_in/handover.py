"""What the reading process hands back: arrays and plain values in one file, nothing that could run."""

import json
from pathlib import Path
from typing import Any

import numpy as np

from guiju.facts.take_in.rows import AND, Rows
from guiju.values.event_table import Column

_ARRAYS = ("row", "at", "day", "second", "offset")


def write_rows(path: Path, rows: Rows) -> None:
    """Write accepted and refused rows."""
    columns = [rows.type, *rows.keys.values(), *rows.attributes.values()]
    said: dict[str, Any] = {
        "keys": list(rows.keys),
        "attributes": list(rows.attributes),
        "values": [column.values for column in columns],
        "unmapped": rows.unmapped,
        "refused": rows.refused,
    }
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
    with path.open("wb") as stream:
        stream.write(len(text).to_bytes(8, "little"))
        stream.write(text)
        for name in _ARRAYS:
            np.save(stream, getattr(rows, name), allow_pickle=False)
        for column in columns:
            np.save(stream, column.codes, allow_pickle=False)


class HandedOver:
    """The same rows in the process that asked for them."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as stream:
            said = json.loads(stream.read(int.from_bytes(stream.read(8), "little")))
            self.arrays = {name: np.load(stream, allow_pickle=False) for name in _ARRAYS}
            columns = [Column(np.load(stream, allow_pickle=False), values) for values in said["values"]]
        self.type = columns.pop(0)
        self.keys = dict(zip(said["keys"], columns, strict=False))
        self.attributes = dict(zip(said["attributes"], columns[len(self.keys) :], strict=True))
        officers = self.keys.get("officer")
        if officers is not None:
            officers.values = [tuple(str(value).split(AND)) for value in officers.values]
        self.unmapped: list[int] = said["unmapped"]
        self.refused: list[tuple[int, str, str]] = [(row, reason, case) for row, reason, case in said["refused"]]
