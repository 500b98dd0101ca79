"""Standing attributes of a whole table: what an earlier row of the same case and person said still holds."""

from dataclasses import replace

import numpy as np

from guiju.values.event import FieldValue
from guiju.values.event_table import Column, EventTable
from guiju.values.vocabulary import Vocabulary


def complete_standing(table: EventTable, vocabulary: Vocabulary) -> EventTable:
    """The table with empty standing attributes filled in from the latest earlier row of the same case and person.

    The same as ``matching.with_standing`` does for a list of events; a table that needs nothing comes back as it is.
    """
    wanted: dict[str, set[str]] = {}
    for kind in vocabulary.types.values():
        for name in kind.standing:
            wanted.setdefault(name, set()).add(kind.name)
    columns = {name: types for name, types in wanted.items() if name in table.attributes}
    if not columns or "person" not in table.keys:
        return table
    attributes = dict(table.attributes)
    for name, types in columns.items():
        attributes[name] = _filled(table, attributes[name], types, frozenset(vocabulary))
    return replace(table, attributes=attributes)


def _filled(table: EventTable, column: Column, types: set[str], known_types: frozenset[str]) -> Column:
    persons = table.keys["person"].codes
    cases = table.keys["case"].codes if "case" in table.keys else np.full(len(table), -1, dtype=np.int32)
    takes = np.array([value in types for value in table.type.values] + [False], dtype=bool)[table.type.codes]
    tells = np.array([value in known_types for value in table.type.values] + [False], dtype=bool)[table.type.codes]
    gives = tells & (column.codes >= 0)
    rows = np.flatnonzero((persons >= 0) & (gives | (takes & (column.codes < 0))))
    rows = rows[np.lexsort((rows, table.at[rows]))]
    codes = column.codes.copy()
    latest: dict[tuple[int, int], int] = {}
    for row, case, person in zip(rows.tolist(), cases[rows].tolist(), persons[rows].tolist(), strict=True):
        code = codes[row]
        if code >= 0:
            latest[case, person] = int(code)
        elif (case, person) in latest:
            codes[row] = latest[case, person]
    values: list[FieldValue] = column.values
    return Column(codes, values)
