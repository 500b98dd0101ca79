"""Accounts and roles on the pages: two signatures, refusals as they are, and nothing of cases for administrators."""

import re

import pytest
from tests.unit.bureau.conftest import EAST_STATION, WEST_STATION
from tests.unit.sign_in.browsing import is_in, send

from guiju.bureau import commands
from guiju.bureau.models import Account, RoleGrant, RoleProposal
from guiju.project.site.urls import PAGES

pytestmark = pytest.mark.slow


LISTS = ("accounts", "roles", "proposals", "delegations", "units", "officers")


def text_of(answer):
    return answer.content.decode()


@pytest.mark.parametrize(
    ("account", "open_to"),
    [
        ("sys", {"accounts"}), ("sec1", set(LISTS)), ("aud", set(LISTS)), ("chief", {"units", "officers"}),
        ("deputy", set()),
    ],
)  # fmt: skip
def test_each_list_opens_to_whom_it_concerns(bureau, account, open_to):
    client = bureau.at(account)
    answers = {name: client.get(f"/manage/{name}/").status_code for name in LISTS}
    assert answers == {name: 200 if name in open_to else 403 for name in LISTS}


@pytest.mark.parametrize("account", ["sys", "sec1", "aud"])
def test_the_administrators_find_nothing_of_cases(bureau, account):
    bureau.office.event("cases.accepted", "2026-03-01T10:00", unit=EAST_STATION, case="E1")
    client = bureau.at(account)
    page = text_of(client.get("/account/"))
    menu = re.findall(r'<li><a href="([^"]+)"', page)
    assert menu and not [one for one in menu if one.startswith(("/cases/", "/threads/", "/findings/", "/imports/"))]
    assert {client.get(path).status_code for path in ("/cases/", "/threads/case/E1/", "/threads/case/none/")} == {403}


def test_an_account_is_opened_given_a_code_and_shut(bureau):
    client = bureau.at("sys")
    answer = send(client, "/manage/new-account/", account="0151010", officer="0151010")
    assert answer.headers["Location"] == "/manage/accounts/0151010/"
    assert Account.objects.get(name="0151010").natural_person == "officer:0151010"
    answer = send(client, "/manage/accounts/0151010/code/")
    code = re.search(r"<dd>(\w{4}-\w{4}-\w{4}-\w{4})</dd>", text_of(answer)).group(1)
    assert answer.headers["Cache-Control"] == "no-store"
    assert code not in text_of(client.get("/manage/accounts/0151010/"))
    fields = {"password": "沿河而下-七里-柳-91", "again": "沿河而下-七里-柳-91"}
    fresh = bureau.new_client()
    answer = send(fresh, "/sign-in/first/", account="0151010", code=code, **fields)
    assert answer.headers["Location"] == "/sign-in/enrol/"
    page = text_of(client.get("/manage/accounts/0151010/"))
    assert "重置登录凭据" in page and ">密码</td>" in page
    assert send(client, "/manage/accounts/0151010/close/").status_code == 302
    assert send(bureau.new_client(), "/sign-in/", account="0151010", password=fields["password"]).status_code == 422


def test_a_code_can_be_printed_instead_of_shown(bureau):
    answer = send(bureau.at("sys"), "/manage/accounts/chief/code/", _act="print")
    assert answer.headers["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")


def test_a_name_that_was_used_is_refused_in_the_words_of_the_command(bureau):
    answer = send(bureau.at("sys"), "/manage/new-account/", account="chief", person="N-x")
    assert answer.status_code == 422 and "账号名不重复使用" in text_of(answer)


def test_shutting_an_account_ends_its_sessions_at_once(bureau):
    chief = bureau.at("chief")
    send(bureau.at("sys"), "/manage/accounts/chief/close/")
    assert not is_in(chief)


def test_a_role_needs_a_proposal_and_another_persons_signature(bureau):
    first, second = bureau.at("sec1"), bureau.at("sec2")
    answer = send(first, "/manage/new-role/", account="0151009", role="lead_officer", unit=EAST_STATION, until="")
    assert answer.headers["Location"] == "/manage/proposals/"
    [waiting] = RoleProposal.objects.filter(account="deputy")
    path = f"/manage/proposals/{waiting.event}/"
    assert '<span class="count">1</span>' in text_of(second.get("/account/"))
    answer = send(first, path, _act="grant")
    assert answer.status_code == 422 and "两个不同的人" in text_of(answer)
    assert not RoleGrant.objects.filter(account="deputy").exists()
    assert send(second, path, _act="grant").status_code == 302
    assert RoleGrant.objects.get(account="deputy").role == "lead_officer"
    assert second.get(path).status_code == 404, "it waits no more"


def test_a_proposal_can_be_refused_and_a_role_taken_back(bureau):
    first, second = bureau.at("sec1"), bureau.at("sec2")
    send(first, "/manage/new-role/", account="deputy", role="custodian", unit=EAST_STATION, until="")
    [waiting] = RoleProposal.objects.filter(account="deputy")
    send(second, f"/manage/proposals/{waiting.event}/", _act="refuse")
    assert RoleProposal.objects.get(account="deputy").state == "refused"
    grant = RoleGrant.objects.get(account="chief").event
    assert send(second, f"/account/roles/{grant}/end/").status_code == 302
    assert RoleGrant.objects.get(account="chief").until <= bureau.office.now


def test_the_audit_administrator_reads_and_changes_nothing(bureau):
    client = bureau.at("aud")
    bureau.office.account("li")
    number = commands.propose_role("li", "custodian", unit=WEST_STATION, **bureau.office.words("sec1")).ids[0]
    page = text_of(client.get(f"/manage/proposals/{number}/"))
    assert "custodian" not in page and "涉案财物保管员" in page and 'value="grant"' not in page
    key = {"_key": "0" * 32}
    client.post(f"/manage/proposals/{number}/", {**key, "_act": "grant"})
    assert RoleProposal.objects.get(event=number).state == "proposed"
    closed = [client.post(f"/manage/{path}", key).status_code for path in ("new-account/", "new-role/")]
    closed.append(client.post("/manage/accounts/chief/close/", key).status_code)
    assert closed == [403, 403, 403]


def test_a_visitors_seat_must_end_and_shows_when(bureau):
    bureau.office.account("visitor")
    first, second = bureau.at("sec1"), bureau.at("sec2")
    fields = {"account": "visitor", "role": "visiting_inspector", "unit": EAST_STATION}
    answer = send(first, "/manage/new-role/", **fields, until="")
    assert answer.status_code == 422 and "最长31天" in text_of(answer)
    assert send(first, "/manage/new-role/", **fields, until="2026-03-20").status_code == 302
    [waiting] = RoleProposal.objects.filter(account="visitor")
    send(second, f"/manage/proposals/{waiting.event}/", _act="grant")
    page = text_of(first.get("/manage/roles/?term=seat"))
    assert "2026年3月21日 00:00" in page and "visitor" in page and ">chief<" not in page
    assert "2026年3月21日 00:00" in text_of(bureau.at("visitor").get("/account/"))


def test_what_a_unit_chief_may_not_know_of_is_absent(bureau):
    client = bureau.at("chief")
    assert client.get("/manage/accounts/sys/").status_code == 403
    grant = RoleGrant.objects.get(account="sys").event
    assert client.get(f"/account/roles/{grant}/end/").status_code == 404
    assert client.get("/account/roles/999999/end/").status_code == 404
    listed = text_of(client.get("/manage/units/"))
    assert "东圩派出所" in listed and "西圩派出所" not in listed


def test_lists_are_searched_and_an_unknown_condition_is_refused(bureau):
    client = bureau.at("sec1")
    assert "共 1 条" in text_of(client.get("/manage/accounts/?q=dep"))
    assert "共 1 条" in text_of(client.get("/manage/officers/?q=示例己"))
    assert "共 2 条" in text_of(client.get("/manage/units/?kind=station"))
    assert client.get("/manage/accounts/?natural_person=N-sys").status_code == 422


def test_every_page_here_states_who_may_open_it():
    mine = [page for page in PAGES if page.name.startswith("organisation.")]
    assert len(mine) >= 18
    assert all(page.may != "anyone" for page in mine)


def test_a_list_is_taken_away_as_it_is_filtered(bureau):
    answer = bureau.at("sec1").get("/manage/roles/?q=chief&export=csv")
    assert answer.status_code == 200
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 3 and "sec1" in lines[0] and "所队长" in lines[2] and "收回" not in lines[2]
    assert bureau.at("deputy").get("/manage/roles/?export=csv").status_code == 403
