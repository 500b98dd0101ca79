"""Every address states who may open it, and does so twice: where it is declared, and in urls.json beside this."""

import json
from pathlib import Path

from guiju.project.ledger.opening import start_django

start_django()

from django.urls import URLPattern  # noqa: E402 — Django first

from guiju.bureau.roles import READ_CASES  # noqa: E402 — Django first
from guiju.project.roles import ROLES  # noqa: E402 — Django first
from guiju.project.site.api.site import ENDPOINTS  # noqa: E402 — Django first
from guiju.project.site.urls import PAGES, urlpatterns  # noqa: E402 — Django first
from guiju.screens.kit.page import ANYONE, SIGNED_IN  # noqa: E402 — Django first

TWICE = Path(__file__).with_name("urls.json")
BEFORE_SIGN_IN = ("sign_in", "language", "kit", "api.openapi")
"""What somebody needs before he has signed in, and what shows no data: the components, the interface in words."""
OPERATIONS = tuple(one.page for one in ENDPOINTS)
"""What programs ask, with tokens of their own: never behind the door of the pages."""


def stated() -> dict[str, list[str]]:
    """The permission and the methods of each page, by its name."""
    return {
        page.name: [page.may, *sorted(page.methods)]
        for page in sorted((*PAGES, *OPERATIONS), key=lambda page: page.name)
    }


def test_every_address_states_its_permission_twice():
    said = json.loads(TWICE.read_text(encoding="utf-8"))
    changed = {name: words for name, words in stated().items() if said.get(name) != words}
    assert (changed, set(said) - set(stated())) == ({}, set()), (
        "who may open a page has changed: look at it, then write it with python -m tests.contract.test_urls"
    )


def test_every_address_is_a_declared_page_behind_the_one_door():
    assert all(isinstance(one, URLPattern) for one in urlpatterns)
    assert [one.name for one in urlpatterns[: len(PAGES)]] == [page.name for page in PAGES]
    assert len({page.name for page in PAGES}) == len({page.path for page in PAGES}) == len(PAGES)
    assert all(page.methods <= {"GET", "POST"} and page.methods for page in (*PAGES, *OPERATIONS))


def test_every_other_address_is_an_operation_for_programs_that_needs_a_token():
    others = [str(one.pattern) for one in urlpatterns[len(PAGES) :]]
    assert others[-1].startswith("^api/"), "whatever is not declared is answered alike"
    assert set(others[:-1]) == {page.path for page in OPERATIONS}
    assert len({page.name for page in OPERATIONS}) == len(OPERATIONS)
    assert [page.name for page in OPERATIONS if page.may == ANYONE] == []


def test_every_permission_is_one_that_a_role_gives():
    # Everybody may read cases who is no administrator: which ones, his scope says.
    given = {act for role in ROLES.values() for act in role.may} | {ANYONE, SIGNED_IN, READ_CASES}
    assert {page.name: page.may for page in (*PAGES, *OPERATIONS) if page.may not in given} == {}


def test_only_signing_in_is_open_to_anyone():
    assert [page.name for page in PAGES if page.may == ANYONE and not page.name.startswith(BEFORE_SIGN_IN)] == []


def test_what_stands_in_the_menu_needs_to_be_told_nothing():
    assert [page.name for page in PAGES if page.menu is not None and "<" in page.path] == []
    assert [page.name for page in PAGES if page.menu is not None and "GET" not in page.methods] == []


if __name__ == "__main__":
    lines = (f"{json.dumps(name)}: {json.dumps(words)}" for name, words in stated().items())
    TWICE.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
