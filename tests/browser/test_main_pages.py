"""Every main page over a real ledger: wide and narrow, in both languages, legible for everybody, nothing refused."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.browser.sample_people import Person, ask, is_page
from tests.flow.site_walk import starting_points
from tests.sites import Service

from guiju.project.site.sample_accounts import SAMPLE_ACCOUNTS
from guiju.project.site.urls import PAGES

pytestmark = pytest.mark.slow
EVERYBODY = [one.account for one in SAMPLE_ACCOUNTS]
PEOPLE = ("east.legal", "legal.department", "sysadmin", "security1", *EVERYBODY)
"""Each page is looked at with the first who may open it; those who see most come first."""
LOOKS = [(1440, "zh-hans"), (390, "zh-hans"), (1440, "en"), (390, "en")]


@pytest.fixture(scope="module")
def addresses(service) -> list[str]:
    """The pages that need to be told nothing, and one case, one finding, one question why."""
    [[number]] = ask(service.home, "SELECT value FROM finding WHERE unit LIKE '%城东%' ORDER BY id LIMIT 1")
    [[finding]] = ask(service.home, "SELECT id FROM finding WHERE unit LIKE '%城东%' ORDER BY id LIMIT 1")
    some = [f"/threads/case/{number}/", f"/findings/one/{finding}/", f"/findings/one/{finding}/why/"]
    return [*some, *(one for one in starting_points() if not one.startswith("/sign-in"))]


def open_to(somebody: Person, addresses: list[str]) -> list[str]:
    """Those of the addresses that open to somebody as a page, not as a file to keep."""
    asked = {
        one: somebody.context.request.get(f"{somebody.service.address}{one}", max_redirects=0) for one in addresses
    }
    return [one for one, answer in asked.items() if answer.status == 200 and is_page(answer)]


def amiss(somebody: Person, address: str) -> list[object]:
    """What somebody would mind about a page: too wide, a grave barrier, or something that the browser refused."""
    somebody.faults.clear()
    somebody.goto(address)
    over = somebody.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    found = Axe().run(somebody.page).response["violations"]
    grave = [one for one in found if one["impact"] in ("serious", "critical")]
    told = [f"{over} px too wide"] if over > 0 else []
    return [*told, *((one["id"], one["nodes"][0]["html"][:120]) for one in grave), *somebody.faults]


def looking(person: Callable[..., Person], service: Service, account: str, width: int, language: str) -> Person:
    """Somebody at a window of this width, who reads this language."""
    somebody = person(account, viewport={"width": width, "height": 900})
    somebody.context.add_cookies([{"name": "django_language", "value": language, "url": service.address}])
    return somebody


@pytest.mark.parametrize(("width", "language"), LOOKS)
def test_every_main_page_fits_and_breaks_no_rule(person, service, addresses, width, language):
    left, wrong = list(addresses), {}
    for account in dict.fromkeys(PEOPLE):
        if not left:
            break
        somebody = looking(person, service, account, width, language)
        for address in open_to(somebody, left):
            left.remove(address)
            if told := amiss(somebody, address):
                wrong[address] = told
        somebody.leave()
    assert wrong == {}
    # What is left needs to be told something, or is the second half of signing in.
    assert len(left) <= len(addresses) // 3, left


@pytest.mark.parametrize("account", EVERYBODY)
def test_what_each_role_finds_in_its_menu_fits_and_breaks_no_rule(person, service, account):
    # The pages themselves are looked at in every way above; here it is what a role is shown on them.
    width, language = LOOKS[EVERYBODY.index(account) % len(LOOKS)]
    somebody = looking(person, service, account, width, language)
    somebody.goto("/")
    menu = somebody.page.locator("nav .menu a").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    assert menu
    wrong = {address: told for address in dict.fromkeys(["/", *menu]) if (told := amiss(somebody, address))}
    assert wrong == {}


def test_the_sign_in_page_fits_and_breaks_no_rule(browser, service):
    for width in (1440, 390):
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.goto(f"{service.address}/sign-in/")
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
        found = Axe().run(page).response["violations"]
        assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == []
        page.close()


def test_every_page_in_the_menu_is_among_those_that_were_looked_at(addresses):
    assert len([page for page in PAGES if page.menu is not None]) >= 8
    assert {"/", "/cases/", "/findings/", "/due/"} <= set(addresses)
