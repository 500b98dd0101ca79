"""An inspector draws a sample, fills in a check-list at the width of a terminal and makes a finding of a 否."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from tests.browser.test_findings import seen_by
from tests.unit.screens.findings.conftest import (
    EAST,
    cluster,
    desk,
    empty_postgresql,
    empty_sqlite,
    page_of,
    peopled_postgresql,
    peopled_sqlite,
    station,
    station_pack,
)
from tests.unit.screens.inspections.test_pages import county

from guiju.facts.seal.sealer import seal
from guiju.findings.life.acts import State
from guiju.findings.life.deciding import read_life

__all__ = [
    "cluster", "county", "desk", "empty_postgresql", "empty_sqlite", "peopled_postgresql", "peopled_sqlite", "station",
    "station_pack",
]  # fmt: skip
pytestmark = [pytest.mark.slow, pytest.mark.parametrize("station", ["sqlite"], indirect=True)]
QUESTION = "adm-decision-content"


@pytest.fixture
def faults() -> list[str]:
    """What the browser complained of."""
    return []


@pytest.fixture
def page(browser: Browser, faults: list[str]) -> Iterator[Page]:
    """A police terminal: a narrow screen."""
    context = browser.new_context(locale="zh-CN", viewport={"width": 390, "height": 780})
    opened = context.new_page()
    opened.set_default_timeout(8_000)
    opened.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    opened.on("pageerror", lambda error: faults.append(str(error)))
    yield opened
    context.close()


def looked_over(page: Page, name: str) -> None:
    """The page fits at both widths and breaks no rule of access."""
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, (name, width)
        found = Axe().run(page).response["violations"]
        grave = [
            (one["id"], one["nodes"][0]["html"][:200]) for one in found if one["impact"] in ("serious", "critical")
        ]
        assert grave == [], (name, width)


def planned_and_drawn(page: Page, address: str) -> str:
    """The way to a drawn sample; the name of the inspection."""
    page.goto(f"{address}/inspections/")
    looked_over(page, "list")
    page.click("a:has-text('制定抽查计划')")
    page.check("[name=kind][value=case]")
    page.select_option("[name=unit]", EAST)
    page.fill("[name=since]", "2026-03-01")
    page.fill("[name=until]", "2026-03-31")
    looked_over(page, "new")
    page.click("#form-inspection_whole button[type=submit]")
    expect(page.locator("main")).to_contain_text("共 3 份")
    looked_over(page, "size")
    page.fill("[name=title]", "三月案卷抽查")
    page.fill("[name=size]", "2")
    page.select_option("[name=checklist]", "administrative-file")
    page.fill("[name=reason]", "月度抽查")
    page.click("#form-inspection_plan button[type=submit]")
    expect(page.locator("main")).to_contain_text("待抽取")
    seal()
    page.click("button:text-is('抽取')")
    expect(page.locator(".message-good")).to_contain_text("样本已抽取")
    looked_over(page, "one")
    return page.url.split("/inspections/")[1].strip("/")


def checked(page: Page) -> None:
    """The check-list of the first thing: all in order but for one question, of which the note was forgotten first."""
    page.click("a:text-is('打开检查表') >> nth=0")
    page.click("a:text-is('填写检查表')")
    looked_over(page, "check")
    for one in page.locator("input[type=radio][value=yes]").all():
        one.check()
    page.check(f"[name='answer_{QUESTION}'][value=no]")
    page.click("#form-inspection_check button[type=submit]")
    expect(page.locator("[role=alert]")).to_contain_text("写明看到了什么")
    page.fill(f"[name='note_{QUESTION}']", "第 12 页决定书没有盖章")
    page.click("#form-inspection_check button[type=submit]")
    expect(page.locator(".message-good")).to_contain_text("已登记")
    looked_over(page, "item")


def made(page: Page) -> None:
    """The finding of the 否."""
    page.click("a:text-is('登记疑似问题')")
    page.fill("[name=officers]", "0151001")
    looked_over(page, "make")
    page.click("#form-inspection_finding button[type=submit]")
    expect(page.locator("main")).to_contain_text("人工检查发现")
    expect(page.locator("main")).to_contain_text("未经核查属实不作结论")
    looked_over(page, "finding")


def test_from_the_draw_to_what_a_legal_officer_verifies(county, page, application_address, faults):
    address = seen_by(county, "inspector", application_address)
    inspection = planned_and_drawn(page, address)
    checked(page)
    made(page)
    finding = f"made:{inspection}.1:{QUESTION}"
    assert read_life(finding).state is State.SUSPECTED
    # Who made it is offered no verification; the legal officer is.
    page.goto(f"{address}{page_of(finding, 'steps/')}")
    assert page.locator("a[href*='/do/verify_group/']").count() == 0
    seen_by(county, "legal", application_address)
    page.goto(f"{address}{page_of(finding, 'do/verify_group/')}")
    page.fill("textarea", "看过案卷")
    page.click("button:text-is('属实')")
    expect(page.locator(".message-good")).to_contain_text("核查属实")
    assert read_life(finding).state is State.VERIFIED
    county.book.pass_time(minutes=5)
    seen_by(county, "inspector", application_address)
    page.goto(f"{address}/inspections/circulars/draft/?unit={EAST}&month=2026-03")
    looked_over(page, "draft")
    page.fill("textarea", "请各单位举一反三")
    page.click("button:text-is('印发')")
    expect(page.locator(".message-good")).to_contain_text("已印发")
    looked_over(page, "circular")
    page.goto(f"{address}/inspections/{inspection}/recompute/")
    looked_over(page, "recompute")
    assert [one for one in faults if "422" not in one] == []
