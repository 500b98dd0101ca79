"""A submission goes its whole way in a real browser: returned, changed, reviewed, and approved against an opinion."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from tests.flow.approvals.conftest import CONTENT, Desk

from guiju.bureau.roles import READ_CASES
from guiju.project.roles import ROLES
from guiju.project.site.urls import PAGES
from guiju.screens.kit.site import Site, install
from guiju.screens.kit.visit import Holder, Visit
from guiju.subjects.cases.projector.submission import State

pytestmark = [pytest.mark.slow, pytest.mark.parametrize("station", ["sqlite"], indirect=True)]
Go = Callable[[str, str], Page]


@pytest.fixture
def faults() -> list[str]:
    """What the browser complained of."""
    return []


@pytest.fixture
def go(browser: Browser, application_address: str, desk: Desk, faults: list[str]) -> Iterator[Go]:
    """Opens an address as an account."""
    context = browser.new_context(locale="zh-CN", viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.set_default_timeout(8_000)
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))

    def opened(account: str, address: str) -> Page:
        viewer = desk.station.scope(account)
        may = frozenset(act for one in viewer.reaches for act in ROLES[one.role].may) | {READ_CASES}
        holder = Holder(account, account, permissions=may)
        install(Site(PAGES, lambda request: Visit(request, viewer, holder, desk.station.now)))
        page.goto(address if address.startswith("http") else application_address + address)
        return page

    yield opened
    context.close()


def accessible(page: Page) -> None:
    """Nothing on the page keeps somebody out."""
    found = [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in Axe().run(page).response["violations"]]
    assert found == []


def submitted(desk: Desk, go: Go) -> str:
    """A difficult case, submitted through its page; where the submission lies."""
    page = go("handler", f"/cases/{desk.case()}/submit/")
    accessible(page)
    page.get_by_label("送审的决定").select_option(label="处罚决定（公安机关名义）")
    page.get_by_label("认定的事实和证据").fill(CONTENT.facts)
    page.get_by_label("法律依据和理由").fill(CONTENT.grounds)
    page.get_by_label("拟作出的决定").fill(CONTENT.proposal)
    page.get_by_label("疑难复杂").check()
    page.get_by_role("button", name="送审").click()
    expect(page.locator("#voices")).to_contain_text("送审")
    return page.url


def returned_and_changed(go: Go, address: str) -> None:
    """The legal officer finds it in his tray and returns it; the handler submits a second version."""
    page = go("legal", "/")
    page.get_by_role("link", name="审核", exact=True).click()
    expect(page).to_have_url(address)
    accessible(page)
    page.get_by_label("退回补正").check()
    page.get_by_label("意见的理由").fill("缺伤情鉴定意见")
    page.get_by_role("button", name="提交意见").click()
    expect(page.locator("#voices")).to_contain_text("缺伤情鉴定意见")
    page = go("handler", address)
    page.get_by_role("link", name="修改后再送审").click()
    page.get_by_label("拟作出的决定").fill("行政拘留五日")
    page.get_by_label("改动了什么").fill("已补充鉴定意见")
    page.get_by_role("button", name="提交新的版本").click()
    expect(page.locator("dl.facts").first).to_contain_text("第 2 版")


def reviewed_twice(go: Go, address: str) -> None:
    """The legal officer does not agree, the legal review does."""
    page = go("legal", address)
    for nth in range(1, 5):
        page.locator(f"input[name=check_{nth}][value=yes]").check()
    page.get_by_label("不同意（送审继续，意见保留）").check()
    page.get_by_label("意见的理由").fill("拘留畸重，罚款即可")
    page.get_by_role("button", name="提交意见").click()
    expect(page.locator("#voices")).to_contain_text("拘留畸重，罚款即可")
    expect(page.locator("#demands")).to_contain_text("轮到这一步")
    page = go("clerk", address)
    page.locator("input[name=check_1][value=yes]").check()
    page.get_by_label("同意", exact=True).check()
    page.get_by_role("button", name="提交意见").click()
    expect(page.locator("#voices")).to_contain_text("法制审核")


def test_a_submission_is_returned_changed_reviewed_and_approved_against_an_opinion(desk, go, faults):
    address = submitted(desk, go)
    returned_and_changed(go, address)
    reviewed_twice(go, address)
    page = go("leader", address)
    expect(page.locator("#step")).to_contain_text("批准即为不采纳")
    page.get_by_role("button", name="批准", exact=True).click()
    expect(page.locator("#step [role=alert]")).to_contain_text("没有写明意见")
    page.get_by_label("审批意见").fill("多次违法，拘留适当")
    page.get_by_role("button", name="批准", exact=True).click()
    expect(page.locator("#voices")).to_contain_text("未采纳，意见保留")
    accessible(page)
    one = desk.one(address.rstrip("/").rpartition("/")[2])
    assert (one.state, one.version) == (State.APPROVED, 2)
    assert [opinion["adopted"] for opinion in one.opinions] == [False, True]
    assert [fault for fault in faults if "422" not in fault] == []


@pytest.mark.parametrize("width", [390, 1440])
def test_no_page_is_wider_than_the_screen(desk, go, width):
    name = desk.submitted(features=("grave",))
    desk.reviewed(name)
    for account, address in (
        ("handler", f"/cases/{desk.case()}/submit/"), ("deputy", f"/reviews/{name}/"), ("deputy", "/reviews/"),
        ("clerk", "/reviews/cross/"), ("handler", f"/reviews/{name}/change/"),
        ("handler", f"/reviews/{name}/withdraw/"),
    ):  # fmt: skip
        page = go(account, address)
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
