"""The shipped register says of every collected rule which pages state it, or why none does."""

import csv
import re

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


NAMES = {
    "使用管理规定": "公安机关执法办案场所办案区使用管理规定",
    "刑事程序": "公安机关办理刑事案件程序规定",
    "行政程序规定": "公安机关办理行政案件程序规定",
    "行政程序": "公安机关办理行政案件程序规定",
    "治安管理处罚法(2025)": "治安管理处罚法",
    "治安管理处罚法": "治安管理处罚法",
    "治安法": "治安管理处罚法",
    "看守所条例": "看守所条例",
    "随身财物规定": "公安机关代为保管涉案人员随身财物若干规定",
    "继续盘问规定": "公安机关适用继续盘问规定",
    "继续盘问": "公安机关适用继续盘问规定",
    "CPL": "刑事诉讼法",
    "刑诉法": "刑事诉讼法",
    "现场视音频规定": "公安机关现场执法视音频记录工作规定",
    "督察条例": "公安机关督察条例",
    "人民警察法": "人民警察法",
    "行政处罚法": "行政处罚法",
    "APL": "行政处罚法",
    "行政强制法": "行政强制法",
    "行政复议法": "行政复议法",
}


def named_articles(notes: str) -> set[tuple[str, int]]:
    """Every article that the notes name by the short name of its instrument (the comparison of §8 has its own test)."""
    found = set()
    sections = re.split(r"^## (\d+)\.", notes, flags=re.MULTILINE)
    text = "".join(body for number, body in zip(sections[1::2], sections[2::2], strict=True) if number != "8")
    short = "|".join(sorted(map(re.escape, NAMES), key=len, reverse=True))
    for name, listed in re.findall(rf"({short})\s*((?:art )?\d+(?:\(\d\))?(?:[–,、;] ?\d+(?:\(\d\))?)*)", text):
        for part in re.findall(r"\d+(?:–\d+)?", re.sub(r"\(\d\)", "", listed)):
            first, last = map(int, (part.split("–") + [part])[:2])
            found |= {(NAMES[name], number) for number in range(first, last + 1)}
    return found


def test_every_article_that_the_notes_name_has_a_page_a_reason_or_a_place(register, collected_rules):
    cited = [(law.instrument, law.article) for rule in open_law(None).rules for e in rule.editions for law in e.laws]
    cited += [(entry.instrument, entry.article) for entry in register.entries]
    known = {(name, int(number)) for name, article in cited for number in re.findall(r"\d+", article)}
    known |= {(told.split(" 第")[0], int(re.search(r"第(\d+)条", told)[1])) for told in register.articles}
    wanted = named_articles((collected_rules.parent / "notes.md").read_text(encoding="utf-8"))
    assert len(wanted) > 80
    assert sorted(wanted - known) == []


def test_what_nobody_has_read_is_switched_off(register):
    """A rule that was collected from memory ships disabled and says 待核 where people see it."""
    law = {rule.id: rule for rule in open_law(None).rules}
    remembered = [entry for entry in register.entries if entry.confidence == "memory only"]
    assert len(remembered) == 8
    for entry in remembered:
        assert entry.pages, entry
        for page in entry.pages:
            assert not law[page].is_active
            assert "待核" in law[page].title["zh"] + "".join(law[page].editions[-1].laws[0].article)


def test_a_rule_of_an_internal_document_rests_until_it_is_adopted(register):
    pack = open_law(None)
    law = {rule.id: rule for rule in pack.rules}
    internal = [entry for entry in register.entries if pack.instruments[entry.instrument].is_policy]
    assert len(internal) >= 8
    for entry in internal:
        for page in entry.pages:
            cited = [pack.instruments[one.instrument] for one in law[page].editions[-1].laws]
            assert not law[page].is_active or not all(one.is_policy for one in cited), (entry.rule_id, page)
