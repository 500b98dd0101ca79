"""A page of law is changed by two people, for the future, and what it decided until then stays."""

import hashlib
from dataclasses import replace

import pytest
from tests.ledgers import SHANGHAI, moment
from tests.unit.findings.lawmaking.conftest import EAST_STATION, LATER, PAGE, LawStation

from guiju.facts.draft import Draft
from guiju.findings import law as law_in_process
from guiju.findings.agenda import judge_due
from guiju.findings.commands import report_findings
from guiju.findings.law import current_law
from guiju.findings.lawmaking.checking import ChangeRefused
from guiju.findings.models import Agenda, Finding, RunningDuty
from guiju.findings.rebuild import check_findings
from guiju.findings.whole import judge_whole

DIGEST = hashlib.sha256(LATER.encode()).hexdigest()


def detained(bureau: LawStation, case: str, at: str) -> None:
    _happened(bureau, "custody.detained", case, at)


def notified(bureau: LawStation, case: str, at: str) -> None:
    _happened(bureau, "custody.family_notified", case, at)


def _happened(bureau: LawStation, kind: str, case: str, at: str) -> None:
    fields = {"case": case, "person": f"P{case}", "unit": EAST_STATION}
    bureau.book.write(Draft.of(kind, moment(at), fields, local=SHANGHAI, unit_as_of=EAST_STATION))


def judged(bureau: LawStation) -> None:
    judge_due(bureau.now, nightly=True)
    report_findings(at=bureau.now)


def test_a_published_page_judges_what_begins_after_its_day_and_leaves_the_past(lawful):
    detained(lawful, "A1", "2026-02-20T10:00")
    judged(lawful)
    before = Finding.objects.get(value="A1")
    lawful.publish(lawful.propose())
    lawful.book.pass_time(days=9)  # 11 March
    detained(lawful, "A2", "2026-03-11T02:00")
    notified(lawful, "A2", "2026-03-11T15:00")  # thirteen hours
    detained(lawful, "A3", "2026-03-09T20:00")
    notified(lawful, "A3", "2026-03-10T09:00")  # thirteen hours as well, but begun before the day
    lawful.book.pass_time(days=1)
    judged(lawful)
    assert list(Finding.objects.order_by("value").values_list("value", "outcome", "edition", "published")) == [
        ("A1", "overdue", "2013-01-01", DIGEST),
        ("A2", "late", "2026-03-10", DIGEST),
    ]
    after = Finding.objects.get(value="A1")
    assert (after.due_at, after.found_event, after.pack) == (before.due_at, before.found_event, before.pack)
    assert before.published == ""
    assert check_findings(lawful.now) == []


def test_a_page_that_says_nothing_of_a_finding_leaves_its_row_as_it_was(lawful):
    name = lawful.searched()
    before = Finding.objects.values().get(id=name)
    lawful.publish(lawful.propose())
    judged(lawful)
    assert Finding.objects.values().get(id=name) == before
    assert (before["pack"], before["published"]) == (lawful.folder.pack.digest, "")
    assert check_findings(lawful.now) == []


def test_a_correction_withdraws_what_the_wrong_page_found_and_finds_what_it_missed(lawful):
    detained(lawful, "B1", "2026-02-20T10:00")
    notified(lawful, "B1", "2026-02-21T14:00")  # twenty-eight hours
    detained(lawful, "B2", "2026-03-01T20:00")
    judged(lawful)
    assert Finding.objects.get(value="B1").outcome == "late"
    assert (
        RunningDuty.objects.get(value="B2").due_at
        == law_in_process.law_in_force().local.midnight(moment("2026-03-02T00:00").toordinal()) + 20 * 3600 * 1_000_000
    )
    wider = (
        PAGE.replace("24 hours", "48 hours")
        .replace("due_at: 2026-01-06T22:00", "due_at: 2026-01-07T22:00")
        .replace("expect: {outcome: late}", "expect: {outcome: kept}")
        .replace("二十六小时，已满二十四小时", "未满四十八小时")
    )
    with pytest.raises(ChangeRefused, match="施行日期早于今天"):
        lawful.propose(wider, "2013-01-01")
    words = {"is_correction": True, "reason": "原页把四十八小时误作二十四小时"}
    with pytest.raises(ChangeRefused, match="放宽了时限"):
        lawful.propose(wider, "2013-01-01", **words)
    number = lawful.propose(wider, "2013-01-01", **words, basis="乙法第一条")
    lawful.publish(number)
    judged(lawful)
    [gone] = Finding.objects.all()
    assert (gone.value, gone.outcome, gone.is_standing) == ("B1", "withdrawn", False)
    assert gone.published == ""  # it says what it was reported under
    assert RunningDuty.objects.get(value="B2").due_at > lawful.now + 24 * 3600 * 1_000_000
    assert check_findings(lawful.now) == []


def test_the_figures_of_a_past_year_are_the_same_after_the_page_has_changed(lawful):
    for number, at in enumerate(("2025-03-01T10:00", "2025-07-01T10:00", "2025-11-01T10:00")):
        detained(lawful, f"C{number}", at)
    notified(lawful, "C1", "2025-07-02T01:00")  # fifteen hours: in time then, too late today
    judged(lawful)

    def figures() -> list[tuple[object, ...]]:
        rows = Finding.objects.filter(trigger_at__lt=law_in_process.law_in_force().local.midnight(739617))
        return list(rows.order_by("id").values_list("id", "outcome", "due_at", "severity", "edition", "found_event"))

    before = figures()
    assert len(before) == 2
    lawful.publish(lawful.propose())
    lawful.book.pass_time(days=30)
    judged(lawful)
    assert figures() == before


def test_another_process_judges_by_the_new_page_at_once(lawful):
    lawful.start_again()
    elsewhere = current_law()
    lawful.publish(lawful.propose())
    law_in_process.install_law(elsewhere)  # a process that has looked at the ledger before
    lawful.book.pass_time(days=9)
    detained(lawful, "D1", "2026-03-11T01:00")
    [duty] = RunningDuty.objects.all()
    assert duty.due_at - duty.trigger_at == 12 * 3600 * 1_000_000
    lawful.start_again()
    assert current_law().published("custody.notify-family") == DIGEST
    assert current_law().published("cases.two-officers") == ""


def test_a_page_published_while_the_whole_ledger_is_judged_is_not_forgotten(lawful):
    lawful.book.pass_time(days=8, hours=14)  # late on 10 March
    detained(lawful, "H1", "2026-03-10T08:00")
    notified(lawful, "H1", "2026-03-10T22:00")  # fourteen hours
    number = lawful.propose()

    def meanwhile(stage: str, share: float) -> None:
        if stage == "判断" and not current_law().texts:
            lawful.publish(number)

    judge_whole(lawful.now, progress=meanwhile)
    assert current_law().texts
    judged(lawful)
    assert Finding.objects.get(value="H1").edition == "2026-03-10"
    assert check_findings(lawful.now) == []


def test_a_rule_that_is_switched_off_by_a_correction_leaves_no_row(lawful):
    detained(lawful, "F1", "2026-02-20T10:00")
    detained(lawful, "F2", "2026-03-01T20:00")
    judge_due(lawful.now)
    off = PAGE.replace("severity: fatal", "severity: fatal\nstatus: unverified")
    lawful.publish(lawful.propose(off, is_correction=True, basis="乙法第一条"))
    judged(lawful)
    assert not RunningDuty.objects.exists()
    assert not Finding.objects.exists()
    assert not Agenda.objects.filter(rule="custody.notify-family").exists()
    assert check_findings(lawful.now) == []


def test_a_new_page_stands_beside_the_others(lawful):
    new = (
        LATER.replace("custody.notify-family", "custody.release-in-time")
        .replace("custody.family_notified", "custody.released")
        .replace("  - {from: 2013-01-01, to: 2026-03-10, law: {instrument: 甲法, article: 第一条}}\n", "")
        .replace("2026-01-0", "2026-04-0")
        .replace("due_at: 2026-04-06T22:00", "due_at: 2026-04-06T10:00")
    )
    lawful.publish(lawful.propose(new))
    lawful.book.pass_time(days=9)
    detained(lawful, "G1", "2026-03-11T01:00")
    rows = RunningDuty.objects.order_by("rule").values_list("rule", flat=True)
    assert list(rows) == ["custody.notify-family", "custody.release-in-time"]
    assert replace(current_law().pack.rule("custody.release-in-time")).file == "rules/custody/release-in-time.yaml"
