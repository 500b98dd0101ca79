"""Nobody learns of a complaint about himself through the finding that its delay gave, nor through the report of it."""

import pytest
from tests.ledgers import SHANGHAI, moment
from tests.unit.findings.conftest import write_pack

from guiju.facts.draft import Draft
from guiju.facts.queries import list_events
from guiju.findings.agenda import judge_due
from guiju.findings.commands import report_findings
from guiju.findings.follower import follow_findings
from guiju.findings.law import LawInForce, install_law
from guiju.findings.queries import list_findings
from guiju.project.roles import OWN_KINDS, WITHHELD
from guiju.values.clock import to_micros
from guiju.values.scope import Reach, Scope

PAGE = """
id: conduct.take-up-complaint
title: {zh: 及时查处, en: Take up}
severity: major
history: act
when: conduct.complaint_received
must: {happen: conduct.complaint_closed, within: 24 hours}
editions: [{from: 2013-01-01, law: {instrument: 甲法, article: 第一条}}]
cases:
  - name: 一
    happened: [{type: conduct.complaint_received, at: 2026-03-01T08:00+08:00, act: J1}]
    expect: {outcome: overdue}
"""
ALL = (Reach(role="all", kinds=("",), is_everywhere=True, sees_unplaced=True),)


def officer(number, reaches=ALL):
    return Scope(account=number, officers=(number,), own_kinds=OWN_KINDS, withheld=WITHHELD, reaches=reaches)


@pytest.fixture
def complaints(book, tmp_path):
    """J1 names O1 when it is received and is corrected to name O9; J2 names O1 only in a later row."""
    install_law(LawInForce(write_pack(tmp_path / "law", {"conduct/take-up.yaml": PAGE}), SHANGHAI))
    book.follow(follow_findings)
    first = book.record("conduct.complaint_received", "2026-03-01T08:00", act="J1", officer="O1")
    book.record("conduct.complaint_received", "2026-03-01T08:00", act="J2", unit="U1")
    book.record("conduct.complaint_taken_up", "2026-03-01T09:00", act="J2", unit="U1", officer="O1")
    book.now = moment("2026-03-05T09:00")
    judge_due(to_micros(book.now), nightly=True)
    report_findings(at=to_micros(book.now))
    why = {"corrects": first, "reason": "登错", "approver": "chief"}
    named = {"act": "J1", "officer": "O9"}
    book.write(Draft.of("conduct.complaint_received", moment("2026-03-01T08:00"), named, local=SHANGHAI, **why))
    return book


@pytest.mark.parametrize(("who", "seen"), [("O1", []), ("O9", ["J2"]), ("O5", ["J1", "J2"])])
def test_a_finding_is_hidden_from_whoever_its_complaint_names_anywhere(complaints, who, seen):
    assert sorted(found.value for found in list_findings(officer(who))) == seen


def test_without_a_reach_one_sees_findings_about_oneself_alone_and_no_complaint(complaints):
    assert list_findings(officer("O1", reaches=())) == []


@pytest.mark.parametrize("who", ["O1", "O5"])
def test_the_report_of_a_finding_is_no_way_around_what_is_withheld(complaints, who):
    kinds = {event.type for act in ("J1", "J2") for event in list_events(officer(who), "act", act)}
    assert "findings.suspected" not in kinds
    assert "findings.suspected" not in {event.type for event in list_events(officer(who, ()), "officer", "O1")}


def test_who_handles_complaints_sees_their_reports(complaints):
    handler = Scope(account="h", reaches=(Reach("h", kinds=("",), is_everywhere=True, handles_withheld=True),))
    assert "findings.suspected" in {event.type for event in list_events(handler, "act", "J1")}
