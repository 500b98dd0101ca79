"""The shipped register says of every collected rule which pages state it, or why none does."""

import csv

import pytest

from guiju.project.env import shipped_law
from guiju.project.law_folder import open_law
from guiju.rules.pages.register import read_register


@pytest.fixture(scope="module")
def register():
    return read_register(shipped_law(), [rule.id for rule in open_law(None).rules])


def test_every_collected_rule_has_a_page_or_a_written_reason(register):
    assert register.entries
    assert [entry.rule_id for entry in register.unexplained] == []


def test_the_register_holds_the_rules_as_they_were_collected(register, collected_rules):
    with collected_rules.open(encoding="utf-8-sig", newline="") as file:
        wanted = {row["rule_id"]: (row["title_zh"], row["article"], row["confidence"]) for row in csv.DictReader(file)}
    assert {entry.rule_id: (entry.title, entry.article, entry.confidence) for entry in register.entries} == wanted
