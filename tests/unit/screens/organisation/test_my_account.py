"""One's own account: sessions, password, recovery codes, and what one lends."""

import re

import pytest
from django.contrib.sessions.models import Session
from tests.unit.bureau.conftest import EAST_STATION, WEST_STATION
from tests.unit.sign_in.browsing import PASSWORD, as_sample, current_code, enrol, is_in, send

from guiju.bureau.models import Delegation

pytestmark = pytest.mark.slow


NEW = "沿河而下-七里-柳-91"


def text_of(answer):
    return answer.content.decode()


def test_one_sees_ones_sessions_and_ends_the_others(bureau):
    here, other, deputy = bureau.at("chief"), bureau.at("chief"), bureau.at("deputy")
    page = text_of(here.get("/account/"))
    assert page.count("演示账号") == 2 and page.count("当前会话") == 1
    assert send(here, "/account/").status_code == 302
    assert (is_in(here), is_in(other), is_in(deputy)) == (True, False, True)
    assert Session.objects.count() == 2


def test_a_new_password_needs_the_present_one_and_ends_the_other_sessions(bureau, site):
    client, _, _ = enrol(site)
    other = as_sample(site, "chief")
    fields = {"password": NEW, "again": NEW}
    assert send(client, "/account/password/", present="wrong password", **fields).status_code == 422
    assert send(client, "/account/password/", present=PASSWORD, password="short", again="short").status_code == 422
    assert send(client, "/account/password/", present=PASSWORD, **fields).status_code == 302
    assert is_in(client) and not is_in(other)
    assert "当前会话" in text_of(client.get("/account/")), "the session has another key and is known still"
    assert send(site.new_client(), "/sign-in/", account="chief", password=PASSWORD).status_code == 422


def test_new_recovery_codes_need_the_second_factor_and_replace_the_old_ones(bureau, site):
    client, secret, answer = enrol(site)
    old = re.findall(r"<li><code>(\w+)</code>", text_of(answer))
    assert send(client, "/account/recovery-codes/", code="000000").status_code == 422
    answer = send(client, "/account/recovery-codes/", code=current_code(secret))
    new = re.findall(r"<li><code>(\w+)</code>", text_of(answer))
    assert len(new) == 10 and not set(new) & set(old)
    again = site.new_client()
    send(again, "/sign-in/", account="chief", password=PASSWORD)
    assert send(again, "/sign-in/second/", code=old[0]).status_code == 422
    assert send(again, "/sign-in/second/", code=new[0]).status_code == 302


def test_a_chief_lends_his_role_and_takes_it_back(bureau):
    chief, deputy = bureau.at("chief"), bureau.at("deputy")
    assert "所队长" not in text_of(deputy.get("/account/"))
    fields = {"role": f"unit_chief:{EAST_STATION}", "taker": "0151009", "until": "2026-03-31"}
    assert send(chief, "/account/delegations/new/", **fields).status_code == 302
    row = Delegation.objects.get(taker="deputy")
    page = text_of(deputy.get("/account/"))
    assert "受 chief 委托" in page and "2026年4月1日 00:00" in page
    assert deputy.get("/manage/officers/").status_code == 200
    answer = send(chief, "/account/delegations/new/", **{**fields, "taker": "chief"})
    assert answer.status_code == 422 and "不能委托给自己" in text_of(answer)
    assert send(chief, "/account/delegations/new/", **{**fields, "until": "2026-03-01"}).status_code == 422
    assert send(chief, f"/account/delegations/{row.event}/end/").status_code == 302
    assert deputy.get("/manage/officers/").status_code == 403


def test_what_is_not_ones_own_cannot_be_lent(bureau):
    fields = {"role": f"unit_chief:{WEST_STATION}", "taker": "0151009", "until": "2026-03-31"}
    assert send(bureau.at("chief"), "/account/delegations/new/", **fields).status_code == 422
    assert not Delegation.objects.exists()


def test_a_delegation_of_others_is_absent(bureau):
    chief = bureau.at("chief")
    fields = {"role": f"unit_chief:{EAST_STATION}", "taker": "deputy", "until": "2026-03-31"}
    send(chief, "/account/delegations/new/", **fields)
    number = Delegation.objects.get().event
    bureau.office.account("stranger")
    stranger = bureau.at("stranger")
    assert stranger.get(f"/account/delegations/{number}/end/").status_code == 404
    assert stranger.get("/account/delegations/424242/end/").status_code == 404
