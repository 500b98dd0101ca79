"""The command as a legal officer and another program meet it: exit status, JSON, one sentence for a refusal."""

import json

import pytest
from typer.testing import CliRunner

from guiju.project.cli import app
from guiju.project.law_folder import open_law

MAPPING = """timezone: Asia/Shanghai
columns: {case: 案件编号, person: 当事人, type: 环节, happened_at: 时间, unit: 办案单位, officer: 民警}
events: {拘留: custody.detained, 通知家属: custody.family_notified, 依法不通知: custody.notice_withheld}
records: [custody.notice_withheld]
"""
ROWS = """案件编号,当事人,环节,时间,办案单位,民警
0007,P1,拘留,2026-03-02 08:00,东河派出所,A、B
0007,P1,通知家属,2026-03-03 08:00:01,东河派出所,A
0008,P2,拘留,2026-03-02 08:00,东河派出所,A、B
0008,P2,通知家属,2026-03-03 08:00,东河派出所,A
0009,P3,拘留,昨天,东河派出所,A、B
0009,P3,喝茶,2026-03-03 08:00,东河派出所,A、B
"""
FAMILY = "custody.notify-family"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "m.yaml").write_text(MAPPING, encoding="utf-8")
    (tmp_path / "log.csv").write_text(ROWS, encoding="utf-8")
    return tmp_path


def guiju(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


def check(folder, *more, file="log.csv"):
    return guiju(
        "check", folder / file, "--mapping", folder / "m.yaml", "--as-of", "2026-04-01T00:00+08:00",
        "--json", folder / "out.json", *more,
    )  # fmt: skip


def test_one_second_late_is_found_and_said(folder):
    result = check(folder)
    assert result.exit_code == 1, result.output
    told = json.loads((folder / "out.json").read_text(encoding="utf-8"))
    assert set(told) >= {
        "as_of", "law", "cases", "events", "unmapped", "refused_rows", "summary", "missing", "findings"
    }  # fmt: skip
    [late] = [finding for finding in told["findings"] if finding["rule"] == FAMILY]
    assert (late["case"], late["person"], late["unit"], late["officer"]) == ("0007", "P1", "东河派出所", "A、B")
    assert (late["outcome"], late["late_seconds"]) == ("late", 1)
    assert late["due_at"] == "2026-03-03T08:00:00+08:00"
    assert late["settled_at"] == "2026-03-03T08:00:01+08:00"
    assert late["law"]["instrument"]
    assert told["unmapped"] == {"喝茶": 1}
    assert [row["row"] for row in told["refused_rows"]] == [6]
    assert told["summary"][FAMILY]["kept"] == 1


def test_nothing_wrong_is_status_zero(folder):
    lines = ROWS.splitlines()
    (folder / "log.csv").write_text("\n".join([lines[0], lines[3], lines[4]]), encoding="utf-8")
    assert check(folder).exit_code == 0


def test_a_finding_says_which_rows_of_its_case_were_not_taken_in(folder):
    """The notice that would answer the duty of 0010 stands in row 9, whose time nobody can read."""
    more = "0010,P4,拘留,2026-03-02 08:00,东河派出所,A、B\n0010,P4,通知家属,昨天,东河派出所,A\n"
    (folder / "log.csv").write_text(ROWS + more, encoding="utf-8")
    check(folder)
    told = json.loads((folder / "out.json").read_text(encoding="utf-8"))
    assert [(row["row"], row["case"]) for row in told["refused_rows"]] == [(6, "0009"), (9, "0010")]
    notices = {one["case"]: one.get("refused_rows") for one in told["findings"] if one["rule"] == FAMILY}
    assert notices == {"0007": None, "0010": [9]}


def test_steps_that_have_a_date_and_no_time_are_a_caution(folder):
    """Three detentions at midnight and three notices with a time: only the detentions look like dates alone."""
    days = [f"00{n},P1,拘留,2026-03-{n},东河派出所,A、B" for n in (10, 11, 12)]
    times = [f"00{n},P1,通知家属,2026-03-{n} 09:00,东河派出所,A" for n in (10, 11, 12)]
    (folder / "log.csv").write_text("\n".join([ROWS.splitlines()[0], *days, *times]), encoding="utf-8")
    said = check(folder).output
    assert "执行拘留”的时间全是 0 时" in said or "拘留”的时间全是 0 时" in said
    (folder / "log.csv").write_text(ROWS, encoding="utf-8")
    assert "全是 0 时" not in check(folder).output


def test_the_same_file_twice_says_the_same(folder):
    check(folder)
    first = (folder / "out.json").read_text(encoding="utf-8")
    check(folder)
    assert (folder / "out.json").read_text(encoding="utf-8") == first


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["check", "{}/none.csv"], "none.csv"),
        (["check", "{}/log.csv", "--mapping", "{}/none.yaml"], "none.yaml"),
        (["check", "{}/log.csv", "--law", "{}"], "规则页"),
        (["check", "{}/log.csv", "--as-of", "gestern"], "gestern"),
        (["explain", "0007", "custody.notify-famly", "--in", "{}/log.csv", "--mapping", "{}/m.yaml"], FAMILY),
        (["explain", "0000", FAMILY, "--in", "{}/log.csv", "--mapping", "{}/m.yaml"], "0000"),
        (["law", "show", "custody.notify-famly"], FAMILY),
        (["demo", "--scale", "world", "--folder", "{}/demo"], "county"),
    ],
)
def test_a_refusal_is_one_sentence_with_status_two(folder, words, said):
    result = guiju(*(word.replace("{}", str(folder)) for word in words))
    assert result.exit_code == 2
    assert said in result.output
    assert len(result.output.strip().splitlines()) == 1
    assert "Traceback" not in result.output


def test_a_date_is_explained_from_article_to_outcome(folder):
    result = guiju("explain", "0007", FAMILY, "--in", folder / "log.csv", "--mapping", folder / "m.yaml")
    assert result.exit_code == 0, result.output
    for word in ("依据", "触发", "期限", "到期：2026-03-03 08:00", "疑似问题"):
        assert word in result.output
    data = guiju("explain", "0007", FAMILY, "--in", folder / "log.csv", "--mapping", folder / "m.yaml", "--json")
    assert json.loads(data.output)[0]["outcome"] == "late"


def test_a_mapped_event_that_nobody_knows_is_a_warning_with_the_nearest_name(folder):
    (folder / "m.yaml").write_text(
        MAPPING.replace("custody.family_notified", "custody.family_notifed"), encoding="utf-8"
    )
    result = check(folder)
    assert "custody.family_notified" in result.output


def test_the_law_is_listed_by_word(folder):
    result = guiju("law", "list", "家属", "刑事诉讼法")
    assert FAMILY in result.output
    assert "没有符合的页" in guiju("law", "list", "没有这样的词").output


def test_lint_exits_one_and_names_the_case(folder):
    good = folder / "law" / "rules" / "x.yaml"
    good.parent.mkdir(parents=True)
    (folder / "law" / "events.yaml").write_text("[a, b]", encoding="utf-8")
    page = """id: x.y
title: {zh: 甲}
severity: minor
when: a
must: {happen: b, within: 1 hours}
editions: [{from: 2020-01-01, law: {instrument: 某, article: 一}}]
cases: [{name: 一例, happened: {a: 2026-01-01T00:00+08:00}, expect: {outcome: OUT}}]
"""
    good.write_text(page.replace("OUT", "overdue"), encoding="utf-8")
    assert guiju("law", "lint", "--law", folder / "law").exit_code == 0
    good.write_text(page.replace("OUT", "kept"), encoding="utf-8")
    result = guiju("law", "lint", "--law", folder / "law")
    assert result.exit_code == 1
    assert "一例" in result.output
    good.write_text(page.replace("within: 1 hours", "within: 1 fortnights"), encoding="utf-8")
    refused = guiju("law", "lint", "--law", folder / "law")
    assert refused.exit_code == 1
    assert "fortnights" in refused.output


def test_a_report_never_replaces_what_was_read(folder):
    """Nor the mapping, nor another report; nothing is written where the folder is missing."""
    before = (folder / "log.csv").read_bytes()
    for words in (["--html", folder / "log.csv"], ["--html", folder / "m.yaml"], ["--xlsx", folder / "out.json"]):
        result = check(folder, *words)
        assert result.exit_code == 2, result.output
        assert "覆盖" in result.output
    assert check(folder, "--html", folder / "none" / "r.html").exit_code == 2
    assert (folder / "log.csv").read_bytes() == before


def test_a_slip_in_the_mapping_is_said_before_anyone_believes_the_result(folder):
    (folder / "m.yaml").write_text(MAPPING.replace("通知家属:", "通知家人:"), encoding="utf-8")
    result = check(folder)
    assert "“通知家人”在文件中一次也没有出现" in result.output
    assert "“通知家属”" in result.output
    (folder / "m.yaml").write_text(MAPPING + "attributes: {aprover: 办案单位}\n", encoding="utf-8")
    assert "“approver”" in check(folder).output


def test_silence_is_not_taken_for_innocence(folder):
    """Another country's law on this file judges nothing, and says so."""
    result = check(folder, "--law", "examples/road_fines")
    assert result.exit_code == 0
    assert "没有一项义务能够判断" in result.output


def test_the_report_is_told_in_english_where_asked(folder):
    result = check(folder, "--language", "en", "--html", folder / "r.html")
    assert result.exit_code == 1
    assert 'lang="en"' in (folder / "r.html").read_text(encoding="utf-8")


def test_an_instant_outside_all_calendars_is_refused(folder):
    result = guiju("check", folder / "log.csv", "--as-of", "0001-01-01T00:00+08:00")
    assert (result.exit_code, len(result.output.strip().splitlines())) == (2, 1)


def test_the_whole_law_is_listed(folder):
    assert f"全部 {len(open_law(None).rules)} 页" in guiju("law", "list").output


def test_an_export_may_write_its_values_in_chinese(folder):
    """`identity_unknown` in the page, 身份不明 in the file: the same ground; the conclusion says it in Chinese, too."""
    (folder / "m.yaml").write_text(
        "columns: {case: 案件编号, type: 环节, happened_at: 时间, officer: 民警}\n"
        "events: {立案: cases.filed, 处罚: cases.penalty_decided}\n"
        "attributes: {kind: 类别, public_order: 治安, decider_level: 决定机关, fine: 罚款, detention_days: 拘留}\n",
        encoding="utf-8",
    )
    (folder / "log.csv").write_text(
        "案件编号,环节,时间,民警,类别,治安,决定机关,罚款,拘留\n"
        "1,立案,2026-03-02 08:00,A、B,行政,是,,,\n"
        "1,处罚,2026-03-05 08:00,A、B,,,派出所,1500,\n"
        "2,处罚,2026-03-05 08:00,A、B,,,县级公安机关,1500,\n",
        encoding="utf-8",
    )
    check(folder)
    told = json.loads((folder / "out.json").read_text(encoding="utf-8"))
    assert [one["case"] for one in told["findings"] if one["rule"] == "cases.keep-station-authority"] == ["1"]
    said = guiju(
        "explain", "1", "cases.keep-station-authority", "--in", folder / "log.csv", "--mapping", folder / "m.yaml"
    )
    assert "罚款金额 1500" in said.output


@pytest.mark.slow
def test_a_damaged_sample_is_made_anew(folder):
    """A broken note, and a file that somebody deleted, both lead to the same whole sample again."""
    home = folder / "station"

    def demo():
        return guiju("demo", "--scale", "station", "--folder", home, "--report", "--no-open")

    assert demo().exit_code == 0
    events = (home / "events.csv").read_bytes()
    (home / "made.json").write_text("{broken", encoding="utf-8")
    assert "已损坏" in demo().output
    (home / "events.csv").unlink()
    assert demo().exit_code == 0
    assert (home / "events.csv").read_bytes() == events
    assert (home / "report.html").is_file() and (home / "findings.xlsx").is_file()
