"""Next year's calendar from a notice: read, held against itself, written once, and what it moves."""

import csv
import io

import pytest
import yaml
from tests.unit.law_commands.conftest import write_yaml

from guiju.project.env import shipped_law

# Invented, in the common form; 1 January 2030 is a Tuesday.
NOTICE = """示例机关关于2030年部分节假日安排的通知
示例发〔2029〕3号

各单位：
2030年部分节假日的具体安排如下。
一、元旦：1月1日（周二）放假1天。
二、春节：2月2日（农历除夕、周六）至8日（周五）放假调休，共7天。1月26日（周六）、2月9日（周六）上班。
三、国庆节：10月1日（周二）至10月7日（周一）放假调休，共7天。9月29日（周日）上班。
节假日期间请安排好值班。

示例机关
2029年11月6日
"""
HOLIDAYS = [
    "2030-01-01",
    *(f"2030-02-0{day}" for day in range(2, 9)),
    *(f"2030-10-0{day}" for day in range(1, 8)),
]
WORKDAYS = ["2030-01-26", "2030-02-09", "2030-09-29"]
LOG = """case,type,happened_at
0001,duty.accepted,2026-01-05 09:00
0001,duty.closed,2026-01-06 09:00
0007,duty.accepted,2030-01-03 09:00
"""
AS_YAML = {"year": 2030, "notice": "示例发〔2029〕3号", "holidays": HOLIDAYS, "workdays": WORKDAYS}


@pytest.fixture
def notice(tmp_path):
    path = tmp_path / "notice.txt"
    path.write_text(NOTICE, encoding="utf-8")
    return path


def written(law):
    content = yaml.safe_load((law / "calendars" / "2030.yaml").read_text(encoding="utf-8"))
    days = {key: [day.isoformat() for day in content[key]] for key in ("holidays", "workdays")}
    return {"year": content["year"], "notice": content["notice"], **days}


def test_the_text_of_a_notice_becomes_the_year_as_data(law, notice, guiju):
    result = guiju("law", "calendar", notice, "--law", law)
    assert result.exit_code == 0, result.output
    assert written(law) == AS_YAML
    assert "放假  2030-02-02（周六） 至 2030-02-08（周五），共7天  春节" in result.output
    assert "上班  2030-09-29（周日）  国庆节" in result.output
    assert guiju("law", "lint", "--law", law).exit_code == 0


def test_a_law_without_calendars_of_its_own_keeps_those_it_had(law, notice, guiju):
    result = guiju("law", "calendar", notice, "--law", law)
    assert "已一并放入随附的各年日历" in result.output
    shipped = {path.name for path in (shipped_law() / "calendars").glob("*.yaml")}
    assert {path.name for path in (law / "calendars").glob("*.yaml")} == {*shipped, "2030.yaml"}


def test_the_same_notice_again_changes_nothing(law, notice, guiju):
    guiju("law", "calendar", notice, "--law", law)
    before = (law / "calendars" / "2030.yaml").read_bytes()
    again = guiju("law", "calendar", notice, "--law", law)
    assert again.exit_code == 0
    assert "没有变化" in again.output
    assert (law / "calendars" / "2030.yaml").read_bytes() == before


def test_another_calendar_of_the_year_is_replaced_only_when_told_so(law, notice, guiju):
    guiju("law", "calendar", notice, "--law", law)
    notice.write_text(
        NOTICE.replace("1月1日（周二）放假1天", "1月1日（周二）至2日（周三）放假，共2天"), encoding="utf-8"
    )
    refused = guiju("law", "calendar", notice, "--law", law)
    assert refused.exit_code == 2
    assert "多放假 2030-01-02" in refused.output
    assert written(law) == AS_YAML
    assert guiju("law", "calendar", notice, "--law", law, "--replace").exit_code == 0
    assert "2030-01-02" in written(law)["holidays"]


def test_a_dry_run_writes_nothing(law, notice, guiju):
    result = guiju("law", "calendar", notice, "--law", law, "--dry-run")
    assert result.exit_code == 0
    assert not (law / "calendars").exists()


def test_yaml_and_csv_say_the_same_as_the_text(law, tmp_path, guiju):
    whole = write_yaml(tmp_path / "n.yaml", {**AS_YAML, "holidays": ["2030-01-01", "2030-02-02..2030-02-08",
                                                                     "2030-10-01..2030-10-07"]})  # fmt: skip
    assert guiju("law", "calendar", whole, "--law", law).exit_code == 0
    assert written(law) == AS_YAML
    rows = ["日期,类型,星期", *(f"{day},放假," for day in HOLIDAYS), *(f"{day},上班,周六" for day in WORKDAYS[:2])]
    table = tmp_path / "n.csv"
    table.write_text("\n".join([*rows, "2030-09-29,上班,周日"]), encoding="gb18030")
    same = guiju("law", "calendar", table, "--law", law, "--notice", AS_YAML["notice"])
    assert same.exit_code == 0, same.output
    assert "没有变化" in same.output


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("1月1日（周二）", "1月1日（周三）", "写的是周三，2030-01-01（周二）才对"),
        ("共7天。1月26日", "共8天。1月26日", "写的是 8 天，所列日期是 7 天"),
        ("放假1天", "放假2天", "写的是 2 天，所列日期是 1 天"),
        ("9月29日（周日）上班", "9月30日（周一）上班", "调休上班日 2030-09-30（周一）不在周末"),
        ("9月29日（周日）上班", "2月2日（周六）上班", "2030-02-02（周六）写了两次"),
        ("10月1日（周二）至10月7日（周一）", "10月7日（周一）至10月1日（周二）", "不在2030-10-07（周一）之后"),
        ("9月29日（周日）上班", "9月31日上班", "“9月31日”不是一个日期"),
        ("9月29日（周日）上班", "9月29日（周日）照常", "2030-09-29（周日）没有写明放假还是上班"),
        ("1月1日（周二）放假1天", "2030-01-01放假1天", "没有读到日期"),
        ("10月1日（周二）至10月7日（周一）", "10月1—7日", "看不懂"),
        ("10月1日（周二）至10月7日（周一）放假调休，共7天。9月29日", "9月29日（周日）上班，10月1—7日", "看不懂"),
        ("节假日期间请安排好值班。", "请于12月20日前报送值班表。", "第 9 行看不懂"),
        ("2030年部分节假日安排", "部分节假日安排", "请加 --year"),
    ],
)
def test_a_notice_that_cannot_be_right_is_refused_and_nothing_is_written(law, notice, guiju, old, new, said):
    assert old in NOTICE
    text = NOTICE.replace(old, new).replace("2030年部分节假日的具体安排" if "--year" in said else "\0", "安排")
    notice.write_text(text, encoding="utf-8")
    result = guiju("law", "calendar", notice, "--law", law)
    assert result.exit_code == 2
    assert said in result.output
    assert not (law / "calendars").exists()


def test_a_year_that_contradicts_the_text_is_refused(law, notice, guiju):
    result = guiju("law", "calendar", notice, "--law", law, "--year", "2031")
    assert result.exit_code == 2
    assert "与通知中的 2030 年不一致" in result.output


def test_a_notice_without_a_number_is_marked_as_unread(law, notice, guiju):
    notice.write_text(NOTICE.replace("示例发〔2029〕3号\n", ""), encoding="utf-8")
    assert "待核" in guiju("law", "calendar", notice, "--law", law).output
    assert written(law)["notice"] == "待核"


def test_a_day_of_another_year_is_told_and_not_written(law, notice, guiju):
    notice.write_text(
        NOTICE.replace("1月1日（周二）放假1天", "2029年12月31日（周一）至2030年1月1日（周二）放假，共2天"),
        encoding="utf-8",
    )
    result = guiju("law", "calendar", notice, "--law", law)
    assert result.exit_code == 0, result.output
    assert "注意：2029-12-31（周一）放假不属于 2030 年，没有写入" in result.output
    assert written(law) == AS_YAML


@pytest.mark.parametrize(
    ("as_of", "said", "due_before"),
    [
        # 3 January + 30 days = Sat 2 February, off until 8 February; Sat 9 February is worked.
        ("2030-01-20", "到期日有变的 1 项，原来缺日历不能判断的 0 项", ""),
        ("2030-02-05", "到期日有变的 0 项，原来缺日历不能判断的 1 项", ""),
    ],
)
def test_the_duties_that_a_new_year_moves_are_listed(law, notice, guiju, tmp_path, as_of, said, due_before):
    log, out = tmp_path / "log.csv", tmp_path / "moved.csv"
    log.write_text(LOG, encoding="utf-8")
    result = guiju(
        "law", "calendar", notice, "--law", law, "--in", log, "--as-of", f"{as_of}T00:00+08:00", "--csv", out
    )
    assert result.exit_code == 0, result.output
    assert said in result.output
    assert "0007  受理后三十日内办结（duty.close）  未定 → 2030-02-09（周六）" in result.output
    [row] = csv.DictReader(io.StringIO(out.read_text(encoding="utf-8-sig")))
    assert (row["history"], row["rule"], row["due_before"], row["due_after"]) == (
        "0007", "duty.close", due_before, "2030-02-09",
    )  # fmt: skip


def test_a_corrected_year_lists_old_and_new_due_days(law, notice, guiju, tmp_path):
    guiju("law", "calendar", notice, "--law", law)
    log = tmp_path / "log.csv"
    log.write_text(LOG, encoding="utf-8")
    # The make-up Saturday is dropped: the limit rolls on to Monday 11 February.
    notice.write_text(NOTICE.replace("、2月9日（周六）上班", "上班"), encoding="utf-8")
    result = guiju(
        "law", "calendar", notice, "--law", law, "--replace", "--in", log, "--as-of", "2030-01-20T00:00+08:00"
    )
    assert "2030-02-09（周六） → 2030-02-11（周一）" in result.output


@pytest.mark.parametrize(
    ("line", "holidays", "workdays"),
    [
        ("4、清明节：4月5日（星期五）清明节当日放假1天，与周末连休。", ["2030-04-05"], []),
        ("（四）清明节：4月5日至7日放假，共3天。", ["2030-04-05", "2030-04-06", "2030-04-07"], []),
        ("清明节: 4月5日(周五)放假,4月6日(周六)公休。", ["2030-04-05", "2030-04-06"], []),
        (
            "四、清明节：4月5日（周五）至7日（周日）\n放假调休，共3天。\n4月13日（周六）、14日（周日）上班。",
            ["2030-04-05", "2030-04-06", "2030-04-07"],
            ["2030-04-13", "2030-04-14"],
        ),
    ],
)
def test_other_common_forms_are_read(law, notice, guiju, line, holidays, workdays):
    # 1 January 2030 is a Tuesday, so that 5 April (94 days later, 94 = 13 * 7 + 3) is a Friday.
    notice.write_text(NOTICE.replace("节假日期间请安排好值班。", line), encoding="gb18030")
    result = guiju("law", "calendar", notice, "--law", law)
    assert result.exit_code == 0, result.output
    assert set(written(law)["holidays"]) == {*HOLIDAYS, *holidays}
    assert set(written(law)["workdays"]) == {*WORKDAYS, *workdays}


def test_a_year_kept_in_a_file_of_another_name_is_not_written_twice(law, notice, guiju):
    write_yaml(law / "calendars" / "next.yaml", {**AS_YAML, "notice": "甲"})
    result = guiju("law", "calendar", notice, "--law", law, "--replace")
    assert result.exit_code == 2
    assert "请先把它改名为 2030.yaml" in result.output
    assert not (law / "calendars" / "2030.yaml").exists()


def test_a_file_that_is_no_text_is_refused(law, tmp_path, guiju):
    path = tmp_path / "notice.docx"
    path.write_bytes(b"PK\x03\x04\x00\x00\xff\xfe")
    result = guiju("law", "calendar", path, "--law", law)
    assert result.exit_code == 2
    assert "不是文本文件" in result.output
