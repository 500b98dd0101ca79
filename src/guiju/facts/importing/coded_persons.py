"""Persons whom a source calls by their document numbers: a code stands in the place of the number from here on.

It is done before anything is derived from the rows: no hash of a number without a key may stand anywhere.
"""

from dataclasses import replace

from guiju.facts.draft import PersonalNotWired
from guiju.facts.keys.blind_index import is_document_number
from guiju.facts.wiring import personal_hand
from guiju.values.event import FieldValue
from guiju.values.event_table import Column, EventTable


def with_coded_persons(table: EventTable) -> EventTable:
    """The table with codes for those persons whose key is a document number; the same table where nobody's is.

    Raises:
        PersonalNotWired: there are such persons, and nobody has handed over the key of the index.
    """
    column = table.keys.get("person")
    if column is None or not any(_is_number(value) for value in column.values):
        return table
    hand = personal_hand()
    if hand is None:
        raise PersonalNotWired("文件里的人员编号是居民身份证号码，没有索引密钥不能换成编号。")
    values = [hand.index.code_for(str(value)) if _is_number(value) else value for value in column.values]
    return replace(table, keys={**table.keys, "person": Column(column.codes, values)}, _codes={})


def _is_number(value: FieldValue) -> bool:
    return isinstance(value, str) and is_document_number(value)
