"""What a legal officer reads on the page of a case, and what a stranger does not."""

import json
from pathlib import Path

import pytest
from tests.ledgers import SHANGHAI, moment
from tests.unit.bureau.conftest import CITY, EAST, EAST_STATION, WEST, WEST_STATION
from tests.unit.threads.visits import Visitor

from guiju.facts.draft import Draft
from guiju.findings.agenda import judge_due
from guiju.findings.commands import report_findings

BUDGETS = json.loads((Path(__file__).parents[2] / "contract" / "query_counts.json").read_text(encoding="utf-8"))
CASE = "/threads/case/C-2026%E5%AD%97%E7%AC%AC1%E5%8F%B7/"
NUMBER = "C-2026字第1号"


def told(desk, type_name, when, unit=EAST_STATION, **fields):
    return desk.book.write(
        Draft.of(type_name, moment(when), {"case": NUMBER, "unit": unit, **fields}, local=SHANGHAI, unit_as_of=unit)
    ).ids[0]


@pytest.fixture(scope="module")
def case(manned):
    """A case with a breach, a running duty, a correction and a legal review; and one of another county."""
    desk = manned
    told(desk, "cases.accepted", "2026-03-01T08:00", kind="criminal", officer=("A1",))
    told(desk, "custody.detained", "2026-03-01T10:00", person="P1", officer=("A1", "A2"))
    search = told(desk, "cases.searched", "2026-03-01T12:00", act="S1", officer=("A1",))
    told(desk, "cases.legally_reviewed", "2026-03-02T08:00", act="S1", officer=("A3",), opinion="同意")
    told(desk, "custody.detained", "2026-03-02T08:00", person="P2", officer=("A1", "A2"))
    said = {"case": NUMBER, "act": "S1", "unit": EAST, "officer": ("A1", "A2")}
    why = {"corrects": search, "reason": "漏登一人", "approver": "chief"}
    desk.book.write(
        Draft.of("cases.searched", moment("2026-03-01T12:00"), said, local=SHANGHAI, unit_as_of=EAST, **why)
    )
    desk.event("cases.accepted", "2026-03-01T09:00", unit=WEST_STATION, case="W1", officer=("B1",))
    desk.event("cases.accepted", "2026-03-01T09:00", unit=EAST, case="E1", officer=("B1",))
    desk.book.now = moment("2026-03-02T11:00")
    judge_due(desk.now)
    report_findings(at=desk.now)
    for name, unit in (("east", EAST), ("west", WEST), ("city", CITY)):
        desk.account(name)
        desk.grant(name, "unit_chief", unit)
    desk.account("li", officer="A1")
    desk.account("wang", officer="B9")
    return desk


def test_the_page_of_a_case_shows_its_course_what_is_due_what_is_suspected_and_what_changed(case):
    page = Visitor(case, "east").reads(CASE)
    for words in (
        "刑事案件", "受案", "拘留后二十四小时内通知家属", "疑似问题", "应办", "为什么是这一天", "人员 P1", "人员 P2",
        "漏登一人", "审核审批", "同意", "截至现在", "超期",
    ):  # fmt: skip
        assert words in page, words


def test_why_this_date_names_article_trigger_limit_and_due_instant(case):
    visitor = Visitor(case, "east")
    page = visitor.reads(CASE)
    address = page.split(f'href="{CASE}why/?duty=')[1].split('"')[0]
    why = visitor.reads(f"{CASE}why/?duty={address}")
    for words in ("依据", "《甲法》第一条", "触发", "2026-03-01 10:00", "期限", "24小时", "到期", "2026-03-02 10:00"):
        assert words in why, words


def test_the_list_leads_to_the_cases_within_reach_and_to_no_other(case):
    assert "C-2026字第1号" in Visitor(case, "east").reads("/cases/")
    # With its brackets: the token of a form, drawn anew for each page, may hold the two characters.
    assert ">W1<" not in Visitor(case, "east").reads("/cases/")
    assert "C-2026字第1号" not in Visitor(case, "west").reads("/cases/")
    both = Visitor(case, "city").reads("/cases/")
    assert ">W1<" in both
    assert "C-2026字第1号" in both


@pytest.mark.parametrize(
    ("asked", "is_found"),
    [
        ("q=C-2026", True), ("q=刑事", True), ("q=C-2027", False), ("q=治安", False), ("light=red", True),
        ("light=green", False), ("kind=criminal", True), ("kind=administrative", False), ("state=open", True),
        ("findings=yes", True), ("findings=no", False), (f"unit={EAST_STATION}", True), (f"unit={EAST}", False),
        ("opened.from=2026-03-01&opened.to=2026-03-01", True), ("opened.from=2026-03-02", False), ("mine=yes", False),
    ],
)  # fmt: skip
def test_the_list_can_be_narrowed(case, asked, is_found):
    page = Visitor(case, "east").reads(f"/cases/?{asked}")
    assert (f">{NUMBER}<" in page) == is_found


def test_what_the_list_does_not_declare_is_refused(case):
    assert Visitor(case, "east").get("/cases/?unit_path=0").status_code == 422
    assert Visitor(case, "east").get(f"/cases/?unit={WEST_STATION}").status_code == 422


def test_a_foreign_case_gets_the_answer_of_one_that_does_not_exist(case):
    duty = Visitor(case, "east").reads(CASE).split(f'href="{CASE}why/?duty=')[1].split('"')[0]
    stranger = Visitor(case, "west")
    for foreign, absent in (
        (CASE, "/threads/case/NONE/"),
        (f"{CASE}why/?duty={duty}", f"/threads/case/NONE/why/?duty={duty}"),
        (f"/threads/case/W1/why/?duty={duty}", "/threads/case/W1/why/?duty=none"),
        ("/threads/person/P1/", "/threads/person/NONE/"),
        ("/threads/act/S1/", "/threads/nothing/NONE/"),
    ):
        for headers in ({}, {"HX-Request": "true"}):
            answers = [stranger.get(address, **headers) for address in (foreign, absent)]
            assert [one.status_code for one in answers] == [404, 404]
            assert _plain(answers[0]) == _plain(answers[1])
    assert Visitor(case, "west").get("/cases/?q=C-2026").content.count(NUMBER.encode()) == 0


def _plain(answer) -> str:
    """A page without the token of its forms and its own address."""
    lines = answer.content.decode().splitlines()
    return "\n".join(line for line in lines if "csrf" not in line.lower() and "/threads/" not in line)


def test_who_takes_part_sees_his_case_wherever_it_is(case):
    assert NUMBER in Visitor(case, "li").reads("/cases/?mine=yes")
    assert "拘留后二十四小时内通知家属" in Visitor(case, "li").reads(CASE)
    assert Visitor(case, "wang").get(CASE).status_code == 404


def test_the_pages_keep_to_their_budgets(case):
    counted = {}
    visitor = Visitor(case, "east")
    for name, address in (("cases.list", "/cases/?light=red&q=C-2026"), ("threads.one", CASE)):
        visitor.reads(address)
        counted[name] = visitor.statements
    assert counted == {name: BUDGETS[name] for name in counted}
    assert (counted["cases.list"] <= 6, counted["threads.one"] <= 12) == (True, True)


def test_an_inspector_reads_on_the_page_who_looked_at_the_case_and_its_own_unit_does_not(case):
    from guiju.facts.privacy.look_log import Look, LookLog
    from guiju.facts.privacy.look_table import follow_looks

    case.account("dugan")
    case.grant("dugan", "inspector", CITY)
    case.book.follow(follow_looks)
    log = LookLog(9, lambda: case.now)
    log.note(Look(case.now, "li", "A1", "threads.one", "case", NUMBER, "case_handling", "", False))
    log.flush()
    visitor = Visitor(case, "dugan", frozenset({"read_cases"}))
    page = visitor.reads(CASE)
    assert visitor.statements <= 12
    for words in ("谁查阅过", "办案", "案件和事项"):
        assert words in page, words
    assert "谁查阅过" not in Visitor(case, "east", frozenset({"read_cases"})).reads(CASE)
