"""A paper handed in as proof: it lies sealed on the shelf, stands in the order's story, and what is none is refused."""

from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.unit.papers.conftest import PDF
from tests.unit.screens.findings.conftest import Browser, dispatched

from guiju.actions import commands
from guiju.actions.acts import OrderState
from guiju.actions.queries import get_order
from guiju.facts.keys.blind_index import create_index_key, open_index_key
from guiju.facts.keys.person_keys import PersonKeys, create_person_keys
from guiju.facts.keys.personal_fields import PersonalHand
from guiju.facts.papers.shelf import Shelf
from guiju.facts.queries import get_event
from guiju.facts.wiring import install, wiring
from guiju.project.catalogue import VOCABULARY

pytestmark = pytest.mark.parametrize("station", ["sqlite"], indirect=True)


@pytest.fixture
def shelf(desk, tmp_path):
    """Where papers lie, and the keys of persons with which they are sealed."""
    create_index_key(tmp_path / "keys")
    create_person_keys(tmp_path / "keys")
    keys = PersonKeys(tmp_path / "keys", wiring().clock)
    hand = PersonalHand.of(keys, open_index_key(tmp_path / "keys"), VOCABULARY.types.values())
    install(replace(wiring(), personal=hand))
    return Shelf(tmp_path / "papers")


@pytest.fixture
def signed(desk):
    """An order that its officer has signed for."""
    order = dispatched(desk, desk.verified(desk.searched()))
    commands.sign_for_order(order, **desk.by("handler"))
    return order


def kept(shelf):
    return [path for path in shelf.folder.rglob("*") if path.is_file()] if shelf.folder.exists() else []


def test_a_paper_is_attached_and_is_the_proof_of_the_mending(desk, shelf, signed):
    handler = Browser(desk, "handler", shelf=shelf)
    paper = SimpleUploadedFile("送达回证.pdf", PDF, content_type="application/pdf")
    answer = handler.posts(f"/orders/{signed}/do/mend/", reason="已补送", event="", paper=paper)
    assert answer.status_code == 302, answer.content.decode()
    order = get_order(desk.scope("clerk"), signed)
    assert order.state is OrderState.MENDED
    told = get_event(desk.scope("clerk"), int(order.mendings[-1]["proof_event"]))
    assert told.type == "papers.attached"
    [path] = kept(shelf)
    assert PDF not in path.read_bytes()
    assert "送达回证.pdf" in Browser(desk, "clerk", shelf=shelf).reads(f"/orders/{signed}/")


@pytest.mark.parametrize(
    ("name", "data"),
    [("回证.pdf", b"MZ\x90\x00 no pdf at all"), ("回证.exe", PDF), ("回证.pdf", b""), ("x" * 300 + ".svg", b"<svg/>")],
)
def test_what_is_no_paper_is_refused_and_the_reason_that_was_typed_stays(desk, shelf, signed, name, data):
    handler = Browser(desk, "handler", shelf=shelf)
    answer = handler.posts(
        f"/orders/{signed}/do/mend/", reason="已补送听证告知书", event="", paper=SimpleUploadedFile(name, data)
    )
    assert answer.status_code == 422
    assert "已补送听证告知书" in answer.content.decode()
    assert kept(shelf) == []
    assert get_order(desk.scope("clerk"), signed).state is OrderState.SIGNED


def test_whose_order_it_is_not_attaches_nothing(desk, shelf, signed):
    stranger = Browser(desk, "westclerk", shelf=shelf)
    paper = SimpleUploadedFile("送达回证.pdf", PDF)
    assert stranger.posts(f"/orders/{signed}/do/mend/", reason="x", event="", paper=paper).status_code == 404
    mate = Browser(desk, "mate", shelf=shelf)
    assert mate.posts(f"/orders/{signed}/do/mend/", reason="x", event="", paper=paper).status_code in (404, 422)
    assert get_order(desk.scope("clerk"), signed).state is OrderState.SIGNED
