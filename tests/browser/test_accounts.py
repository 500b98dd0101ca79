"""Accounts in a real browser: from the one-time code to the first page, and every page of 管理 wide and narrow."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from tests.unit.bureau.conftest import EAST_STATION
from tests.unit.screens.organisation.conftest import address, book, bureau, empty, empty_sqlite, office, site
from tests.unit.sign_in.browsing import current_code

from guiju.bureau import commands

__all__ = ["address", "book", "bureau", "empty", "empty_sqlite", "office", "site"]
pytestmark = pytest.mark.slow
NEW = "沿河而下-七里-柳-91"
PAGES = (
    "/account/", "/account/delegations/new/", "/manage/accounts/", "/manage/accounts/chief/",
    "/manage/accounts/chief/second-factor/", "/manage/roles/", "/manage/new-role/", "/manage/proposals/",
    "/manage/delegations/", "/manage/units/", "/manage/officers/", f"/manage/units/{EAST_STATION}/",
    f"/manage/units/{EAST_STATION}/posts/", f"/manage/units/{EAST_STATION}/roles/",
    "/manage/officers/0151009/",
)  # fmt: skip
CREDENTIALS = (f"/manage/units/{EAST_STATION}/", f"/manage/units/{EAST_STATION}/credentials/")
"""No affair of administrators: the chief reads them."""


@pytest.fixture
def opened(browser, application_address, bureau):  # noqa: F811 — the fixture imported above
    """A window, and how somebody signs in: as in the sample, by the cookie of a click."""
    context = browser.new_context(locale="zh-CN", viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.set_default_timeout(5_000)
    faults = []
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))

    def sign_in(account):
        cookie = bureau.at(account).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": application_address}])

    bureau.page, bureau.faults, bureau.sign_in, bureau.address = page, faults, sign_in, application_address
    bureau.speak = lambda language: context.add_cookies(
        [{"name": "django_language", "value": language, "url": application_address}]
    )
    bureau.leave = context.clear_cookies
    yield bureau
    context.close()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("width", [1440, 390])
def test_every_page_fits_and_is_legible(opened, width, language):
    opened.office.account("li")
    commands.propose_role("li", "custodian", unit=EAST_STATION, **opened.office.words("sec2"))
    opened.page.set_viewport_size({"width": width, "height": 900})
    opened.speak(language)
    for account, path in (*(("sec1", one) for one in PAGES), *(("chief", one) for one in CREDENTIALS)):
        opened.sign_in(account)
        opened.page.goto(opened.address + path)
        assert opened.page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, path
        found = Axe().run(opened.page).response["violations"]
        grave = [(path, one["id"]) for one in found if one["impact"] in ("serious", "critical")]
        assert grave == []
    assert opened.faults == []


def test_from_the_one_time_code_to_the_first_page(opened):
    page = opened.page
    opened.sign_in("sys")
    page.goto(f"{opened.address}/manage/accounts/deputy/")
    page.get_by_role("link", name="签发一次性口令").click()
    page.get_by_role("button", name="签发并显示").click()
    code = re.search(r"\w{4}-\w{4}-\w{4}-\w{4}", page.locator("main").inner_text()).group()
    opened.leave()
    page.goto(f"{opened.address}/sign-in/")
    page.get_by_role("link", name="首次登录或忘记密码").click()
    for name, value in {"account": "deputy", "code": code, "password": NEW, "again": NEW}.items():
        page.fill(f"#first-{name}", value)
    page.get_by_role("button", name="设置密码").click()
    page.fill("#second-code", current_code(page.locator(".secret").inner_text()))
    page.get_by_role("button", name="确认").click()
    expect(page.locator(".codes li")).to_have_count(10)
    page.goto(f"{opened.address}/account/")
    expect(page.locator("#sessions")).to_contain_text("当前会话")
    assert opened.faults == []
