"""A file sent in by a program: imported by a job, within the reach of its token, and once for one submission."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.unit.bureau.conftest import EAST_SQUAD
from tests.unit.screens.imports.conftest import HEADER, read_here, table
from tests.unit.serving.api.conftest import EAST_STATION, WEST_STATION

from guiju.bureau import commands
from guiju.facts.queries import list_events
from guiju.facts.take_in import door
from guiju.project.site.running.worker import Worker

MAPPING = json.dumps({
    "columns": {"case": "案号", "type": "业务环节", "happened_at": "办理时间", "unit": "办案单位"},
    "events": {"受案": "cases.accepted", "内部流转": "cases.searched"},
})  # fmt: skip
ROWS = (
    ("C1", "受案", "2026-02-01 08:00", EAST_STATION, ""),
    ("C2", "受案", "2026-02-02 08:00", EAST_STATION, ""),
    ("C3", "受案", "不是时间", EAST_STATION, ""),
)


@pytest.fixture(autouse=True)
def reading_here(monkeypatch):
    monkeypatch.setattr(door, "_run", read_here)


def export(*rows):
    return SimpleUploadedFile("导出.csv", table(*rows, header=HEADER))


def sent(program, *rows, key="", **said):
    answer = program.send(export(*rows), key=key, source="办案系统", mapping=MAPPING, **said)
    assert answer.status == 202, answer
    Worker().round()
    return program.get(f"imports/jobs/{answer.said['job']}").said


def test_a_file_is_imported_and_its_refused_rows_are_told(desk):
    program = desk.program("legal")
    job = sent(program, *ROWS)
    assert (job["state"], job["result"]["recorded"], job["result"]["refused"]) == ("finished", 2, 1)
    batch = program.get(f"imports/{job['batch']}").said
    assert (batch["begun_by"], batch["recorded"], batch["file_name"]) == ("legal", 2, "导出.csv")
    [row] = program.get(f"imports/{job['batch']}/refused").said["items"]
    assert row["reason"] and row["row"]
    assert [one["event"] for one in program.get("imports").said["items"]] == [job["batch"]]
    assert program.get("cases/C1").said["events"][0]["type"] == "cases.accepted"


def test_the_same_submission_is_one_import(desk):
    program = desk.program("legal")
    first = program.send(export(*ROWS), key="import-0001", source="办案系统", mapping=MAPPING)
    again = program.send(export(*ROWS), key="import-0001", source="办案系统", mapping=MAPPING)
    assert first.said["job"] == again.said["job"]
    other = program.send(export(*ROWS[:1]), key="import-0001", source="办案系统", mapping=MAPPING)
    assert (other.status, other.said["code"]) == (409, "ledger.idem_key_reused")


def test_a_token_for_one_unit_imports_nothing_of_another_of_the_same_person(desk):
    """The clerk answers for the whole county; this token of his for one squad."""
    squad, whole = desk.program("clerk", unit=EAST_SQUAD), desk.program("clerk")
    job = sent(squad, *ROWS)
    assert job["state"] == "failed" and "不由您负责" in job["message"]
    assert not list_events(desk.station.scope("clerk"), "case", "C1")
    assert sent(whole, *ROWS)["state"] == "finished"


def test_a_token_that_ended_meanwhile_imports_nothing(desk):
    drawn = desk.granted("legal")
    program = desk.program("legal")
    from tests.unit.serving.api.conftest import Program

    ended = Program(drawn.text)
    answer = ended.send(export(*ROWS), source="办案系统", mapping=MAPPING)
    commands.revoke_token(drawn.name, **desk.station.words("legal"))
    Worker().round()
    assert program.get(f"imports/jobs/{answer.said['job']}").status == 404
    assert not list_events(desk.station.scope("legal"), "case", "C1")


def test_a_job_is_its_own_tokens_affair(desk):
    answer = desk.program("legal").send(export(*ROWS), source="办案系统", mapping=MAPPING)
    for account in ("legal", "clerk", "westclerk"):
        assert desk.program(account).get(f"imports/jobs/{answer.said['job']}").status == 404


@pytest.mark.parametrize(
    "said",
    [
        {}, {"source": ""}, {"source": "办案系统", "unit": WEST_STATION}, {"source": "x" * 101},
        {"source": "办案系统", "recorded_at": "2020-01-01"}, {"source": "办案系统", "mapping": "x" * 200_001},
    ],
)  # fmt: skip
def test_what_is_said_of_a_file_is_read_strictly(desk, said):
    answer = desk.program("legal").send(export(*ROWS), **said)
    assert answer.status in (403, 422), answer


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"x"), ("multipart/form-data; boundary=", b"x"),
        ("multipart/form-data; boundary=a", b""),
        ("multipart/form-data; boundary=a", b"--a\r\nContent-Disposition: form-data\r\n\r\nx\r\n--a--\r\n"),
        ("multipart/form-data; boundary=a", b"--a\r\nContent-Disposition: form-data; name=\"file\"; filename=\"/\"\r\n"
         b"Content-Transfer-Encoding: base64\r\n\r\n!!!\r\n--a--\r\n"),
        ("multipart/form-data; boundary=a", b"--a\r\n" * 3_000), ("application/json", b"{}"), ("", b"\xff"),
        ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % nth for nth in range(2_000))),
    ],
)  # fmt: skip
def test_a_submission_that_is_no_form_is_refused(desk, kind, body):
    program = desk.program("legal")
    headers = {**program.headers, "Idempotency-Key": "key-of-a-form"}
    answer = program.client.post("/api/imports", body, kind, headers=headers)
    assert answer.status_code in (400, 413, 422), answer.content
    assert json.loads(answer.content)["code"].startswith("api.")


def test_a_mapping_that_cannot_be_read_fails_the_job_and_says_why(desk):
    program = desk.program("legal")
    answer = program.send(export(*ROWS), source="办案系统", mapping="columns: [")
    Worker().round()
    job = program.get(f"imports/jobs/{answer.said['job']}").said
    assert job["state"] == "failed" and job["message"]


def test_whoever_has_no_right_to_import_sends_nothing(desk):
    assert desk.program("handler").send(export(*ROWS), source="办案系统").status == 403


def test_a_changed_row_waits_for_somebody_other_than_who_imported_it(desk):
    program, chief = desk.program("legal"), desk.program("chief")
    sent(program, *ROWS[:2])
    desk.station.book.pass_time(minutes=5)
    job = sent(program, ("C1", "受案", "2026-01-31 08:00", EAST_STATION, ""), ROWS[1])
    assert job["result"]["held"] == 1
    [held] = chief.get("corrections").said["items"]
    assert held["is_earlier"] and held["happened_at"].startswith("2026-01-31T08:00")
    assert chief.get(f"corrections/{held['number']}").said["state"] == "waiting"
    address = f"imports/{job['batch']}/decision"
    said = {"decision": "release", "reason": "已核对原件", "only": [held["number"]]}
    assert program.post(address, {**said, "reason": "自己放行"}).status in (403, 422)
    answer = chief.post(address, said, key="released-1")
    assert (answer.status, answer.said["count"]) == (200, 1)
    again = chief.post(address, said, key="released-1")
    assert (again.status, again.said) == (200, answer.said), "sent twice, answered as the first time"
    for other in ({**said, "decision": "refuse"}, {**said, "only": [held["number"] + 1]}):
        assert chief.post(address, other, key="released-1").said["code"] == "ledger.idem_key_reused"
    assert chief.post(address, {**said, "reason": "再次"}).said.get("count", 0) == 0
    [event, *_] = [one for one in chief.get("cases/C1").said["events"] if one["corrected_by"] is None]
    assert event["happened_at"].startswith("2026-01-31T08:00")


def test_a_batch_is_not_decided_unseen(desk):
    answer = desk.program("chief").post("imports/1/decision", {"decision": "release", "reason": "整批放行"})
    assert (answer.status, answer.said["code"]) == (422, "api.invalid")
    assert [one["where"].rpartition(".")[2] for one in answer.said["faults"]] == ["only"]


def test_what_was_refused_may_be_sent_again_under_its_key(desk):
    chief = desk.program("chief")
    said = {"decision": "release", "reason": "已核对", "only": [1]}
    assert chief.post("imports/987/decision", said, key="early-bird-1").status == 404
    assert chief.post("imports/987/decision", {**said, "only": [2]}, key="early-bird-1").status == 404


def test_a_token_tells_of_no_import_that_another_token_of_the_same_person_sent(desk):
    """The clerk answers for the whole county; the token for one squad is not to tell of the rest."""
    squad, whole = desk.program("clerk", unit=EAST_SQUAD), desk.program("clerk")
    job = sent(whole, *ROWS)
    assert [one["event"] for one in whole.get("imports").said["items"]] == [job["batch"]]
    listed = squad.get("imports").said
    assert (listed["items"], listed["count"]) == ([], 0)
    for address in (f"imports/{job['batch']}", f"imports/{job['batch']}/refused"):
        assert whole.get(address).status == 200
        assert squad.get(address).status == 404
