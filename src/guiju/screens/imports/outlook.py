"""What an import would do, before it does it: what the first rows become, and which rows would be refused and why."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from guiju.bureau.commands.importing import check_import
from guiju.facts.importing.journal import FINISHED, last_batch
from guiju.facts.importing.order import digest_of_file
from guiju.facts.keys.masking import masked
from guiju.facts.take_in.door import Taken, take_in
from guiju.facts.take_in.mapping import read_mapping
from guiju.screens.imports.models import Upload
from guiju.screens.imports.targets import Targets
from guiju.screens.imports.uploads import LIMITS, choices_of, opened
from guiju.screens.kit.visit import Visit
from guiju.screens.threads.wiring import wiring
from guiju.values.errors import GuijuError
from guiju.values.event import KEYS, FieldValue
from guiju.values.event_table import EventTable
from guiju.values.finding import RefusedRow

FIRST_ROWS = 50


@dataclass(frozen=True, slots=True)
class RowShown:
    """What one row of the file becomes. ``is_known``: the law knows such an event."""

    number: int
    label: str
    is_known: bool
    at: int
    keys: tuple[tuple[str, str], ...]
    more: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What would happen: ``count`` events from ``rows`` rows, and the ``refused`` ones.

    ``fault`` says why nothing would be recorded at all; ``was_known``: the same file was the last import of its source.
    """

    first: tuple[RowShown, ...]
    count: int
    refused: tuple[RefusedRow, ...]
    unmapped: tuple[tuple[str, int], ...]
    fault: GuijuError | None
    was_known: bool


def outlook_of(visit: Visit, upload: Upload) -> Outlook:
    """Read the whole file as the import would, and record nothing.

    Raises:
        GuijuError: the file, or the mapping for it, is refused whole.
    """
    vocabulary = wiring().vocabulary
    mapping = read_mapping(choices_of(upload).content(vocabulary, upload.sheet))
    with opened(upload) as path:
        taken = take_in(path, mapping, vocabulary_known=vocabulary, limits=LIMITS)
        digest = digest_of_file(path)
    last = last_batch(upload.source)
    was_known = last is not None and last.state == FINISHED and last.file_digest == digest
    internal = _internal(taken.table)
    return Outlook(
        _first(taken.table), len(taken.table) - len(internal),
        tuple(sorted([*taken.refused_rows, *internal], key=lambda one: one.row)),
        tuple(taken.table.unmapped.items()), _fault(visit, upload, taken), was_known,
    )  # fmt: skip


def _fault(visit: Visit, upload: Upload, taken: Taken) -> GuijuError | None:
    try:
        check_import(taken.table, upload.unit, account=visit.holder.account, known=wiring().vocabulary, at=visit.at)
    except GuijuError as error:
        return error
    return None


def _internal(table: EventTable) -> list[RefusedRow]:
    """The rows that only the machine, or a signed act, may bring."""
    vocabulary = wiring().vocabulary
    closed = np.array([vocabulary.is_internal(str(name)) for name in table.type.values], dtype=bool)
    if not closed.any():
        return []
    places = np.flatnonzero(closed[table.type.codes])
    reason = "这一环节只能由系统记录或经签署产生，不能由文件带入。"
    return [RefusedRow(number, reason, "") for number in table.row[places].tolist()]


def _first(table: EventTable) -> tuple[RowShown, ...]:
    vocabulary = wiring().vocabulary
    labels = Targets(vocabulary).event_labels
    rows = np.arange(min(FIRST_ROWS, len(table)))
    return tuple(
        RowShown(
            number, labels.get(event.type, event.type), event.type in vocabulary, event.at,
            *_parted(masked(event.fields)),
        )
        for number, event in zip(table.row[rows].tolist(), table.events(rows), strict=True)
    )  # fmt: skip


def _parted(fields: Mapping[str, FieldValue]) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    """Whom and what a row is about, and the rest of what it says; under the names that people use."""
    vocabulary = wiring().vocabulary
    said = [(name, vocabulary.field_label(name), _text(name, value)) for name, value in fields.items()]
    keys = tuple((label, text) for name, label, text in said if name in KEYS)
    return keys, tuple((label, text) for name, label, text in said if name not in KEYS)


def _text(name: str, value: FieldValue) -> str:
    parts = value if isinstance(value, tuple) else (value,)
    return "、".join(wiring().vocabulary.value_label(name, str(part)) for part in parts)
