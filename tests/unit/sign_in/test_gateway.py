"""The gateway alone is believed, and the session is that of whose certificate is in the machine."""

import subprocess
import sys

import pytest
from tests.unit.sign_in.browsing import PASSWORD, enrol, is_in, send

from guiju.bureau import commands
from guiju.bureau.permissions.checks import PermissionRefused
from guiju.facts.draft import Actor
from guiju.project import env
from guiju.project.site.visits import gateway
from guiju.screens.sign_in.gateway import GatewayRefused

AT_GATEWAY = "10.20.30.40"


@pytest.fixture
def behind(site, monkeypatch):
    """The site behind a gateway; ask() is a request that comes from an address and bears a name."""
    monkeypatch.setenv("GUIJU_GATEWAY", f"192.0.2.1, {AT_GATEWAY}/32")
    site.office.account("other")

    def ask(client, named="", sender=AT_GATEWAY, path="/account/"):
        said = {"HTTP_GUIJUUSER": named} if named else {}
        return client.get(path, REMOTE_ADDR=sender, **said)

    site.ask = ask
    return site


def who(answer):
    """Who is signed in, as the page says; nobody where it sends to the sign-in page."""
    if answer.status_code == 302:
        return ""
    return "chief" if "<dd>chief</dd>" in answer.content.decode() else "other"


@pytest.mark.parametrize("named", ["chief", "0151001"])
def test_a_certificate_signs_in_by_account_or_by_police_number(behind, named):
    commands.close_account("chief", **behind.office.words("sys"))
    behind.office.account("0151001.chief" if named == "0151001" else "chief2", officer="0151001")
    wanted = "0151001.chief" if named == "0151001" else ""
    page = behind.ask(behind.client, named)
    if wanted:
        assert page.status_code == 200 and f"<dd>{wanted}</dd>" in page.content.decode()
    else:
        assert page.status_code == 302, "the account is closed, whatever the certificate says"


def registered(behind, number):
    """Somebody joins the bureau and is given a number."""
    words = behind.office.words(Actor("operator", "operator"))
    commands.register_officer(number, "某新来", kind="police", unit="990151000000", **words)


def test_an_account_that_bears_another_mans_number_is_not_opened_by_his_certificate(behind):
    """The account was there first; later somebody else is given the number that is its name."""
    behind.office.account("0151777", person="N-somebody")
    assert "<dd>0151777</dd>" in behind.ask(behind.new_client(), "0151777").content.decode()
    registered(behind, "0151777")
    assert who(behind.ask(behind.new_client(), "0151777")) == ""


def test_no_account_is_opened_under_another_mans_police_number(behind):
    registered(behind, "0151888")
    with pytest.raises(PermissionRefused):
        behind.office.account("0151888", person="N-somebody")
    behind.office.account("0151888", officer="0151888")


@pytest.mark.parametrize("sender", ["127.0.0.1", "10.20.30.41", "", "unix:"])
def test_a_header_that_comes_from_elsewhere_is_not_believed(behind, sender):
    assert who(behind.ask(behind.client, "chief", sender=sender)) == ""


def test_without_a_gateway_no_header_is_believed(behind, monkeypatch):
    monkeypatch.setenv("GUIJU_GATEWAY", "")
    assert who(behind.ask(behind.client, "chief")) == ""


def test_another_certificate_is_another_person_and_none_is_nobody(behind):
    assert who(behind.ask(behind.client, "chief")) == "chief"
    assert who(behind.ask(behind.client, "other")) == "other"
    assert who(behind.ask(behind.client)) == ""
    assert who(behind.ask(behind.client, "chief")) == "chief"
    assert who(behind.ask(behind.client, "chief", sender="10.9.9.9")) == "", "the cookie alone is no certificate"


def test_an_unknown_certificate_ends_the_session_of_who_was_there_before(behind):
    assert who(behind.ask(behind.client, "chief")) == "chief"
    assert who(behind.ask(behind.client, "stranger")) == ""
    page = behind.ask(behind.client, "stranger", path="/sign-in/").content.decode()
    assert "没有与它对应的可用账号" in page


def test_who_signs_out_or_stays_away_comes_back_by_one_click_only(behind):
    client, said = behind.client, {"REMOTE_ADDR": AT_GATEWAY, "HTTP_GUIJUUSER": "chief"}
    behind.ask(client, "chief")
    client.post("/sign-out/", **said)
    assert who(behind.ask(client, "chief")) == ""
    client.post("/sign-in/certificate/", {"next": "/account/"}, **said)
    assert who(behind.ask(client, "chief")) == "chief"
    behind.office.book.pass_time(minutes=21)
    assert who(behind.ask(client, "chief")) == ""
    client.post("/sign-in/certificate/", **said)
    assert who(behind.ask(client, "chief")) == "chief"


def test_a_password_is_the_way_where_there_is_no_certificate(behind):
    client, _, _ = enrol(behind)
    assert is_in(client)
    send(client, "/sign-in/", account="chief", password=PASSWORD)


@pytest.mark.parametrize(
    ("addresses", "header"), [("gateway.example", "GuijuUser"), ("10.0.0.1", "a b"), ("1.2.3", "x")]
)
def test_a_wrong_setting_is_told_at_the_start(monkeypatch, addresses, header):
    monkeypatch.setenv("GUIJU_GATEWAY", addresses)
    monkeypatch.setenv("GUIJU_GATEWAY_HEADER", header)
    with pytest.raises(GatewayRefused):
        gateway()


@pytest.mark.parametrize(("said", "is_secure"), [("1", True), ("", False)])
def test_cookies_travel_by_tls_only_where_the_bureau_has_it(said, is_secure):
    code = (
        "from guiju.project import settings as s;"
        "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, 'https://gj.example' in s.CSRF_TRUSTED_ORIGINS)"
    )
    environment = env.child_environment(GUIJU_TLS=said, GUIJU_HOSTS="gj.example")
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.split() == [str(is_secure)] * 3
