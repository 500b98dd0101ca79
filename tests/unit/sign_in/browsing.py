"""How a test fills in forms and proves who it is, as a browser does."""

import re
from types import SimpleNamespace

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

PASSWORD = "三尺讲台-梧桐-42-夜航"


def current_code(secret):
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def send(client, address, **fields):
    """Fill the form in as a browser does: with the hidden fields of the page."""
    page = client.get(address).content.decode()
    key = re.search(r'name="_key" value="(\w+)"', page)
    return client.post(address, {"_key": key.group(1), **fields} if key else fields)


def enrol(site):
    client = site.new_client()
    send(client, "/sign-in/", account="chief", password=PASSWORD)
    page = client.get("/sign-in/enrol/").content.decode()
    secret = re.search(r'class="secret">(\w+)<', page).group(1)
    key = re.search(r'name="_key" value="(\w+)"', page).group(1)
    answer = client.post("/sign-in/enrol/", {"_key": key, "code": current_code(secret)})
    return client, secret, answer


def is_in(client):
    return client.get("/sign-in/").status_code == 302


def as_sample(site, account):
    """A browser in which somebody is signed in without a password."""
    site.offered.append(SimpleNamespace(account=account, person=account, role_label="x", unit="x", sentence="x"))
    client = site.new_client()
    assert client.post("/sign-in/sample/", {"account": account}).status_code == 303
    return client
