"""The JSON on which other programs rely: engine.md §6, key for key."""

import json

import pytest

from guiju.scores.reports.json_text import json_text, write_json
from guiju.scores.reports.refusal import ReportNotWritten

KEYS = ["as_of", "law", "cases", "events", "unmapped", "refused_rows", "summary", "missing", "findings"]
COUNTS = ["duties", "kept", "excused", "late", "overdue", "broken", "running", "unknown", "outside_editions"]
FINDING = [
    "rule", "edition", "case", "person", "item", "act", "unit", "officer", "trigger_at", "due_at", "settled_at",
    "outcome", "late_seconds", "severity", "unverified", "law",
]  # fmt: skip


def test_the_keys_are_those_of_the_contract_in_its_order(result):
    data = json.loads(json_text(result))
    assert list(data) == KEYS
    assert list(data["law"]) == ["pages", "digest"]
    assert all(list(count) == COUNTS for count in data["summary"].values())
    assert data["refused_rows"] == [{"row": 17, "reason": "时间“昨天”读不懂"}]
    assert data["missing"] == {
        "recordings.cover": {"source": 7},
        "cases.decide": {"calendar 2027": 1, "officer、approver": 1},
    }
    assert data["unmapped"] == {"其他环节": 12, "备注": 3}
    assert (data["as_of"], data["cases"], data["events"]) == ("2026-04-03T02:00:00+08:00", 4, 20)


def test_a_finding_carries_what_the_contract_says(make_result, finding):
    [data] = json.loads(json_text(make_result(finding())))["findings"]
    assert list(data) == FINDING
    assert data == {
        "rule": "custody.tell-family", "edition": "2013-01-01", "case": "A2026-0001", "person": "P1", "item": None,
        "act": None, "unit": "甲所", "officer": "J001", "trigger_at": "2026-03-01T08:00:00+08:00",
        "due_at": "2026-03-02T08:00:00+08:00", "settled_at": "2026-03-02T08:01:00+08:00", "outcome": "late",
        "late_seconds": 60, "severity": "fatal", "unverified": [],
        "law": {"instrument": "示例程序法", "article": "第二条"},
    }  # fmt: skip


def test_what_is_absent_is_null_and_several_officers_are_joined(make_result, overdue, broken):
    first, second = json.loads(json_text(make_result(overdue, broken)))["findings"]
    assert (first["officer"], first["settled_at"], first["unverified"]) == ("J002、J003", None, ["demo.withheld"])
    # A day limit is due at the midnight after its last day.
    assert first["due_at"] == "2026-04-01T00:00:00+08:00"
    assert (second["officer"], second["unit"], second["due_at"]) == (None, None, None)


def test_several_articles_and_a_house_measure_are_added_at_the_end(make_result, house):
    [data] = json.loads(json_text(make_result(house)))["findings"]
    assert list(data) == [*FINDING, "laws", "measure"]
    assert data["law"] == data["laws"][0] == {"instrument": "示例财物规定", "article": "第四条"}
    assert data["laws"][1] == {"instrument": "示例程序法", "article": "第三条"}
    assert data["measure"] == "house"


def test_nothing_found_is_an_empty_list(make_result):
    assert json.loads(json_text(make_result()))["findings"] == []


def test_hostile_names_come_back_as_they_were(make_result, finding, tmp_path):
    name = 'a"\\\n\0\u2028</script>\ud800'
    write_json(make_result(finding(case=name)), tmp_path / "out.json")
    data = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert data["findings"][0]["case"] == name


def test_a_place_that_cannot_be_written_is_refused(result, tmp_path):
    with pytest.raises(ReportNotWritten):
        write_json(result, tmp_path / "no" / "out.json")
