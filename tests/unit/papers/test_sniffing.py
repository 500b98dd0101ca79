"""What a file is, its own bytes say; what can run, and what is two things at once, is refused."""

import pytest
from tests.unit.papers.conftest import PDF, package

from guiju.facts.papers.sniffing import LARGEST, PaperRefused, check_paper, shown_name

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\x00IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0 picture \xff\xd9"


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("pdf", PDF), ("png", PNG), ("jpeg", JPEG), ("tiff", b"II*\x00rest"), ("txt", "笔录".encode()),
        ("docx", package("[Content_Types].xml", "word/document.xml")), ("xlsx", package("xl/workbook.xml")),
        ("ofd", package("OFD.xml")),
    ],
)  # fmt: skip
def test_a_sound_file_of_its_kind_is_taken(kind, data):
    check_paper(data, kind)


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("pdf", b""), ("pdf", JPEG), ("pdf", b"MZ\x90" + PDF), ("pdf", PDF + b"PK\x03\x04"),
        ("pdf", b"%PDF-1.7\n<script>alert(1)</script>%%EOF"), ("pdf", PDF.replace(b"<<>>", b"<</JS (x)>>")),
        ("pdf", PDF.replace(b"<<>>", b"<</Launch 1>>")), ("pdf", PDF.replace(b"<<>>", b"<</J#61vaScript (x)>>")),
        ("pdf", PDF.replace(b"<<>>", b"<</#4c#61unch 1>>")), ("png", PNG + b"PK\x03\x04"), ("jpeg", JPEG + b"<html>"),
        ("txt", b"<svg onload=alert(1)>"), ("txt", b"<!DOCTYPE html>"), ("txt", b"\xff\xfe"), ("txt", b"a\x00b"),
        ("svg", b"<svg/>"), ("html", b"<html>"), ("exe", b"MZ"),
        ("docx", package("word/vbaProject.bin", "word/document.xml")),
        ("docx", package("word/document.xml", "../../etc/passwd")), ("docx", package("xl/workbook.xml")),
        ("docx", b"PK\x03\x04 broken"), ("xlsx", package("xl/workbook.xml", "a.html")), ("", PDF),
    ],
)  # fmt: skip
def test_what_it_is_not_what_runs_and_what_is_two_things_is_refused(kind, data):
    with pytest.raises(PaperRefused):
        check_paper(data, kind)


def test_a_file_that_is_too_large_is_refused():
    with pytest.raises(PaperRefused, match="50 MB"):
        check_paper(b"\x00" * (LARGEST + 1), "pdf")


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd", "passwd"), ("C:\\材料\\传唤证.pdf", "传唤证.pdf"), ("a\u202efdp.exe", "afdp.exe"),
        ("\x00\n", "未命名"), ("..", "未命名"), ("x" * 300, "x" * 120),
    ],
)  # fmt: skip
def test_a_name_is_shown_without_folders_and_hidden_characters(given, shown):
    assert shown_name(given) == shown
