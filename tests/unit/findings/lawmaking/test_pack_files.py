"""A pack as it lies on a disk or in an upload: never more is read than a pack can be."""

import io
import zipfile

import pytest

from guiju.findings.lawmaking.packs import PackRefused
from guiju.project.desks.check_desk import OutputRefused
from guiju.project.ledger.bureau_desks import law_desk
from guiju.project.ledger.bureau_desks.law_desk import export_law, files_of, trusted_keys, unzipped, zipped

FILES = {"manifest.json": b"{}", "rules/custody/a.yaml": b"id: a"}


def test_a_folder_and_a_zipped_file_hold_the_same(tmp_path):
    for name, content in FILES.items():
        (tmp_path / "pack" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "pack" / name).write_bytes(content)
    (tmp_path / "pack.zip").write_bytes(zipped(FILES))
    assert files_of(tmp_path / "pack") == files_of(tmp_path / "pack.zip") == FILES


def test_what_is_no_pack_is_refused(tmp_path):
    (tmp_path / "x.zip").write_bytes(b"PK\x03\x04nothing")
    for place in (tmp_path / "x.zip", tmp_path / "absent"):
        with pytest.raises(PackRefused, match="读不出来"):
            files_of(place)


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr(law_desk, "MOST_BYTES", 1_000)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("rules/a.yaml", b"0" * 100_000)
    with pytest.raises(PackRefused, match="太大"):
        unzipped(buffer)


def test_without_a_key_nobody_is_trusted(tmp_path):
    for text in (None, "", "abc def\n"):
        file = tmp_path / "superior.pub"
        if text is not None:
            file.write_text(text)
        with pytest.raises(PackRefused, match="公钥"):
            trusted_keys(file)


def test_nothing_is_written_over(tmp_path, monkeypatch):
    monkeypatch.setattr(law_desk, "signed_files", lambda: FILES)
    assert export_law(tmp_path / "new") == 1
    assert files_of(tmp_path / "new") == FILES
    with pytest.raises(OutputRefused, match="不是空目录"):
        export_law(tmp_path / "new")
