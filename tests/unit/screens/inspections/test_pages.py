"""The pages of inspections: an inspector plans, draws, looks and makes a finding; the units see nothing of it."""

import json
import re
from pathlib import Path

import pytest
from tests.unit.actions.inspections.conftest import FILE, Inspection
from tests.unit.papers.forms import declared
from tests.unit.screens.findings.conftest import (
    EAST,
    Browser,
    cluster,
    desk,
    empty_postgresql,
    empty_sqlite,
    page_of,
    peopled_postgresql,
    peopled_sqlite,
    station,
    station_pack,
)

from guiju.actions.inspections.checklists import checklist, install_checklists, read_checklists
from guiju.actions.inspections.commands import issue_circular
from guiju.actions.inspections.queries import list_checks
from guiju.facts.papers.producing.content import content_of
from guiju.facts.papers.producing.forms import install_forms
from guiju.facts.papers.shelf import Shelf
from guiju.facts.seal.sealer import seal
from guiju.findings import news
from guiju.findings.life.acts import State
from guiju.findings.life.deciding import read_life
from guiju.project.env import shipped_law
from guiju.screens.threads.duties import hear_duties
from guiju.screens.threads.whole import build_threads

__all__ = [
    "cluster", "desk", "empty_postgresql", "empty_sqlite", "peopled_postgresql", "peopled_sqlite", "station",
    "station_pack",
]  # fmt: skip
# The queries are asked of both databases in tests/unit/actions/inspections.
pytestmark = pytest.mark.parametrize("station", ["sqlite"], indirect=True)
QUESTION = "adm-decision-content"
BUDGETS = json.loads((Path(__file__).parents[3] / "contract" / "query_counts.json").read_text(encoding="utf-8"))


@pytest.fixture
def county(desk):
    """Three cases of the eastern station, and the check-lists that are shipped."""
    install_checklists(read_checklists(shipped_law() / "checklists"))
    for case in ("A100", "A200", "A300"):
        desk.searched(case=case)
    build_threads()
    return desk


@pytest.fixture
def drawn(county):
    """An inspection in which everything was drawn."""
    made = Inspection(county)
    made.plan(["A100", "A200", "A300"], 3)
    made.draw()
    return made


def answered(no: str = "") -> dict[str, str]:
    """A check-list as it is sent."""
    said = {}
    for one in checklist(FILE).questions:
        said |= {f"answer_{one.id}": "no" if one.id == no else "yes", f"note_{one.id}": ""}
    return said | ({f"note_{no}": "没有盖章"} if no else {})


def test_from_the_plan_to_the_draw(county):
    browser = Browser(county, "inspector")
    sent = {"kind": "case", "unit": EAST, "since": "2026-03-01", "until": "2026-03-31", "state": ""}
    step = browser.posts("/inspections/new/", **sent)
    assert step.status_code == 302
    page = browser.reads(step.headers["Location"])
    assert "共 <strong>3</strong> 份" in page
    assert "若有问题的为 1 份（33.4%）" in page
    sent = {"title": "三月案卷抽查", "size": "2", "checklist": FILE, "reason": "月度抽查"}
    answer = browser.posts(step.headers["Location"], **sent)
    assert answer.status_code == 302, answer.content.decode()
    address = answer.headers["Location"]
    page = browser.reads(address)
    assert "待抽取" in page
    # One of three is faulty: two of three find it with 2/3, rounded down.
    assert "至少抽中一份的概率为 66.6%" in page
    refused = browser.posts(address)
    assert refused.status_code == 422
    assert "还没有封存" in refused.content.decode()
    seal()
    assert browser.posts(address).status_code == 302
    page = browser.reads(address)
    assert "打开检查表" in page
    assert "一致" in browser.reads(f"{address}recompute/")


def test_from_a_no_to_what_a_legal_officer_verifies(drawn):
    county, address = drawn.station, f"/inspections/{drawn.name}/"
    browser = Browser(county, "inspector")
    assert browser.posts(f"{address}1/check/", **answered(QUESTION)).status_code == 302
    page = browser.reads(f"{address}1/")
    assert "没有盖章" in page
    make = f"{address}1/{QUESTION}/finding/"
    assert make in page
    # The form knows whose case it is, and what was noted.
    form = browser.reads(make)
    assert 'value="990151000000" selected' in form and "没有盖章" in form
    sent = {"unit": "990151000000", "officers": "0151001", "reason": "决定书没有盖章"}
    answer = browser.posts(make, **sent)
    assert answer.status_code == 302, answer.content.decode()
    finding = f"made:{address.split('/')[2]}.1:{QUESTION}"
    page = browser.reads(page_of(finding))
    assert "检查人员现场登记的情况" in page and "人工检查发现" in page
    assert "决定书没有盖章" in page and "《治安管理处罚法》第115条" in page
    legal = Browser(county, "legal")
    listed = legal.reads("/findings/?source=made")
    assert "检查项为“否”：决定书六项内容" in listed
    assert legal.posts(page_of(finding, "do/verify_group/"), reason="看过案卷").status_code == 302
    assert read_life(finding).state is State.VERIFIED


def test_what_is_wrong_is_said_and_what_was_typed_stays(drawn):
    browser = Browser(drawn.station, "inspector")
    address = f"/inspections/{drawn.name}/1/check/"
    answer = browser.posts(address, **answered(QUESTION) | {f"note_{QUESTION}": ""})
    assert answer.status_code == 422
    assert "答“否”的项目没有写明看到了什么" in answer.content.decode()
    answer = browser.posts("/inspections/new/", kind="case", unit=EAST, since="", until="", state="")
    assert (answer.status_code, "没有填写起止日期" in answer.content.decode()) == (422, True)
    for query in ("", "?kind=person&unit=1", "?kind=case&unit=990100000000&since=x&until=y", "?kind=case&unit=1"):
        assert browser.get(f"/inspections/new/size/{query}").status_code == 422


def test_a_foreign_inspection_and_an_absent_one_get_the_same_answer(drawn):
    drawn.check(1, no=QUESTION)
    words = drawn.station.by("inspector")
    drawn.station.book.pass_time(minutes=5)
    issue_circular(EAST, "2026-03", **words)
    pages = ("", "recompute/", "1/", "1/check/", f"1/{QUESTION}/finding/")
    stranger = Browser(drawn.station, "westclerk")
    for tail in pages:
        foreign = stranger.get(f"/inspections/{drawn.name}/{tail}")
        absent = stranger.get(f"/inspections/{'0' * 20}/{tail}")
        assert foreign.status_code == absent.status_code == 404, tail
    own = Browser(drawn.station, "inspector")
    for tail in ("4/", "0/", "1/strange/finding/"):
        assert own.get(f"/inspections/{drawn.name}/{tail}").status_code == 404
    assert stranger.get("/inspections/circulars/draft/?unit=990100000000&month=2026-03").status_code == 404
    # The unit itself has no such page at all: nobody is to learn of a draw.
    for account in ("legal", "chief", "handler"):
        assert Browser(drawn.station, account).get(f"/inspections/{drawn.name}/").status_code == 403


def test_a_leader_reads_and_changes_nothing(drawn):
    drawn.check(1, no=QUESTION)
    leader = Browser(drawn.station, "leader")
    page = leader.reads(f"/inspections/{drawn.name}/1/")
    assert "填写检查表" not in page and "重新登记" not in page and "登记疑似问题" not in page
    for tail in ("1/check/", f"1/{QUESTION}/finding/"):
        assert leader.get(f"/inspections/{drawn.name}/{tail}").status_code == 403
    assert leader.get("/inspections/new/").status_code == 403


def test_what_may_be_concluded_is_said_only_when_all_was_looked_at(drawn):
    browser = Browser(drawn.station, "inspector")
    drawn.check(1)
    assert "还有 2 份没有查完，暂不推断总体" in browser.reads(f"/inspections/{drawn.name}/")
    drawn.check(2)
    drawn.check(3)
    assert "总体 3 份已全部检查，0 份有“否”项" in browser.reads(f"/inspections/{drawn.name}/")


def test_a_circular_is_drafted_issued_and_taken_away(drawn, tmp_path):
    drawn.check(1, no=QUESTION)
    first = drawn.make(1, QUESTION)
    drawn.check(2, no=QUESTION)
    drawn.make(2, QUESTION)
    drawn.station.verified(first)
    drawn.station.book.pass_time(minutes=5)
    install_forms(lambda: list(declared().values()))
    browser = Browser(drawn.station, "inspector", shelf=Shelf(tmp_path))
    step = browser.posts("/inspections/circulars/new/", unit=EAST, month="2026-03")
    assert step.status_code == 302
    page = browser.reads(step.headers["Location"])
    assert "这是草稿" in page
    answer = browser.posts(step.headers["Location"], remark="请各单位整改")
    assert answer.status_code == 302, answer.content.decode()
    page = browser.reads(answer.headers["Location"])
    assert "这是草稿" not in page and "请各单位整改" in page
    assert "已按账本复算，内容一致" in browser.reads(f"{answer.headers['Location']}recompute/")
    shown = re.sub(r"<[^>]+>", " ", page)
    assert re.search(r"核查属实\s+1\s+疑似（待核查）\s+1", shown)
    assert "0151001" not in page
    for form, start in (("pdf", b"%PDF"), ("xlsx", b"PK"), ("docx", b"PK")):
        paper = browser.get(f"{answer.headers['Location']}export/{form}/")
        assert (paper.status_code, paper.content[: len(start)]) == (200, start)
    told = "\n".join(content_of(paper.content).texts)
    assert "2026年3月执法监督检查情况通报" in told and "请各单位整改" in told
    assert "检查项" in told and "0151001" not in told and "{{" not in told
    assert browser.get(f"{answer.headers['Location']}export/docm/").status_code == 404
    assert "2026年3月" in browser.reads("/inspections/circulars/")
    assert browser.posts("/inspections/circulars/new/", unit=EAST, month="2027-01").status_code == 422


def test_the_pages_need_few_statements(drawn):
    drawn.check(1, no=QUESTION)
    drawn.make(1, QUESTION)
    drawn.check(2, no=QUESTION)
    drawn.station.book.pass_time(minutes=5)
    words = drawn.station.by("inspector")
    issue_circular(EAST, "2026-03", **words)
    browser = Browser(drawn.station, "inspector")
    page = browser.reads("/inspections/circulars/")
    circular = re.search(r"/inspections/circulars/[0-9a-f]{20}/", page)[0]
    needed = {}
    for name, address in (
        ("list", ""), ("circulars", "circulars/"), ("one", f"{drawn.name}/"), ("item", f"{drawn.name}/1/"),
        ("check", f"{drawn.name}/1/check/"), ("recompute", f"{drawn.name}/recompute/"),
        ("make", f"{drawn.name}/2/{QUESTION}/finding/"), ("circular", circular.removeprefix("/inspections/")),
    ):  # fmt: skip
        browser.reads(f"/inspections/{address}")
        needed[f"inspections.{name}"] = browser.statements
    assert needed == {name: number for name, number in BUDGETS.items() if name.startswith("inspections.")}
    assert max(needed.values()) <= 12 and needed["inspections.list"] <= 6 and needed["inspections.circulars"] <= 6


def test_a_made_finding_stands_on_the_page_of_its_case(drawn, monkeypatch):
    monkeypatch.setattr(news, "_ears", [hear_duties])
    drawn.check(1, no=QUESTION)
    finding = drawn.make(1, QUESTION)
    case = list_checks(drawn.station.scope("inspector"), drawn.name)[1].value
    legal = Browser(drawn.station, "legal")
    assert "检查项为“否”：决定书六项内容" in legal.reads(f"/threads/case/{case}/")
    assert legal.get(page_of(finding, "why/")).status_code == 200


def test_a_list_of_inspections_is_searched_by_what_was_drawn(drawn):
    browser = Browser(drawn.station, "inspector")
    assert "三月案卷抽查" in browser.reads("/inspections/?q=A100")
    assert "三月案卷抽查" in browser.reads("/inspections/?q=案卷&drawn=drawn&kind=case")
    for query in ("q=A1", "q=%25", "drawn=waiting", "kind=unit", "planned.from=2026-04-01"):
        assert "三月案卷抽查" not in browser.reads(f"/inspections/?{query}"), query
