"""Approving oneself, something else, twice, out of turn: each is refused, and recorded for inspectors."""

from dataclasses import replace

import pytest
from django.db import connection
from tests.flow.approvals.conftest import CHANGED, CONTENT
from tests.ledgers import SHANGHAI, moment
from tests.unit.bureau.conftest import EAST, EAST_STATION
from tests.unit.findings.life.conftest import CHIEF, HANDLER, LEADER

from guiju.bureau import commands as bureau
from guiju.facts.commands import IdemKeyReused, append
from guiju.facts.draft import Actor, Draft
from guiju.facts.queries import list_events
from guiju.findings.life.projection import DecisionKept
from guiju.findings.life.steps import NotForYou
from guiju.project.catalogue import SUBJECTS
from guiju.subjects.cases.commands.content import Content
from guiju.subjects.cases.commands.deciding import approve
from guiju.subjects.cases.commands.hands import NotEntitled, OneLevelUp, OwnCase, Unqualified
from guiju.subjects.cases.commands.opinions import review
from guiju.subjects.cases.commands.submitting import resubmit, withdraw
from guiju.subjects.cases.commands.taking import Read, SubmissionNotFound
from guiju.subjects.cases.projector.submission import ContentChanged, State, StepRefused
from guiju.subjects.cases.queries.submissions import waits_for


def refusals(desk, case="", viewer="inspector"):
    """What an account can read of refused attempts, oldest first: what was tried, and the rule against it."""
    case = case or f"C{desk.cases}"
    found = [one for one in list_events(desk.station.scope(viewer), "case", case)
             if one.type == "records.approval_refused"]  # fmt: skip
    return [(one.actor, one.fields["attempted_type"], one.fields["refusal_code"]) for one in found]


def count(kind):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM event WHERE type = %s", (kind,))
        return cursor.fetchone()[0]


def ready(desk, reviewer="legal", **more):
    """A submission that waits for its approval alone."""
    name = desk.submitted(**more)
    desk.reviewed(name, by=reviewer)
    return name


def lent(desk, taker):
    """The leader's role, delegated for a month."""
    words = {"unit": EAST, "valid_until": moment("2026-04-01T00:00"), **desk.station.words("leader")}
    bureau.delegate("bureau_leader", taker, **words)


def test_who_handled_the_case_approves_it_in_no_second_role_and_from_no_second_account(desk):
    name = ready(desk)
    desk.station.grant("handler", "bureau_leader", EAST)
    with pytest.raises(OwnCase):
        desk.approved(name, by="handler")
    desk.station.account("secret", person=f"officer:{HANDLER}")
    desk.station.grant("secret", "bureau_leader", EAST)
    with pytest.raises(OwnCase):
        desk.approved(name, by="secret")
    assert refusals(desk) == [
        ("handler", "cases.approved", "approvals.own_case"), ("secret", "cases.approved", "approvals.own_case"),
    ]  # fmt: skip
    assert count("cases.approved") == 0


def test_a_delegate_does_not_approve_what_his_giver_handled_nor_the_giver_what_his_delegate_submitted(desk):
    name = ready(desk, "citylegal", case=desk.case(officer=LEADER), by="mate")
    desk.station.account("standin", person="N-standin")
    lent(desk, "standin")
    with pytest.raises(OwnCase):
        desk.approved(name, by="standin")
    assert refusals(desk) == [("standin", "cases.approved", "approvals.own_case")]


def test_the_delegate_who_submitted_does_not_approve_with_the_role_that_was_lent_to_him(desk):
    name = ready(desk, by="mate")
    lent(desk, "mate")
    with pytest.raises(OwnCase):
        desk.approved(name, by="mate")
    assert refusals(desk) == [("mate", "cases.approved", "approvals.own_case")]


def test_passing_the_case_on_does_not_free_who_handled_it_before(desk):
    case = desk.case(officer=LEADER)
    desk.happened("cases.lead_assigned", case, HANDLER)
    name = ready(desk, "citylegal", case=case)
    with pytest.raises(OwnCase):
        desk.approved(name)
    desk.happened("cases.lead_assigned", desk.case(officer=HANDLER), "0151002")
    other = ready(desk, case=f"C{desk.cases}", by="mate")
    desk.station.grant("handler", "bureau_leader", EAST)
    with pytest.raises(OwnCase):
        desk.approved(other, by="handler")


def accepted_by_another(desk, *, proposed_by, approved_by="chief"):
    """A case in whose record the deputy stood, until a correction put the handler there."""
    case = desk.case(officer="0100010")
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM event WHERE type = 'cases.accepted' ORDER BY id DESC LIMIT 1")
        [[number]] = cursor.fetchall()
    said = {"case": case, "officer": (HANDLER,), "unit": EAST_STATION, "kind": "administrative"}
    draft = Draft.of("cases.accepted", desk.book.now, said, local=SHANGHAI, unit_as_of=EAST_STATION)
    made = replace(draft, corrects=number, reason="姓名有误", approver=approved_by)
    desk.book.write(made, actor=proposed_by)
    return case


@pytest.mark.parametrize(
    ("proposed_by", "approved_by"),
    [(Actor("deputy"), "chief"), (Actor("mate"), "deputy"), (Actor("files", "import"), "chief")],
    ids=["his proposal", "his approval", "an import"],
)
def test_who_has_a_hand_in_correcting_his_name_out_of_the_case_has_handled_it_still(desk, proposed_by, approved_by):
    case = accepted_by_another(desk, proposed_by=proposed_by, approved_by=approved_by)
    name = ready(desk, "citylegal", case=case, by="mate")
    with pytest.raises(OwnCase):
        desk.approved(name, by="deputy")


def test_whom_somebody_wrote_into_the_case_by_mistake_is_free_once_others_have_corrected_it(desk):
    case = accepted_by_another(desk, proposed_by=Actor("mate"))
    name = ready(desk, "citylegal", case=case, by="mate")
    assert waits_for(desk.station.scope("deputy"), name)
    desk.approved(name, by="deputy")


def test_the_reviewer_does_not_approve_and_the_submitter_does_not_review(desk):
    desk.station.grant("legal", "bureau_leader", EAST)
    name = ready(desk)
    with pytest.raises(OwnCase):
        desk.approved(name, by="legal")
    own = desk.submitted(by="legal")
    with pytest.raises(OwnCase):
        desk.reviewed(own)
    assert refusals(desk) == [("legal", "cases.reviewed", "approvals.own_case")]


def test_the_case_of_a_chief_goes_one_level_up(desk):
    name = desk.submitted(desk.case(officer=CHIEF), by="mate")
    with pytest.raises(OneLevelUp):
        desk.reviewed(name, by="legal")
    desk.reviewed(name, by="clerk")
    desk.approved(name)
    assert refusals(desk) == [("legal", "cases.reviewed", "approvals.one_level_up")]
    county = desk.submitted(desk.case(officer=LEADER), by="mate")
    with pytest.raises(OneLevelUp):
        desk.reviewed(county, by="clerk")
    desk.reviewed(county, by="citylegal")
    with pytest.raises(OneLevelUp):
        desk.approved(county, by="deputy")
    desk.approved(county, by="cityleader")
    assert desk.one(county).state is State.APPROVED


def test_what_was_changed_after_it_was_read_is_not_approved(desk):
    name = ready(desk)
    seen = desk.read(name)
    adoptions = {one["event"]: True for one in desk.one(name).opinions}
    resubmit(name, content=CHANGED, reason="改为拘留", read=seen, **desk.by("handler"))
    with pytest.raises(ContentChanged):
        approve(name, adoptions=adoptions, read=seen, **desk.by("leader"))
    with pytest.raises(ContentChanged):
        approve(name, adoptions=adoptions, read=Read(2, seen.content_hash), **desk.by("leader"))
    # The second version was not reviewed: its very content does not help who skips a step.
    with pytest.raises(StepRefused, match="待审核"):
        approve(name, adoptions={}, read=desk.read(name), **desk.by("leader"))
    assert [code for _, _, code in refusals(desk)] == ["approvals.content", "approvals.content", "approvals.step"]


def test_of_two_tabs_the_second_finds_it_decided(desk):
    name = ready(desk)
    read, adoptions = desk.read(name), {one["event"]: True for one in desk.one(name).opinions}
    approve(name, adoptions=adoptions, read=read, **desk.by("leader"))
    with pytest.raises(StepRefused, match="已批准"):
        approve(name, adoptions=adoptions, read=read, **desk.by("leader"))
    with pytest.raises(StepRefused, match="已批准"):
        withdraw(name, reason="不办了", read=read, **desk.by("handler"))
    with pytest.raises(StepRefused):
        resubmit(name, content=CHANGED, reason="改", read=read, **desk.by("handler"))
    assert count("cases.approved") == 1
    assert [kind for _, kind, _ in refusals(desk)] == [
        "cases.approved", "cases.submission_withdrawn", "cases.submitted_for_approval",
    ]  # fmt: skip


def test_the_same_submission_twice_is_recorded_once_and_with_other_words_refused(desk):
    name = desk.submitted()
    words, checks = {"read": desk.read(name), **desk.by("legal")}, desk.checks(name, State.REVIEW)
    first = review(name, opinion="agreed", reason="清楚", checks=checks, **words)
    again = review(name, opinion="agreed", reason="清楚", checks=checks, **words)
    assert again.is_repeat and again.ids == first.ids
    with pytest.raises(IdemKeyReused):
        review(name, opinion="disagreed", reason="不清楚", checks=checks, **words)
    assert refusals(desk) == [("legal", "cases.reviewed", "ledger.idem_key_reused")]
    adoptions = {one["event"]: True for one in desk.one(name).opinions}
    said = {"read": desk.read(name), **desk.by("leader")}
    done = approve(name, adoptions=adoptions, **said)
    assert approve(name, adoptions=adoptions, **said).ids == done.ids
    assert (count("cases.reviewed"), count("cases.approved"), count("cases.opinion_adopted")) == (1, 1, 1)


def test_a_skipped_step_is_refused_to_who_may_take_it_and_to_who_may_not(desk):
    name = desk.submitted(features=("complex",))
    with pytest.raises(StepRefused, match="待审核"):
        desk.approved(name)
    desk.reviewed(name)
    with pytest.raises(StepRefused, match="待法制审核"):
        desk.approved(name)
    with pytest.raises(NotEntitled):
        desk.legally_reviewed(name, by="legal")
    assert [code for _, _, code in refusals(desk)] == ["approvals.step", "approvals.step", "approvals.not_entitled"]


def test_a_legal_review_without_the_credential_is_refused(desk):
    name = desk.submitted(features=("complex",))
    desk.reviewed(name)
    with pytest.raises(Unqualified):
        desk.legally_reviewed(name, by="citylegal")
    assert refusals(desk) == [("citylegal", "cases.legally_reviewed", "approvals.unqualified")]


def test_no_stranger_finds_it_and_no_machine_decides_it(desk):
    name = ready(desk)
    with pytest.raises(SubmissionNotFound):
        withdraw(name, reason="x", read=desk.read(name), **desk.by("west"))
    words = {**desk.by("leader"), "actor": Actor("leader", "operator")}
    with pytest.raises(NotForYou):
        approve(name, adoptions={}, read=desk.read(name), **words)
    with pytest.raises(NotEntitled):
        resubmit(name, content=Content("a", "b", "c"), reason="x", read=desk.read(name), **desk.by("chief"))


def test_only_inspectors_read_who_was_refused(desk):
    name = ready(desk)
    with pytest.raises(OwnCase):
        desk.station.grant("handler", "bureau_leader", EAST)
        desk.approved(name, by="handler")
    assert len(refusals(desk)) == 1
    assert [refusals(desk, viewer=one) for one in ("handler", "chief", "clerk", "leader", "legal")] == [[]] * 5


def test_an_opinion_on_a_submission_is_corrected_by_nobody_and_forged_into_its_stream_by_nobody(desk):
    name = desk.submitted()
    event = desk.reviewed(name, opinion="disagreed", reason="畸重")
    one = desk.one(name)
    said = {"case": one.case_number, "officer": ("0151003",), "opinion": "agreed", "unit": EAST_STATION}
    draft = Draft.of("cases.reviewed", desk.book.now, said, local=SHANGHAI, unit_as_of=EAST_STATION)
    with pytest.raises(DecisionKept):
        desk.book.write(replace(draft, corrects=event, reason="看错", approver="chief"))
    forged = replace(draft, type="cases.approved", stream=f"submission:{name}")
    with pytest.raises(ContentChanged):
        append([forged], actor=Actor("leader"), idem_key="forged")
    assert desk.one(name).opinions[0]["opinion"] == "disagreed"
    assert desk.one(name).content_hash != desk.one(desk.submitted(content=CONTENT)).content_hash


@pytest.mark.parametrize(
    ("event", "fields"),
    [
        ("custody.inquiry_started", {"person": "P1", "act": "Q1"}),
        ("property.registered", {"item": "W1"}),
        ("recordings.started", {"act": "Q1", "recording": "R1"}),
    ],
)
def test_who_questioned_in_the_case_area_or_keeps_what_was_seized_approves_nothing(desk, event, fields):
    case = desk.case()
    desk.happened(event, case, LEADER, **fields)
    name = ready(desk, reviewer="citylegal", case=case)
    with pytest.raises(OwnCase):
        desk.approved(name)
    assert not waits_for(desk.station.scope("leader"), name)
    desk.approved(name, by="cityleader")


def test_a_record_that_names_the_case_only_by_its_call_or_act_bars_too_but_gives_no_right_to_change(desk):
    case = desk.case()
    desk.happened("calls.registered", case, HANDLER, call="K1")
    desk.happened("calls.disposed", "", "0100010", call="K1")
    name = ready(desk, reviewer="citylegal", case=case)
    with pytest.raises(OwnCase):
        desk.approved(name, by="deputy")
    with pytest.raises(NotEntitled):
        withdraw(name, reason="撤", read=desk.read(name), **desk.by("deputy"))


def test_every_handling_event_that_a_subject_declares_is_one_of_its_own(desk):
    for subject in SUBJECTS:
        assert set(subject.handling) <= {one.name for one in subject.events}
