"""Nobody sees, changes or even guesses at what is another's: every address of every role, asked for by strangers."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import quote, urlsplit

import pytest
from django.test import Client
from django.urls import resolve
from tests.flow.site_walk import (
    HTMX,
    Walked,
    absent_of,
    filled,
    plain,
    recorded,
    sample_site,
    shape_of,
    signed_in,
    starting_points,
    walk,
)
from tests.sites import Read

from guiju.facts.commands import append
from guiju.facts.draft import Actor, Draft
from guiju.findings.law import law_in_force
from guiju.project import env
from guiju.project.site.sample_accounts import EAST, SAMPLE_ACCOUNTS
from guiju.project.site.urls import PAGES
from guiju.screens.kit.page import ANYONE

pytestmark = pytest.mark.slow

OWNERS = ("east.chief", "east.officer")
STRANGERS = ("west.chief", "political", "sysadmin", "security1", "audit")
KEEPERS = ("security1", "audit", "political")
"""They keep and look at everybody's posts, roles and delegations: those are no secret before them."""
SHARED = {"/manage/officers/0151002/"}
"""The legal officer who serves both stations: no stranger to either chief."""
ALL_PLACES = {"0104", "0151", "0152", "0153", "0154", "0155", "0156"}
PLACES = {
    "east.officer": {"0151"}, "east.legal": {"0151", "0152"}, "east.chief": {"0151"}, "east.deputy": {"0151"},
    "west.chief": {"0152"}, "east.instructor": set(), "political": set(), "sysadmin": set(), "security1": set(),
    "security2": set(), "audit": set(),
}  # fmt: skip
"""Of which places somebody may read a case number anywhere; who is not named works for all of the county."""
EVERYBODYS: set[str] = {
    "papers.template", "papers.starter", "papers.current",
    "law.rule", "law.interpretation", "law.calendar_year", "law.change_day",
}  # fmt: skip
"""Pages with something in their address that is nobody's in particular: the law is everybody's."""
WITHOUT_SCHEMA = {"sign_out", "language", "sign_in.sample", "sign_in.certificate", "draft.drop"}
"""Forms of one button: they look at what they know and change no record."""
TELLING = {"unit": EAST, "score": "100", "recorded_at": "2020-01-01T00:00", "is_staff": "1", "actor": "leader"}
HOSTILE = (
    "order_by=password", "sort=unit__path", "sort=-id%3Bdrop", "_connector=OR", "unit__path__startswith=0",
    "q__in=1", "unit_path=0", "page=-1", "page=1e9", "sort=last&sort=due",
)  # fmt: skip
PAYLOAD = "\"><img src=x onerror=alert(1)><script>alert(2)</script>{{7*7}}'javascript:alert(3)"
FORMULAS = ("=1+1", "@SUM(A1)", "+1-2", "-2+3", "＝1+1")


@pytest.fixture(scope="module")
def walks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Walked]]:
    """What every account of the sample was shown; walking recorded nothing."""
    with sample_site("town", tmp_path_factory.mktemp("leaks")):
        before = recorded()
        walked = {one.account: walk(one.account) for one in SAMPLE_ACCOUNTS}
        assert recorded() == before
        yield walked


def name_of(address: str) -> str:
    """The page that an address leads to."""
    return (shape_of(address) or ("",))[0]


def is_about_something(address: str, stranger: str = "") -> bool:
    """Whether an address names a thing by its id that is nothing of a stranger's."""
    name = name_of(address)
    if not name or not resolve(urlsplit(address).path).kwargs or name in EVERYBODYS or address in SHARED:
        return False
    return not (stranger in KEEPERS and name.startswith("organisation.")) and bool(absent_of(address))


def addressed(walked: Walked, stranger: str = "") -> list[str]:
    """The addresses of one account that name a thing by its id, and were answered."""
    return [one for one, (status, _) in walked.pages.items() if status == 200 and is_about_something(one, stranger)]


def test_looking_at_everything_breaks_nothing(walks):
    broken = {
        (account, address): status
        for account, walked in walks.items()
        for address, (status, _) in walked.pages.items()
        # A page of something in particular, asked for without saying of what, is absent or asks back.
        if status not in (200, 302, 403) and not (status in (404, 422) and address in starting_points())
    }
    assert broken == {}
    assert all(len(walked.pages) > 30 for walked in walks.values())


def test_nobody_reads_the_number_of_a_case_that_is_none_of_his(walks):
    assert {account: walks[account].numbers - places for account, places in PLACES.items()} == {
        account: set() for account in PLACES
    }
    assert walks["legal.department"].numbers == ALL_PLACES


@pytest.mark.parametrize("stranger", STRANGERS)
def test_what_is_foreign_is_answered_like_what_does_not_exist(walks, stranger):
    client, different, looked = signed_in(stranger), {}, 0
    for address in {one for owner in OWNERS for one in addressed(walks[owner], stranger)}:
        absent = absent_of(address)
        for headers in ({}, HTMX):
            foreign, none = client.get(address, headers=headers), client.get(absent, headers=headers)
            looked += 1
            told = [plain(one.content.decode(), at) for one, at in ((foreign, address), (none, absent))]
            if foreign.status_code != none.status_code or foreign.status_code not in (403, 404) or told[0] != told[1]:
                different[address] = (foreign.status_code, none.status_code, told[0] == told[1])
    assert different == {}
    assert looked > 20


def test_an_id_of_somebody_else_below_ones_own_address_is_absent_too(walks):
    client = signed_in("west.chief")
    asked = [one for one in addressed(walks["east.chief"]) if urlsplit(one).query]
    own = {name_of(one): urlsplit(one).path for one in addressed(walks["west.chief"])}
    mixed = {f"{own[name_of(one)]}?{urlsplit(one).query}" for one in asked if name_of(one) in own}
    assert mixed
    for address in mixed:
        absent = f"{urlsplit(address).path}?{urlsplit(absent_of(address)).query}"
        answers = [client.get(one) for one in (address, absent)]
        assert [one.status_code for one in answers] == [404, 404], address
        assert plain(answers[0].content.decode(), address) == plain(answers[1].content.decode(), absent)


@pytest.mark.parametrize("stranger", STRANGERS)
def test_a_form_about_what_is_foreign_is_refused_like_one_about_nothing(walks, stranger):
    client, different, before = signed_in(stranger), {}, recorded()
    for owner in OWNERS:
        for page, form in walks[owner].forms:
            address = form.action or page
            if not is_about_something(address, stranger):
                continue
            absent = absent_of(address)
            foreign, none = client.post(address, filled(form)), client.post(absent, filled(form))
            told = [plain(one.content.decode(), at) for one, at in ((foreign, address), (none, absent))]
            if (foreign.status_code, told[0]) != (none.status_code, told[1]) or foreign.status_code not in (403, 404):
                different[address] = (foreign.status_code, none.status_code)
    assert different == {}
    assert recorded() == before


def test_a_form_with_a_field_that_it_does_not_have_is_refused(walks):
    taken, seen, before = [], set(), recorded()
    for account, walked in walks.items():
        client = signed_in(account)
        for page, form in walked.forms:
            address = form.action or page
            name = name_of(address)
            kind = (name, tuple(sorted(form.fields)))
            if kind in seen or name in WITHOUT_SCHEMA:
                continue
            seen.add(kind)
            for field, value in TELLING.items():
                if field in form.fields or field in form.options:
                    continue
                answer = client.post(address, filled(form, **{field: value}))
                if answer.status_code not in (403, 422):
                    taken.append((name, field, answer.status_code))
    assert taken == []
    assert len(seen) > 3
    assert recorded() == before


def test_a_list_refuses_what_it_does_not_declare(walks):
    answered, lists = {}, set()
    for account in ("east.chief", "legal.department", "security1"):
        client = signed_in(account)
        for address, (_, text) in walks[account].pages.items():
            path = urlsplit(address).path
            if 'id="list-' not in text or path in lists:
                continue
            lists.add(path)
            for asked in HOSTILE:
                status = client.get(f"{path}?{asked}").status_code
                if status != 422:
                    answered[f"{path}?{asked}"] = status
    assert answered == {}
    assert len(lists) > 2


def some_address(path: str) -> str:
    """An address of a page, whoever it leads to."""
    return "/" + re.sub(r"<(?:path|str|slug|uuid):\w+>|<\w+>", "x", re.sub(r"<int:\w+>", "1", path))


def test_a_form_without_the_token_of_this_browser_or_from_another_site_is_refused(walks):
    client, before = signed_in("legal.department", enforce_csrf_checks=False), recorded()
    strict = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    strict.cookies = client.cookies
    pages = [page for page in PAGES if "POST" in page.methods]
    for page in pages:
        address = some_address(page.path)
        assert strict.post(address, {"name": "x"}).status_code == 403, page.name
        far = client.post(address, {"name": "x"}, headers={"Sec-Fetch-Site": "cross-site"})
        assert far.status_code == 403, page.name
    assert len(pages) > 10
    assert recorded() == before


def test_a_stranger_is_sent_to_the_sign_in_page_from_every_page(walks):
    client = Client(SERVER_NAME="localhost")
    for page in PAGES:
        if page.may != ANYONE and "GET" in page.methods:
            answer = client.get(some_address(page.path))
            assert (answer.status_code, answer.headers["Location"][:9]) == (302, "/sign-in/"), page.name


def test_what_people_write_never_runs_and_never_becomes_a_formula(walks):
    at, law = env.now() - timedelta(minutes=5), law_in_force()
    for nth, text in enumerate((PAYLOAD, *FORMULAS)):
        fields = {"case": f"{text}{nth}", "unit": EAST, "officer": ("0151003",), "kind": "criminal"}
        told = [Draft.of("cases.accepted", at, fields, local=law.local, unit_as_of=EAST)]
        review = {"case": f"{text}{nth}", "unit": EAST, "act": f"S{nth}", "officer": ("0151002",), "opinion": text}
        told.append(Draft.of("cases.legally_reviewed", at, review, local=law.local, unit_as_of=EAST))
        append(told, actor=Actor("clerk"), idem_key=f"hostile:{nth}")
    client = signed_in("east.chief")
    saved = {"listing": "cases", "path": "/cases/", "query": "", "name": PAYLOAD[:60], "_key": "0" * 32, "_act": "save"}
    assert client.post("/kit/views/", saved).status_code == 302
    pages = {"/cases/": client.get("/cases/").content.decode()}
    assert "onerror" in pages["/cases/"]
    for value in (f"{PAYLOAD}0", "=1+11"):
        for headers in ({}, HTMX):
            address = f"/threads/case/{quote(value)}/"
            pages[f"{address}{headers}"] = client.get(address, headers=headers).content.decode()
    walked = walk("east.chief", most=80)
    pages |= {address: text for address, (_, text) in walked.pages.items()}
    assert {address: Read(text).can_run for address, text in pages.items() if Read(text).can_run} == {}
    assert [address for address, text in pages.items() if "<img src=x" in text] == []
    exported = client.get("/cases/?export=csv&q=")
    assert exported.status_code == 200
    cells = [cell for row in csv.reader(io.StringIO(exported.content.decode("utf-8-sig"))) for cell in row]
    assert "'=1+11" in cells
    assert [cell for cell in cells if cell.startswith(("=", "+", "@", "＝"))] == []
