"""The revised public order law: on either side of 2026-01-01 the same history is judged by the law of its day."""

import re

import pytest

from guiju.project.env import shipped_law
from guiju.project.law_folder import open_law
from guiju.rules.pages.changes import NO_DUTY, SIDES, read_changes

FILE = shipped_law() / "changes" / "2026-01-01.yaml"


@pytest.fixture(scope="module")
def listed():
    return read_changes(FILE, open_law(None)).changes


def test_every_change_comes_out_on_both_sides_as_it_was_worked_out(listed):
    wrong = [
        (change.page, change.what, side, change.sides[side].expected, change.sides[side].found)
        for change in listed
        for side in SIDES
        if change.sides and (change.sides[side].expected,) != change.sides[side].found
    ]
    assert wrong == []


def test_what_did_not_switch_says_so_or_stands_on_another_article(listed):
    """A change with a page either gives another outcome or is told as unchanged, or its articles differ."""
    for change in listed:
        if change.sides:
            before, after = (change.sides[side] for side in SIDES)
            assert before.found != after.found or before.laws != after.laws or "未变" in change.what, change


def test_a_duty_that_is_new_has_none_before(listed):
    new = [change for change in listed if change.sides and not change.sides["before"].laws]
    assert len(new) >= 10
    assert {change.sides["before"].found for change in new} == {(NO_DUTY,)}


def test_every_change_that_was_collected_is_in_the_table(listed, collected_rules):
    notes = (collected_rules.parent / "notes.md").read_text(encoding="utf-8")
    section = notes.split("## 8.")[1].split("## 9.")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if line[:1] == "|"]
    wanted = {(row[0], row[1]) for row in rows[2:] if re.search(r"\d|—", row[0])}
    told = {(change.old, change.new) for change in listed}
    assert wanted - told == set()
