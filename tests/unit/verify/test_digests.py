"""SM3 as the standard's examples and another implementation have it."""

import random

import gmalg
import pytest

from guiju.facts.verify.parts.digests import DIGESTS, plain_sm3, sha256, sm3

EXAMPLES = {
    b"abc": "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
    b"abcd" * 16: "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732",
}


@pytest.mark.parametrize("digest", [plain_sm3, sm3])
def test_sm3_gives_the_two_examples_of_the_standard(digest):
    assert {text: digest(text).hex() for text in EXAMPLES} == EXAMPLES


def test_sm3_is_that_of_another_implementation_at_every_length_around_a_block():
    draw = random.Random(3)
    for length in [*range(130), 1000]:
        data = draw.randbytes(length)
        other = gmalg.SM3()
        other.update(data)
        assert plain_sm3(data) == sm3(data) == other.value()


def test_a_checkpoint_may_name_two_digests():
    assert set(DIGESTS) == {"sha256", "sm3"}
    assert sha256(b"abc").hex() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
