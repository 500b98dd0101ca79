"""What a changed or new page would do to a file: findings that appear, move and vanish."""

import csv
import io
import json

import pytest
from tests.unit.law_commands.conftest import close, make_law, tell, write_yaml

LOG = """case,type,happened_at
0001,duty.accepted,2026-03-02 09:00
0001,duty.told,2026-03-04 09:00
0002,duty.accepted,2026-03-02 09:00
0002,duty.told,2026-03-09 09:00
0003,duty.accepted,2026-03-02 09:00
0003,duty.closed,2026-03-03 09:00
0003,duty.overdue_told,2026-03-06 09:00
0003,duty.withdrawn,2026-03-20 09:00
"""
FOLLOW = {
    **close(id="duty.follow", title={"zh": "逾期未告知的次日补充告知"}, extend=[]),
    "when": {"overdue": "duty.tell"},
    "must": {"happen": "duty.overdue_told", "within": "1 days", "clock": "plain"},
    "cases": [
        {
            "name": "补充告知",
            "happened": {"duty.accepted": "2026-03-01T09:00+08:00", "duty.overdue_told": "2026-03-05T09:00+08:00"},
            "expect": {"outcome": "kept"},
        }
    ],
}


@pytest.fixture
def log(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text(LOG, encoding="utf-8")
    return path


@pytest.fixture
def trial(law, log, tmp_path, guiju):
    def run(page, *more, folder=law):
        file = write_yaml(tmp_path / "page.yaml", page)
        out, table = tmp_path / "out.json", tmp_path / "out.csv"
        result = guiju(
            "law", "what-if", "--page", file, "--in", log, "--law", folder, "--as-of", "2026-03-12T00:00+08:00",
            "--json", out, "--csv", table, *more,
        )  # fmt: skip
        if result.exit_code == 2:
            return result, None, None
        rows = list(csv.DictReader(io.StringIO(table.read_text(encoding="utf-8-sig"))))
        return result, json.loads(out.read_text(encoding="utf-8")), rows

    return run


def short(told):
    return [
        (change["change"], change["case"], *((change[side] or {}).get("due_on") for side in ("before", "after")))
        for change in told["changes"]
    ]


def longer():
    page = tell(must={"happen": "duty.told", "within": "8 days", "clock": "plain"})
    page["cases"][0]["expect"] = {"outcome": "kept", "due_on": "2026-03-09"}
    return page


def shorter():
    page = tell(must={"happen": "duty.told", "within": "1 days", "clock": "plain"})
    page["cases"][0]["expect"] = {"outcome": "late", "due_on": "2026-03-02"}
    return page


def test_a_longer_limit_lets_a_finding_vanish_and_moves_another(trial):
    # 2 March + 3 days = 5 March, + 8 days = 10 March: case 0002 (told on the 9th) is then in time, 0003 still overdue.
    result, told, rows = trial(longer())
    assert result.exit_code == 1, result.output
    assert short(told) == [
        ("vanish", "0002", "2026-03-05", None),
        ("move", "0003", "2026-03-05", "2026-03-10"),
    ]
    assert told["counts"] == {"appear": 0, "move": 1, "vanish": 1}
    assert told["summary"]["duty.tell"]["before"]["kept"] == 1
    assert told["summary"]["duty.tell"]["after"]["kept"] == 2
    assert [(row["change"], row["case"], row["due_before"], row["due_after"]) for row in rows] == [
        ("消失", "0002", "2026-03-05", ""),
        ("变动", "0003", "2026-03-05", "2026-03-10"),
    ]
    assert "出现 0 条，消失 1 条，变动 1 条" in result.output
    assert "变动  0003  duty.tell  2026-03-02 09:00 受理  到期 2026-03-05（周四） → 2026-03-10（周二）" in result.output
    assert "算例 1 个，全部相符" in result.output


def test_a_shorter_limit_lets_a_finding_appear(trial):
    _, told, _ = trial(shorter())
    assert ("appear", "0001", None, "2026-03-03") in short(told)
    assert told["counts"]["vanish"] == 0


def test_a_page_that_changes_nothing_ends_with_0(trial):
    result, told, rows = trial(tell(title={"zh": "换了题目"}))
    assert result.exit_code == 0, result.output
    assert (told["changes"], rows) == ([], [])


def test_another_severity_alone_is_a_move(trial):
    result, told, _ = trial(tell(severity="fatal"))
    grades = {(one["change"], one["before"]["severity"], one["after"]["severity"]) for one in told["changes"]}
    assert grades == {("move", "major", "fatal")}
    assert "一般 → 严重" in result.output


def test_a_new_page_is_added(trial):
    page = tell(id="duty.tell-again", must={"happen": "duty.overdue_told", "within": "30 days", "clock": "plain"})
    page["cases"][0]["expect"] = {"outcome": "overdue"}
    result, told, _ = trial(page)
    assert told["is_new"] is True
    assert "新增的页" in result.output
    assert told["changes"] == []
    assert told["summary"]["duty.tell-again"] == {
        "before": {**told["summary"]["duty.tell-again"]["before"], "duties": 0},
        "after": {**told["summary"]["duty.tell-again"]["after"], "duties": 3, "running": 2, "kept": 1},
    }


def test_a_failing_worked_case_is_said_and_the_comparison_goes_on(trial):
    page = longer()
    page["cases"][0]["expect"]["due_on"] = "2026-03-04"
    result, told, _ = trial(page)
    assert result.exit_code == 1
    assert "due_on 应为 2026-03-04，实为 2026-03-09" in result.output
    assert "不符 1 个；以下比对照常进行" in result.output
    assert len(told["failures"]) == 1
    assert told["counts"]["vanish"] == 1


def test_only_the_page_and_what_its_overrun_opens_is_judged(trial, tmp_path):
    folder = make_law(tmp_path / "three", tell(), close(), FOLLOW)
    _, told, _ = trial(longer(), folder=folder)
    assert told["rules"] == ["duty.tell", "duty.follow"]
    # Under the law as it is the overrun of 0003 began on 6 March, and it was told again the same day; with 8 days it
    # begins on 11 March, so that nothing answers it and its day (12 March) has not yet passed.
    assert ("vanish", "0002", "2026-03-07", None) in short(told)
    assert "duty.close" not in told["summary"]


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (tell(when="duty.acceptd"), "page.yaml 版本 2000-01-01 字段 when：词汇表中没有事件“duty.acceptd”"),
        (tell(id="duty"), "page.yaml 字段 id：“duty”不是"),
        (["no", "page"], "page.yaml：应为一个映射"),
    ],
)
def test_a_page_that_does_not_load_is_refused_by_its_own_name(trial, page, said):
    result, _, _ = trial(page)
    assert result.exit_code == 2
    assert said in result.output


def test_a_page_that_no_longer_has_a_due_date_is_refused_where_another_needs_it(trial, tmp_path):
    folder = make_law(tmp_path / "three", tell(), close(), FOLLOW)
    page = tell(must={"not_happen": "duty.closed", "until": "duty.told"})
    result, _, _ = trial(page, folder=folder)
    assert result.exit_code == 2
    assert "“duty.tell”没有到期时刻" in result.output


def test_the_law_itself_is_left_as_it_was(trial, law):
    before = {path: path.read_bytes() for path in law.rglob("*") if path.is_file()}
    trial(longer())
    assert {path: path.read_bytes() for path in law.rglob("*") if path.is_file()} == before
