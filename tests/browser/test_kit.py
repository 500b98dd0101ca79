"""The live page of components in a real browser: wide and narrow, in both languages, with and without a script."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from tests.unit.screens.kit.conftest import tables

from guiju.project.site.urls import PAGES
from guiju.screens.components.form.drafts import find_draft
from guiju.screens.kit.page import Entry
from guiju.screens.kit.page import Page as Declared
from guiju.screens.kit.site import Site, install
from guiju.screens.kit.visit import Holder, Visit
from guiju.values.scope import Scope

__all__ = ["tables"]
pytestmark = pytest.mark.slow
AT = 1_772_413_500_000_000
WIDTHS = {"wide": 1440, "narrow": 390}
HOLDER = Holder("jia", "示例甲", "900001", "U1", "示例市公安局示例一所", ("法制员",), frozenset({"export"}))


@pytest.fixture
def address(application_address: str, tables: None, tmp_path: Path) -> str:
    """The site as one officer sees it."""
    shown = tuple(
        Declared(page.name, page.path, page.view, page.may, page.title, page.methods, Entry("示例", 1, "folder"))
        if page.name == "kit"
        else page
        for page in PAGES
    )
    install(Site(shown, lambda request: Visit(request, Scope("jia", at=AT), HOLDER, AT)))
    return application_address


@pytest.fixture
def faults() -> list[str]:
    """What the browser complained of: a refused script or style among it."""
    return []


@pytest.fixture
def page(browser: Browser, faults: list[str], request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page of this test's own."""
    wanted = {"locale": "zh-CN", "viewport": {"width": 1440, "height": 900}, **getattr(request, "param", {})}
    context = browser.new_context(**wanted)
    opened = context.new_page()
    opened.set_default_timeout(5_000)
    opened.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("dialog", lambda dialog: faults.append(f"dialog: {dialog.message}"))
    yield opened
    context.close()


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than the window."""
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
def test_every_component_fits_is_legible_and_breaks_no_rule(page, address, faults, width, language):
    page.set_viewport_size({"width": width, "height": 900})
    page.context.add_cookies([{"name": "django_language", "value": language, "url": address}])
    page.goto(f"{address}/kit/")
    expect(page.locator("canvas").first).to_be_visible()
    assert overflow(page) <= 0
    assert faults == []
    found = Axe().run(page).response["violations"]
    grave = [(one["id"], one["nodes"][0]["html"][:200]) for one in found if one["impact"] in ("serious", "critical")]
    assert grave == []


def test_a_name_that_would_be_dangerous_as_html_is_only_drawn_in_charts_and_their_tooltips(page, address, faults):
    page.goto(f"{address}/kit/")
    for canvas in page.locator("canvas").all():
        canvas.scroll_into_view_if_needed()
        box = canvas.bounding_box()
        for part in (0.25, 0.5, 0.625, 0.75):
            page.mouse.move(box["x"] + box["width"] * part, box["y"] + box["height"] / 2)
            page.wait_for_timeout(60)
    assert page.locator("img").count() == 0
    expect(page.locator("figure td, figure th", has_text="<img src=x").first).to_be_attached()
    assert faults == []


def test_the_menu_of_a_narrow_page_opens_without_a_script(browser, address):
    context = browser.new_context(viewport={"width": 390, "height": 800}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/kit/")
    expect(page.locator(".side")).to_be_hidden()
    page.locator(".menu-small > summary").click()
    expect(page.locator(".menu-small a").first).to_be_visible()
    context.close()


def test_without_a_script_lists_forms_and_the_drawer_work(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/kit/")
    page.select_option("select[name=kind]", "criminal")
    page.locator(".conditions button[type=submit]").click()
    expect(page.locator(".listing-count")).to_contain_text("共 200 条")
    page.locator("thead a").first.click()
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("案件编号")
    expect(page.locator(".listing-count")).to_contain_text("共 200 条")
    page.locator("#list-sample tbody a").first.click()
    expect(page.locator("h1")).to_have_text("为什么是这一天")
    page.goto(f"{address}/kit/")
    page.fill("#sample-title", "写好的事由")
    page.locator("#form-sample button[value=save]").click()
    expect(page.locator("#sample-title")).to_have_value("写好的事由")
    expect(page.locator("#sample-number-error")).to_be_visible()
    expect(page.locator("figure details").first).to_be_visible()
    context.close()


def test_htmx_exchanges_the_list_and_back_brings_the_whole_page(page, address, faults):
    page.goto(f"{address}/kit/")
    page.evaluate("document.querySelector('h1').dataset.kept = 'yes'")
    page.select_option("select[name=kind]", "criminal")
    expect(page.locator(".listing-count")).to_contain_text("共 200 条")
    assert page.evaluate("document.querySelector('h1').dataset.kept") == "yes"
    assert page.url.endswith("/kit/?sort=-opened&kind=criminal")
    page.go_back()
    expect(page.locator(".listing-count")).to_contain_text("共 400 条")
    expect(page.locator("header.head")).to_be_visible()
    assert faults == []


def test_the_drawer_opens_takes_the_focus_and_gives_it_back(page, address, faults):
    page.goto(f"{address}/kit/")
    link = page.locator("#list-sample tbody a").first
    link.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#drawer h2")).to_have_text("为什么是这一天")
    assert page.evaluate("document.activeElement.id") == "drawer"
    assert page.url.endswith("/kit/")
    page.keyboard.press("Escape")
    expect(page.locator("#drawer")).to_be_hidden()
    assert page.evaluate("document.activeElement.textContent") == link.text_content()
    assert faults == []


def test_the_first_stop_of_the_keyboard_leads_past_the_menu(page, address):
    page.goto(f"{address}/kit/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_a_double_click_sends_the_form_once(page, address):
    page.goto(f"{address}/kit/confirm/")
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.locator("button[value=confirm]").dblclick()
    expect(page.locator("#sample_confirm-reason-error")).to_be_visible()
    assert len(sent) == 1


def test_what_was_typed_is_kept_when_the_browser_goes_away(page, address):
    page.goto(f"{address}/kit/")
    page.fill("#sample-title", "写到一半")
    page.keyboard.press("Tab")
    expect(page.locator(".draft-state")).to_contain_text("自动保存")
    assert find_draft("jia", "sample", "", at=AT).typed["title"] == ("写到一半",)
    page.goto("about:blank")
    page.goto(f"{address}/kit/")
    expect(page.locator("#sample-title")).to_have_value("写到一半")
    page.locator(".draft-found button").click()
    expect(page.locator("#sample-title")).to_have_value("")
