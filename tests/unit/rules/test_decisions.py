"""Open questions are decided by the highest legal unit that has spoken; the rest see it and cannot switch."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from guiju.project.catalogue import VOCABULARY
from guiju.project.env import shipped_law
from guiju.project.law.pages import lint_folder
from guiju.rules.lint import lint
from guiju.rules.load import load
from guiju.rules.model import Pack
from guiju.rules.pages.refusal import LawRefused
from guiju.rules.pages.worked_case import judge_case

PAGE = {
    "id": "duty.one",
    "title": {"zh": "一项义务"},
    "severity": "major",
    "when": "a",
    "must": {"happen": "b", "within": "3 days", "clock": "custody"},
    "editions": [{"from": "2000-01-01", "law": {"instrument": "某办法", "article": "第1条"}}],
    "cases": [{"name": "按时", "happened": {"a": "2026-01-30T10:00+08:00", "b": "2026-02-02T10:00+08:00"},
               "expect": {"outcome": "kept"}}],
}  # fmt: skip
# 30 and 31 January and 1 February are three days: the second of February is a day late.
COUNTED = [{"name": "首日计入", "happened": {"a": "2026-01-30T10:00+08:00", "b": "2026-02-02T10:00+08:00"},
            "expect": {"outcome": "late", "due_on": "2026-02-01"}}]  # fmt: skip
QUESTION = {
    "id": "first-day",
    "question": {"zh": "开始当日是否计入"},
    "shipped": "not_counted",
    "options": [
        {"name": "not_counted", "title": {"zh": "不算"}},
        {
            "name": "counted",
            "title": {"zh": "计入"},
            "moves": [{"page": "duty.one", "clock": {"custody": "custody_first_day"}, "cases": COUNTED}],
        },
    ],
}
Write = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Write:
    """Write a folder of law with one page, one question and some decisions."""

    def write(*decisions: Mapping[str, Any], page: Mapping[str, Any] = PAGE, **files: Any) -> Path:
        texts = {"rules/one": page, "events": ["a", "b"], "interpretations/first-day": QUESTION, **files}
        if decisions:
            texts["decisions"] = list(decisions)
        for name, content in texts.items():
            path = tmp_path / f"{name}.yaml"
            path.parent.mkdir(exist_ok=True)
            path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
        return tmp_path

    return write


def opened(path: Path, **kwargs: Any) -> Pack:
    return load(path, shipped=shipped_law(), vocabulary=VOCABULARY, **kwargs)


def decided(choose: str, level: str, on: str) -> dict[str, str]:
    return {"question": "first-day", "choose": choose, "level": level, "by": "法制部门", "on": on}


def last_day(pack: Pack, start: str = "2026-01-30T10:00+08:00") -> str:
    """The last day of the one duty, as the judge has it."""
    case = {"name": "x", "happened": {"a": start}, "expect": {}}
    [verdict] = judge_case(pack, pack.rules[0], case)[0]
    assert verdict.due_on is not None
    return date.fromordinal(verdict.due_on).isoformat()


def test_without_a_decision_the_pages_hold_as_written(folder: Write) -> None:
    assert last_day(opened(folder())) == "2026-02-02"


def test_a_decision_moves_the_due_date(folder: Write) -> None:
    assert last_day(opened(folder(decided("counted", "county", "2026-03-01")))) == "2026-02-01"


def test_the_highest_level_that_has_spoken_decides(folder: Write) -> None:
    path = folder(decided("counted", "province", "2026-03-01"), decided("not_counted", "county", "2026-09-01"))
    assert last_day(opened(path)) == "2026-02-01"


def test_of_one_level_the_latest_holds(folder: Write) -> None:
    path = folder(decided("counted", "city", "2026-03-01"), decided("not_counted", "city", "2026-03-02"))
    assert last_day(opened(path)) == "2026-02-02"


def test_two_answers_of_one_level_and_day_are_refused(folder: Write) -> None:
    with pytest.raises(LawRefused, match="同一层级同一天"):
        opened(folder(decided("counted", "city", "2026-03-01"), decided("not_counted", "city", "2026-03-01")))


def test_an_unknown_question_is_refused_with_the_nearest(folder: Write) -> None:
    with pytest.raises(LawRefused, match="first-day"):
        opened(folder({**decided("counted", "city", "2026-03-01"), "question": "first-dai"}))


def test_a_named_file_of_decisions_that_is_missing_is_refused(folder: Write, tmp_path: Path) -> None:
    with pytest.raises(LawRefused, match="GUIJU_DECISIONS"):
        opened(folder(), decisions=tmp_path / "nowhere.yaml")


def test_a_decision_changes_the_digest(folder: Write) -> None:
    before = opened(folder()).digest
    assert opened(folder(decided("counted", "county", "2026-03-01"))).digest != before


def test_the_shipped_reading_may_move_nothing(folder: Write) -> None:
    with pytest.raises(LawRefused, match="moves"):
        opened(folder(**{"interpretations/first-day": {**QUESTION, "shipped": "counted"}}))


def test_a_reading_that_miscalculates_fails_lint(folder: Write) -> None:
    wrong = [{**COUNTED[0], "expect": {"outcome": "late", "due_on": "2026-01-31"}}]
    options = [QUESTION["options"][0], {**QUESTION["options"][1], "moves": [
        {"page": "duty.one", "clock": {"custody": "custody_first_day"}, "cases": wrong}]}]  # fmt: skip
    report = lint(opened(folder(**{"interpretations/first-day": {**QUESTION, "options": options}})))
    assert [failure.case for failure in report.failures] == ["首日计入"]


def test_an_internal_measure_is_what_the_bureau_decides(folder: Write) -> None:
    page = {**PAGE, "must": {"happen": "b", "within": "at_once", "clock": "custody"}}
    path = folder(
        {"term": "at_once", "limit": "2 days", "level": "county", "by": "法制部门", "on": "2026-03-01"}, page=page
    )
    assert last_day(opened(path)) == "2026-02-01"


POLICY = {"某办法": {"rank": "policy"}}


def test_an_internal_document_binds_only_once_adopted(folder: Write) -> None:
    unread = {**PAGE, "editions": [{"from": "待核", "law": {"instrument": "某办法", "article": "第1条"}}]}
    assert not opened(folder(page=unread, instruments=POLICY)).rules[0].is_active
    adopted = {"adopt": "某办法", "from": "2026-02-01", "level": "county", "by": "法制部门", "on": "2026-01-20"}
    pack = opened(folder(adopted, page=unread, instruments=POLICY))
    assert pack.rules[0].is_active
    case = {"name": "x", "happened": {"a": "2026-01-30T10:00+08:00"}, "expect": {}}
    found, outside = judge_case(pack, pack.rules[0], case)
    assert (found, outside) == ([], 1)
    assert last_day(pack, "2026-02-02T10:00+08:00") == "2026-02-05"


def test_a_law_need_not_be_adopted(folder: Write) -> None:
    adopted = {"adopt": "某办法", "from": "2026-02-01", "level": "county", "by": "法制部门", "on": "2026-01-20"}
    with pytest.raises(LawRefused, match="不待采用"):
        opened(folder(adopted, instruments={"某办法": {"rank": "law"}}))


def test_a_page_whose_first_day_nobody_has_read_does_not_run(folder: Write) -> None:
    unread = {**PAGE, "editions": [{"from": "待核", "law": {"instrument": "某办法", "article": "第1条"}}]}
    with pytest.raises(LawRefused, match="unverified"):
        opened(folder(page=unread))
    assert not opened(folder(page={**unread, "status": "unverified"})).rules[0].is_active


def test_a_page_of_two_internal_texts_survives_its_adoption(folder: Write) -> None:
    """The first text was over before the adoption; the second binds from then on."""
    texts = [
        {"from": "2013-01-01", "to": "2015-01-01", "law": {"instrument": "某办法", "article": "第1条"}},
        {"from": "2015-01-01", "law": {"instrument": "某办法", "article": "第2条"}},
    ]
    adopted = {"adopt": "某办法", "from": "2026-02-01", "level": "county", "by": "法制部门", "on": "2026-01-20"}
    pack = opened(folder(adopted, page={**PAGE, "editions": texts}, instruments=POLICY))
    assert [edition.label for edition in pack.rules[0].editions] == ["2026-02-01"]


def test_adoption_leaves_the_worked_cases_alone(folder: Write) -> None:
    adopted = {"adopt": "某办法", "from": "2026-06-01", "level": "county", "by": "法制部门", "on": "2026-01-20"}
    report, refused = lint_folder(folder(adopted, instruments=POLICY))
    assert (report.failures, refused) == ([], [])


def test_a_reading_that_moves_nothing_is_refused(folder: Write) -> None:
    plain = {**PAGE, "must": {"happen": "b", "within": "3 days", "clock": "plain"}}
    with pytest.raises(LawRefused, match="落空"):
        opened(folder(page=plain))


def test_two_decided_questions_may_not_move_one_page(folder: Write) -> None:
    other = {**QUESTION, "id": "second-day"}
    both = [
        decided("counted", "city", "2026-03-01"),
        {**decided("counted", "city", "2026-03-01"), "question": "second-day"},
    ]
    with pytest.raises(LawRefused, match="先合成"):
        opened(folder(*both, **{"interpretations/second-day": other}))


@pytest.mark.parametrize("editions", [5, "abc", [None], [1, 2], {"a": 1}])
def test_a_damaged_page_that_a_decision_moves_is_refused_in_a_sentence(folder: Write, editions: Any) -> None:
    restate = [{"page": "duty.one", "restate": {"severity": "minor"}, "cases": COUNTED}]
    options = [QUESTION["options"][0], {**QUESTION["options"][1], "moves": restate}]
    question = {"interpretations/first-day": {**QUESTION, "options": options}}
    with pytest.raises(LawRefused):
        opened(folder(decided("counted", "city", "2026-03-01"), page={**PAGE, "editions": editions}, **question))


def test_a_tag_is_no_yaml_of_ours(folder: Write) -> None:
    path = folder()
    (path / "instruments.yaml").write_text("某办法: {clock: !!bool x}", encoding="utf-8")
    with pytest.raises(LawRefused, match="标签"):
        opened(path)
