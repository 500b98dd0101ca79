"""What the interface asks for and answers: strictly, alike for foreign and absent, and once for one submission."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.unit.actions.conftest import dispatched
from tests.unit.serving.api.conftest import EAST_STATION, Program, in_path

from guiju.actions.queries.findings import SORTS as FINDING_SORTS
from guiju.findings.duties import SORTS as DUTY_SORTS
from guiju.findings.life.acts import State
from guiju.findings.life.deciding import read_life
from guiju.project.site.api import door
from guiju.project.site.api.acting import StepAsked, _typed
from guiju.project.site.api.cases import ThreadsWanted
from guiju.project.site.api.findings import DueWanted, FindingsWanted
from guiju.project.site.api.limits import RateLimit
from guiju.project.site.reading import reading
from guiju.screens.findings.acts.declared import ACTS
from guiju.screens.threads.wanted import SORTS as THREAD_SORTS

HOSTILE = (
    "order_by=password", "sort=unit__path", "sort=-id%3Bdrop", "_connector=OR", "unit__path__startswith=0", "page=-1",
    "page=1e9", "limit=0", "limit=101", "state=%27%20OR%201=1", "q=%00", "arose_from=0001-01-01", "page=99999999999999",
    "arose_until=9999-12-31", "light=red&light=infrared", "viewer=leader", "at=2020-01-01", "q=" + "a" * 1001,
)  # fmt: skip


def recorded() -> int:
    """How many records there are."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM event")
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize("conditions", HOSTILE)
def test_a_condition_that_is_not_declared_is_refused(desk, conditions):
    answer = desk.program("legal").get(f"findings?{conditions}")
    assert answer.status == 422
    assert {"code", "sentence", "remedy"} <= set(answer.said)


def test_what_may_be_sorted_by_is_what_the_lists_know(desk):
    for wanted, known in ((FindingsWanted, FINDING_SORTS), (DueWanted, DUTY_SORTS), (ThreadsWanted, THREAD_SORTS)):
        schema = wanted.model_json_schema()["properties"]["sort"]
        assert set(schema["enum"]) == set(known)


@pytest.mark.parametrize(
    "extra", [{"unit": "990251000000"}, {"recorded_at": "2020-01-01"}, {"actor": "leader"}, {"is_staff": True}]
)
def test_a_field_that_is_not_declared_is_refused_and_nothing_recorded(desk, extra):
    found, program = desk.station.searched(), desk.program("legal")
    before = recorded()
    answer = program.post(f"findings/{in_path(found)}/acts/verify_group", {"reason": "属实", **extra})
    assert answer.status == 422 and answer.said["faults"][0]["why"] == "没有这个栏目。"
    assert recorded() == before


def test_a_field_of_another_step_is_refused(desk):
    found = desk.station.searched()
    answer = desk.program("legal").post(f"findings/{in_path(found)}/acts/verify_group", {"holds": True})
    assert (answer.status, answer.said["code"]) == (422, "api.step")


def test_a_machine_never_accuses(desk):
    found, program = desk.station.searched(), desk.program("legal")
    said = program.get(f"findings/{in_path(found)}").said["finding"]
    assert (said["state"], said["state_word"]) == ("suspected", "疑似问题")


def test_the_same_submission_is_one_act(desk):
    found, program = desk.station.searched(), desk.program("legal")
    address = f"findings/{in_path(found)}/acts/verify_group"
    first = program.post(address, {"reason": "核对无误"}, key="the-first-1")
    before = recorded()
    again = program.post(address, {"reason": "核对无误"}, key="the-first-1")
    assert (first.status, again.status) == (200, 200)
    assert again.said["events"] == first.said["events"] and again.said["is_repeat"]
    other = program.post(address, {"reason": "改了理由"}, key="the-first-1")
    assert (other.status, other.said["code"]) == (409, "ledger.idem_key_reused")
    assert recorded() == before


def test_the_keys_of_two_tokens_never_meet(desk):
    first, second = desk.station.searched(), desk.station.searched()
    for found, program in ((first, desk.program("legal")), (second, desk.program("legal"))):
        answer = program.post(f"findings/{in_path(found)}/acts/verify_group", {"reason": "属实"}, key="same-key-0")
        assert answer.status == 200 and not answer.said["is_repeat"]


@pytest.mark.parametrize("key", ["", "short", "a" * 65, "with space", "分隔"])
def test_an_act_needs_a_key_of_the_right_shape(desk, key):
    found, program = desk.station.searched(), desk.program("legal")
    headers = {**program.headers, **({"Idempotency-Key": key} if key.isascii() and key else {})}
    address = f"/api/findings/{in_path(found)}/acts/verify_group"
    answer = program.client.post(address, "{}", "application/json", headers=headers)
    assert answer.status_code == 422 and read_life(found).state is State.SUSPECTED


def test_a_finding_goes_its_whole_way_by_programs(desk):
    found = desk.station.detained()
    legal, handler, clerk = desk.program("legal"), desk.program("handler"), desk.program("clerk")
    here = f"findings/{in_path(found)}"
    assert legal.post(f"{here}/acts/verify_group", {"reason": "核对记录属实"}).said["state"] == "verified"
    late = desk.station.book.now.date() + timedelta(days=2)
    sent = legal.post(f"{here}/acts/dispatch_order", {"to_officer": "0151001", "due_on": late.isoformat()})
    assert sent.status == 200
    [order] = legal.get("orders", finding=found).said["items"]
    assert (order["state"], order["to_officer"]) == ("dispatched", "0151001")
    assert handler.post(f"orders/{order['name']}/acts/sign_for_order").status == 200
    desk.station.book.pass_time(minutes=5)
    told = desk.station.told_family(found)
    mended = handler.post(f"orders/{order['name']}/acts/mend", {"event": told, "reason": "已通知家属"})
    assert mended.status == 200
    step = next(one for one in clerk.get(here).said["next_steps"] if one["act"] == "review_rectification")
    said = {"accepted": True, "reason": "已核对", "about": step["about"]}
    assert clerk.post(f"orders/{order['name']}/acts/review_rectification", said).status == 200
    assert clerk.post(f"orders/{order['name']}/acts/close_order").said["state"] == "closed"
    story = [one["type"] for one in clerk.get(here).said["story"]]
    assert story[-1].startswith(("findings.", "actions.")) and len(story) > 5


def test_who_may_not_take_a_step_is_told_why_and_nothing_changes(desk):
    found = desk.station.searched()
    before = recorded()
    answer = desk.program("handler").post(f"findings/{in_path(found)}/acts/verify_group", {"reason": "自己核"})
    assert answer.status == 403 and answer.said["remedy"]
    assert recorded() == before + 2, "the token's own two records"


def test_a_step_that_does_not_follow_is_a_conflict(desk):
    found, program = desk.station.searched(), desk.program("legal")
    answer = program.post(f"findings/{in_path(found)}/acts/dispatch_order", {"to_officer": "0151001"})
    assert (answer.status, answer.said["code"]) == (409, "findings.step")


def test_every_field_of_a_step_can_be_said_by_a_program():
    """But for a file: that an order is mended, a program proves by a record."""
    known = set(_typed(StepAsked.model_validate({
        "reason": "x", "holds": True, "upheld": True, "accepted": True, "since": "2026-01-01", "until": "2026-01-02",
        "risk": "x", "to_officer": "1", "to_unit": "1", "due_on": "2026-01-01", "event": 1, "officer": "1",
    })))  # fmt: skip
    from guiju.screens.findings.acts import declared

    asked = {"reason", "holds", "since", "until", "risk", "upheld", "to", "other", "due_on", "event", "paper",
             "accepted", "officer"}  # fmt: skip
    assert known == asked - {"paper"}
    assert set(ACTS) == set(declared.ACTS)


def test_lists_come_in_parts(desk):
    for _ in range(5):
        desk.station.searched()
    program = desk.program("legal")
    first, last = (program.get("findings", limit=2, page=page, sort="trigger").said for page in (1, 3))
    assert (first["count"], len(first["items"]), len(last["items"])) == (5, 2, 1)
    assert {one["id"] for one in first["items"]}.isdisjoint({one["id"] for one in last["items"]})
    assert program.get("findings", limit=2, page=4).said["items"] == []


def test_instants_bear_their_offset(desk):
    found = desk.station.searched(at="2026-03-01T10:00")
    said = desk.program("legal").get(f"findings/{in_path(found)}").said["finding"]
    assert said["trigger_at"] == "2026-03-01T10:00:00+08:00"


def test_conditions_narrow_as_on_the_page(desk):
    desk.station.searched(at="2026-02-01T10:00")
    desk.station.searched(at="2026-03-01T10:00")
    program = desk.program("legal")
    assert program.get("findings", arose_from="2026-03-01").said["count"] == 1
    assert program.get("findings", arose_from="2026-02-01", arose_until="2026-02-01").said["count"] == 1
    assert program.get("findings", state="verified").said["count"] == 0
    assert program.get("findings", unit=EAST_STATION, severity="major").said["count"] == 2
    assert program.get("findings", q="A1").said["count"] == 1


def test_whatever_is_not_there_is_answered_in_json_and_alike(desk):
    program = desk.program("legal")
    answers = [
        program.get(one)
        for one in (
            "nothing", "a%0Ab", "cases/a%0Ab", "findings/none", "cases/none", "orders/none", "threads/none",
            "threads/case/none", "events/99999999", "duties/none/why", "imports/99", "imports/jobs/none",
            "corrections/9", "proposals/9", "law/rules/none", "events/99999999/receipt", "imports/9/refused",
        )
    ]  # fmt: skip
    assert {one.status for one in answers} == {404}
    assert len({json.dumps(one.said) for one in answers}) == 1


def test_a_method_that_an_address_does_not_have_is_answered_in_json(desk):
    program = desk.program("legal")
    for method in ("put", "delete", "patch"):
        answer = getattr(program.client, method)("/api/findings", headers=program.headers)
        assert (answer.status_code, json.loads(answer.content)["code"]) == (405, "api.method")
    assert program.post("findings").status == 405


@pytest.mark.parametrize("body", ["", "{", "[]", "null", '"x"', "\ud800".encode("utf-8", "surrogatepass"), b"\xff"])
def test_a_body_that_cannot_be_read_is_refused(desk, body):
    found, program = desk.station.searched(), desk.program("legal")
    headers = {**program.headers, "Idempotency-Key": "key-of-a-body"}
    address = f"/api/findings/{in_path(found)}/acts/verify_group"
    answer = program.client.post(address, body, "application/json", headers=headers)
    assert answer.status_code in (400, 422) and json.loads(answer.content)["code"].startswith("api.")


@pytest.mark.parametrize(("number", "status"), [(900, 200), (1_500, 400)])
def test_a_very_long_condition_is_answered_or_refused(desk, number, status):
    answer = desk.program("legal").get("findings?" + "&".join(f"unit=99{nth:010}" for nth in range(number)))
    assert answer.status == status and (status == 200 or answer.said["code"] == "api.unreadable")


def test_who_asks_too_often_waits(desk, monkeypatch):
    monkeypatch.setattr(door, "_rates", [RateLimit(3)])
    program, other = desk.program("legal"), desk.program("chief")
    assert [program.get("me").status for _ in range(4)] == [200, 200, 200, 429]
    assert program.get("me").headers["Retry-After"] == "60"
    assert other.get("me").status == 200
    desk.station.book.pass_time(minutes=1)
    assert program.get("me").status == 200


def test_looking_is_noted_and_bounded_as_on_the_pages(desk, monkeypatch):
    found, program = desk.station.searched(), desk.program("legal")
    program.get(f"findings/{in_path(found)}")
    program.get("findings", q="A1")
    looks = list(reading().log._waiting)
    assert [(one.account, one.page, one.value) for one in looks] == [
        ("legal", "api.finding", found), ("legal", "api.findings", "api.findings"),
        ("legal", "api.findings", "A1"),
    ]  # fmt: skip
    assert "A1" not in looks[1].detail
    monkeypatch.setattr(reading().log, "_daily", 1)
    answer = program.get(f"duties/{in_path(found)}/why")
    assert (answer.status, answer.said["code"]) == (429, "privacy.look_budget")


def test_an_order_that_was_sent_to_the_holder_from_another_unit_is_not_his_programs_affair(desk):
    found = desk.station.verified(desk.station.searched())
    order = dispatched(desk.station, found, to_officer="0251001")
    assert desk.station.scope("west").officers == ("0251001",)
    program = desk.program("west")
    assert program.get(f"orders/{order}").status == 404
    assert program.post(f"orders/{order}/acts/sign_for_order").status == 404
    assert program.get("orders").said["items"] == program.get("tray").said["items"] == []


def test_a_list_and_a_thread_ask_the_database_as_seldom_as_a_page(desk):
    found, program = desk.station.searched(), desk.program("legal")
    program.get("me")
    # A finding comes with its next steps, which a browser asks for by itself.
    budgets = {"findings": 6, "cases": 6, "due": 6, "cases/A1": 12, f"findings/{in_path(found)}": 16}
    for address, most in budgets.items():
        with CaptureQueriesContext(connection) as asked:
            assert program.get(address).status == 200
        assert len(asked) <= most, (address, len(asked), [one["sql"][:90] for one in asked])


def test_the_description_is_there_for_everybody_and_names_every_status():
    said = json.loads(Program().client.get("/api/openapi.json").content)
    assert said["openapi"].startswith("3.")
    for path, methods in said["paths"].items():
        for operation in methods.values():
            assert {"401", "403", "404", "422", "429"} <= set(operation["responses"]), path
            assert operation["security"], path
