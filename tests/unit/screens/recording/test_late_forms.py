"""What comes late goes the way of 补录 as one form: all of it waits for another person, or nothing is recorded."""

import pytest
from tests.ledgers import SHANGHAI
from tests.unit.screens.recording.conftest import Clerk, moment_of

from guiju.bureau.commands.entitlement import NotEntitled
from guiju.bureau.commands.mending import approve_record
from guiju.bureau.commands.recording import open_case, record_step
from guiju.facts.draft import Actor, Draft
from guiju.facts.importing.mending.lists import list_proposals
from guiju.facts.importing.mending.opening import CaseNumberTaken
from guiju.facts.proof.lateness import LateRecordUnapproved
from guiju.facts.queries import list_events
from guiju.project.catalogue import VOCABULARY

CASE, STATION = "A2026-1", "990151000000"
NEW, HOME = "/cases/new/", f"/cases/{CASE}/record/"


@pytest.fixture
def opened(desk):
    """The handler at his browser, with a case that was just accepted."""
    handler = Clerk(desk, "handler")
    assert handler.fills(NEW, "2026-03-02T09:30", number=CASE, category="administrative").status_code == 302
    handler.session.clear()
    return handler


def waiting(clerk):
    return list_proposals(clerk.desk.scope("handler"))


def types(clerk, case=CASE):
    return [one.type for one in list_events(clerk.desk.scope("handler"), "case", case)]


def said(clerk):
    return "".join(text for text, _tone in clerk.session.get("messages", []))


def drafted(kind, at, unit=STATION, **fields):
    return Draft.of(kind, moment_of(at), {"case": CASE, **fields}, local=SHANGHAI, unit_as_of=unit)


def test_a_case_accepted_days_ago_is_not_opened_by_typing_the_day(desk):
    clerk = Clerk(desk, "handler")
    late = {"number": CASE, "category": "administrative", "happened_at": "2026-03-02T09:00"}
    answer = clerk.fills(NEW, "2026-03-09T09:00", **late)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "补录" in page and "写明理由" in page
    assert "请按现在受案登记" not in page, "nobody is told to write down another day than the true one"
    assert types(clerk) == [] and waiting(clerk) == []


def test_a_case_that_comes_late_stands_once_another_person_has_approved_it(desk):
    clerk = Clerk(desk, "handler")
    late = {"number": CASE, "category": "administrative", "happened_at": "2026-03-02T09:00", "late_reason": "断电"}
    answer = clerk.fills(NEW, "2026-03-09T09:00", **late)
    assert answer.status_code == 302 and "/record/" not in answer.headers["Location"]
    assert "已提请" in said(clerk)
    assert types(clerk) == []
    asked = waiting(clerk)
    assert sorted(one.type for one in asked) == ["cases.accepted", "cases.lead_assigned"]
    again = clerk.posts(NEW, key=clerk.key, **clerk.sent)
    assert (again.status_code, len(waiting(clerk))) == (302, 2)
    other = Clerk(desk, "handler").fills(NEW, number=CASE, category="criminal")
    assert other.status_code == 422 and "已提请" in other.content.decode()
    for one in reversed(asked):
        approve_record(one.number, content_hash=one.content_hash, **desk.words("chief"))
    accepted = list_events(desk.scope("handler"), "case", CASE)[0]
    assert sorted(types(clerk)) == ["cases.accepted", "cases.lead_assigned"]
    assert accepted.approver == "chief"
    assert clerk.get(HOME).status_code == 200


def test_a_form_of_which_one_part_comes_late_waits_as_a_whole(opened):
    opened.fills(f"{HOME}party/", new_name="石例一", role="suspect")
    found = list_events(opened.desk.scope("handler"), "case", CASE)
    [person] = {str(one.fields["person"]) for one in found if one.fields.get("person")}
    before = types(opened)
    # Begun 30 hours ago, ended just now: one of the three events of the form is late.
    typed = {"person": person, "happened_at": "2026-03-02T10:00", "ended_at": "2026-03-03T15:50"}
    refused = opened.fills(f"{HOME}inquiry/", "2026-03-03T16:00", **typed)
    assert refused.status_code == 422
    assert types(opened) == before
    assert opened.fills(f"{HOME}inquiry/", **typed, late_reason="设备故障").status_code == 302
    assert types(opened) == before, "nothing of the form stands before it is approved"
    assert sorted(one.type for one in waiting(opened)) == [
        "custody.inquiry_ended", "custody.inquiry_started", "custody.record_signed"
    ]  # fmt: skip


def test_what_may_not_be_proposed_takes_the_rest_of_the_form_with_it(opened):
    drafts = [
        drafted("cases.receipt_given", "2026-03-03T15:50"), drafted("cases.filed", "2026-03-02T09:40", unit=""),
    ]  # fmt: skip
    opened.desk.book.now = moment_of("2026-03-03T16:00")
    before = types(opened)
    with pytest.raises(NotEntitled):
        record_step(drafts, case=CASE, reason="断电", known=VOCABULARY, **opened.desk.words("handler"))
    assert types(opened) == before and waiting(opened) == []


def test_the_same_form_sent_again_when_it_has_become_late_is_the_same_form(opened):
    sent = {"case": CASE, "known": VOCABULARY, "reason": "补记"}
    opened.desk.book.now = moment_of("2026-03-03T16:00")
    words = opened.desk.words("handler")
    first = record_step([drafted("cases.receipt_given", "2026-03-03T15:50")], **sent, **words)
    assert first.ids and not first.proposals
    opened.desk.book.now = moment_of("2026-03-09T16:00")
    late = record_step([drafted("cases.receipt_given", "2026-03-03T15:50")], **sent, **words)
    assert (late.ids, late.is_repeat, waiting(opened)) == (first.ids, True, [])


def test_a_number_that_waits_for_approval_is_not_given_twice(desk):
    desk.book.now = moment_of("2026-03-09T09:00")
    late = drafted("cases.accepted", "2026-03-02T09:00")
    with pytest.raises(LateRecordUnapproved, match="补录"):
        open_case([late], case=CASE, known=VOCABULARY, **desk.words("handler"))
    assert open_case([late], case=CASE, reason="断电", known=VOCABULARY, **desk.words("handler")).proposals
    with pytest.raises(CaseNumberTaken):
        open_case([drafted("cases.accepted", "2026-03-09T08:00")], case=CASE, known=VOCABULARY, **desk.words("handler"))


def test_a_number_that_a_file_has_brought_since_is_not_approved_into_that_case(desk):
    desk.book.now = moment_of("2026-03-09T09:00")
    late = [drafted("cases.accepted", "2026-03-02T09:00"), drafted("cases.lead_assigned", "2026-03-02T09:00")]
    open_case(late, case=CASE, reason="断电", known=VOCABULARY, **desk.words("handler"))
    desk.book.write(drafted("cases.accepted", "2026-03-09T08:00", "990200000000"), actor=Actor("files", "import"))
    for one in list_proposals(desk.scope("handler")):
        with pytest.raises(CaseNumberTaken, match="提请以后"):
            approve_record(one.number, content_hash=one.content_hash, **desk.words("chief"))
    assert types_of(desk) == [], "the station gains no sight of the other county's case"


def types_of(desk):
    return [one.type for one in list_events(desk.scope("handler"), "case", CASE)]
