"""From 送审 to the decision: which step comes when, what a dissent leaves behind, and what the ledger then holds."""

import json

import pytest
from django.db import connection
from tests.flow.approvals.conftest import CHANGED
from tests.unit.bureau.conftest import EAST_SQUAD
from tests.unit.findings.life.conftest import HANDLER

from guiju.facts.histories import history
from guiju.subjects.cases.commands.content import is_what_was_signed
from guiju.subjects.cases.commands.deciding import approve, decline
from guiju.subjects.cases.commands.hands import NotEntitled
from guiju.subjects.cases.commands.opinions import ChecksMissing, review
from guiju.subjects.cases.commands.submitting import PersonUnknown, resubmit, withdraw
from guiju.subjects.cases.commands.taking import ReasonMissing
from guiju.subjects.cases.projector.submission import SUBMISSIONS, State, StepRefused
from guiju.subjects.cases.queries.submissions import waits_for


def types_of(case):
    return [one.event.type for one in sorted(history("case", case), key=lambda one: one.id)]


def test_a_plain_penalty_is_submitted_reviewed_and_approved_and_each_step_names_what_was_read(desk):
    case = desk.case()
    name = desk.submitted(case)
    assert desk.one(name).state is State.REVIEW
    desk.reviewed(name)
    assert desk.one(name).state is State.APPROVE
    desk.approved(name)
    assert desk.one(name).state is State.APPROVED
    assert types_of(case) == [
        "cases.accepted", "cases.submitted_for_approval", "cases.reviewed", "cases.approved", "cases.opinion_adopted",
    ]  # fmt: skip
    told = {one.event.type: one.event.fields for one in history("case", case)}
    hashes = {one["content_hash"] for kind, one in told.items() if kind != "cases.accepted"}
    assert len(hashes) == 1 and is_what_was_signed(told["cases.submitted_for_approval"])
    assert told["cases.reviewed"]["reviewer"] == "legal_officer" and told["cases.reviewed"]["opinion"] == "agreed"
    assert told["cases.approved"]["approver"] == "county_head"
    assert told["cases.opinion_adopted"]["adopted"] is True


def test_a_case_that_was_heard_needs_a_legal_review_whatever_the_submitter_ticks(desk):
    case = desk.case()
    desk.happened("cases.hearing_held", case, "0100001", person="P1")
    name = desk.submitted(case, person="P1")
    assert desk.one(name).needs == (State.REVIEW, State.LEGAL_REVIEW, State.APPROVE)
    desk.reviewed(name)
    assert desk.one(name).state is State.LEGAL_REVIEW
    desk.legally_reviewed(name)
    [said] = [one.event.fields for one in history("case", case) if one.event.type == "cases.legally_reviewed"]
    assert said["qualified"] is True
    desk.approved(name)
    assert desk.one(name).state is State.APPROVED


def test_what_is_returned_is_changed_and_submitted_again_and_former_opinions_stay(desk):
    name = desk.submitted()
    desk.reviewed(name, opinion="returned", reason="缺伤情鉴定")
    assert desk.one(name).state is State.RETURNED
    resubmit(name, content=CHANGED, reason="已补鉴定", read=desk.read(name), **desk.by("handler"))
    one = desk.one(name)
    assert (one.state, one.version, len(one.said["opinions"]), one.opinions) == (State.REVIEW, 2, 1, [])


def test_an_approval_against_an_opinion_needs_a_reason_and_leaves_the_dissent(desk):
    name = desk.submitted()
    desk.reviewed(name, opinion="disagreed", reason="处罚畸重")
    assert desk.one(name).state is State.APPROVE
    with pytest.raises(ReasonMissing):
        desk.approved(name)
    desk.approved(name, reason="情节恶劣，不属畸重")
    one = desk.one(name)
    assert one.state is State.APPROVED
    assert [(opinion["opinion"], opinion["adopted"]) for opinion in one.opinions] == [("disagreed", False)]


def test_who_declines_speaks_of_every_opinion_too(desk):
    name = desk.submitted()
    desk.reviewed(name)
    with pytest.raises(StepRefused):
        decline(name, adoptions={}, reason="证据不足", read=desk.read(name), **desk.by("leader"))
    [opinion] = desk.one(name).opinions
    with pytest.raises(StepRefused, match="不一致"):
        approve(name, adoptions={opinion["event"]: False}, read=desk.read(name), **desk.by("leader"))
    decline(name, adoptions={opinion["event"]: False}, reason="证据不足", read=desk.read(name), **desk.by("leader"))
    assert desk.one(name).state is State.DECLINED


def test_the_check_list_is_answered_whole_and_a_no_says_why(desk):
    name = desk.submitted()
    words = {"opinion": "agreed", "reason": "", "read": desk.read(name)}
    with pytest.raises(ChecksMissing):
        review(name, checks={}, **words, **desk.by("legal"))
    from guiju.subjects.cases.commands.opinions import Answer, Checked

    checks = desk.checks(name, State.REVIEW)
    first = next(iter(checks))
    with pytest.raises(ChecksMissing, match="没有写明情况"):
        review(name, checks={**checks, first: Checked(Answer.NO)}, **words, **desk.by("legal"))
    review(name, checks={**checks, first: Checked(Answer.NO, "缺证人签名")}, **words, **desk.by("legal"))
    [said] = [one.event.fields for one in history("case", desk.one(name).case_number)
              if one.event.type == "cases.reviewed"]  # fmt: skip
    assert f"{first}=no 缺证人签名" in said["check_answers"]


def test_the_same_decision_is_open_once_and_withdrawn_it_may_be_submitted_anew(desk):
    case = desk.case()
    name = desk.submitted(case)
    with pytest.raises(StepRefused, match="还没有办完"):
        desk.submitted(case)
    withdraw(name, reason="补充证据", read=desk.read(name), **desk.by("handler"))
    assert desk.one(name).state is State.WITHDRAWN
    assert desk.one(desk.submitted(case)).state is State.REVIEW


@pytest.mark.parametrize("kind", ["penalty", "station_penalty"])
def test_withdrawing_and_submitting_anew_drops_no_step_that_was_needed_once(desk, kind):
    case = desk.case()
    name = desk.submitted(case, features=("complex", "grave"))
    withdraw(name, reason="换个说法", read=desk.read(name), **desk.by("handler"))
    again = desk.one(desk.submitted(case, kind=kind))
    assert again.needs == (State.REVIEW, State.LEGAL_REVIEW, State.DISCUSS, State.APPROVE)


def test_a_case_is_submitted_only_for_somebody_whom_its_records_name(desk):
    case, other = desk.case(), desk.case()
    desk.happened("cases.party_registered", case, HANDLER, person="P1")
    desk.happened("cases.party_registered", other, HANDLER, person="P2")
    for person in ("P2", "P1 ", "张某"):
        with pytest.raises(PersonUnknown):
            desk.submitted(case, person=person)
    assert desk.one(desk.submitted(case, person="P1")).person == "P1"


def test_a_county_extends_the_term_of_its_own_case_only_through_its_superior(desk):
    name = desk.submitted(kind="term_extension")
    desk.reviewed(name)
    assert not waits_for(desk.station.scope("leader"), name)
    with pytest.raises(NotEntitled, match="上一级"):
        desk.approved(name)
    assert waits_for(desk.station.scope("cityleader"), name)
    desk.approved(name, by="cityleader")
    [said] = [one.event.fields for one in history("case", "C1") if one.event.type == "cases.approved"]
    assert said["approver"] == "superior_psb"


def test_the_term_of_a_stations_case_is_extended_by_its_own_bureau_and_that_kind_is_for_stations_alone(desk):
    name = desk.submitted(kind="station_term_extension")
    desk.reviewed(name)
    desk.approved(name)
    assert desk.one(name).state is State.APPROVED
    with pytest.raises(StepRefused, match="不适用"):
        desk.submitted(desk.case(unit=EAST_SQUAD), by="clerk", kind="station_term_extension")


def test_the_table_is_made_again_from_the_ledger_and_every_edit_is_named(desk):
    name = desk.submitted()
    desk.reviewed(name, opinion="disagreed", reason="畸重")
    desk.approved(name, reason="不属畸重")
    desk.submitted()
    assert SUBMISSIONS.differences() == []
    SUBMISSIONS.rebuild()
    assert SUBMISSIONS.differences() == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT said FROM case_submission WHERE name = %s", [name])
        [[said]] = cursor.fetchall()
        assert json.loads(said)["opinions"][0]["adopted"] is False
        cursor.execute("UPDATE case_submission SET state = 'approved', content_hash = 'x'")
    assert {is_extra for is_extra, _ in SUBMISSIONS.differences()} == {True, False}


def test_an_approval_typed_from_paper_is_just_a_record(desk):
    case = desk.case()
    desk.happened("cases.approved", case, "0100009", act="A1", approver="county_head")
    assert SUBMISSIONS.differences() == [] and SUBMISSIONS.rows_from_ledger() == []
