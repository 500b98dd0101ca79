"""SM2: the standard's own example, and another implementation both ways."""

import random

import gmalg
import pytest

from guiju.facts.verify.parts.curves.sm2 import SM2_A, SM2_B, SM2_G, SM2_N, SM2_P, Sm2Key

PUBLIC = bytes.fromhex(
    "09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
    "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13"
)
SIGNATURE = bytes.fromhex(
    "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
    "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa"
)
IDENTITY = b"1234567812345678"


def signed(signer, message):
    """Numbers of 32 bytes each; the other implementation leaves leading zeros away."""
    return [number.rjust(32, b"\x00") for number in signer.sign(message)]


def test_the_example_of_the_standard_holds_and_holds_for_nothing_else():
    key = Sm2Key(PUBLIC)
    assert key.holds(SIGNATURE, b"message digest")
    assert not key.holds(SIGNATURE, b"message digesu")
    assert not Sm2Key(PUBLIC, b"another signer").holds(SIGNATURE, b"message digest")
    for bit in range(0, 512, 11):
        forged = bytearray(SIGNATURE)
        forged[bit // 8] ^= 1 << bit % 8
        assert not key.holds(bytes(forged), b"message digest")


def test_the_base_point_lies_on_the_curve():
    x, y = SM2_G
    assert (y * y - x**3 - SM2_A * x - SM2_B) % SM2_P == 0


@pytest.mark.slow
def test_hundreds_of_signatures_of_another_implementation_hold_for_it_and_for_us():
    draw = random.Random(2)
    for _ in range(10):
        secret, public = gmalg.SM2().generate_keypair()
        other, ours = gmalg.SM2(secret, IDENTITY, public), Sm2Key(public[1:])
        for _ in range(25):
            message = draw.randbytes(draw.randrange(200))
            r, s = signed(other, message)
            forged = bytes([s[0] ^ 1, *s[1:]])
            assert other.verify(message, r, s)
            assert ours.holds(r + s, message)
            assert not other.verify(message, r, forged)
            assert not ours.holds(r + forged, message)


def test_a_signature_of_another_implementation_holds():
    secret, public = gmalg.SM2().generate_keypair()
    r, s = signed(gmalg.SM2(secret, IDENTITY, public), b"text")
    assert Sm2Key(public[1:]).holds(r + s, b"text")


@pytest.mark.parametrize(("r", "s"), [(0, 1), (1, 0), (SM2_N, 1), (1, SM2_N), (1, SM2_N - 1), (2**256 - 1, 2**256 - 1)])
def test_numbers_outside_their_range_are_no_signature(r, s):
    assert not Sm2Key(PUBLIC).holds(r.to_bytes(32, "big") + s.to_bytes(32, "big"), b"text")


@pytest.mark.parametrize("length", [0, 32, 63, 65])
def test_a_signature_of_another_length_does_not_hold(length):
    assert not Sm2Key(PUBLIC).holds((SIGNATURE * 2)[:length], b"message digest")


@pytest.mark.parametrize("public", [b"\x04" + PUBLIC, PUBLIC[:63], PUBLIC[:-1] + b"\x00", b"\xff" * 64, bytes(64)])
def test_what_is_no_point_of_the_curve_is_no_key(public):
    with pytest.raises(ValueError, match="curve"):
        Sm2Key(public)
