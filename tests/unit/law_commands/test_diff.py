"""What two folders of law, or two days of one, say differently."""

import pytest
from tests.unit.law_commands.conftest import close, make_law, tell, write_yaml

LAW = {"instrument": "示例办法", "article": "第九条"}
NEW_LAW = {"instrument": "示例办法", "article": "第十二条"}


@pytest.fixture
def diff(law, tmp_path, guiju):
    def run(*pages, instruments=None):
        other = make_law(tmp_path / "other", *pages, instruments=instruments)
        result = guiju("law", "diff", law, other)
        return result.exit_code, result.output

    return run


def dated(*editions, **changes):
    return tell(editions=[{"law": LAW, **edition} for edition in editions], **changes)


def test_a_folder_is_the_same_as_its_copy(diff):
    assert diff() == (0, "内容相同。\n")


def test_comments_and_layout_are_no_difference(law, tmp_path, guiju):
    other = make_law(tmp_path / "other")
    page = other / "rules" / "duty" / "tell.yaml"
    page.write_text("# 一行注释\n" + page.read_text(encoding="utf-8"), encoding="utf-8")
    assert guiju("law", "diff", law, other).exit_code == 0


def test_added_and_removed_pages_are_listed_with_title_and_citation(diff):
    code, told = diff(tell(), close(id="duty.finish", title={"zh": "三十日内了结"}))
    assert code == 1
    assert "新增 duty.finish  三十日内了结  《示例办法》第十条" in told
    assert "删除 duty.close  受理后三十日内办结  《示例办法》第十条" in told
    assert "duty.tell" not in told


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        (
            {"must": {"happen": "duty.told", "within": "5 days", "clock": "plain"}},
            "版本 2000-01-01：期限：3日 → 5日",
        ),
        (
            {"must": {"happen": "duty.told", "within": "3 days", "clock": "custody"}},
            "数法：按日历日计算，不顺延 → 开始当日不算，羁押期间末日遇节假日不顺延",
        ),
        ({"severity": "fatal"}, "严重程度：一般 → 严重"),
        ({"unless": []}, "例外：撤回 → 无"),
        ({"unless": ["duty.withdrawn", "duty.closed"]}, "例外：撤回 → 撤回；办结"),
        ({"extend": [{"by": "duty.extended", "add": "3 days", "times": 2}]}, "延长：无 → 批准延长：延长3日，可2次"),
        ({"stop": [{"from": "duty.extended", "until": "duty.closed"}]}, "停止计算：无 → 批准延长至办结"),
        ({"when": "duty.withdrawn"}, "何时：受理 → 撤回"),
        ({"must": {"not_happen": "duty.told"}}, "要求：其后应当告知 → 不得告知"),
        ({"must": {"not_happen": "duty.told"}}, "期限：3日 → 无"),
        ({"owed_by": "court"}, "义务主体：无 → 法院"),
        ({"status": "unverified"}, "状态：启用 → 待核，未启用"),
        ({"title": {"zh": "三日内告知"}}, "标题：受理后三日内告知 → 三日内告知"),
        ({"editions": [{"from": "2000-01-01", "law": NEW_LAW}]}, "依据：《示例办法》第九条 → 《示例办法》第十二条"),
        ({"editions": [{"from": "2000-01-01", "to": "2030-01-01", "law": LAW}]},
         "适用期间：2000-01-01 起 → 2000-01-01 起、至 2029-12-31 止"),
    ],
)  # fmt: skip
def test_a_changed_point_is_told_old_and_new(diff, changes, line):
    code, told = diff(tell(**changes), close())
    assert code == 1
    assert "修改 duty.tell" in told
    assert line in told
    assert "duty.close" not in told


def test_a_new_edition_is_told_as_such(diff):
    code, told = diff(
        dated({"from": "2000-01-01", "to": "2026-01-01"}, {"from": "2026-01-01", "law": NEW_LAW}), close()
    )
    assert code == 1
    assert "新增版本 2026-01-01 起：《示例办法》第十二条，其后应当告知，3日" in told


def test_changed_worked_cases_are_named(diff):
    page = tell()
    page["cases"][0]["why"] = "另一种算式"
    assert "修改算例：第三日按时" in diff(page, close())[1]


def test_a_change_that_reads_alike_is_not_passed_over(diff):
    # The shared key of one reference has no words of its own in the answer.
    page = tell(must={"happen": {"event": "duty.told", "same": ["case"]}, "within": "3 days", "clock": "plain"})
    code, told = diff(page, close())
    assert code == 1
    assert "其他写法" in told


def test_instruments_terms_and_calendars_are_compared(law, tmp_path, guiju):
    other = make_law(
        tmp_path / "other",
        instruments={"示例办法": {"clock": "period", "workdays": [3]}, "示例规定": {"clock": "plain"}},
    )
    write_yaml(law / "terms.yaml", {"soon": {"zh": "尽快", "limit": "2 hours"}})
    write_yaml(other / "terms.yaml", {"soon": {"zh": "尽快", "limit": "4 hours"}})
    year = {"year": 2026, "notice": "甲", "holidays": ["2026-01-01"], "workdays": []}
    write_yaml(law / "calendars" / "2026.yaml", year)
    write_yaml(other / "calendars" / "2026.yaml", {**year, "holidays": ["2026-01-02"]})
    write_yaml(other / "calendars" / "2027.yaml", {**year, "year": 2027, "notice": "乙", "holidays": ["2027-01-01"]})
    result = guiju("law", "diff", law, other)
    assert result.exit_code == 1
    assert "新增 法规“示例规定”" in result.output
    assert "修改 法规“示例办法”：按工作日计的日数：无 → 3" in result.output
    assert "修改 用语“soon”：内部口径：2小时 → 4小时" in result.output
    assert "修改 2026 年日历：多放假 2026-01-02；少放假 2026-01-01" in result.output
    assert "新增 2027 年日历（乙）" in result.output


def test_another_reading_of_an_open_question_is_told(law, tmp_path, guiju):
    options = [
        {"name": "days", "title": {"zh": "按日", "en": "days"}},
        {"name": "working", "title": {"zh": "按工作日", "en": "working days"}},
    ]
    question = {"id": "three-days", "question": {"zh": "三日怎么数", "en": "which days"}, "options": options}
    other = make_law(tmp_path / "other")
    write_yaml(law / "interpretations" / "three-days.yaml", {**question, "shipped": "days"})
    write_yaml(other / "interpretations" / "three-days.yaml", {**question, "shipped": "working"})
    result = guiju("law", "diff", law, other)
    assert (result.exit_code, result.output) == (1, "修改 问题“three-days”：现取：按日 → 按工作日\n")


def test_two_days_of_one_law_show_what_came_into_force(tmp_path, guiju):
    law = make_law(
        tmp_path / "dated",
        dated(
            {"from": "2000-01-01", "to": "2026-01-01"},
            {
                "from": "2026-01-01",
                "law": NEW_LAW,
                "must": {"happen": "duty.told", "within": "5 days", "clock": "plain"},
            },
        ),
        close(editions=[{"from": "2000-01-01", "to": "2026-01-01", "law": LAW}]),
        close(id="duty.finish", editions=[{"from": "2026-01-01", "law": NEW_LAW}]),
        close(id="duty.always"),
    )
    result = guiju("law", "diff", "--law", law, "--on", "2025-12-31", "2026-01-01")
    assert result.exit_code == 1
    assert "版本更替 duty.tell  受理后三日内告知（2000-01-01 起 → 2026-01-01 起）" in result.output
    assert "  期限：3日 → 5日" in result.output
    assert "  依据：《示例办法》第九条 → 《示例办法》第十二条" in result.output
    assert "不再适用 duty.close" in result.output
    assert "开始适用 duty.finish" in result.output
    assert "duty.always" not in result.output
    same = guiju("law", "diff", law, "--on", "2026-01-01", "2026-01-02")
    assert (same.exit_code, same.output) == (0, "内容相同。\n")


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["a", "b", "c"],
        ["--on", "2025-12-31", "2026-13-01"],
        ["a", "b", "--on", "2025-12-31", "2026-01-01"],
    ],
)
def test_an_unclear_question_is_refused_with_the_two_ways_to_ask(guiju, words):
    result = guiju("law", "diff", *words)
    assert result.exit_code == 2
    assert "guiju law diff 旧目录 新目录" in result.output
