"""A case goes from 送审 to the decision by programs: nobody decides his own, and each signs what he has read."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.unit.bureau.conftest import EAST_SQUAD
from tests.unit.serving.api.conftest import Desk, Program

from guiju.facts.histories import history

CASE = "E-CASE-1"
SAID = {"kind": "penalty", "facts": "三月二日在东圩市场殴打他人", "grounds": "有关条款", "proposal": "罚款五百元"}


@pytest.fixture
def sent(desk):
    """What the handler's program was told when it had submitted a case."""
    desk.station.searched(case=CASE)
    answer = desk.program("handler").post(f"cases/{CASE}/reviews", {"fields": SAID}, key="the-submission")
    assert answer.status == 200, answer.said
    return answer.said


def step(shown, name, fields, **more):
    """What a program sends that has read a submission; every question of the check-list is answered yes."""
    checks = {one["name"]: "yes" for one in shown["fields"] if one["name"].startswith("check_")}
    return {
        "step": name, "version": shown["review"]["version"], "content_hash": shown["review"]["content_hash"],
        "opinions": [one["event"] for one in shown["opinions"]], "fields": {**checks, **fields}, **more,
    }  # fmt: skip


def taken(program: Program, name: str, turn: str, fields: dict, *, key: str = "", **more):
    shown = program.get(f"reviews/{name}").said
    return program.post(f"reviews/{name}/step", step(shown, turn, fields, **more), key=key)


def reviewed(desk: Desk, name: str, opinion: str = "agreed", reason: str = "事实清楚"):
    return taken(desk.program("legal"), name, "review", {"opinion": opinion, "reason": reason})


def types():
    return [one.event.type for one in sorted(history("case", CASE), key=lambda one: one.id)]


def test_a_case_is_submitted_reviewed_and_approved(desk, sent):
    assert (sent["state"], sent["state_word"], sent["version"]) == ("review", "待审核", 1)
    [waiting] = desk.program("legal").get("reviews").said["items"]
    assert waiting["name"] == sent["name"]
    assert desk.program("leader").get("reviews").said["items"] == []
    assert reviewed(desk, sent["name"]).said["state"] == "approve"
    leader = desk.program("leader")
    assert [one["name"] for one in leader.get("reviews").said["items"]] == [sent["name"]]
    done = taken(leader, sent["name"], "approve", {}, act="approve")
    assert (done.status, done.said["state"]) == (200, "approved"), done.said
    assert types()[-4:] == [
        "cases.submitted_for_approval", "cases.reviewed", "cases.approved", "cases.opinion_adopted",
    ]  # fmt: skip


def test_the_fields_of_a_submission_are_told_where_it_is_sent(desk):
    desk.station.searched(case=CASE)
    asked = {one["name"]: one for one in desk.program("handler").get(f"cases/{CASE}/reviews").said["fields"]}
    assert set(SAID) <= set(asked)
    assert SAID["kind"] in {one["value"] for one in asked["kind"]["choices"]}


def test_what_is_returned_waits_for_whoever_submitted_it(desk, sent):
    back = reviewed(desk, sent["name"], "returned", "缺伤情照片")
    assert (back.status, back.said["state_word"]) == (200, "已退回")
    assert [one["state"] for one in desk.program("handler").get("reviews", part="mine").said["items"]] == ["returned"]
    assert reviewed(desk, sent["name"]).status == 409, "it is nobody's turn to review"


def test_a_decision_says_which_and_dissent_needs_a_reason(desk, sent):
    reviewed(desk, sent["name"])
    leader = desk.program("leader")
    assert taken(leader, sent["name"], "approve", {}).said["code"] == "api.step"
    before = types()
    assert taken(leader, sent["name"], "approve", {}, act="decline").said["code"] == "approvals.reason"
    assert types() == before
    declined = taken(leader, sent["name"], "approve", {"reason": "证据不足"}, act="decline")
    assert declined.said["state"] == "declined"


def test_nobody_reviews_what_he_submitted_and_that_he_tried_is_recorded(desk, sent):
    own = desk.program("handler")
    shown = own.get(f"reviews/{sent['name']}").said
    assert shown["is_yours"] is False and shown["fields"] == []
    answer = own.post(f"reviews/{sent['name']}/step", step(shown, "review", {"opinion": "agreed"}))
    assert answer.status == 403 and answer.said["code"].startswith("approvals.")
    assert types()[-1] == "records.approval_refused" and "cases.reviewed" not in types()


def test_whoever_read_another_version_signs_nothing(desk, sent):
    legal = desk.program("legal")
    shown = legal.get(f"reviews/{sent['name']}").said
    other = step(shown, "review", {"opinion": "agreed"}) | {"content_hash": "0" * 64}
    answer = legal.post(f"reviews/{sent['name']}/step", other)
    assert (answer.status, answer.said["code"]) == (409, "approvals.content")
    assert "cases.reviewed" not in types()


def test_the_same_submission_and_the_same_step_are_one(desk, sent):
    again = desk.program("handler").post(f"cases/{CASE}/reviews", {"fields": SAID}, key="the-submission")
    assert again.status == 409, "another token of the same person is another program"
    program = desk.program("legal")
    said = step(program.get(f"reviews/{sent['name']}").said, "review", {"opinion": "agreed", "reason": "清楚"})
    first, second = (program.post(f"reviews/{sent['name']}/step", said, key="review-once") for _ in range(2))
    assert (first.status, second.status) == (200, 200) and first.said == second.said
    assert types().count("cases.reviewed") == 1
    changed = program.post(f"reviews/{sent['name']}/step", {**said, "fields": {**said["fields"], "reason": "不清"}},
                           key="review-once")  # fmt: skip
    assert (changed.status, changed.said["code"]) == (409, "ledger.idem_key_reused")


def test_a_case_that_is_sent_twice_is_submitted_once(desk):
    desk.station.searched(case=CASE)
    program = desk.program("handler")
    first, again = (program.post(f"cases/{CASE}/reviews", {"fields": SAID}, key="submit-once") for _ in range(2))
    assert (first.status, again.status) == (200, 200) and first.said == again.said
    assert types().count("cases.submitted_for_approval") == 1


@pytest.mark.parametrize(
    "wrong", [{"fields": {**SAID, "submitter": "leader"}}, {"fields": {**SAID, "kind": "pardon"}}, {"fields": {}},
              {"fields": SAID, "unit": "990251000000"}]
)  # fmt: skip
def test_what_the_form_does_not_take_is_refused(desk, wrong):
    desk.station.searched(case=CASE)
    assert desk.program("handler").post(f"cases/{CASE}/reviews", wrong).status == 422
    assert "cases.submitted_for_approval" not in types()


def test_a_token_for_another_unit_neither_sees_nor_decides(desk, sent):
    reviewed(desk, sent["name"])
    before = types()
    for account, unit in (("west", ""), ("leader", EAST_SQUAD), ("westclerk", "")):
        program = desk.program(account, unit=unit)
        assert program.get(f"reviews/{sent['name']}").status == 404
        body = {"step": "approve", "version": 1, "content_hash": sent["content_hash"], "act": "approve", "fields": {}}
        assert program.post(f"reviews/{sent['name']}/step", body).status == 404
        assert program.get("reviews", part="all").said["items"] == []
    assert types() == before


def test_the_list_and_one_submission_ask_the_database_as_seldom_as_a_page(desk, sent):
    program = desk.program("legal")
    program.get("me")
    for address, most in (("reviews", 6), (f"reviews/{sent['name']}", 12)):
        with CaptureQueriesContext(connection) as asked:
            assert program.get(address).status == 200
        assert len(asked) <= most, (address, len(asked), [one["sql"][:90] for one in asked])
