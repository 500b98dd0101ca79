"""The pages in Chromium 92, which offices have: nothing refused, nothing out of place, lists, drawer and forms at work.

Playwright's own clicks ask a browser for more than this one knows: it is driven by scripts in the page.
"""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Error
from tests.browser.old_browser.chromium import ARGUMENTS, FAILED, FetchFailed, fetched
from tests.browser.sample_people import ask, is_page
from tests.flow.site_walk import starting_points
from tests.sites import Service

pytestmark = pytest.mark.slow
PEOPLE = ("east.officer", "east.legal", "legal.department", "sysadmin", "security1")
WIDTHS = (1440, 390)
REJECTED = "cases.inspect-with-two-officers"
AMISS = """() => {
  const told = [], over = document.documentElement.scrollWidth - window.innerWidth;
  const flat = (one) => one.getBoundingClientRect().height < 8 || one.getBoundingClientRect().width < 8;
  if (over > 0) told.push(`${over} px too wide`);
  for (const what of ["header.head", "main h1", "main .table", "main .timeline", "main .scroll", "main form", "canvas"])
    for (const one of document.querySelectorAll(what))
      if (flat(one) && !one.closest("details:not([open])")) told.push(`${what} is flat`);
  if (flat(document.querySelector(window.innerWidth > 900 ? ".side nav, nav.side, .side" : ".menu-small > summary")))
    told.push("no menu");
  const style = getComputedStyle(document.querySelector("header.head"));
  if (style.backgroundColor !== "rgb(30, 58, 138)") told.push(`head in ${style.backgroundColor}`);
  window.scrollTo(0, 9999);
  if (Math.abs(document.querySelector("header.head").getBoundingClientRect().top) > 1) told.push("head scrolls away");
  return told;
}"""
TYPED = """([where, text]) => {
  const field = document.querySelector(where);
  field.focus();
  field.value = text;
  field.dispatchEvent(new Event("input", {bubbles: true}));
  field.dispatchEvent(new Event("change", {bubbles: true}));
  field.blur();
}"""


class Window:
    """Somebody of the sample at an old browser."""

    def __init__(self, browser: Browser, service: Service, account: str) -> None:
        self.page = browser.new_page(locale="zh-CN", viewport={"width": WIDTHS[0], "height": 900})
        self.service, self.faults = service, []
        self.page.on("console", lambda said: self.faults.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.goto("/sign-in/")
        self.click(f".samples button[value='{account}']")
        self.until("!!document.querySelector('header.head .holder')")

    def goto(self, address: str) -> int:
        """Open a page; the status of the answer."""
        answer = self.page.goto(f"{self.service.address}{address}")
        assert answer is not None
        return answer.status

    def click(self, where: str) -> None:
        """Press what is there."""
        self.page.evaluate("where => { document.querySelector(where).click(); }", where)

    def type(self, where: str, text: str) -> None:
        """Write into a field and leave it."""
        self.page.evaluate(TYPED, [where, text])

    def until(self, script: str) -> None:
        """Wait until a script says yes; the page may change meanwhile."""
        for _ in range(80):
            try:
                if self.page.evaluate(script):
                    return
            except Error:
                pass
            self.page.wait_for_timeout(100)
        raise AssertionError(f"{script} on {self.page.url}: {self.text('main')[:300]}")

    def text(self, where: str) -> str:
        """What stands there."""
        return str(self.page.evaluate("where => document.querySelector(where).innerText", where))


@pytest.fixture(scope="module")
def old_browser(browser: Browser) -> Iterator[Browser]:
    """Chromium 92, started by the same player as the new one."""
    try:
        program = fetched()
    except FetchFailed as failed:
        pytest.fail(FAILED.format(reason=failed), pytrace=False)
    opened = browser.browser_type.launch(executable_path=program, args=ARGUMENTS)
    assert opened.version.startswith("92.")
    yield opened
    opened.close()


@pytest.fixture
def window(old_browser: Browser, service: Service) -> Iterator[Callable[[str], Window]]:
    """Lets somebody sign in; what his browser complained of fails the test."""
    opened: list[Window] = []

    def enter(account: str) -> Window:
        opened.append(Window(old_browser, service, account))
        return opened[-1]

    yield enter
    faults = [one.faults for one in opened]
    for one in opened:
        one.page.close()
    assert faults == [[] for _ in opened]


def test_every_main_page_of_every_role_stands_as_it_should(window, service):
    [[case]] = ask(service.home, "SELECT value FROM finding WHERE unit LIKE '%城东%' ORDER BY id LIMIT 1")
    [[finding]] = ask(service.home, "SELECT id FROM finding WHERE unit LIKE '%城东%' ORDER BY id LIMIT 1")
    some = ["/kit/", f"/threads/case/{case}/", f"/findings/one/{finding}/", f"/findings/one/{finding}/why/"]
    amiss, looked = {}, set()
    for account in PEOPLE:
        somebody = window(account)
        asked = somebody.page.context.request
        for address in (*some, *starting_points()):
            if address in looked:
                continue
            answer = asked.get(f"{service.address}{address}", max_redirects=0)
            if answer.status != 200 or not is_page(answer):
                continue
            looked.add(address)
            somebody.goto(address)
            for width in WIDTHS:
                somebody.page.set_viewport_size({"width": width, "height": 900})
                if told := somebody.page.evaluate(AMISS):
                    amiss[account, address, width] = told
    assert amiss == {}
    assert len(looked) > 25


def test_a_finding_is_rejected_in_the_drawer_after_the_list_was_narrowed(window):
    legal = window("east.legal")
    legal.goto("/findings/?state=suspected")
    before = legal.text(".listing-count")
    legal.type(".conditions select[name=rule]", REJECTED)
    legal.until(f"document.querySelector('.listing-count').innerText !== {before!r}")
    assert f"rule={REJECTED}" in legal.page.url
    legal.click("td a[data-drawer][href*='/do/reject_finding/']")
    legal.until("!!document.querySelector('#drawer textarea')")
    box = legal.page.evaluate("document.querySelector('#drawer').getBoundingClientRect().toJSON()")
    assert (box["right"], box["width"]) == (1440, 520)
    legal.type("#drawer textarea", "旧浏览器上写的理由")
    legal.until("document.querySelector('#drawer .draft-state').innerText.includes('自动保存')")
    legal.click("#drawer .form-acts button[type=submit]")
    legal.until("!!document.querySelector('.message-good')")
    legal.goto(f"/findings/?state=rejected&rule={REJECTED}")
    assert "共 1 条" in legal.text(".listing-count")


def test_the_menu_of_a_narrow_page_opens_and_a_faulty_form_leads_to_its_fault(window):
    officer = window("east.officer")
    officer.page.set_viewport_size({"width": 390, "height": 800})
    officer.goto("/")
    officer.click(".menu-small > summary")
    assert officer.page.evaluate("document.querySelector('.menu-small nav').getBoundingClientRect().height") > 100
    officer.click(".menu-small a[href='/account/']")
    officer.until("location.pathname === '/account/'")
    officer.goto("/account/password/")
    officer.page.evaluate("document.querySelector('main form').noValidate = true")
    officer.click("main .form-acts button[type=submit]")
    officer.until("document.activeElement.matches('[data-focus]')")
    assert [one for one in officer.faults if "422" not in one] == []
    officer.faults.clear()


def test_a_script_that_this_browser_does_not_understand_would_be_heard_of(old_browser):
    page, faults = old_browser.new_page(), []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.evaluate("setTimeout(() => [1].toSorted())")
    page.wait_for_timeout(300)
    page.close()
    assert len(faults) == 1 and "toSorted" in faults[0]
