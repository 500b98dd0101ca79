"""What became of a rule's findings, as its page tells it: counted in the ledger, within what the viewer may see."""

import re

from tests.unit.screens.law.conftest import Browser, show_law

FAMILY = "/law/rules/custody.notify-family/"


def cards(page: str) -> list[tuple[str, str]]:
    """The cards of a page: what each counts, and its number."""
    part = page.partition("<h2>近一年</h2>")[2].partition("误报率")[0]
    text = " ".join(re.sub(r"<[^>]+>", " ", part).split())
    return re.findall(r"(疑似问题（未核查）|不属实|属实|已豁免) (\d+) 条", text)


def test_the_numbers_are_those_of_the_ledger_within_the_viewers_scope(desk, law, names):
    waiting, true, false = desk.detained(), desk.verified(desk.detained()), desk.detained()
    Browser(desk, "legal").posts(f"/findings/one/{false}/do/reject_finding/", reason="已电话通知，有录音")
    show_law(law, names)
    page = Browser(desk, "legal").reads(FAMILY)
    assert waiting != true
    assert cards(page) == [("疑似问题（未核查）", "1"), ("属实", "1"), ("不属实", "1"), ("已豁免", "0")]
    assert "50.0%（核查 2 条，不属实 1 条）" in page
    assert "建议复核本规则" in page
    row = Browser(desk, "legal").reads("/law/?q=notify-family").partition(FAMILY)[2].partition("</tr>")[0]
    assert re.findall(r'class="numeric[^"]*"[^>]*>\s*(\d+)', row) == ["1", "1", "1"]
    away = Browser(desk, "west").reads(FAMILY)
    assert "没有核查结论" in away and "建议复核本规则" not in away
    assert [number for _title, number in cards(away)] == ["0"] * 4


def test_a_rule_within_the_goal_is_not_proposed_for_review(desk, law, names):
    desk.verified(desk.detained())
    show_law(law, names)
    page = Browser(desk, "legal").reads(FAMILY)
    assert "0.0%（核查 1 条，不属实 0 条）" in page and "建议复核本规则" not in page


def test_the_pages_name_nobody(desk, law, names):
    finding = desk.detained(case="A7700")
    show_law(law, names)
    assert finding
    for address in ("/law/", FAMILY, "/law/?q=notify-family"):
        page = Browser(desk, "clerk").reads(address)
        for word in ("A7700", "0151001", "警员"):
            assert word not in page.partition("<main")[2], (address, word)
