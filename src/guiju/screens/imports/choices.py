"""What somebody chose for the columns and words of a file, and the mapping that it makes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from guiju.screens.imports.targets import EVENT, FIELD, HAPPENED_AT, TYPE
from guiju.values.event import KEYS
from guiju.values.vocabulary import Vocabulary

_COLUMNS = ("type", "happened_at", *KEYS)


@dataclass(frozen=True, slots=True)
class Choices:
    """``columns`` says by column of the file what it becomes, ``events`` by word of the source which event it means."""

    columns: Mapping[str, str] = field(default_factory=dict)
    events: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_wide(self) -> bool:
        """Whether a row is a whole case, with a column for the time of each event."""
        return any(code.startswith(EVENT) for code in self.columns.values())

    def columns_of(self, code: str) -> list[str]:
        """The columns that become this."""
        return [name for name, chosen in self.columns.items() if chosen == code]

    def only(self, names: tuple[str, ...]) -> "Choices":
        """The same for the columns that a file has."""
        return Choices({name: code for name, code in self.columns.items() if name in names}, self.events)

    def content(self, vocabulary: Vocabulary, sheet: str = "") -> dict[str, Any]:
        """The mapping as plain values, as a mapping file says it."""
        by_field: dict[str, list[str]] = {}
        for column, code in self.columns.items():
            if code.startswith(FIELD):
                by_field.setdefault(code.removeprefix(FIELD), []).append(column)
        columns = {name: names for name, names in by_field.items() if name in _COLUMNS}
        attributes = {name: names for name, names in by_field.items() if name not in _COLUMNS}
        said: dict[str, Any] = {
            "columns": columns,
            "attributes": attributes,
            "wide": {
                column: code.removeprefix(EVENT) for column, code in self.columns.items() if code.startswith(EVENT)
            },
            "events": {} if self.is_wide or TYPE not in self.columns.values() else dict(self.events),
            "values": {
                name: {label: word for word, label in vocabulary.value_labels[name].items()}
                for name in attributes
                if name in vocabulary.value_labels
            },
        }
        if sheet:
            said["sheet"] = int(sheet) if sheet.isascii() and sheet.isdigit() else sheet
        return {word: value for word, value in said.items() if value}

    def text(self, vocabulary: Vocabulary, sheet: str = "") -> str:
        """The mapping as the text of a mapping file: the same choices give the same text."""
        return json.dumps(self.content(vocabulary, sheet), ensure_ascii=False, sort_keys=True)

    def lacking(self) -> list[str]:
        """The codes without which no mapping can be made."""
        wanted = [] if self.is_wide else [TYPE, HAPPENED_AT]
        return [code for code in wanted if code not in self.columns.values()]

    def kept(self) -> str:
        """The same as JSON."""
        return json.dumps({"columns": dict(self.columns), "events": dict(self.events)}, ensure_ascii=False)


def read_choices(text: str) -> Choices:
    """What ``kept`` wrote."""
    said = json.loads(text)
    return Choices(said["columns"], said["events"])
