"""Everything that is recorded has a name that people use, and no two things the same one."""

from collections import Counter

from guiju.project.catalogue import VOCABULARY
from guiju.project.field_labels import FIELD_LABELS
from guiju.project.value_labels import VALUE_LABELS
from guiju.values.event import KEYS

ALIKE = {("place", "住处")}
"""Two of our words for one thing, of which both stand in pages of law."""


def test_every_field_that_may_be_recorded_has_a_chinese_name():
    declared = {name for kind in VOCABULARY.types.values() for name in (*kind.attributes, *kind.keys)}
    assert sorted((declared | {*KEYS}) - {*FIELD_LABELS}) == []


def test_no_two_fields_have_the_same_name():
    assert [label for label, count in Counter(FIELD_LABELS.values()).items() if count > 1] == []


def test_no_two_values_of_a_field_have_the_same_name():
    doubled = {
        (field, label)
        for field, labels in VALUE_LABELS.items()
        for label, count in Counter(labels.values()).items()
        if count > 1
    }
    assert doubled == ALIKE


def test_values_are_named_of_fields_that_are_declared():
    declared = {name for kind in VOCABULARY.types.values() for name in kind.attributes}
    assert sorted({*VALUE_LABELS} - declared) == []
