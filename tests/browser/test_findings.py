"""A legal officer checks findings in a real browser: in the drawer, on a narrow page, and without any script."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from tests.unit.screens.findings.conftest import Browser as Account
from tests.unit.screens.findings.conftest import (
    Station,
    cluster,
    desk,
    dispatched,
    empty_postgresql,
    empty_sqlite,
    page_of,
    peopled_postgresql,
    peopled_sqlite,
    station,
    station_pack,
)

from guiju.findings.life.acts import State
from guiju.findings.life.deciding import read_life
from guiju.project.site.urls import PAGES
from guiju.screens.kit.site import Site, install
from guiju.screens.kit.visit import Visit

__all__ = [
    "cluster", "desk", "empty_postgresql", "empty_sqlite", "peopled_postgresql", "peopled_sqlite", "station",
    "station_pack",
]  # fmt: skip
pytestmark = [pytest.mark.slow, pytest.mark.parametrize("station", ["sqlite"], indirect=True)]


def seen_by(desk: Station, account: str, address: str) -> str:
    """The site as one account sees it."""
    holder = Account(desk, account).holder
    install(Site(PAGES, lambda request: Visit(request, desk.scope(account), holder, desk.now)))
    return address


@pytest.fixture
def faults() -> list[str]:
    """What the browser complained of."""
    return []


@pytest.fixture
def page(browser: Browser, faults: list[str]) -> Iterator[Page]:
    """A page of this test's own."""
    context = browser.new_context(locale="zh-CN", viewport={"width": 1440, "height": 900})
    opened = context.new_page()
    opened.set_default_timeout(8_000)
    opened.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    opened.on("pageerror", lambda error: faults.append(str(error)))
    yield opened
    context.close()


def test_checked_in_the_drawer_and_back_in_the_list(desk, page, application_address, faults):
    finding = desk.searched(case="A100")
    address = seen_by(desk, "legal", application_address)
    page.goto(f"{address}/findings/?state=suspected")
    page.click("td a:text-is('属实')")
    page.locator("#drawer textarea").fill("看过记录")
    page.click("#drawer button.button-primary")
    expect(page.locator(".message-good")).to_contain_text("核查属实")
    assert page.url.endswith("/findings/?state=suspected")
    assert read_life(finding).state is State.VERIFIED
    assert faults == []


def test_without_a_script_every_step_is_a_page(desk, browser, application_address):
    finding = desk.searched(case="A100")
    address = seen_by(desk, "legal", application_address)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}{page_of(finding)}")
    page.click("text=查看可以办理的事项")
    page.click("a:text-is('核查不属实')")
    page.click("button:text-is('不属实')")
    expect(page.locator("[role=alert]")).to_contain_text("理由")
    page.fill("textarea", "记录有误")
    page.click("button:text-is('不属实')")
    expect(page.locator("main")).to_contain_text("记录有误")
    assert read_life(finding).state is State.REJECTED
    context.close()


@pytest.mark.parametrize("width", [1440, 390])
def test_the_pages_fit_and_break_no_rule(desk, page, application_address, faults, width):
    finding = desk.verified(desk.searched(case="A100"))
    order = dispatched(desk, finding)
    address = seen_by(desk, "legal", application_address)
    page.set_viewport_size({"width": width, "height": 900})
    for path in (
        "/", "/findings/", page_of(finding), page_of(finding, "do/give_opinion/"), f"/orders/{order}/", "/due/",
        "/findings/false-alarms/", "/findings/waivers/", "/tray/done/",
    ):  # fmt: skip
        page.goto(f"{address}{path}")
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, path
        found = Axe().run(page).response["violations"]
        grave = [
            (one["id"], one["nodes"][0]["html"][:200]) for one in found if one["impact"] in ("serious", "critical")
        ]
        assert grave == [], path
    assert faults == []
