"""A program records a case as the page does: the same fields, the same refusals, and late things wait for another."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guiju.facts.queries import list_events

CASE = "P2026-1"


@pytest.fixture
def now(desk):
    """An instant that is just past, as a program writes it."""
    return lambda **earlier: (desk.station.book.now - timedelta(**earlier)).isoformat()


@pytest.fixture
def handler(desk, now):
    """The handler's program, with a case that it has opened."""
    program = desk.program("handler")
    said = {"number": CASE, "category": "administrative", "happened_at": now(minutes=5), "public_order": True,
            "officer": ["0151001", "0151002"]}  # fmt: skip
    answer = program.post("cases", {"fields": said}, key="open-the-case")
    assert answer.status == 200, answer.said
    desk.station.book.pass_time(minutes=1)
    return program


def types(desk):
    return [one.type for one in list_events(desk.station.scope("handler"), "case", CASE)]


def standing(program, name):
    stages = program.get(f"cases/{CASE}/steps").said["stages"]
    return next(one for stage in stages for one in stage["steps"] if one["step"] == name)


def test_a_case_is_opened_with_what_the_form_of_the_page_says(desk, handler):
    accepted, lead = list_events(desk.station.scope("handler"), "case", CASE)
    assert (accepted.type, lead.type) == ("cases.accepted", "cases.lead_assigned")
    assert accepted.fields["kind"] == "administrative" and accepted.fields["public_order"] is True
    assert accepted.fields["officer"] == ("0151001", "0151002") and lead.fields["officer"] == ("0151001",)
    assert (accepted.actor, accepted.actor_kind) == ("handler", "person")
    assert handler.get(f"cases/{CASE}").said["thread"]["value"] == CASE


def test_the_form_of_a_new_case_names_its_fields_and_a_free_number(desk):
    said = {one["name"]: one for one in desk.program("handler").get("forms/case").said["fields"]}
    assert said["number"]["is_required"] and said["number"]["standing"] == ["990151000000202600001"]
    assert {one["value"] for one in said["category"]["choices"]} == {"administrative", "criminal"}


def test_a_number_that_is_taken_is_a_conflict_for_everybody(desk, handler, now):
    said = {"number": CASE, "category": "criminal", "happened_at": now()}
    for account in ("handler", "west"):
        answer = desk.program(account).post("cases", {"fields": said})
        assert (answer.status, answer.said["code"]) == (409, "recording.number_taken")


def test_what_is_recorded_and_what_comes_next_is_told_as_on_the_page(handler, now):
    assert standing(handler, "acceptance")["standing_word"] == "已记录"
    assert standing(handler, "filing")["standing"] == "next"
    done = handler.post(f"cases/{CASE}/steps/filing", {"fields": {"happened_at": now(), "officer": "0151001"}})
    assert (done.status, done.said["proposals"], len(done.said["events"])) == (200, [], 1)
    assert standing(handler, "filing")["count"] == 1
    assert standing(handler, "receipt")["standing"] == "next", "what nobody recorded is not called a breach"


def test_a_step_out_of_order_is_recorded_with_a_hint(desk, handler, now):
    said = {"happened_at": now(), "new_name": "甲某", "new_role": "suspect", "form": "oral"}
    done = handler.post(f"cases/{CASE}/steps/arrival", {"fields": {key: said[key] for key in list(said)[:3]}})
    assert done.status == 200, done.said
    assert "custody.arrived" in types(desk)
    decided = handler.post(f"cases/{CASE}/steps/area_entry", {"fields": {
        "happened_at": now(), "person": [f"{CASE}-R{'0' * 6}"]}})  # fmt: skip
    assert (decided.status, decided.said["code"]) == (422, "api.step"), "nobody of that number is known here"


def test_the_same_submission_is_one_record_though_the_case_has_gone_on(desk, handler, now):
    said = {"happened_at": now(), "new_name": "乙某", "new_role": "suspect"}
    first = handler.post(f"cases/{CASE}/steps/summons", {"fields": {**said, "form": "oral"}}, key="summons-01")
    assert first.status == 200, first.said
    [person] = {
        str(one.fields["person"]) for one in list_events(desk.station.scope("handler"), "case", CASE)
        if one.fields.get("person")
    }  # fmt: skip
    arrived = {"happened_at": now(), "person": [person]}
    one = handler.post(f"cases/{CASE}/steps/arrival", {"fields": arrived}, key="arrival-01")
    before = types(desk)
    again = handler.post(f"cases/{CASE}/steps/arrival", {"fields": arrived}, key="arrival-01")
    assert (again.status, again.said["events"], again.said["is_repeat"]) == (200, one.said["events"], True)
    assert types(desk) == before
    other = handler.post(f"cases/{CASE}/steps/arrival", {"fields": {**arrived, "minor": True}}, key="arrival-01")
    assert (other.status, other.said["code"]) == (409, "ledger.idem_key_reused")


def test_what_two_submissions_number_anew_never_meets(desk, handler, now):
    for name in ("丙某", "丁某"):
        said = {"happened_at": now(), "new_name": name, "role": "witness"}
        assert handler.post(f"cases/{CASE}/steps/party", {"fields": said}).status == 200
    found = {one.fields.get("person") for one in list_events(desk.station.scope("handler"), "case", CASE)} - {None}
    assert len(found) == 2


def test_what_comes_late_waits_for_another_and_needs_a_reason(desk, handler, now):
    desk.station.book.pass_time(hours=72)
    said = {"happened_at": now(hours=70), "officer": "0151001"}
    address, before = f"cases/{CASE}/steps/filing", types(desk)
    assert handler.post(address, {"fields": said}).status == 422
    waits = handler.post(address, {"fields": {**said, "late_reason": "断网"}}, key="late-filing")
    assert (waits.status, waits.said["events"], len(waits.said["proposals"])) == (202, [], 1)
    assert types(desk)[: len(before)] == before and "cases.filed" not in types(desk)
    again = handler.post(address, {"fields": {**said, "late_reason": "断网"}}, key="late-filing")
    assert (again.status, again.said["proposals"]) == (202, waits.said["proposals"])
    number = waits.said["proposals"][0]
    shown = desk.program("chief").get(f"proposals/{number}").said
    decided = {"decision": "approve", "reason": "情况属实", "content_hash": shown["content_hash"]}
    assert desk.program("chief").post(f"proposals/{number}/decision", decided).status == 200
    assert "cases.filed" in types(desk)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"happened_at": "2026-03-02T09:00"}, "api.step"), ({"happened_at": "昨天"}, "api.step"), ({}, "api.step"),
        ({"happened_at": "2099-03-02T09:00+08:00"}, "recording.step"), ({"actor": "leader"}, "api.step"),
        ({"unit": "990251000000"}, "api.step"), ({"happened_at": True}, "api.step"),
        ({"happened_at": ["2026-03-02T09:00+08:00"]}, "api.step"), ({"happened_at": 1.5}, "api.invalid"),
        ({"approver": "a\u0000b"}, "api.invalid"), ({"happened_at": {"$gt": ""}}, "api.invalid"),
    ],
)  # fmt: skip
def test_what_the_form_does_not_take_is_refused_and_nothing_recorded(desk, handler, fields, code):
    before = types(desk)
    answer = handler.post(f"cases/{CASE}/steps/filing", {"fields": fields})
    assert (answer.status, answer.said["code"]) == (422, code), answer.said
    assert types(desk) == before


def test_a_case_of_others_and_a_step_that_is_none_are_answered_alike(desk, handler, now):
    said, west = {"fields": {"happened_at": now()}}, desk.program("west")
    answers = [
        west.post(f"cases/{CASE}/steps/filing", said), west.get(f"cases/{CASE}/steps"),
        west.get(f"cases/{CASE}/steps/filing"), handler.post(f"cases/{CASE}/steps/nothing", said),
        handler.get("cases/none/steps"),
    ]  # fmt: skip
    assert {one.status for one in answers} == {404}
    assert all(one.said == answers[0].said for one in answers)


def test_a_token_for_another_unit_records_nothing(desk, handler, now):
    narrow = desk.program("clerk", unit="990151000000")
    assert narrow.post(f"cases/{CASE}/steps/filing", {"fields": {"happened_at": now()}}).status == 403


def test_how_a_case_stands_asks_the_database_as_seldom_as_its_page(handler):
    for address in (f"cases/{CASE}/steps", f"cases/{CASE}/steps/filing", "forms/case"):
        with CaptureQueriesContext(connection) as asked:
            assert handler.get(address).status == 200
        assert len(asked) <= 14, (address, len(asked), [one["sql"][:90] for one in asked])
