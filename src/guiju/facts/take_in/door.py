"""The way in: a file and its mapping become an event table, or are refused in one sentence."""

import tempfile
from collections.abc import Callable, Container
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from guiju.facts.take_in.apart import run_apart as _run
from guiju.facts.take_in.caps import Caps
from guiju.facts.take_in.child import Job
from guiju.facts.take_in.handover import HandedOver
from guiju.facts.take_in.mapping import Mapping
from guiju.facts.take_in.survey import Survey, read_survey
from guiju.facts.take_in.unpacking import format_of
from guiju.values.event_table import EventTable
from guiju.values.finding import RefusedRow

_FOREIGN = "（未映射）"


@dataclass(frozen=True, slots=True)
class Taken:
    """What came in: the events, the rows that did not, and the mapped event names that nobody knows."""

    table: EventTable
    refused_rows: list[RefusedRow]
    unknown_events: tuple[str, ...] = ()


def take_in(
    path: Path | str,
    mapping: Mapping,
    *,
    vocabulary_known: Container[str] | None = None,
    limits: Caps | None = None,
    progress: Callable[[float], None] | None = None,
) -> Taken:
    """The events of one file, read in a process of its own under ``limits``.

    ``vocabulary_known`` tells which event names mean something; ``progress`` hears shares from 0 to 1.

    Raises:
        TakeInRefused: the file, or the mapping for it, is refused whole.
    """
    path = Path(path)
    format_of(path)
    with tempfile.TemporaryDirectory(prefix="guiju-") as folder:
        job = Job(limits or Caps(), Path(folder) / "rows", path.absolute(), mapping)
        _run(job, progress or (lambda share: None))
        handed = HandedOver(job.result)
    if progress is not None:
        progress(1.0)
    unmapped, recorded = _name_types(handed, mapping, vocabulary_known)
    table = EventTable(
        type=handed.type,
        keys=handed.keys,
        attributes=handed.attributes,
        zone=mapping.zone,
        recorded=recorded,
        unmapped=unmapped,
        **handed.arrays,
    )
    declared = sorted(mapping.declared)
    unknown = () if vocabulary_known is None else tuple(name for name in declared if name not in vocabulary_known)
    return Taken(table, [RefusedRow(*said) for said in handed.refused], unknown)


def survey(path: Path | str, *, sheet: str | int | None = None, limits: Caps | None = None) -> Survey:
    """What a file looks like, read in a process of its own under ``limits``, before there is a mapping for it.

    Raises:
        TakeInRefused: the file cannot be read, or costs too much.
    """
    path = Path(path)
    format_of(path)
    with tempfile.TemporaryDirectory(prefix="guiju-") as folder:
        every = Mapping(sheet=sheet, is_canonical=True)
        job = Job(limits or Caps(), Path(folder) / "survey", path.absolute(), every, is_survey=True)
        _run(job, lambda share: None)
        return read_survey(job.result)


def _name_types(
    handed: HandedOver, mapping: Mapping, known: Container[str] | None
) -> tuple[dict[str, int], frozenset[str]]:
    """The counts of unmapped names, and the types that the source records."""
    names = [str(name) for name in handed.type.values]
    counts = np.bincount(handed.type.codes, minlength=len(names)).tolist()
    if mapping.targets or mapping.wide:
        foreign = set(handed.unmapped)
        recorded = mapping.declared
    else:
        foreign = {code for code, name in enumerate(names) if known is not None and name not in known}
        recorded = frozenset(name for code, name in enumerate(names) if code not in foreign) | mapping.declared
    unmapped = {names[code]: counts[code] for code in sorted(foreign)}
    for code in handed.unmapped:
        # A name of the source that is spelt like one of ours is still not ours: the mapping does not say so.
        if names[code] in mapping.declared or (known is not None and names[code] in known):
            handed.type.values[code] = names[code] + _FOREIGN
    return unmapped, recorded
