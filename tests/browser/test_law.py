"""The law at a browser: a legal officer looks a rule up, has its dates calculated, and prints them."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.slow
RULE = "治安案件在办案期限内作出处理"


def look_up(page: Page, address: str) -> None:
    """From the catalogue to the rule, and with its limit into the calculator."""
    page.goto(f"{address}/law/")
    page.locator("input[name=q]").fill("办案期限 118")
    page.locator("button", has_text="查询").first.click()
    page.get_by_role("link", name=RULE, exact=True).click()
    expect(page.locator("h1")).to_have_text(RULE)
    expect(page.locator(".sentence")).to_contain_text("应当在30日内")
    assert page.locator("#cases .badge-grave").count() == 0
    page.get_by_role("link", name="带入期限计算").click()
    expect(page.locator("[name=amount1]")).to_have_value("30")


def reckon(page: Page) -> None:
    """Notes §7, the fourth example: thirty days and twice thirty more roll over the holiday to 7 April."""
    page.fill("[name=start1]", "2026-01-05")
    for number in (1, 2):
        page.locator("button[value=change]").click()
        page.locator(f"[name=kind{number}]").select_option("extended")
        page.fill(f"[name=more{number}]", "30")
        page.locator(f"[name=of{number}]").select_option("days")
    page.locator("button[value=reckon]").click()
    expect(page.locator(".answer .due strong")).to_have_text("2026-04-07（周二） 24时止")
    expect(page.locator(".answer")).to_contain_text("2026-04-05（周日）放假")


@pytest.mark.parametrize("words", [{}, {"java_script_enabled": False}, {"viewport": {"width": 390, "height": 780}}])
def test_a_legal_officer_looks_up_a_rule_and_calculates_its_dates(person, words):
    legal = person("east.legal", **words)
    look_up(legal.page, legal.service.address)
    reckon(legal.page)
    with legal.page.expect_download() as taken:
        legal.page.locator("button[value=print]").click()
    assert taken.value.suggested_filename.endswith(".pdf")
    # The sheet stays open: another line can be added after printing.
    legal.page.locator("button[value=line]").click()
    expect(legal.page.locator("[name=start2]")).to_be_visible()
    assert legal.faults == []
    assert legal.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth") if not words else True
