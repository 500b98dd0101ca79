"""Every main page over a real ledger: wide and narrow, in both languages, legible for everybody, nothing refused."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.browser.sample_people import Person, ask
from tests.flow.site_walk import starting_points

from guiju.project.site.urls import PAGES

pytestmark = pytest.mark.slow
PEOPLE = ("east.legal", "legal.department", "sysadmin", "security1")
LOOKS = [(1440, "zh-hans", True), (390, "zh-hans", False), (1440, "en", False), (390, "en", True)]
"""Width, language, and whether the rules of accessibility are looked at: they depend on both very little."""


@pytest.fixture(scope="module")
def addresses(service) -> list[str]:
    """The pages that need to be told nothing, and one case, one finding, one question why."""
    [[number]] = ask(service.home, "SELECT value FROM finding WHERE unit LIKE '%城东%' ORDER BY id LIMIT 1")
    [[finding]] = ask(service.home, "SELECT id FROM finding WHERE unit LIKE '%城东%' ORDER BY id LIMIT 1")
    some = [f"/threads/case/{number}/", f"/findings/one/{finding}/", f"/findings/one/{finding}/why/"]
    return [*some, *(one for one in starting_points() if not one.startswith("/sign-in"))]


def open_to(somebody: Person, addresses: list[str]) -> list[str]:
    """Those of the addresses that open to somebody."""
    return [
        one for one in addresses
        if somebody.context.request.get(f"{somebody.service.address}{one}", max_redirects=0).status == 200
    ]  # fmt: skip


@pytest.mark.parametrize(("width", "language", "is_examined"), LOOKS)
def test_every_main_page_fits_and_breaks_no_rule(person, service, addresses, width, language, is_examined):
    left, wide, grave, refused = list(addresses), {}, {}, {}
    for account in PEOPLE:
        somebody = person(account, viewport={"width": width, "height": 900})
        somebody.context.add_cookies([{"name": "django_language", "value": language, "url": service.address}])
        somebody.faults.clear()
        for address in open_to(somebody, left):
            left.remove(address)
            somebody.goto(address)
            over = somebody.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            if over > 0:
                wide[address] = over
            if is_examined:
                found = Axe().run(somebody.page).response["violations"]
                bad = [one for one in found if one["impact"] in ("serious", "critical")]
                names = [(one["id"], one["nodes"][0]["html"][:120]) for one in bad]
                if names:
                    grave[address] = names
            if somebody.faults:
                refused[address] = list(somebody.faults)
                somebody.faults.clear()
    assert (wide, grave, refused) == ({}, {}, {})
    # What is left needs to be told something, or is the second half of signing in.
    assert len(left) <= len(addresses) // 3, left


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
