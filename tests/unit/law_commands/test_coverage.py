"""Every collected rule has a page or a written reason; whatever else stands in the register is said."""

import csv
import io

import pytest
from tests.unit.law_commands.conftest import write_yaml

HEAD = "rule_id,pack,title,instrument,article,from,to,confidence,pages"
ROWS = (
    "adm-tell,administrative,告知,示例办法,第九条,2000-01-01,,read,duty.tell",
    "adm-close,administrative,办结,示例办法,第十条,,,read,duty.tell duty.close",
    "area-rooms,area,设置标准,示例标准,第三条,2000-01-01,,read,",
)
UNCOVERED = {
    "classes": {"judgement": "需要判断", "premises": "场所设施标准"},
    "rules": {"area-rooms": {"reason": "premises", "missing": "房间的尺寸不是事件", "check": "房间是否达标"}},
}


def register(law, *rows, uncovered=UNCOVERED, head=HEAD):
    (law / "register.csv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    write_yaml(law / "uncovered.yaml", uncovered)


def test_all_explained_ends_with_0_and_counts_pages_and_reasons(law, guiju):
    register(law, *ROWS)
    result = guiju("law", "coverage", "--law", law)
    assert result.exit_code == 0, result.output
    assert "administrative  2 条：有规则页 2，有书面理由 0，没有交代 0" in result.output
    assert "area            1 条：有规则页 0，有书面理由 1，没有交代 0" in result.output
    assert "场所设施标准 1" in result.output
    assert "没有规则页的 1 条，规则页之外另须核对的 0 条" in result.output
    assert "已交代 3 条，共 3 条（100%）" in result.output
    assert "不对应" not in result.output


def test_a_rule_in_neither_file_is_listed_and_ends_with_1(law, guiju):
    register(law, *ROWS, "adm-silent,administrative,无人写,示例办法,第十一条,,,read,")
    result = guiju("law", "coverage", "--law", law)
    assert result.exit_code == 1
    assert "没有交代：adm-silent  无人写  《示例办法》第十一条" in result.output
    assert "已交代 3 条，共 4 条（75%）" in result.output


def test_the_share_is_never_rounded_up_to_all(law, guiju):
    many = [f"r-{number},big,某条,示例办法,第{number}条,,,read,duty.tell" for number in range(1, 2000)]
    register(law, *ROWS, *many, "r-x,big,某条,示例办法,第一条,,,read,")
    result = guiju("law", "coverage", "--law", law)
    assert "（99.9%）" in result.output


def test_a_page_that_no_rule_names_is_told_but_is_no_fault(law, guiju):
    register(law, ROWS[0], ROWS[2])
    result = guiju("law", "coverage", "--law", law)
    assert result.exit_code == 0
    assert "另有 1 页不对应" in result.output
    assert "  duty.close" in result.output


def test_what_the_pages_of_a_rule_leave_to_a_reviewer_is_counted_and_listed(law, guiju, tmp_path):
    register(law, *ROWS, uncovered={**UNCOVERED, "checks": {"adm-tell": "告知书写明理由了吗？"}})
    result = guiju("law", "coverage", "--law", law, "--csv", tmp_path / "all.csv")
    assert "规则页之外另须核对的 1 条" in result.output
    assert "告知书写明理由了吗？" in (tmp_path / "all.csv").read_text(encoding="utf-8-sig")


def test_a_question_beside_pages_that_there_are_not_is_a_fault(law, guiju):
    register(law, *ROWS, uncovered={**UNCOVERED, "checks": {"adm-tel": "写明理由了吗？"}})
    result = guiju("law", "coverage", "--law", law)
    assert result.exit_code == 1
    assert "没有“adm-tel”，是否应为“adm-tell”？" in result.output


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("adm-x,administrative,某条,示例办法,第一条,,,read,duty.tel", "没有规则页“duty.tel”，是否应为“duty.tell”？"),
        ("adm-tell,administrative,某条,示例办法,第一条,,,read,duty.tell", "“adm-tell”已经登记过"),
        ("adm-x,administrative,某条,示例办法,第一条,,,read,duty.tell duty.tell", "同一页写了两次"),
        ("adm-x,administrative,,示例办法,第一条,,,read,duty.tell", "缺少 title"),
    ],
)
def test_a_fault_of_a_row_is_named_with_its_line_and_ends_with_1(law, guiju, row, said):
    register(law, *ROWS, row)
    result = guiju("law", "coverage", "--law", law)
    assert result.exit_code == 1
    assert "register.csv 字段 第 5 行" in result.output
    assert said in result.output


@pytest.mark.parametrize(
    ("rule", "reason", "said"),
    [
        ("area-rooms", {"reason": "premise", "missing": "某物"}, "不认识的类别“premise”，是否应为“premises”？"),
        ("area-rooms", {"reason": "premises"}, "缺少 missing"),
        ("area-rooms", {"reason": "premises", "missing": " "}, "缺少 missing"),
        ("area-room", {"reason": "premises", "missing": "某物"}, "没有“area-room”，是否应为“area-rooms”？"),
        ("adm-tell", {"reason": "premises", "missing": "某物"}, "“adm-tell”已有规则页 duty.tell，不应再写理由"),
        ("area-rooms", {"reason": "premises", "missing": "某物", "chek": "某问"}, "不认识的字段“chek”"),
    ],
)
def test_a_fault_of_a_reason_is_named_and_ends_with_1(law, guiju, rule, reason, said):
    register(law, *ROWS, uncovered={**UNCOVERED, "rules": {**UNCOVERED["rules"], rule: reason}})
    result = guiju("law", "coverage", "--law", law)
    assert result.exit_code == 1
    assert said in result.output


def test_a_folder_without_register_is_refused_with_what_to_do(law, guiju):
    result = guiju("law", "coverage", "--law", law)
    assert result.exit_code == 2
    assert "没有收集条文的登记表 register.csv" in result.output
    assert HEAD in result.output


def test_other_columns_are_refused(law, guiju):
    register(law, *ROWS, head=HEAD.replace("rule_id", "id"))
    result = guiju("law", "coverage", "--law", law)
    assert result.exit_code == 2
    assert f"列应依次为 {HEAD}" in result.output


def test_words_and_pack_narrow_what_is_listed(law, guiju):
    register(law, *ROWS)
    one = guiju("law", "coverage", "第十条", "--law", law)
    assert "adm-close  办结  《示例办法》第十条 → duty.tell、duty.close" in one.output
    assert "adm-tell" not in one.output
    area = guiju("law", "coverage", "--pack", "area", "--law", law)
    assert (
        "area-rooms  设置标准  《示例标准》第三条 → 场所设施标准：房间的尺寸不是事件；评查时问：房间是否达标"
        in area.output
    )
    unknown = guiju("law", "coverage", "--pack", "aera", "--law", law)
    assert unknown.exit_code == 2
    assert "是否应为“area”？" in unknown.output


def test_a_rule_whose_pages_are_all_off_is_counted_as_such(law, guiju, tmp_path):
    page = (law / "rules" / "duty" / "tell.yaml").read_text(encoding="utf-8")
    (law / "rules" / "duty" / "tell.yaml").write_text(page + "status: unverified\n", encoding="utf-8")
    register(law, *ROWS)
    result = guiju("law", "coverage", "--law", law)
    assert "administrative  2 条：有规则页 2（其中未启用 1）" in result.output


def test_the_csv_gives_each_rule_its_state(law, guiju, tmp_path):
    register(law, *ROWS, "adm-silent,administrative,=1+1,示例办法,第十一条,,,read,")
    out = tmp_path / "out.csv"
    guiju("law", "coverage", "--law", law, "--csv", out)
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8-sig"))))
    assert [(row["rule_id"], row["state"], row["pages"], row["reason"]) for row in rows] == [
        ("adm-tell", "有规则页", "duty.tell", ""),
        ("adm-close", "有规则页", "duty.tell duty.close", ""),
        ("area-rooms", "有书面理由", "", "场所设施标准"),
        ("adm-silent", "没有交代", "", ""),
    ]
    assert rows[3]["title"] == "'=1+1"


def test_the_csv_never_replaces_the_register(law, guiju):
    register(law, *ROWS)
    result = guiju("law", "coverage", "--law", law, "--csv", law / "register.csv")
    assert result.exit_code == 2
    assert (law / "register.csv").read_text(encoding="utf-8").startswith(HEAD)
