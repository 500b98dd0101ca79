"""The kit is tested without a ledger: a visit is a value, and only drafts and saved views need tables."""

from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.db import connection
from django.test import RequestFactory
from django.utils import translation
from tests.databases import using

from guiju.screens.kit.visit import NOBODY, Holder, Visit
from guiju.screens.models import FormDraft, SavedView
from guiju.values.scope import Scope

AT = 1_772_413_500_000_000
"""2026年3月2日 09:05 in Beijing."""
Visiting = Callable[..., Visit]


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """The site's first language, whatever a test before has chosen."""
    with translation.override("zh-hans"):
        yield


@pytest.fixture
def visiting() -> Visiting:
    """Makes a visit: ``visiting("/x/?q=1")``, or a POST where fields are given."""

    def visit(
        path: str = "/x/", sent: dict[str, object] | None = None, *, account: str = "", may: tuple[str, ...] = (),
        at: int = AT, **headers: str,
    ) -> Visit:  # fmt: skip
        factory = RequestFactory(SERVER_NAME="localhost")
        request = factory.get(path, headers=headers) if sent is None else factory.post(path, sent, headers=headers)
        request.session = {}
        holder = NOBODY
        if account:
            holder = Holder(account, "示例甲", "900001", "U1", "示例一所", ("法制员",), frozenset(may))
        return Visit(request, Scope(account, at=at), holder, at)

    return visit


@pytest.fixture
def tables(tmp_path: Path) -> Iterator[None]:
    """The two tables of the kit, empty."""
    with using(f"sqlite:///{tmp_path / 'kit.sqlite3'}"):
        with connection.schema_editor() as editor:
            editor.create_model(FormDraft)
            editor.create_model(SavedView)
        yield


class Markup(HTMLParser):
    """What a browser would make of a text: its tags and their attributes, and the text between."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Note a text."""
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of every tag of this name."""
        return [attributes for name, attributes in self.tags if name == tag]

    @property
    def can_run(self) -> list[str]:
        """Whatever the browser might run or style inline; the policy forbids it, and there shall be none."""
        found = [tag for tag, _attributes in self.tags if tag in ("script", "style", "iframe", "object", "img")]
        for _tag, attributes in self.tags:
            found += [name for name in attributes if name.startswith("on") or name in ("style", "srcdoc")]
            found += [name for name in attributes if name.startswith("hx-on")]
            found += [str(value) for value in attributes.values() if str(value).lower().startswith("javascript:")]
        return found
