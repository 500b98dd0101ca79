"""Nobody comes in by a password alone, nobody stays for ever, and a stranger learns nothing."""

import re

import pytest
from tests.unit.sign_in.browsing import PASSWORD, enrol, is_in, send

from guiju.bureau import commands


def test_the_right_password_alone_opens_no_page(site):
    answer = send(site.client, "/sign-in/", account="chief", password=PASSWORD)
    assert answer.headers["Location"] == "/sign-in/enrol/"
    assert not is_in(site.client)
    assert site.client.post("/sign-out/").headers["Location"].startswith("/sign-in/?")


def test_the_second_factor_is_set_up_before_the_first_session_and_asked_for_ever_after(site):
    client, secret, answer = enrol(site)
    assert answer.status_code == 200
    codes = re.findall(r"<li><code>(\w+)</code>", answer.content.decode())
    assert len(codes) == 10
    assert is_in(client)
    again = site.new_client()
    answer = send(again, "/sign-in/?next=/kit/", account="chief", password=PASSWORD)
    assert answer.headers["Location"] == "/sign-in/second/"
    assert send(again, "/sign-in/second/", code="000000").status_code == 422
    answer = send(again, "/sign-in/second/", code=codes[0])
    assert answer.headers["Location"] == "/kit/"
    assert is_in(again)
    third = site.new_client()
    send(third, "/sign-in/", account="chief", password=PASSWORD)
    assert send(third, "/sign-in/second/", code=codes[0]).status_code == 422, "a recovery code is good once"


@pytest.mark.parametrize("name", ["chief", "nobody", "closed"])
def test_a_wrong_password_an_unknown_and_a_closed_account_are_answered_alike(site, name):
    site.office.account("closed")
    commands.close_account("closed", **site.office.words("sys"))
    answer = send(site.client, "/sign-in/", account=name, password="wrong password")
    page = re.sub(r'(name="(?:_key|csrfmiddlewaretoken)" value=)"\w+"', r"\1", answer.content.decode())
    other = send(site.new_client(), "/sign-in/", account="someone", password="wrong password")
    same = re.sub(r'(name="(?:_key|csrfmiddlewaretoken)" value=)"\w+"', r"\1", other.content.decode())
    assert answer.status_code == other.status_code == 422
    assert page.replace(f'value="{name}"', "") == same.replace('value="someone"', "")


def test_five_wrong_passwords_lock_the_account_even_for_the_right_one(site):
    for _ in range(5):
        send(site.client, "/sign-in/", account="chief", password="wrong password")
    answer = send(site.client, "/sign-in/", account="chief", password=PASSWORD)
    assert answer.status_code == 429
    assert not is_in(site.client)


def test_a_session_ends_after_twenty_idle_minutes_and_after_a_working_day(site):
    client, _, _ = enrol(site)
    for _ in range(5):
        site.office.book.pass_time(minutes=19)
        assert is_in(client)
    site.office.book.pass_time(minutes=21)
    assert not is_in(client)
    client = site.new_client()
    offered = type("Sample", (), {"account": "chief", "person": "x", "role_label": "x", "unit": "x", "sentence": "x"})
    site.offered.append(offered())
    client.post("/sign-in/sample/", {"account": "chief"})
    for _ in range(40):
        site.office.book.pass_time(minutes=18)
        assert is_in(client)
    site.office.book.pass_time(minutes=1)
    assert not is_in(client)


def test_an_account_that_the_bureau_closes_is_out_at_once(site):
    client, _, _ = enrol(site)
    site.office.book.pass_time(minutes=1)
    commands.close_account("chief", **site.office.words("sys"))
    assert not is_in(client)


def test_over_a_real_ledger_nobody_comes_in_by_one_click(site):
    assert site.client.post("/sign-in/sample/", {"account": "chief"}).status_code == 404
    assert not is_in(site.client)
    assert "演示账号" not in site.client.get("/sign-in/").content.decode()


@pytest.mark.parametrize("wanted", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_after_signing_in_nobody_is_led_to_another_site(site, wanted):
    client, _, _ = enrol(site)
    assert client.get("/sign-in/", {"next": wanted}).headers["Location"] == "/"


def test_a_form_of_another_site_signs_nobody_in(site):
    client = site.new_client(enforce_csrf_checks=True)
    fields = {"_key": "0" * 32, "account": "chief", "password": PASSWORD}
    assert client.post("/sign-in/", fields).status_code == 403


def test_the_session_changes_its_name_when_somebody_signs_in(site):
    client, _, _ = enrol(site)
    before = site.new_client()
    send(before, "/sign-in/", account="chief", password=PASSWORD)
    first = before.cookies["sessionid"].value
    send(before, "/sign-in/second/", code="000000")
    assert client.cookies["sessionid"].value != first
    assert client.cookies["sessionid"]["httponly"] and client.cookies["sessionid"]["samesite"] == "Strict"
