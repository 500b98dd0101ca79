"""Whoever asks for less than the law in force names the text that allows it, whatever word he changes and from when."""

from datetime import date

import pytest
from tests.ledgers import SHANGHAI
from tests.unit.findings.lawmaking.conftest import PAGE

from guiju.findings.law import LawInForce
from guiju.findings.lawmaking.checking import Asked, ChangeRefused, check_change
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
