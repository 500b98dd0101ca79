"""Every page is entered in the read log, without having to say so; what is not stands here with its reason."""

import re
from types import SimpleNamespace

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from guiju.project.site.api.site import ENDPOINTS
from guiju.project.site.urls import PAGES as SHOWN
from guiju.screens.kit.entrance import url_of
from guiju.screens.kit.page import ANYONE, Page
from guiju.screens.kit.seen import Seen, conditions_said
from guiju.screens.kit.site import Site, install
from guiju.screens.kit.visit import Holder, Visit
from guiju.values.errors import GuijuError
from guiju.values.event import KEYS
from guiju.values.scope import Scope

PAGES = (*SHOWN, *(one.page for one in ENDPOINTS))
SHOWS_NOTHING = {
    "draft.save": "his own half-written form", "draft.drop": "his own half-written form",
    "saved_view": "conditions of his own",
    # The law names nobody, and what becomes of a rule's findings is told in numbers.
    **{f"law.{name}": "the law" for name in (
        "rules", "rule", "calculator", "instruments", "interpretations", "interpretation", "calendar", "calendar_year",
        "uncovered", "changes", "change_day",
    )},
    "law.trial": "a page of law that is being written", "law.guided_trial": "a page of law that is being written",
    "api": "how programs ask", "api.openapi": "how programs ask", "api.me": "his own token",
    "api.rules": "the law", "api.rule": "the law", "api.case_form": "an empty form",
}  # fmt: skip
OF_THE_SITE = {"place", "number", "name", "paper", "command"}
"""Parts of paths that name an upload, a batch, a proposal, an account, a finding or a step: no key of the ledger."""


@pytest.mark.parametrize("page", [page for page in PAGES if page.may != ANYONE], ids=lambda page: page.name)
def test_every_page_says_by_its_path_at_what_one_looks(page):
    named = set(re.findall(r"<(?:\w+:)?(\w+)>", page.path))
    strange = named - {"kind", "value"} - set(KEYS) - OF_THE_SITE
    assert not strange, f"name the part for the kind of thing it names ({', '.join(KEYS)}): {strange}"


def test_only_what_shows_nothing_of_anybody_is_left_out_of_the_read_log():
    assert {page.name for page in PAGES if not page.is_noted} == set(SHOWS_NOTHING)


def entered(page: Page, address: str, *, looking=lambda visit, seen: None, **route):
    noted: list[Seen] = []
    holder = Holder("li", "li")
    install(
        Site(
            (page,), lambda request: Visit(request, Scope("li"), holder, 1), looking=looking,
            looked=lambda visit, seen: noted.append(seen),
        )
    )  # fmt: skip
    answer = url_of(page).callback(RequestFactory().get(address), **route)
    return SimpleNamespace(status=answer.status_code, noted=noted)


def shown(visit, **route):
    return HttpResponse("shown")


def test_opening_a_page_is_noted_with_what_it_is_about():
    one = Page("threads.one", "threads/<str:kind>/<path:value>/", shown, "signed_in", "案件")
    assert entered(one, "/x/", kind="case", value="A1").noted == [Seen("threads.one", "case", "A1")]
    archive = Page("archive", "archive/<str:officer>/", shown, "signed_in", "档案")
    assert entered(archive, "/x/", officer="A1").noted == [Seen("archive", "officer", "A1")]
    batch = Page("imports.batch", "imports/<int:number>/", shown, "signed_in", "批次")
    assert entered(batch, "/x/", number=7).noted == [Seen("imports.batch", "imports.batch", "7")]


def test_the_conditions_of_a_list_are_kept_but_not_the_words_it_was_searched_by():
    cases = Page("cases.list", "cases/", shown, "signed_in", "案件")
    [seen] = entered(cases, "/cases/?q=%E6%9F%90%E7%94%B2&light=red").noted
    assert (seen.kind, seen.value, seen.detail) == ("page", "cases.list", "q=…&light=red")
    assert conditions_said("?sort=-last") == "sort=-last"


def test_what_is_refused_or_not_there_is_not_noted_and_a_spent_budget_shows_nothing():
    def refused(visit, **route):
        raise GuijuError("没有。", code="threads.not_found")

    def spent(visit, seen):
        raise GuijuError("已达限量。", code="privacy.look_budget")

    page = Page("cases.list", "cases/", refused, "signed_in", "案件")
    one = Page("cases.list", "cases/", shown, "signed_in", "案件")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("guiju.screens.kit.entrance.refusal", lambda visit, status, *_: HttpResponse(status=status))
        assert (entered(page, "/x/").status, entered(page, "/x/").noted) == (404, [])
        held = entered(one, "/x/", looking=spent)
    assert (held.status, held.noted) == (422, [])
