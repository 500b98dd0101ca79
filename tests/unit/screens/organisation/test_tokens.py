"""A token asked for at one's own page, seen once, granted by somebody else, and ended."""

import re

import pytest
from tests.unit.bureau.conftest import EAST_STATION
from tests.unit.sign_in.browsing import send

from guiju.bureau.models import ApiToken

pytestmark = pytest.mark.slow
ASKED = {"roles": "unit_chief", "unit": EAST_STATION, "until": "2026-04-01"}


def text_of(answer):
    return answer.content.decode()


def asked(client):
    """The page after asking, and the token on it."""
    page = text_of(send(client, "/account/tokens/new/", **ASKED))
    found = re.search(r"guiju_[0-9a-f]{16}_[0-9a-f]{64}", page)
    return page, found[0] if found else ""


def test_the_holder_sees_his_token_once_and_it_waits_for_somebody_else(bureau):
    chief = bureau.at("chief")
    page, token = asked(chief)
    assert token and "只在这里显示一次" in page
    assert ApiToken.objects.get().state == "asked"
    for address in ("/account/tokens/", f"/account/tokens/{token.split('_')[1]}/"):
        assert "待批准" in text_of(chief.get(address))
        assert token.split("_")[2] not in text_of(chief.get(address))


def test_the_same_form_sent_again_shows_no_second_token(bureau):
    chief = bureau.at("chief")
    key = re.search(r'name="_key" value="(\w+)"', text_of(chief.get("/account/tokens/new/")))[1]
    first = chief.post("/account/tokens/new/", {"_key": key, **ASKED})
    again = chief.post("/account/tokens/new/", {"_key": key, **ASKED})
    assert (first.status_code, again.status_code) == (200, 422)
    assert ApiToken.objects.count() == 1


def test_a_security_administrator_grants_it_without_ever_seeing_it(bureau):
    _, token = asked(bureau.at("chief"))
    name, secret = token.split("_")[1:]
    keeper = bureau.at("sec1")
    page = text_of(keeper.get(f"/account/tokens/{name}/"))
    assert "所队长" in page and secret not in page
    assert send(keeper, f"/account/tokens/{name}/", _act="grant").status_code == 302
    assert ApiToken.objects.get().state == "granted"
    assert send(bureau.at("chief"), f"/account/tokens/{name}/", _act="revoke").status_code == 302
    assert ApiToken.objects.get().state == "revoked"


def test_others_find_no_such_token(bureau):
    _, token = asked(bureau.at("chief"))
    for account in ("deputy", "sys"):
        client = bureau.at(account)
        assert client.get(f"/account/tokens/{token.split('_')[1]}/").status_code == 404
        assert token.split("_")[1] not in text_of(client.get("/account/tokens/"))


def test_the_page_on_the_interface_names_every_operation(bureau):
    page = text_of(bureau.at("chief").get("/api/"))
    assert page.count("/api/findings") >= 3 and "Idempotency-Key" in page
    assert bureau.new_client().get("/api/").status_code == 302
