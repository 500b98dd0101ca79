"""A lawyer changes a page in fields or in its text, and sees at once what his cases come to."""

import pytest
from tests.ledgers import SHANGHAI
from tests.unit.findings.lawmaking.conftest import LATER, PAGE

from guiju.findings.law import LawInForce
from guiju.findings.lawmaking.checking import ChangeRefused
from guiju.findings.lawmaking.composing import Simple, simple_of, with_edition
from guiju.findings.lawmaking.trying import try_text
from guiju.project.env import shipped_law
from guiju.project.law_folder import open_folder
from guiju.rules.load import Folder
from guiju.values.yaml_text import read_yaml_text


@pytest.fixture
def law(law_folder: Folder) -> LawInForce:
    return LawInForce(law_folder.pack, SHANGHAI, folder=law_folder)


def test_the_fields_say_what_the_last_edition_says():
    assert simple_of(PAGE) == Simple("拘留后通知家属", "fatal", "24 hours", "", "《甲法》第一条")
    assert simple_of(LATER).limit == "12 hours"
    assert simple_of("id: [") is None
    assert simple_of(PAGE.replace("24 hours", "{attr: reply_by}")) is None


def test_fields_become_an_edition_and_nothing_else_of_the_text_changes():
    wanted = Simple("拘留后通知家属", "fatal", "12 hours", "", "《甲法》第一条")
    text = with_edition(PAGE, wanted, "2026-03-10")
    assert read_yaml_text(text) == read_yaml_text(LATER)
    begins = "  - {from: 2013-01-01, law: {instrument: 甲法, article: 第一条}}\n"
    must = "must: {happen: custody.family_notified, within: 12 hours}"
    assert text == PAGE.replace(
        begins,
        begins.replace("2013-01-01,", "2013-01-01, to: 2026-03-10,")
        + f"  - {{from: 2026-03-10, law: {{instrument: 甲法, article: 第一条}}, {must}}}\n",
    )
    again = with_edition(text, Simple("拘留后通知家属", "major", "10 hours", "", "《乙法》第二条"), "2026-03-10")
    assert read_yaml_text(again)["editions"] == [
        {"from": "2013-01-01", "to": "2026-03-10", "law": {"instrument": "甲法", "article": "第一条"}},
        {
            "from": "2026-03-10", "law": {"instrument": "乙法", "article": "第二条"}, "severity": "major",
            "must": {"happen": "custody.family_notified", "within": "10 hours"},
        },
    ]  # fmt: skip
    with pytest.raises(ChangeRefused, match="晚于"):
        with_edition(text, wanted, "2026-03-09")


ON_ONE_LINE = "editions: [{from: 2013-01-01, law: {instrument: 甲法, article: 第一条}}]\n"
IN_A_BLOCK = """editions:
  - from: 2013-01-01
    law: {instrument: 甲法, article: 第一条}  # 待核
"""


@pytest.mark.parametrize("old", [ON_ONE_LINE, IN_A_BLOCK])
def test_editions_written_otherwise_are_changed_as_well(old):
    start, end = PAGE.index("editions:"), PAGE.index("cases:")
    page = PAGE[:start] + old + PAGE[end:]
    text = with_edition(page, Simple("新题", "fatal", "12 hours", "", "《甲法》第一条"), "2026-03-10")
    found = read_yaml_text(text)
    assert [one["from"] for one in found["editions"]] == ["2013-01-01", "2026-03-10"]
    assert found["title"]["zh"] == "新题"
    assert found["cases"] == read_yaml_text(PAGE)["cases"]


def test_every_shipped_page_either_takes_fields_or_says_that_it_does_not():
    simple = 0
    for path in sorted((shipped_law() / "rules").rglob("*.yaml"))[::25]:
        text = path.read_text(encoding="utf-8")
        said = simple_of(text)
        if said is None or str(read_yaml_text(text)["editions"][-1]["from"]) > "2030-01-01":
            continue
        simple += 1
        page = read_yaml_text(with_edition(text, Simple("新题", "minor", *_rest(said)), "2030-01-01"))
        assert page["editions"][-1]["from"] == "2030-01-01", path
        assert page["cases"] == read_yaml_text(text)["cases"], path
    assert simple >= 12


def _rest(said: Simple) -> tuple[str, str, str]:
    return said.limit, said.clock, f"{said.laws}\n《乙法》第九十九条"


def test_each_case_tells_what_was_worked_out_and_what_came_out(law):
    trial = try_text(law, PAGE.replace("24 hours", "8 hours"))
    assert [(one.name, one.is_met) for one in trial.cases] == [
        ("次日上午通知", False), ("第二日夜里通知", True), ("没有通知", True),
    ]  # fmt: skip
    first = trial.cases[0]
    assert first.expected == "符合要求，到期 2026-01-06 22:00"
    assert first.found == "疑似问题：逾期完成，到期 2026-01-06 06:00"
    assert first.why == "十小时，未满二十四小时"
    assert trial.unmet == 1


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("severity: fatal", "severity: deadly", 4),
        ("within: 24 hours", "within: 24 hurs", 7),
        ("甲法, article: 第一条},", "甲法},", 11),
        ("title: {zh", "title: {zh: [", 3),
        ("type: custody.family_notified, at: 2026-01-07", "type: custody.family_told, at: 2026-01-07", 0),
    ],
)
def test_a_fault_is_told_with_its_line(law, old, new, line):
    trial = try_text(law, LATER.replace(old, new))
    assert trial.rule is None
    assert trial.refusal
    assert trial.line == line or line == 0


def test_a_page_of_a_strange_law_is_refused_with_the_nearest_name(law):
    assert "丙法" in try_text(law, PAGE.replace("甲法", "丙法")).refusal


@pytest.mark.slow
def test_the_shipped_folder_reads_a_page_again_as_it_stands():
    folder = open_folder()
    law = LawInForce(folder.pack, SHANGHAI, folder=folder)
    name = "custody.accept-waiting-room"
    trial = try_text(law, folder.text_of(name))
    assert trial.unmet == 0
    assert len(trial.cases) == len(folder.pack.rule(name).cases)
