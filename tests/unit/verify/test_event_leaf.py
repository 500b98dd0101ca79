"""The leaf of an event: every byte of every column counts."""

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.verify.dumps import COLUMNS, leaf_of

from guiju.facts.verify.parts.event_leaf import (
    KEY_KINDS,
    header_bytes,
    keys_in_body,
    leaf_hash,
    plain_header_bytes,
    short_code,
)
from guiju.values.event import KEYS
from guiju.values.recorded import keys_of

TEXT = st.one_of(st.text(st.characters(codec="utf-8"), max_size=20), st.text("ab", max_size=300))
NUMBER = st.integers(-(2**63), 2**63 - 1)
ROWS = st.tuples(TEXT, NUMBER, TEXT, NUMBER, NUMBER, NUMBER, TEXT, TEXT, TEXT, TEXT, TEXT)
PAIRS = st.lists(st.tuples(st.sampled_from(KEYS), TEXT), max_size=5, unique=True)
PREV, BODY = st.binary(min_size=32, max_size=32), st.binary(max_size=60)


@given(ROWS, PREV, PAIRS, BODY)
def test_the_leaf_is_the_one_that_the_format_defines(row, prev, keys, body):
    event = {**dict(zip(COLUMNS, row, strict=True)), "prev": prev, "body": body}
    assert leaf_hash(row, prev, keys, body) == leaf_of(event, keys)
    assert header_bytes(row, prev, keys) == plain_header_bytes(row, prev, keys)


@given(ROWS, PREV, PAIRS, BODY, st.data())
def test_changing_any_column_by_a_byte_changes_the_leaf(row, prev, keys, body, data):
    leaf = leaf_hash(row, prev, keys, body)
    at = data.draw(st.integers(0, len(row) - 1))
    changed = row[at] + 1 if isinstance(row[at], int) else row[at] + "0"
    assert leaf_hash((*row[:at], changed, *row[at + 1 :]), prev, keys, body) != leaf
    assert leaf_hash(row, prev, keys, body + b"0") != leaf
    assert leaf_hash(row, bytes([prev[0] ^ 1]) + prev[1:], keys, body) != leaf
    assert leaf_hash(row, prev, [*keys, ("case", "another case")], body) != leaf
    for place, (kind, value) in enumerate(keys):
        assert leaf_hash(row, prev, [*keys[:place], *keys[place + 1 :]], body) != leaf
        assert leaf_hash(row, prev, [*keys[:place], (kind, value + "0"), *keys[place + 1 :]], body) != leaf


@given(ROWS, PREV, st.integers(0, 9))
def test_moving_a_byte_from_one_column_to_the_next_changes_the_leaf(row, prev, at):
    texts = [str(value) for value in row]
    moved = [*texts[:at], texts[at] + "0", *texts[at + 1 :]]
    other = [*texts[: at + 1], "0" + texts[at + 1], *texts[at + 2 :]]
    assert leaf_hash(moved, prev, [], b"") != leaf_hash(other, prev, [], b"")


@given(PAIRS)
def test_the_order_of_the_keys_does_not_matter(keys):
    row = ("case:A", 1, "t", 1, 1, 1, "a", "person", "", "", "k")
    assert leaf_hash(row, bytes(32), keys, b"") == leaf_hash(row, bytes(32), keys[::-1], b"")


def test_the_kinds_of_keys_are_those_of_the_house():
    assert set(KEY_KINDS) == set(KEYS)
    assert list(KEY_KINDS) == sorted(KEYS)


SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=5))


@given(st.dictionaries(st.sampled_from([*KEYS, "kind"]), st.one_of(SCALARS, st.lists(st.text(max_size=5), max_size=4))))
def test_the_keys_of_a_body_are_those_that_the_ledger_writes(fields):
    written = {name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()}
    assert keys_in_body(json.loads(json.dumps(fields))) == list(keys_of(written))


@pytest.mark.parametrize("value", [{"a": 1}, [{"a": 1}], [["a"]]])
def test_what_is_no_scalar_is_no_key(value):
    with pytest.raises(ValueError, match="not a key"):
        keys_in_body({"case": value})


def test_the_short_code_is_the_leafs_first_ten_bytes_in_crockfords_letters():
    leaf = bytes(range(7, 39))
    usual = base64.b32encode(leaf[:10]).decode()
    letters = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    assert short_code(leaf).removeprefix("G1-").replace("-", "") == usual.translate(letters)
    assert [len(group) for group in short_code(leaf).split("-")] == [2, 4, 4, 4, 4]
