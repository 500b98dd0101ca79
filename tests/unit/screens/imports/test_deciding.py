"""Corrections and 补录 on screen: seen side by side, decided by another human being, of just what he saw."""

import pytest
from tests.ledgers import SHANGHAI, moment
from tests.unit.bureau.conftest import EAST_STATION
from tests.unit.screens.imports.conftest import ROWS, facts, table

from guiju.bureau.commands.mending import propose_record
from guiju.facts.draft import Actor, Draft
from guiju.facts.histories import history
from guiju.facts.importing.mending.lists import list_held
from guiju.facts.importing.order import ImportOrder
from guiju.facts.importing.run import import_file
from guiju.facts.take_in.mapping import read_mapping
from guiju.project.catalogue import VOCABULARY

pytestmark = pytest.mark.slow


EARLIER = (
    ("A1", "受案", "2026-02-01 07:00", EAST_STATION, "甲"),
    *ROWS[1:2],
    ("A2", "受案", "2026-02-02 09:00", EAST_STATION, ""),
)


@pytest.fixture
def waiting(site, tmp_path):
    """The numbers of two corrections that ``dept`` brought, the one that moves a date earlier first."""
    columns = {"case": ["案号"], "type": ["业务环节"], "happened_at": ["办理时间"], "unit": ["办案单位"]}
    mapping = read_mapping({"columns": columns, "events": {"受案": "cases.accepted"}})
    for name, rows in (("a.csv", ROWS), ("b.csv", EARLIER)):
        (tmp_path / name).write_bytes(table(*rows))
        order = ImportOrder(tmp_path / name, "办案系统", "dept", mapping, known=VOCABULARY)
        import_file(order, progress=lambda stage, share: None)
    return [one.number for one in list_held(site.desk.scope("chief"))]


def times(case: str) -> list[str]:
    return [one.event.at for one in history("case", case) if one.event.type == "cases.accepted"]


def test_old_and_new_stand_side_by_side_and_another_lets_them_pass(site, waiting):
    chief, page = site.as_("chief"), f"/imports/corrections/{waiting[0]}/"
    shown = chief.text(page)
    assert "2026年2月1日 08:00" in shown and "2026年2月1日 07:00" in shown and "把时间改早" in shown
    before = times("A1")
    assert chief.send(page, _act="release", reason="").status_code == 422, "a reason must be given"
    key = "b" * 32
    for _ in range(2):
        assert chief.send(page, key, _act="release", reason="原始台账为七时").status_code == 302
    assert times("A1") == [before[0] - 3_600_000_000], "sent twice, recorded once"
    assert "已放行" in chief.text("/imports/corrections/all/")


def test_the_importer_does_not_decide_his_own_corrections(site, waiting):
    dept, page = site.as_("dept"), f"/imports/corrections/{waiting[0]}/"
    before = times("A1")
    assert "须由另一人决定" in dept.text(page)
    answer = dept.send(page, _act="release", reason="我核对过")
    assert answer.status_code == 422 and times("A1") == before


def test_who_has_no_share_in_a_record_finds_no_correction_of_it(site, waiting):
    west, station = site.as_("west"), site.as_("station")
    assert west.get(f"/imports/corrections/{waiting[0]}/").status_code == 404
    assert f"/imports/corrections/{waiting[0]}/" not in west.text("/imports/corrections/")
    answer = station.send(f"/imports/corrections/{waiting[0]}/", _act="release", reason="看过")
    assert answer.status_code == 422, "a legal officer sees it, and does not decide it"


def test_a_whole_batch_is_decided_at_once_and_a_refusal_changes_nothing(site, waiting):
    other = site.as_("other")
    before = facts()
    [batch] = {one.batch for one in list_held(site.desk.scope("other"))}
    answer = other.send(f"/imports/{batch}/decide/", _act="refuse", reason="来源系统时钟有误")
    assert answer.status_code == 302 and facts() == before
    assert list_held(site.desk.scope("other")) == []
    assert "已驳回更正 2 条" in other.text("/imports/corrections/")
    assert other.get(f"/imports/{batch}/decide/").status_code == 404


@pytest.fixture
def proposed(site):
    """The number of a 补录 that the station's legal officer asks for."""
    draft = Draft.of(
        "cases.accepted", moment("2026-02-20T08:00"), {"case": "L1"}, local=SHANGHAI, unit_as_of=EAST_STATION,
        reason="当日断网",
    )  # fmt: skip
    told = propose_record(draft, known=VOCABULARY, actor=Actor("station"), at=site.desk.book.now, idem_key="p1")
    return told.ids[0]


def test_a_late_record_counts_once_another_has_approved_what_he_saw(site, proposed):
    chief, page = site.as_("chief"), f"/imports/proposals/{proposed}/"
    assert "当日断网" in chief.text(page)
    answer = chief.send(f"{page}?content={'0' * 64}", _act="approve", reason="属实")
    assert answer.status_code == 422 and facts() == [], "what is signed is what was seen"
    address = chief.text(page).partition('action="' + page)[2].partition('"')[0]
    assert chief.send(f"{page}{address}", _act="approve", reason="属实").status_code == 302
    assert facts() == [("case:L1", "cases.accepted")]
    assert "已批准" in chief.text("/imports/proposals/all/")


def test_who_proposed_takes_back_and_does_not_approve(site, proposed):
    station, page = site.as_("station"), f"/imports/proposals/{proposed}/"
    assert station.send(page, _act="approve", reason="我自己批").status_code == 422
    assert site.as_("west").get(page).status_code == 404
    assert station.send(page, _act="withdraw", reason="日期写错").status_code == 302
    assert facts() == [] and "已撤回" in station.text("/imports/proposals/all/")
