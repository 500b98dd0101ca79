"""A paper is made of what the case knows, looked at, put into the case, and never changed after."""

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document
from tests.ledgers import SHANGHAI, moment
from tests.unit.papers.conftest import PDF
from tests.unit.screens.papers.conftest import NAME, NUMBER, SUMMONS, events, fields_of, key_of, make

from guiju.facts.events import PAPER_ATTACHED, PAPER_OPENED, RECORD_UNMASKED
from guiju.findings.law import LawInForce, install_law
from guiju.project.law_folder import open_law
from guiju.screens.papers.prefill import cited_fully
from guiju.values.clock import to_micros

NEW = "/papers/new/E1/summons/"
BUDGET = {
    "papers.case": 6, "papers.new": 12, "papers.open": 12, "papers.templates": 6, "papers.template": 6,
    "papers.attach": 6,
}  # fmt: skip


def opened(station, address, act="stored", account="lead", purpose="case_handling"):
    page = station.at(account).get(address).content.decode()
    return station.at(account).post(address, {"_key": key_of(page), "_act": act, "purpose": purpose})


def words(data: bytes) -> str:
    return "".join(one.text or "" for one in Document(BytesIO(data)).element.body.iter() if one.tag.endswith("}t"))


@pytest.mark.slow
def test_what_the_case_knows_is_filled_in_and_nobody_is_named_before_a_purpose_is(station):
    page = station.at("lead").get(NEW).content.decode()
    known = fields_of(page)
    assert known["blank_organ"] == "东城县公安局" and known["blank_place"] == "东圩派出所"
    assert known["blank_today"] == "2026年3月2日"
    assert NAME not in page and NUMBER not in page and "示***" in page
    assert events(RECORD_UNMASKED) == []


@pytest.mark.slow
def test_the_article_is_that_of_the_day_as_laws_write_it(station):
    install_law(LawInForce(open_law(None), SHANGHAI))
    known = fields_of(station.at("lead").get(NEW).content.decode())
    assert known["blank_basis"] == "《中华人民共和国治安管理处罚法》第九十六条"
    before = to_micros(moment("2025-12-31T23:59"))
    assert cited_fully("custody.approve-written-summons", before) == "《中华人民共和国治安管理处罚法》第八十二条"


def test_a_paper_is_looked_at_before_it_is_made_and_both_looks_stand_in_the_ledger(station):
    shown = make(station.at("lead"), act="preview")
    text = shown.content.decode()
    assert shown.status_code == 200 and shown.headers["Cache-Control"] == "no-store"
    assert f"{NAME}：" in text and "因你涉嫌殴打他人" in text
    assert events(PAPER_ATTACHED) == []
    answer = make(station.at("lead"))
    assert answer.status_code == 302, answer.content.decode()
    [paper] = events(PAPER_ATTACHED)
    said = paper.event.fields
    assert answer.headers["Location"] == f"/papers/{paper.id}/"
    assert (said["case"], said["person"], said["paper_form"], said["file_name"]) == (
        "E1",
        "R1",
        "summons",
        "传唤证.docx",
    )
    assert len(said["template_hash"]) == 64 and paper.actor == "lead"
    assert [one.event.get("purpose") for one in events(RECORD_UNMASKED)] == ["case_handling"] * 2


@pytest.mark.slow
def test_without_a_purpose_nothing_is_made(station):
    answer = make(station.at("lead"), purpose="")
    assert answer.status_code == 422 and NAME not in answer.content.decode()
    assert make(station.at("lead"), blank_cause="").status_code == 422
    assert events(PAPER_ATTACHED, RECORD_UNMASKED) == []


@pytest.mark.slow
def test_two_clicks_make_one_paper(station):
    page = station.at("lead").get(NEW).content.decode()
    first = make(station.at("lead"), key=key_of(page))
    station.desk.book.pass_time(seconds=1)
    again = make(station.at("lead"), key=key_of(page))
    assert first.headers["Location"] == again.headers["Location"]
    assert len(events(PAPER_ATTACHED)) == 1
    other = make(station.at("lead"), key=key_of(page), blank_cause="别的")
    assert other.status_code == 422 and len(events(PAPER_ATTACHED)) == 1


@pytest.mark.slow
def test_a_paper_is_opened_for_a_purpose_as_word_as_print_and_on_the_page(station):
    there = make(station.at("lead")).headers["Location"]
    page = station.at("lead").get(there).content.decode()
    assert NAME not in page and events(PAPER_OPENED) == []
    assert opened(station, there, purpose="personnel").status_code == 422
    word = opened(station, there)
    assert word.headers["Content-Disposition"].startswith("attachment;")
    assert word.headers["X-Content-Type-Options"] == "nosniff"
    assert NAME in words(word.content) and NUMBER in words(word.content)
    printed = opened(station, there, "pdf")
    assert printed.content.startswith(b"%PDF-") and printed.headers["Content-Type"] == "application/pdf"
    here = opened(station, there, "here").content.decode()
    assert f"{NAME}：" in here
    assert [one.event.get("purpose") for one in events(PAPER_OPENED)] == ["case_handling"] * 3


@pytest.mark.slow
def test_a_new_paper_comes_in_the_place_of_the_old_one_and_both_stay(station):
    first = make(station.at("lead")).headers["Location"]
    number = first.strip("/").rpartition("/")[2]
    second = make(station.at("lead"), supersedes=number, blank_cause="结伙斗殴").headers["Location"]
    assert "替换" in station.at("lead").get(first).content.decode()
    assert first in station.at("lead").get(second).content.decode()
    assert opened(station, first).status_code == 200
    [_, new] = events(PAPER_ATTACHED)
    assert new.event.get("supersedes") == int(number)
    assert make(station.at("lead"), supersedes="1").status_code == 422


def test_a_foreign_case_and_one_that_does_not_exist_are_answered_alike(station):
    mine = make(station.at("lead")).headers["Location"]
    for address in ("/papers/new/W1/summons/", "/papers/new/none/summons/", "/papers/case/W1/", NEW[:-8] + "none/"):
        assert station.at("lead").get(address).status_code == 404, address
    assert station.at("west").get(mine).status_code == 404
    assert station.at("west").get("/papers/1/").status_code == 404, "a record that is no paper"
    assert station.at("sys").get(mine).status_code == 403
    sent = {"_key": "0" * 32, "_act": "make", **SUMMONS}
    assert station.at("west").post(NEW, sent).status_code == 404
    assert len(events(PAPER_ATTACHED)) == 1


@pytest.mark.slow
def test_who_only_oversees_makes_no_paper(station):
    assert station.at("dept").get(NEW).status_code == 403
    page = station.at("dept").get("/threads/case/E1/").content.decode()
    assert "/papers/case/E1/" not in page


@pytest.mark.slow
def test_the_page_of_the_case_leads_to_its_papers(station):
    there = make(station.at("lead")).headers["Location"]
    page = station.at("lead").get("/threads/case/E1/").content.decode()
    assert f'href="{there}"' in page and 'href="/papers/case/E1/"' in page
    chosen = station.at("lead").get("/papers/case/E1/").content.decode()
    assert 'href="/papers/new/E1/summons/"' in chosen
    assert 'href="/papers/new/E1/detention_certificate/"' in chosen, "any record of the person will do"
    assert SUMMONS["blank_cause"] not in page


@pytest.mark.slow
def test_a_file_that_exists_already_is_attached_once_and_only_if_it_is_what_it_says(station):
    there = "/papers/attach/E1/"
    page = station.at("lead").get(there).content.decode()
    record = re.findall(r'<option value="(\d+)"[^>]*>传唤', page)[0]

    def send(name, data, key):
        sent = {"_key": key, "_act": "attach", "record": record, "file": SimpleUploadedFile(name, data)}
        return station.at("lead").post(there, sent)

    assert send("照片.pdf", b"<script>", "1" * 32).status_code == 422
    first = send("回执.pdf", PDF, "2" * 32)
    station.desk.book.pass_time(seconds=1)
    assert first.headers["Location"] == send("回执.pdf", PDF, "2" * 32).headers["Location"]
    [paper] = events(PAPER_ATTACHED)
    assert (paper.event.get("person"), paper.event.get("paper_form")) == ("R1", None)
    assert opened(station, first.headers["Location"]).content == PDF
    assert station.at("lead").get("/papers/attach/W1/").status_code == 404


@pytest.mark.slow
def test_the_pages_of_papers_keep_to_their_budgets(station):
    """What the page itself asks of the database: who is there, the site asks for every page."""
    made = make(station.at("lead")).headers["Location"]
    there = {
        "papers.case": "/papers/case/E1/", "papers.new": NEW, "papers.open": made,
        "papers.templates": "/papers/templates/", "papers.template": "/papers/templates/summons/",
        "papers.attach": "/papers/attach/E1/",
    }  # fmt: skip
    counted = {}
    for name, address in there.items():
        station.at("lead").get(address)
        with CaptureQueriesContext(connection) as asked:
            assert station.at("lead").get(address).status_code == 200
        with CaptureQueriesContext(connection) as alone:
            station.at("lead").get("/account/password/")
        counted[name] = len(asked) - len(alone)
    assert {name: count for name, count in counted.items() if count > BUDGET[name]} == {}
