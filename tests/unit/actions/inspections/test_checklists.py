"""Check-lists say what the law register and the uncovered articles say, and what is not understood is refused."""

import csv
from pathlib import Path

import pytest

from guiju.actions.inspections.checklists import ChecklistRefused, find_question, install_checklists, read_checklists
from guiju.project.env import shipped_law
from guiju.values.yaml_text import read_yaml_text

GOOD = """id: one
title: 一
kind: case
edition: "2026-01-01"
decided_by: 待核
questions:
  - id: a
    ask: 有印章吗？
    severity: minor
    law: {instrument: 甲法, article: 第1条}
"""


def asked_in_law() -> dict[str, str]:
    """The sentences that the law folder offers to whoever looks, by the collected rule."""
    said = read_yaml_text((shipped_law() / "uncovered.yaml").read_text(encoding="utf-8"))
    of_rules = {name: one["check"] for name, one in said["rules"].items() if "check" in one}
    return of_rules | dict(said["checks"])


def test_the_questions_are_those_of_the_law_folder_with_its_articles():
    with (shipped_law() / "register.csv").open(encoding="utf-8") as file:
        register = {(row["rule_id"], row["instrument"], row["article"]) for row in csv.DictReader(file)}
    asked = asked_in_law()
    lists = read_checklists(shipped_law() / "checklists")
    assert {one.kind for one in lists.values()} == {"case", "call", "item", "unit"}
    for one in lists.values():
        assert one.decided_by == "待核"
        for question in one.questions:
            if question.house:
                assert "待核" in question.article
                continue
            assert question.ask == asked[question.id], question.id
            known = {article for name, law, article in register if (name, law) == (question.id, question.instrument)}
            assert question.article in known or (question.article == "条号待核" and known), question.id


def test_a_finding_is_called_by_its_question_and_unknown_ones_by_their_name(tmp_path: Path):
    (tmp_path / "one.yaml").write_text(GOOD, encoding="utf-8")
    install_checklists(read_checklists(tmp_path))
    found = find_question("one.a")
    assert found is not None
    assert found.finding_title == "检查项为“否”：有印章吗？"
    assert [find_question(name) for name in ("one.b", "two.a", "one", "")] == [None] * 4


@pytest.mark.parametrize(
    ("old", "new"),
    [("id: one", "id: two"), ("kind: case", "kind: person"), ("title: 一\n", ""), ("severity: minor", "severity: bad"),
     ("    law: {instrument: 甲法, article: 第1条}\n", ""), ("article: 第1条", "article: ''"),
     ("    law:", "    house: 内部\n    law:"), ("questions:", "more: 1\nquestions:"), ("- id: a", "- id: a.b"),
     ('"2026-01-01"', "二零二六年一月一日起施行"), ("id: one", "id: [")],
)  # fmt: skip
def test_what_is_not_understood_is_refused(tmp_path: Path, old, new):
    (tmp_path / "one.yaml").write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ChecklistRefused):
        read_checklists(tmp_path)
