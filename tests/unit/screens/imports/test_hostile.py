"""Whatever is uploaded: taken in, or refused in one sentence with what to do; never an accident, nothing is left."""

import gzip
import io
import zipfile

import pytest
from tests.unit.bureau.conftest import EAST_STATION
from tests.unit.screens.imports.conftest import ROWS, facts, table

from guiju.facts.take_in.caps import Caps
from guiju.screens.imports import arriving, uploads

pytestmark = pytest.mark.slow


BOMB = """<?xml version="1.0"?><!DOCTYPE log [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><log>&b;</log>"""
OUTSIDE = """<?xml version="1.0"?><!DOCTYPE log [<!ENTITY x SYSTEM "file:///etc/hostname">]><log>&x;</log>"""


def workbook_bomb() -> bytes:
    text = io.BytesIO()
    with zipfile.ZipFile(text, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (80 * 1024 * 1024))
    return text.getvalue()


HOSTILE = {
    "an empty file": ("a.csv", b"", "是空文件"),
    "a program": ("a.csv", b"MZ\x90\x00\x03\x00\x00\x00", "a.csv"),
    "a workbook under a wrong name": ("a.csv", b"PK\x03\x04" + bytes(60), "Excel"),
    "text that says it is a workbook": ("a.xlsx", table(*ROWS), "不是 .xlsx 文件"),
    "an ending that is not read": ("a.exe", table(*ROWS), "不认识"),
    "a hidden name": (".csv", table(*ROWS), "不能用"),
    "entities that grow": ("a.xes", BOMB.encode(), "恶意文件"),
    "an entity that reads a file": ("a.xes", OUTSIDE.encode(), "恶意文件"),
    "a workbook that unpacks to more": ("a.xlsx", workbook_bomb(), "a.xlsx"),
    "a packed file that was cut": ("a.csv.gz", gzip.compress(table(*ROWS))[:-12], "压缩内容"),
    "a column twice": ("a.csv", table(("A1", "A1"), header=("案号", "案号")), "出现了 2 次"),
    "too many columns": ("a.csv", table(header=[f"c{n}" for n in range(500)]), "500 列"),
    "bytes that are no text": ("a.csv", bytes(range(128, 256)) * 40, "a.csv"),
}


def test_a_hostile_file_is_refused_in_a_sentence_and_not_kept(site):
    dept = site.as_("dept")
    for what, (name, content, said) in HOSTILE.items():
        answer = dept.upload(content, name=name)
        page = answer.content.decode()
        assert answer.status_code == 422 and said in page, what
        assert "出错" not in page and "Traceback" not in page, what
        assert site.kept() == [] and facts() == [], what


def test_the_name_of_a_file_leads_nowhere(site):
    dept = site.as_("dept")
    columns = dept.upload(table(*ROWS), name="../../../etc/导出.csv").headers["Location"]
    assert "etc" not in dept.text(columns) and "导出.csv" in dept.text(columns)
    [place] = site.kept()
    assert [one.name for one in place.iterdir()] == ["sealed"]


def test_a_file_that_is_too_large_is_refused_before_it_is_read(site, monkeypatch):
    monkeypatch.setattr(arriving, "MOST_BYTES", 100)
    answer = site.as_("dept").upload(table(*ROWS * 3))
    assert answer.status_code == 422 and "请按年份或单位拆分" in answer.content.decode()
    assert site.kept() == []


def test_a_packed_file_that_grows_beyond_the_caps_is_refused(site, monkeypatch):
    monkeypatch.setattr(uploads, "LIMITS", Caps(unpacked_bytes=1000))
    answer = site.as_("dept").upload(gzip.compress(table(*ROWS * 40)), name="a.csv.gz")
    assert answer.status_code == 422 and "解开后超过" in answer.content.decode()


def test_what_stands_in_a_file_is_shown_as_text(site):
    dept = site.as_("dept")
    texts = ("<script>alert(1)</script>", "=cmd|'/c calc'!A1", "\u202edrowssap", "%(x)s{{7*7}}")
    content = table(
        *[("A1", "受案", "2026-02-01 08:00", EAST_STATION, one) for one in texts], *[(one,) * 5 for one in texts]
    )
    preview = dept.match(dept.upload(content).headers["Location"])
    page = dept.text(preview)
    assert "<script>" not in page.replace("<script src", "")
    assert dept.get(preview.replace("preview/", "refused.xlsx")).status_code == 200


def test_a_form_with_fields_of_its_own_is_refused(site):
    dept = site.as_("dept")
    columns = dept.upload(table(*ROWS)).headers["Location"]
    assert dept.send(columns, place="x").status_code == 422
    assert dept.get("/imports/uploads/..%2f..%2fetc/").status_code == 404
