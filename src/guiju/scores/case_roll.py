"""Every case of a file with its unit and its officers, those without any finding included."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from guiju.values.event_table import Column, EventTable


class CaseEntry(NamedTuple):
    """One case: its number, the unit that handled it, everyone who is named in it."""

    case: str
    unit: str
    officers: tuple[str, ...]


def list_cases(table: EventTable) -> Iterator[CaseEntry]:
    """The cases in the order in which the file first speaks of them.

    The unit of a case is the one named in most of its rows (of equals the one named first), because a case passes
    through the hands of a case area, a custodian and a reviewer without becoming theirs.
    """
    cases = table.keys.get("case")
    if cases is None:
        return
    rows = np.flatnonzero(cases.codes >= 0)
    codes, first = np.unique(cases.codes[rows], return_index=True)
    units = _leading(cases, table.keys.get("unit"))
    officers = _named(cases, table.keys.get("officer"))
    for code in codes[np.argsort(first, kind="stable")].tolist():
        yield CaseEntry(str(cases.values[code]), units.get(code, ""), officers.get(code, ()))


def _pairs(cases: Column, other: Column | None) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Each (case, value) that occurs: both codes, how often, and the row where it first does; sorted by case."""
    if other is None or not other.values:
        nothing = np.empty(0, dtype=np.int64)
        return nothing, nothing, nothing, nothing
    rows = np.flatnonzero((cases.codes >= 0) & (other.codes >= 0))
    width = len(other.values)
    joined = cases.codes[rows].astype(np.int64) * width + other.codes[rows]
    pairs, first, counts = np.unique(joined, return_index=True, return_counts=True)
    return pairs // width, pairs % width, counts, rows[first]


def _leading(cases: Column, units: Column | None) -> dict[int, str]:
    owner, value, counts, first = _pairs(cases, units)
    if units is None or not len(owner):
        return {}
    order = np.lexsort((first, -counts, owner))
    owner, value = owner[order], value[order]
    leads = np.flatnonzero(np.concatenate([[True], owner[1:] != owner[:-1]]))
    named = zip(owner[leads].tolist(), value[leads].tolist(), strict=True)
    return {case: str(units.values[unit]) for case, unit in named}


def _named(cases: Column, officers: Column | None) -> dict[int, tuple[str, ...]]:
    owner, value, _, _ = _pairs(cases, officers)
    if officers is None or not len(owner):
        return {}
    groups = [held if isinstance(held, tuple) else (str(held),) for held in officers.values]
    # Numbered in the order of their names, so that sorting the numbers of a case sorts its officers.
    names = sorted({name for group in groups for name in group})
    number = {name: index for index, name in enumerate(names)}
    sizes = np.array([len(group) for group in groups], dtype=np.int64)
    flat = np.array([number[name] for group in groups for name in group], dtype=np.int64)
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    counts = sizes[value]
    within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    joined = np.repeat(owner, counts) * len(names) + flat[np.repeat(starts[value], counts) + within]
    # Sorted and thinned by hand: NumPy's own unique hashes, which takes many times as long here.
    joined.sort()
    pairs = joined[np.concatenate([[True], joined[1:] != joined[:-1]])]
    case, named = pairs // len(names), [names[index] for index in (pairs % len(names)).tolist()]
    leads = np.flatnonzero(np.concatenate([[True], case[1:] != case[:-1]]))
    ends = [*leads[1:].tolist(), len(named)]
    return {
        code: tuple(named[start:end])
        for code, start, end in zip(case[leads].tolist(), leads.tolist(), ends, strict=True)
    }
