"""What lies on the disk on the way in tells nobody anything, and cannot be cut, turned round or exchanged."""

import pytest

from guiju.facts.keys.sealed_file import PIECE, SealedFileRefused, seal_file, unseal_file
from guiju.screens.kit.upload_files import LockedFile

pytestmark = pytest.mark.slow


CONTENT = bytes(range(256)) * (PIECE // 128)
SECRET = b"s" * 32


@pytest.fixture
def sealed(tmp_path):
    path = tmp_path / "sealed"
    assert seal_file(SECRET, path, [CONTENT[:7], b"", CONTENT[7:]], bound=b"here") == len(CONTENT)
    return path


def test_a_sealed_file_opens_as_it_was_and_shows_nothing(sealed):
    assert b"".join(unseal_file(SECRET, sealed, bound=b"here")) == CONTENT
    assert CONTENT[:64] not in sealed.read_bytes()


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1])
def test_every_size_comes_back(tmp_path, size):
    seal_file(SECRET, tmp_path / "x", [CONTENT[:size]], bound=b"")
    assert b"".join(unseal_file(SECRET, tmp_path / "x", bound=b"")) == CONTENT[:size]


def test_another_key_another_place_or_a_changed_byte_does_not_open(sealed):
    data, step = sealed.read_bytes(), PIECE + 16
    turned = data[:32] + data[32 + step : 32 + 2 * step] + data[32 : 32 + step] + data[32 + 2 * step :]
    for broken in (data[:-1], data[: 32 + step], data[:32], b"", data[:40] + bytes([data[40] ^ 1]) + data[41:], turned):
        sealed.write_bytes(broken)
        with pytest.raises(SealedFileRefused):
            list(unseal_file(SECRET, sealed, bound=b"here"))
    sealed.write_bytes(data)
    for secret, bound in ((b"t" * 32, b"here"), (SECRET, b"there")):
        with pytest.raises(SealedFileRefused):
            list(unseal_file(secret, sealed, bound=bound))


def test_an_upload_on_its_way_is_locked_and_read_from_any_place():
    file = LockedFile()
    for start in range(0, 5000, 777):
        file.write(CONTENT[start : min(start + 777, 5000)])
    for place in (0, 1, 15, 16, 17, 4999):
        file.seek(place)
        assert file.read(40) == CONTENT[place : min(place + 40, 5000)]
    file._file.seek(0)
    assert file._file.read(64) != CONTENT[:64]
