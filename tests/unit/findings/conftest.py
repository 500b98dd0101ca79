"""Findings are tested on both databases, with a small law of their own."""

from pathlib import Path

import pytest
from tests.ledgers import SHANGHAI, Book
from tests.unit.ledger.conftest import address, book, cluster, empty_postgresql, empty_sqlite

from guiju.findings.follower import follow_findings
from guiju.findings.law import LawInForce, install_law
from guiju.project.law_folder import open_law
from guiju.rules.model import Pack

__all__ = ["address", "book", "cluster", "empty_postgresql", "empty_sqlite"]

PAGES = {
    "custody/notify-family.yaml": """
id: custody.notify-family
title: {zh: 拘留后二十四小时内通知家属, en: Notify the family}
severity: fatal
when: custody.detained
same: [case, person]
must: {happen: custody.family_notified, within: 24 hours}
unless: [custody.notice_withheld]
editions: [{from: 2013-01-01, law: {instrument: 甲法, article: 第一条}}]
cases:
  - name: 一
    happened: [{type: custody.detained, at: 2024-03-01T08:00+08:00, case: A, person: P}]
    expect: {outcome: overdue}
""",
    "custody/report-overrun.yaml": """
id: custody.report-overrun
title: {zh: 逾期未通知应当报告, en: Report the overrun}
severity: minor
when: {overdue: custody.notify-family}
same: [case, person]
must: {happen: custody.released, within: 12 hours}
editions: [{from: 2013-01-01, law: {instrument: 甲法, article: 第二条}}]
cases:
  - name: 一
    happened: [{type: custody.detained, at: 2024-03-01T08:00+08:00, case: A, person: P}]
    expect: {outcome: overdue}
""",
    "cases/two-officers.yaml": """
id: cases.two-officers
title: {zh: 搜查不少于二人, en: Two officers}
severity: major
when: cases.searched
must: {satisfy: {officers: ">= 2"}}
editions: [{from: 2013-01-01, law: {instrument: 甲法, article: 第三条}}]
cases:
  - name: 一
    happened: [{type: cases.searched, at: 2024-03-01T08:00+08:00, case: A, act: S, officer: P1}]
    expect: {outcome: broken}
""",
    "cases/qualified.yaml": """
id: cases.qualified
title: {zh: 搜查人员应当取得资格, en: Qualified}
severity: major
when: cases.searched
must: {hold: 基本级执法资格}
editions: [{from: 2013-01-01, law: {instrument: 甲法, article: 第四条}}]
cases:
  - name: 一
    happened: [{type: cases.searched, at: 2024-03-01T08:00+08:00, case: A, act: S, officer: P1}]
    expect: {outcome: broken}
""",
    "bureau/monthly.yaml": """
id: bureau.monthly
title: {zh: 每月培训一次, en: Monthly training}
severity: minor
history: unit
when: {each: month, from: bureau.unit_opened, until: bureau.unit_closed}
must: {happen: training.course_held, within: 20 days}
editions: [{from: 2013-01-01, law: {instrument: 甲法, article: 第五条}}]
cases:
  - name: 一
    happened: [{type: bureau.unit_opened, at: 2024-03-15T08:00+08:00, unit: U}]
    as_of: 2024-05-01T00:00+08:00
    expect: {outcome: overdue}
""",
}


@pytest.fixture(scope="session")
def small_pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    """Five pages: a limit in hours, an overrun, a property of the act, a credential, a calendar period."""
    return write_pack(tmp_path_factory.mktemp("law"), PAGES)


def write_pack(folder: Path, pages: dict[str, str]) -> Pack:
    """A pack of these pages."""
    for name, text in pages.items():
        path = folder / "rules" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "instruments.yaml").write_text("甲法: {clock: period}\n", encoding="utf-8")
    return open_law(folder)


@pytest.fixture
def judged(book: Book, small_pack: Pack) -> Book:
    """The ledger with findings that follow it."""
    install_law(LawInForce(small_pack, SHANGHAI))
    book.follow(follow_findings)
    return book
