"""What the lists of findings and of what falls due show, to whom, and how many statements they need."""

import json
from pathlib import Path

import pytest
from tests.ledgers import SHANGHAI, moment
from tests.unit.bureau.conftest import EAST_STATION
from tests.unit.screens.findings.conftest import Browser, dispatched, page_of

from guiju.facts.draft import Draft
from guiju.findings.agenda import judge_due
from guiju.findings.duties import DutiesWanted, Nature, count_duties, list_duties
from guiju.values.clock import DAY_SECONDS, SECOND

BUDGETS = json.loads((Path(__file__).parents[3] / "contract" / "query_counts.json").read_text(encoding="utf-8"))


def test_findings_are_narrowed_by_every_facet_and_by_nothing_else(desk):
    open_one, ordered = desk.searched(case="A100"), desk.verified(desk.detained(case="B200"))
    order = dispatched(desk, ordered)
    legal = Browser(desk, "legal")
    for asked, shown in (
        ("", {"A100", "B200"}), ("state=suspected", {"A100"}), ("state=verified", {"B200"}), ("state=closed", set()),
        ("severity=fatal", {"B200"}), ("rule=cases.two-officers", {"A100"}), ("q=B200", {"B200"}), ("q=B2", set()),
        (f"unit={EAST_STATION}", {"A100", "B200"}), ("light=none", {"A100"}), ("light=green", {"B200"}),
        ("light=red", set()), ("outcome=broken", {"A100"}), ("outcome=overdue", {"B200"}),
        ("order=dispatched", {"B200"}), ("order=mended", set()), ("mine=yes", set()),
        ("arose.from=2026-03-01", {"A100"}), ("arose.to=2026-02-28", {"B200"}), ("changed.from=2026-03-03", set()),
        ("state=withdrawn", set()), ("sort=-term", {"A100", "B200"}), ("sort=about", {"A100", "B200"}),
    ):  # fmt: skip
        page = legal.reads(f"/findings/?{asked}")
        assert {case for case in ("A100", "B200") if f">{case}<" in page} == shown, asked
    assert Browser(desk, "handler").reads("/findings/?mine=yes").count(">A100<") == 1
    assert legal.get("/findings/?path=0").status_code == 422
    assert legal.get("/findings/?unit=990251000000").status_code == 422
    # Four days on the term of three workdays is over; the colour follows the clock alone.
    desk.book.pass_time(days=9)
    assert ">B200<" in legal.reads("/findings/?light=red")
    assert "超期" in legal.reads(f"/orders/{order}/")
    assert page_of(open_one) in legal.reads("/findings/?sort=-arose")


def test_nobody_else_sees_what_is_suspected(desk):
    desk.searched(case="A100")
    assert "A100" not in Browser(desk, "west").reads("/findings/")
    desk.account("visitor")
    desk.grant("visitor", "evaluator", "990100000000", valid_until=moment("2026-12-01T00:00"))
    assert "A100" not in Browser(desk, "visitor").reads("/findings/")


def test_the_week_shows_what_is_due_and_why(desk):
    detained_at(desk, "C300", "2026-03-01T18:00")
    legal = Browser(desk, "legal")
    page = legal.reads("/due/")
    assert "C300" in page
    assert "拘留后二十四小时内通知家属" in page
    assert "2026年3月2日 18:00" in page
    why = legal.reads("/findings/one/" + page.split('href="/findings/one/')[1].split('"')[0])
    for words in ("《甲法》第一条", "2026-03-01 18:00", "24小时", "到期"):
        assert words in why, words
    assert "C300" not in Browser(desk, "west").reads("/due/")
    assert "C300" not in legal.reads("/due/?nature=keeping")
    assert "C300" in legal.reads("/due/?within=today&unit=" + EAST_STATION)


def test_a_duty_that_others_owe_is_not_the_stations_work(desk):
    detained_at(desk, "C300", "2026-03-01T18:00")
    week = desk.now + 7 * DAY_SECONDS * SECOND
    viewer = desk.scope("legal")
    counted = {nature: count_duties(viewer, DutiesWanted(week, nature), at=desk.now) for nature in (*Nature, None)}
    assert counted == {Nature.WORK: 1, Nature.KEEPING: 0, Nature.OTHERS: 0, None: 1}
    [duty] = list_duties(viewer, DutiesWanted(week, lights=("green", "yellow")), at=desk.now)
    assert duty.value == "C300"
    assert not list_duties(viewer, DutiesWanted(week, lights=("red",)), at=desk.now)


@pytest.mark.parametrize("station", ["sqlite"], indirect=True)
def test_the_pages_keep_to_their_budgets(desk):
    finding = desk.verified(desk.searched())
    desk.searched()
    order = dispatched(desk, finding)
    detained_at(desk, "C300", "2026-03-01T18:00")
    said = {"since": "2026-03-02", "until": "2026-03-31", "reason": "设备更换", "risk": "可能再次发生"}
    Browser(desk, "chief").posts(page_of(finding, "do/propose_waiver/"), **said)
    Browser(desk, "legal").posts(page_of(desk.searched(), "do/reject_finding/"), reason="有误")
    clerk, counted = Browser(desk, "clerk"), {}
    for name, address in (
        ("workbench", "/"), ("findings.list", "/findings/?light=green"), ("findings.due", "/due/"),
        ("findings.one", page_of(finding)), ("findings.why", page_of(finding, "why/")),
        ("findings.patterns", "/findings/patterns/"), ("findings.waivers", "/findings/waivers/"),
        ("findings.alarms", "/findings/false-alarms/"), ("findings.talks", "/findings/talks/"),
        ("orders.one", f"/orders/{order}/"), ("tray.done", "/tray/done/"),
    ):  # fmt: skip
        clerk.reads(address)
        counted[name] = clerk.statements
    print(counted)
    assert counted == {name: BUDGETS[name] for name in counted}
    lists = ("findings.list", "findings.due", "findings.patterns", "findings.waivers", "findings.alarms")
    assert all(counted[name] <= 6 for name in lists)
    assert all(number <= 12 for number in counted.values())


def detained_at(desk, case: str, at: str) -> None:
    """Somebody is detained whose family need not have been told yet."""
    fields = {"case": case, "person": "P1", "officer": ("0151001",), "unit": EAST_STATION}
    desk.book.write(Draft.of("custody.detained", moment(at), fields, local=SHANGHAI, unit_as_of=EAST_STATION))
    judge_due(desk.now)
