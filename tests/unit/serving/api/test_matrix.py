"""Every operation of the description, every role, every relation: what is foreign is neither told nor changed.

The operations are read from the OpenAPI document itself; one that nobody has put to the test fails here.
"""

import json
import re

import pytest
from django.db import connection
from tests.ledgers import SHANGHAI, moment
from tests.unit.actions.conftest import dispatched
from tests.unit.bureau.conftest import EAST_SQUAD
from tests.unit.serving.api.conftest import EAST_STATION, OFFICERS, Program, in_path

from guiju.actions.asking import new_name
from guiju.bureau import commands
from guiju.facts.draft import Draft
from guiju.project.catalogue import VOCABULARY
from guiju.project.roles import ROLES
from guiju.project.site.api.site import ENDPOINTS, description
from guiju.subjects.cases.commands.content import Content
from guiju.subjects.cases.commands.submitting import submit

STRANGERS = {
    "west": {}, "westclerk": {}, "clerk": {"unit": EAST_SQUAD}, "inspector": {"unit": EAST_SQUAD},
    "leader": {"unit": EAST_SQUAD},
}  # fmt: skip
"""Two of the next county, and three whose token is for another unit than what they ask about."""
OPERATIONS = {
    (method.upper(), path): said for path, methods in description()["paths"].items() for method, said in methods.items()
}
EVERYBODYS = {"api.rule", "api.officer", "api.unit"}
"""The law is everybody's; registers are tested with the bureau's own queries, and below by their lists."""
JUST_NOW = "2026-03-02T09:00+08:00"
ACTS = {
    "api.finding_act": {"reason": "越权核查"}, "api.order_act": {"reason": "越权"},
    "api.batch_decision": {"decision": "release", "reason": "越权", "only": [1]},
    "api.proposal_decision": {"decision": "refuse", "reason": "越权"},
    "api.case_open": {"fields": {"number": "NEW-1", "category": "administrative", "happened_at": JUST_NOW}},
    "api.step_record": {"fields": {"happened_at": JUST_NOW}},
    "api.review_submit": {"fields": {"kind": "penalty", "facts": "越权", "grounds": "越权", "proposal": "越权"}},
    "api.review_step": {
        "step": "review", "version": 1, "content_hash": "x", "fields": {"opinion": "agreed"}
    },
}  # fmt: skip


@pytest.fixture
def eastern(desk):
    """What lies in the east: of each part of an address, a name that is there."""
    station = desk.station
    found = station.verified(station.searched(case="E-CASE-1"))
    order = dispatched(station, found)
    correction = Draft.of(
        "cases.searched", moment("2026-03-01T11:00"), {"case": "E-CASE-1", "officer": ("0151001",)}, local=SHANGHAI,
        unit_as_of=EAST_STATION, corrects=int(found.rpartition(":")[2]), reason="笔误",
    )  # fmt: skip
    proposal = commands.propose_record(correction, known=VOCABULARY, **station.words("handler")).ids[0]
    event = found.rpartition(":")[2]
    words = station.by("handler")
    submit("E-CASE-1", kind="penalty", content=Content("事实", "依据", "罚款"), **words)
    review = new_name(words["actor"], words["idem_key"])
    return {
        "api.case": {"case": "E-CASE-1"}, "api.threads": {"kind": "case"},
        "api.thread": {"kind": "case", "value": "E-CASE-1"}, "api.why": {"name": found}, "api.event": {"number": event},
        "api.receipt": {"number": event}, "api.finding": {"name": found},
        "api.finding_act": {"name": found, "command": "reject_finding"}, "api.order": {"name": order},
        "api.order_act": {"name": order, "command": "urge_order"}, "api.proposal": {"number": proposal},
        "api.proposal_decision": {"number": proposal}, "api.job": {"name": "0" * 32}, "api.batch": {"number": 1},
        "api.refused": {"number": 1}, "api.correction": {"number": 1}, "api.batch_decision": {"number": 1},
        "api.review_submit": {"case": "E-CASE-1"}, "api.review_form": {"case": "E-CASE-1"},
        "api.review": {"name": review},
        "api.review_step": {"name": review}, "api.step": {"case": "E-CASE-1", "name": "accepted"},
        "api.steps": {"case": "E-CASE-1"}, "api.step_record": {"case": "E-CASE-1", "name": "accepted"},
        "api.unit": {"unit": EAST_STATION}, "api.officer": {"officer": "0151001"}, "api.rule": {"name": "none"},
    }  # fmt: skip


def address_of(path: str, parts: dict) -> str:
    filled = path
    for name, value in parts.items():
        filled = filled.replace(f"{{{name}}}", in_path(str(value)))
    return filled.removeprefix("/api/")


def asked(program: Program, method: str, path: str, name: str, parts: dict):
    address = address_of(path, parts)
    return program.get(address) if method == "GET" else program.post(address, ACTS[name])


def recorded() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM event")
        return int(cursor.fetchone()[0])


def test_the_description_holds_every_operation_and_no_other():
    assert {said["operationId"] for said in OPERATIONS.values()} == {one.page.name for one in ENDPOINTS}


@pytest.mark.parametrize("stranger", STRANGERS)
def test_what_is_foreign_is_answered_like_what_is_absent_and_not_changed(desk, eastern, stranger):
    program, before = desk.program(stranger, **STRANGERS[stranger]), recorded()
    wrong, tried = [], set()
    for (method, path), said in OPERATIONS.items():
        name = said["operationId"]
        if "{" not in path or name in EVERYBODYS:
            continue
        tried.add(name)
        absent = {part: value if part in ("kind", "command") else 987654321 for part, value in eastern[name].items()}
        foreign, nothing = (asked(program, method, path, name, parts) for parts in (eastern[name], absent))
        if name != "api.threads" and foreign.status not in (403, 404):
            wrong.append((name, foreign.status))
        if name != "api.threads" and (foreign.status, foreign.said) != (nothing.status, nothing.said):
            wrong.append((name, foreign.said, nothing.said))
    assert wrong == []
    assert recorded() == before
    assert tried == {said["operationId"] for (_, path), said in OPERATIONS.items() if "{" in path} - EVERYBODYS


@pytest.mark.parametrize("stranger", STRANGERS)
def test_no_list_names_anything_foreign(desk, eastern, stranger):
    program = desk.program(stranger, **STRANGERS[stranger])
    marks = re.compile("E-CASE-1|0151001|" + re.escape(str(eastern["api.finding"]["name"])))
    for (method, path), said in OPERATIONS.items():
        if method != "GET" or "{" in path:
            continue
        answer = program.get(path.removeprefix("/api/"))
        # Whoever keeps an eye on a whole county knows who works there.
        if said["operationId"] not in ("api.officers", "api.units"):
            assert not marks.search(json.dumps(answer.said, ensure_ascii=False)), (stranger, path)
            assert answer.status == 403 or answer.said.get("count", 0) == 0 or "rules" in path, (stranger, path)


def test_who_is_there_opens_what_the_strangers_could_not(desk, eastern):
    """Else the matrix would pass on an interface that answers nobody."""
    program = desk.program("clerk")
    for name in (
        "api.case",
        "api.thread",
        "api.why",
        "api.event",
        "api.finding",
        "api.order",
        "api.proposal",
        "api.steps",
        "api.review",
    ):
        (method, path) = next(key for key, said in OPERATIONS.items() if said["operationId"] == name)
        assert asked(program, method, path, name, eastern[name]).status == 200, name


@pytest.mark.parametrize("account", OFFICERS)
def test_an_operation_opens_for_a_role_only_if_it_states_so(desk, eastern, account):
    program, role = desk.program(account), ROLES[OFFICERS[account][0]]
    for one in ENDPOINTS:
        path = next(path for (_, path), said in OPERATIONS.items() if said["operationId"] == one.page.name)
        if one.page.name == "api.import":
            continue
        status = asked(program, one.method, path, one.page.name, eastern.get(one.page.name, {})).status
        if one.page.may not in (*role.may, "read_cases", "signed_in"):
            assert status == 403, (account, one.page.name)
        elif "{" not in path:
            assert status == 200, (account, one.page.name)
