"""A finding on paper says what its page says, dissent by name among it, and is entered in the read log first."""

import pytest
from tests.unit.findings.life.test_disputes import disputed
from tests.unit.screens.findings.conftest import Browser, page_of

from guiju.findings.life import commands
from guiju.project.site.urls import PAGES
from guiju.scores.reports.table import Table
from guiju.screens.findings import printed
from guiju.screens.kit.print import Facts, said_cell

pytestmark = pytest.mark.parametrize("station", ["sqlite"], indirect=True)


def words(blocks):
    """Every word of a printed page, row by row."""
    for block in blocks:
        if isinstance(block, Table):
            yield from (" | ".join(said_cell(cell) for cell in row) for row in block.rows())
        elif isinstance(block, Facts):
            yield from (" | ".join(row) for row in block.rows)
        else:
            yield getattr(block, "text", block)


@pytest.fixture
def paper(monkeypatch):
    """What was printed last, in words; no font is needed."""
    told = []
    monkeypatch.setattr(printed, "pdf_of", lambda title, blocks, mark: told.append([title, *words(blocks)]) or b"%PDF-")
    return lambda: told[-1]


def test_an_opinion_that_was_not_followed_is_printed_with_name_reason_and_outcome(desk, paper):
    finding = desk.verified(desk.searched())
    reply = disputed(desk, finding)
    commands.give_opinion(finding, holds=True, reason="录像里只有一人", **desk.by("legal"))
    commands.decide_dispute(finding, reply, is_upheld=True, reason="另有一人在门外", **desk.by("clerk"))
    answer = Browser(desk, "legal", "export").get(page_of(finding, "print/"))
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    [voice] = [
        row for row in paper() if "录像里只有一人" in row and "审核意见" in row and "|" in row and "未采纳" in row
    ]
    assert "2026年" in voice
    assert any("另有一人在门外" in row for row in paper())
    assert "经核查不属实，不计入考评；记录保留。" in paper()
    assert not any("疑似问题：" in row for row in paper())


def test_what_is_only_suspected_says_so_before_anything_else(desk, paper):
    Browser(desk, "legal", "export").get(page_of(desk.searched(), "print/"))
    assert paper()[1].startswith("这是疑似问题")


def test_what_is_foreign_is_not_printed(desk, paper):
    foreign = Browser(desk, "westclerk", "export").get(page_of(desk.searched(), "print/"))
    absent = Browser(desk, "westclerk", "export").get(page_of("cases.two-officers:99999", "print/"))
    assert (foreign.status_code, absent.status_code) == (404, 404)


def test_only_who_may_export_is_offered_the_print(desk):
    finding = desk.searched()
    assert page_of(finding, "print/") not in Browser(desk, "handler").reads(page_of(finding))
    assert page_of(finding, "print/") in Browser(desk, "legal", "export").reads(page_of(finding))
    assert [page.may for page in PAGES if page.name == "findings.print"] == ["export"]
