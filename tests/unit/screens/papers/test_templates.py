"""The bureau's own template: brought by one, approved by another, and used from then on."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from tests.unit.papers.forms import declared, starter, template_saying
from tests.unit.screens.papers.conftest import events, key_of, make

from guiju.facts.events import PAPER_ATTACHED, TEMPLATE_APPROVED, TEMPLATE_PROPOSED, TEMPLATE_REFUSED
from guiju.facts.papers.census import take_census
from guiju.facts.papers.producing.content import content_of
from guiju.facts.papers.producing.package import written_alike

pytestmark = pytest.mark.slow
PAGE = "/papers/templates/summons/"


def own() -> bytes:
    """The starter with a line of the bureau's own."""
    document = Document(BytesIO(starter("summons")))
    document.add_paragraph("本局自拟：{{ person_name }}")
    out = BytesIO()
    document.save(out)
    return written_alike(out.getvalue())


def bring(browser, data: bytes, key: str = ""):
    page = browser.get(f"{PAGE}new/").content.decode()
    file = SimpleUploadedFile("我局传唤证.docx", data)
    return browser.post(f"{PAGE}new/", {"_key": key or key_of(page), "_act": "bring", "file": file})


def version() -> str:
    [one] = events(TEMPLATE_PROPOSED)
    return f"/papers/templates/versions/{one.id}/"


def decide(browser, act="approve", content=""):
    page = browser.get(version()).content.decode()
    digest = content or events(TEMPLATE_PROPOSED)[0].event.get("template_hash")
    key = key_of(page)
    return browser.post(f"{version()}?content={digest}", {"_key": key, "_act": act, "reason": "已核对"})


def test_a_template_is_used_once_somebody_else_has_approved_it(station):
    assert bring(station.at("dept"), own()).status_code == 302
    assert "本局自拟" not in make(station.at("lead"), act="preview").content.decode()
    own_page = station.at("dept").get(version()).content.decode()
    assert 'value="approve"' not in own_page and 'value="refuse"' in own_page
    assert decide(station.at("other")).status_code == 302
    assert "本局自拟：示例甲某" in make(station.at("lead"), act="preview").content.decode()
    make(station.at("lead"))
    [paper] = events(PAPER_ATTACHED)
    assert paper.event.get("template_hash") == events(TEMPLATE_APPROVED)[0].event.get("template_hash")
    assert "使用中" in station.at("lead").get(PAGE).content.decode()
    assert station.at("lead").get(f"{PAGE}current.docx").content == own()
    assert take_census(station.shelf).is_whole and take_census(station.shelf).orphans == ()


def test_nobody_approves_his_own_nor_what_he_did_not_look_at(station):
    bring(station.at("dept"), own())
    refused = station.at("dept").post(version(), {"_key": "0" * 32, "_act": "approve", "reason": "好"})
    assert refused.status_code == 422
    assert decide(station.at("other"), content="0" * 64).status_code == 422
    assert events(TEMPLATE_APPROVED) == []
    assert decide(station.at("other"), "refuse").status_code == 302
    assert decide_again(station.at("other")) == 422 and len(events(TEMPLATE_REFUSED)) == 1


def decide_again(browser) -> int:
    digest = events(TEMPLATE_PROPOSED)[0].event.get("template_hash")
    sent = {"_key": "1" * 32, "_act": "approve", "reason": "再批"}
    return browser.post(f"{version()}?content={digest}", sent).status_code


def test_two_clicks_bring_one_template(station):
    page = station.at("dept").get(f"{PAGE}new/").content.decode()
    for _ in range(2):
        assert bring(station.at("dept"), own(), key_of(page)).status_code == 302
        station.desk.book.pass_time(seconds=1)
    assert len(events(TEMPLATE_PROPOSED)) == 1
    assert bring(station.at("dept"), starter("summons"), key_of(page)).status_code == 422


@pytest.mark.parametrize("data", [template_saying("{{ cause.__class__ }}"), template_saying("{{ nobody }}"), b"x"])
def test_a_template_that_would_be_refused_later_is_refused_when_it_is_brought(station, data):
    answer = bring(station.at("dept"), data)
    assert answer.status_code == 422 and events(TEMPLATE_PROPOSED) == []


def test_only_who_keeps_templates_brings_one_or_sees_what_waits(station):
    assert station.at("lead").get(f"{PAGE}new/").status_code == 403
    bring(station.at("dept"), own())
    assert station.at("lead").get(version()).status_code == 404
    assert station.at("lead").get(f"{version()}template.docx").status_code == 404
    assert station.at("other").get(f"{version()}template.docx").content == own()
    assert "我局传唤证" not in station.at("lead").get(PAGE).content.decode()


def test_the_starter_can_be_taken_away_and_its_blanks_are_listed(station):
    answer = station.at("lead").get(f"{PAGE}starter.docx")
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "{{ cause }}" in "".join(content_of(answer.content).texts)
    page = station.at("lead").get(PAGE).content.decode()
    assert all(f"{{{{ {one.name} }}}}" in page for one in declared()["summons"].blanks)
    listed = station.at("lead").get("/papers/templates/").content.decode()
    assert "传唤证" in listed and "起诉意见书" in listed
    assert station.at("lead").get("/papers/templates/none/").status_code == 404
