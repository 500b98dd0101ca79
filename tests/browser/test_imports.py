"""The wizard in a real browser: a file is dropped, matched, looked at and imported; with and without a script."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from tests.unit.screens.imports.conftest import (
    ROWS,
    address,
    book,
    cluster,
    desk,
    empty,
    empty_postgresql,
    empty_sqlite,
    facts,
    site,
    small_pack,
    table,
)

from guiju.project.site.running.worker import Worker

__all__ = ["address", "book", "cluster", "desk", "empty", "empty_postgresql", "empty_sqlite", "site", "small_pack"]
pytestmark = pytest.mark.slow
DROP = """content => {
  const carried = new DataTransfer();
  carried.items.add(new File([content], "导出.csv"));
  document.body.dispatchEvent(new DragEvent("dragover", {dataTransfer: carried, bubbles: true, cancelable: true}));
  document.body.dispatchEvent(new DragEvent("drop", {dataTransfer: carried, bubbles: true, cancelable: true}));
}"""


@pytest.fixture
def page(browser: Browser, application_address: str, site, request: pytest.FixtureRequest) -> Iterator[Page]:  # noqa: F811 — a fixture imported above
    """Somebody of the legal department at the first step."""
    context = browser.new_context(locale="zh-CN", **getattr(request, "param", {}))
    # The cookie of a screenless browser: a sample account is entered by one click there.
    cookie = site.as_("dept").client.cookies["sessionid"]
    context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": application_address}])
    opened = context.new_page()
    opened.set_default_timeout(8_000)
    opened.goto(f"{application_address}/imports/new/")
    yield opened
    context.close()


def barriers(page: Page) -> list[str]:
    """What keeps somebody from using the page."""
    found = Axe().run(page).response["violations"]
    return [one["id"] for one in found if one["impact"] in ("serious", "critical")]


def walk(page: Page) -> None:
    """From the second step to the order to import; every page is as wide as the window and readable to everybody."""
    for _ in range(2):
        page.set_viewport_size({"width": 390, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") == 390
        page.set_viewport_size({"width": 1440, "height": 900})
        page.click("button[value=next]")
    expect(page.get_by_text("内部流转（1）")).to_be_visible()


def test_a_dropped_file_is_imported_and_the_page_follows_by_itself(page, tmp_path: Path):
    page.evaluate(DROP, table(*ROWS).decode())
    page.fill("input[name=source]", "办案系统")
    assert page.input_value("input[type=file]").endswith("导出.csv")
    page.click("button[value=next]")
    assert barriers(page) == []
    walk(page)
    assert barriers(page) == []
    page.click("button[value=start]")
    expect(page.get_by_text("在等待前面的任务")).to_be_visible()
    Worker().round()
    expect(page.get_by_text("3 行已记入账本并签封")).to_be_visible()
    assert barriers(page) == [] and len(facts()) == 3


@pytest.mark.parametrize("page", [{"java_script_enabled": False}], indirect=True)
def test_without_a_script_it_is_the_same_by_hand(page, tmp_path: Path):
    (tmp_path / "导出.csv").write_bytes(table(*ROWS))
    page.set_input_files("input[type=file]", tmp_path / "导出.csv")
    page.fill("input[name=source]", "办案系统")
    for _ in range(3):
        page.click("button[value=next]")
    page.click("button[value=start]")
    Worker().round()
    page.get_by_role("link", name="刷新").click()
    expect(page.get_by_text("3 行已记入账本并签封")).to_be_visible()
