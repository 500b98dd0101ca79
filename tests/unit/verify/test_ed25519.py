"""Ed25519: the examples of RFC 8032, another implementation's signatures, and the forms in which one may cheat."""

import random

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from guiju.facts.verify.parts.curves.ed25519 import ED_L, ED_P, Ed25519Key, ed_decode

RFC_8032 = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd"
        "25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c3"
        "87b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594"
        "a7c15e9716ed28dc027beceea1ec40a",
    ),
]  # fmt: skip
USES = [1, 100, 3000]


def signer(seed):
    key = Ed25519PrivateKey.from_private_bytes(random.Random(seed).randbytes(32))
    return key, key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


@pytest.mark.parametrize("uses", USES)
@pytest.mark.parametrize(("public", "message", "signature"), RFC_8032)
def test_the_examples_of_the_rfc_hold_and_hold_for_nothing_else(public, message, signature, uses):
    key, message, signature = Ed25519Key(bytes.fromhex(public), uses), bytes.fromhex(message), bytes.fromhex(signature)
    assert key.holds(signature, message)
    assert not key.holds(signature, message + b"\x00")
    for bit in range(0, 512, 7):
        forged = bytearray(signature)
        forged[bit // 8] ^= 1 << bit % 8
        assert not key.holds(bytes(forged), message)


@pytest.mark.parametrize("uses", USES)
def test_signatures_of_another_implementation_hold_with_tables_of_every_width(uses):
    for seed in range(3):
        key, public = signer(seed)
        ours, draw = Ed25519Key(public, uses), random.Random(seed)
        for _ in range(60):
            message = draw.randbytes(draw.randrange(300))
            signature = key.sign(message)
            assert ours.holds(signature, message)
            assert not ours.holds(signature, draw.randbytes(20))


def test_a_signature_written_in_a_second_way_does_not_hold():
    key, public = signer(7)
    signature = key.sign(b"text")
    scalar = int.from_bytes(signature[32:], "little")
    for more in (ED_L, 2 * ED_L, 8 * ED_L):
        assert not Ed25519Key(public).holds(signature[:32] + (scalar + more).to_bytes(32, "little"), b"text")


@pytest.mark.parametrize("length", [0, 32, 63, 65, 128])
def test_a_signature_of_another_length_does_not_hold(length):
    key, public = signer(7)
    assert not Ed25519Key(public).holds((key.sign(b"text") * 2)[:length], b"text")


def test_a_point_outside_the_field_or_off_the_curve_is_no_key():
    for number in (ED_P, ED_P + 1, 2**255 - 1, ED_P | 1 << 255, 2):
        with pytest.raises(ValueError, match="point"):
            Ed25519Key(number.to_bytes(32, "little"))


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_a_key_of_another_length_is_no_key(length):
    with pytest.raises(ValueError, match="point"):
        Ed25519Key(bytes([1] + [0] * 63)[:length])


def test_a_zero_with_a_sign_is_no_point():
    with pytest.raises(ValueError, match="curve"):
        ed_decode((1 | 1 << 255).to_bytes(32, "little"))


def small_points():
    """The points of order 1, 2, 4 and 8: their y is 1, -1, 0 or one of two roots."""
    eighth = bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05")
    other = bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")
    plain = [number.to_bytes(32, "little") for number in (1, ED_P - 1, 0, 1 << 255)]
    signed = [bytes([*point[:31], point[31] | 0x80]) for point in (eighth, other)]
    return [*plain, eighth, other, *signed]


@pytest.mark.parametrize("public", small_points(), ids=lambda public: public.hex()[:8])
def test_a_key_of_small_order_is_refused_because_it_would_accept_anything(public):
    ed_decode(public)
    with pytest.raises(ValueError, match="small order"):
        Ed25519Key(public)
