"""Walking through the site as somebody: every page that its pages lead to, and what would differ for a stranger."""

import re
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from tests.databases import using
from tests.sites import FormFound, Read, copy_of_sample

from guiju.project import env
from guiju.project.ledger.opening import kept_open
from guiju.project.site.urls import PAGES

NUMBER = re.compile(r"[AQ](\d{4})26\d{5}")
"""A case of the sample says where it was opened."""
HTMX = {"HX-Request": "true", "HX-Target": "drawer"}
EACH_SHAPE, MOST = 3, 240
GALLERY = ("kit", "kit.confirm", "kit.why")
_CHANGING = re.compile(
    r'(name="(?:csrfmiddlewaretoken|_key|_draft)" value=")[^"]*|\d{4}-\d\d-\d\d \d\d:\d\d|\d{4}年\d+月\d+日 \d\d:\d\d'
)


@dataclass
class Walked:
    """What somebody was shown: the answer of each address, and the forms that stood there."""

    account: str
    pages: dict[str, tuple[int, str]] = field(default_factory=dict)
    forms: list[tuple[str, FormFound]] = field(default_factory=list)

    @property
    def numbers(self) -> set[str]:
        """The places of all cases that were named anywhere."""
        return {place for _, text in self.pages.values() for place in NUMBER.findall(text)}


@contextmanager
def sample_site(scale: str, folder: Path) -> Iterator[Path]:
    """The application over a sample of its own, in this process; its home."""
    home = copy_of_sample(scale, folder)
    with pytest.MonkeyPatch.context() as patch, using(f"sqlite:///{home / 'guiju.sqlite3'}"):
        patch.setenv("GUIJU_HOME", str(home))
        with kept_open():
            from guiju.project.site.wsgi import make_application

            make_application()
            yield home
    env.run_clock_from(None)


def signed_in(account: str, **words: bool) -> Client:
    """A browser in which somebody of the sample has signed in."""
    client = Client(SERVER_NAME="localhost", raise_request_exception=True, **words)
    answer = client.post("/sign-in/sample/", {"account": account})
    assert answer.status_code == 303, (account, answer.status_code)
    return client


def shape_of(address: str) -> tuple[str, tuple[str, ...]] | None:
    """Which page an address leads to, and with which conditions; None where it leads to none of ours."""
    parts = urlsplit(address)
    try:
        found = resolve(unquote(parts.path))
    except Resolver404:
        return None
    asked = sorted({name for name, _ in parse_qsl(parts.query)})
    return str(found.url_name), tuple(asked)


def starting_points() -> list[str]:
    """The pages that need to be told nothing."""
    found = []
    for page in PAGES:
        if "GET" in page.methods and page.name not in GALLERY:
            try:
                found.append(reverse(page.name))
            except NoReverseMatch:
                continue
    return found


def walk(account: str, *, most: int = MOST) -> Walked:
    """Look at everything that somebody can reach by links, a few addresses of each shape."""
    client, walked = signed_in(account), Walked(account)
    waiting, seen = deque(starting_points()), Counter[object]()
    while waiting and len(walked.pages) < most:
        address = waiting.popleft()
        shape = shape_of(address)
        if address in walked.pages or shape is None or shape[0] in GALLERY or seen[shape] >= EACH_SHAPE:
            continue
        seen[shape] += 1
        answer = client.get(address)
        is_page = answer.headers.get("Content-Type", "").startswith("text/html")
        text = answer.content.decode() if is_page and not answer.streaming else ""
        walked.pages[address] = answer.status_code, text
        read = Read(text)
        waiting += [joined(address, one) for one in read.links]
        walked.forms += [(address, form) for form in read.forms if form.method == "post"]
    return walked


def joined(address: str, link: str) -> str:
    """Where a link of a page leads, within the site."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc or link.startswith("#"):
        return ""
    path = parts.path or urlsplit(address).path
    return path + (f"?{parts.query}" if parts.query else "")


def absent_value(value: str) -> str:
    """An id of the same kind that nobody has: no letter changes, every digit is a nine."""
    return re.sub(r"\d", "9", value) if re.search(r"\d", value) else f"{value}-none"


def absent_of(address: str, keep: tuple[str, ...] = ("kind", "command")) -> str:
    """The same address with ids that nobody has; empty where it names none."""
    parts = urlsplit(address)
    found = resolve(unquote(parts.path))
    named = {name: value for name, value in found.kwargs.items() if name not in keep}
    if not named:
        return ""
    told = {**found.kwargs, **{name: _absent(value) for name, value in named.items()}}
    query = [(name, absent_value(value) if len(value) > 8 else value) for name, value in parse_qsl(parts.query)]
    path = reverse(str(found.url_name), kwargs=told)
    return path + (f"?{urlencode(query)}" if query else "")


def _absent(value: object) -> object:
    return 999_999_999 if isinstance(value, int) else absent_value(str(value))


def plain(text: str, address: str) -> str:
    """A page without its tokens, the hour, and its own address."""
    path = urlsplit(address).path
    for own in (address, path, unquote(path)):
        text = text.replace(own.replace("&", "&amp;"), "HERE").replace(urlencode({"": own})[1:], "HERE")
    values = [str(one) for one in resolve(unquote(path)).kwargs.values()]
    for value in sorted([*values, *(one for _, one in parse_qsl(urlsplit(address).query))], key=len, reverse=True):
        text = text.replace(value, "ID") if len(value) > 3 else text
    return _CHANGING.sub(r"\1", text)


def recorded() -> int:
    """How many events the ledger holds, without those that say who looked at what."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM event WHERE type NOT LIKE 'privacy.%'")
        return int(cursor.fetchone()[0])


def filled(form: FormFound, **more: str) -> dict[str, list[str]]:
    """What a browser would send of a form, with something in every field."""
    sent = {name: list(values) for name, values in form.fields.items()}
    for name, options in form.options.items():
        given = [one for one in options if one]
        if not sent.get(name) and given:
            sent[name] = given[:1]
    for name, values in sent.items():
        if values in ([""], []) and name != "csrfmiddlewaretoken":
            sent[name] = ["试填"]
    if form.buttons:
        name, value = form.buttons[0]
        sent.setdefault(name, [value])
    return {**sent, **{name: [value] for name, value in more.items()}}
