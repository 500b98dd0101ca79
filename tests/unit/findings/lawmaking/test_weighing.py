"""Whoever asks for less than the law in force names the text that allows it, whatever word he changes and from when."""

from datetime import date

import pytest
from tests.ledgers import SHANGHAI
from tests.unit.findings.lawmaking.conftest import PAGE

from guiju.findings.law import LawInForce
from guiju.findings.lawmaking.checking import Asked, ChangeRefused, check_change
from guiju.project.law_folder import open_folder
from guiju.rules.load import Folder

TODAY, DAY = date(2026, 3, 2).toordinal(), date(2026, 3, 10).toordinal()
ONE = "  - {from: 2013-01-01, law: {instrument: 甲法, article: 第一条}}"
OPEN = "  - {from: 2013-01-01, to: 2026-03-10, law: {instrument: 甲法, article: 第一条}}\n"


def later(more: str, law: str = "{instrument: 甲法, article: 第一条}") -> str:
    """The page with an edition from 10 March on that says something more."""
    return PAGE.replace(ONE, f"{OPEN}  - {{from: 2026-03-10, law: {law}{more}}}")


@pytest.fixture
def checked(law_folder: Folder):
    def check(text: str, *, day: int = DAY, folder: Folder = law_folder, **more):
        law = LawInForce(folder.pack, SHANGHAI, folder=folder)
        return check_change(law, Asked(text, day, **more), today=TODAY)

    return check


LIGHTER = [
    (", must: {happen: custody.family_notified, within: 25 hours}", "放宽了时限或者数量"),
    # A day may be longer than twenty-four hours: what cannot be compared has to be allowed by name.
    (", must: {happen: custody.family_notified, within: 1 days, clock: period}", "放宽了时限或者数量"),
    (", must: {happen: [custody.family_notified, custody.released], within: 24 hours}", "改动了要求的内容"),
    (", must: {not_happen: custody.released}", "改动了要求的内容"),
    (", unless: [custody.notice_withheld, custody.released]", "增加了例外"),
    (", when: {event: custody.detained, where: {kind: criminal}}", "改动了适用的情形"),
    (", stop: [{from: custody.released, until: custody.detained}]", "增加了中止的情形"),
    (", extend: [{by: custody.extended, to: 48 hours, approved_by: [county_head]}]", "改动了可以延长的情形"),
    (", owed_by: court", "改动了由谁承担"),
    (", severity: major", "降低了严重程度"),
]


@pytest.mark.parametrize(("more", "reason"), LIGHTER)
def test_a_page_that_asks_for_less_in_any_way_needs_a_text_that_allows_it(checked, more, reason):
    with pytest.raises(ChangeRefused, match=f"自 2026-03-10 起.*{reason}.*没有新的依据"):
        checked(later(more))
    checked(later(more), basis="据乙法第一条")
    checked(later(more, "[{instrument: 甲法, article: 第一条}, {instrument: 乙法, article: 第一条}]"))


@pytest.mark.parametrize(
    "more",
    [
        ", must: {happen: custody.family_notified, within: 23 hours}",
        ", must: {happen: custody.family_notified, within: 90 minutes}",
        ", unless: []",
    ],
)
def test_a_page_that_asks_for_more_needs_none(checked, more):
    checked(later(more))


def test_a_page_that_asks_for_more_now_and_less_later_does_not_hide_it_behind_the_first_edition(checked):
    text = PAGE.replace(
        ONE,
        OPEN + "  - {from: 2026-03-10, to: 2026-03-11, law: {instrument: 甲法, article: 第一条},"
        " must: {happen: custody.family_notified, within: 12 hours}}\n"
        "  - {from: 2026-03-11, law: {instrument: 甲法, article: 第一条},"
        " must: {happen: custody.family_notified, within: 72 hours}}",
    )
    with pytest.raises(ChangeRefused, match="自 2026-03-11 起放宽了时限"):
        checked(text)


@pytest.mark.parametrize("gap", ["to: 2026-05-01", "to: 2026-03-10"])
def test_a_page_that_ends_or_pauses_asks_for_nothing_then(checked, gap):
    with pytest.raises(ChangeRefused, match="起不再适用"):
        checked(PAGE.replace(ONE, f"  - {{from: 2013-01-01, {gap}, law: {{instrument: 甲法, article: 第一条}}}}"),
                is_correction=True)  # fmt: skip


def test_a_correction_is_weighed_against_every_edition_that_there_was(checked):
    softened = PAGE.replace(
        ONE,
        "  - {from: 2013-01-01, to: 2020-01-01, law: {instrument: 甲法, article: 第一条},"
        " must: {happen: custody.family_notified, within: 72 hours}}\n"
        "  - {from: 2020-01-01, law: {instrument: 甲法, article: 第一条}}",
    )
    with pytest.raises(ChangeRefused, match="自 2013-01-01 起放宽了时限"):
        checked(softened, day=TODAY, is_correction=True)


WAIT = """id: custody.wait
title: {zh: 通知满二十四小时后再释放, en: Wait}
severity: major
when: custody.detained
same: [case, person]
must: {wait: 24 hours, before: custody.released}
restart: [custody.family_notified]
editions:
  - {from: 2013-01-01, law: {instrument: 甲法, article: 第一条}}
cases:
""" + "".join(
    f"""  - name: 早了{number}
    why: 不满二十四小时
    happened:
      - {{type: custody.detained, at: 2026-01-05T22:00+08:00, case: A, person: P}}
      - {{type: custody.released, at: 2026-01-06T0{number}:00+08:00, case: A, person: P}}
    expect: {{outcome: broken}}
"""
    for number in (1, 2, 3)
)
HOUSE = PAGE.replace("id: custody.notify-family", "id: custody.notify-house").replace(
    ONE,
    "  - {from: 2013-01-01, to: 2015-01-01, law: {instrument: 某办法, article: 第一条}}\n"
    "  - {from: 2015-01-01, law: {instrument: 某办法, article: 第二条}}",
)
ADOPTED = "- {adopt: 某办法, from: 2020-02-01, level: county, by: 法制部门, on: 2020-01-20}\n"


@pytest.fixture
def more_law(tmp_path) -> Folder:
    """Two further pages: one that makes people wait, one of an internal document adopted after its first text ended."""
    (tmp_path / "rules" / "custody").mkdir(parents=True)
    for name, text in (("wait", WAIT), ("notify-house", HOUSE)):
        (tmp_path / "rules" / "custody" / f"{name}.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "instruments.yaml").write_text("甲法: {clock: period}\n某办法: {rank: policy}\n", encoding="utf-8")
    (tmp_path / "decisions.yaml").write_text(ADOPTED, encoding="utf-8")
    return open_folder(tmp_path, tmp_path / "decisions.yaml")


def test_whoever_has_to_wait_waits_less_where_nothing_starts_the_time_again(checked, more_law):
    text = WAIT.replace(ONE, f"{OPEN}  - {{from: 2026-03-10, law: {{instrument: 甲法, article: 第一条}}, restart: []}}")
    with pytest.raises(ChangeRefused, match="自 2026-03-10 起改动了等待期间的中止"):
        checked(text, folder=more_law)


def test_a_page_whose_first_text_was_over_before_it_was_adopted_is_weighed_by_the_one_that_binds(checked, more_law):
    stood = "  - {from: 2015-01-01, law: {instrument: 某办法, article: 第二条}}"
    later = (
        "  - {from: 2015-01-01, to: 2026-03-10, law: {instrument: 某办法, article: 第二条}}\n"
        "  - {from: 2026-03-10, law: {instrument: 某办法, article: 第二条},"
        " must: {happen: custody.family_notified, within: HOURS hours}}"
    )
    checked(HOUSE.replace(stood, later.replace("HOURS", "12")), folder=more_law)
    with pytest.raises(ChangeRefused, match="自 2026-03-10 起放宽了时限"):
        checked(HOUSE.replace(stood, later.replace("HOURS", "48")), folder=more_law)
