"""A row that a page's conditions shut out is not judged by it, unless it says something else that matters."""

import pytest
from django.db import connection
from tests.ledgers import SHANGHAI, moment
from tests.unit.findings.conftest import write_pack
from tests.unit.findings.test_edges import begun, differences, imported

from guiju.findings.follower import follow_findings
from guiju.findings.law import LawInForce, install_law
from guiju.rules.reach import Reach
from guiju.values.event import Event

PAGE = """
id: cases.search-at-once
title: {zh: 拘留后二十四小时内紧急搜查, en: Search at once}
severity: minor
when: {event: custody.detained, where: {kind: criminal}}
must: {happen: {event: cases.searched, where: {urgent: true}}, within: 24 hours}
editions: [{from: 2013-01-01, law: {instrument: 甲法, article: 第一条}}]
cases:
  - name: 一
    happened: [{type: custody.detained, at: 2024-03-01T08:00+08:00, case: A, person: P, kind: criminal}]
    expect: {outcome: overdue}
"""
RULE = {"cases.search-at-once"}


@pytest.fixture(scope="module")
def pack(tmp_path_factory):
    return write_pack(tmp_path_factory.mktemp("law"), {"cases/search-at-once.yaml": PAGE})


@pytest.fixture
def weighed(book, pack):
    install_law(LawInForce(pack, SHANGHAI))
    book.follow(follow_findings)
    return book


def row(type_name, **fields):
    return Event(type_name, 0, 1, 0, 1, fields)


@pytest.mark.parametrize(
    ("event", "is_meant"),
    [
        (row("custody.detained", case="A", kind="criminal"), True),
        (row("custody.detained", case="A", kind="administrative"), False),
        (row("custody.detained", case="A"), True),
        (row("cases.searched", case="A", urgent=False), False),
        (row("cases.searched", case="A"), True),
        (row("custody.released", case="A"), False),
    ],
    ids=["meets", "does not meet", "empty may mean anything", "a plain no", "an empty flag", "another type"],
)
def test_only_what_is_filled_in_can_be_a_no(pack, event, is_meant):
    assert (Reach(pack).weighed("case", event) == RULE) is is_meant


def test_a_row_that_meets_no_condition_still_tells_that_its_type_is_recorded_here(weighed):
    source = begun(weighed, 1, "custody.detained", "case、person、kind")
    said = {"case": "A1", "person": "P1", "kind": "criminal"}
    imported(weighed, source, "custody.detained", "2026-03-01T08:00", 1, **said)
    with connection.cursor() as cursor:
        cursor.execute("SELECT rule, missing FROM data_gap")
        assert cursor.fetchall() == [("cases.search-at-once", "source")]
    weighed.now = moment("2026-03-05T09:00")
    weighed.record("cases.searched", "2026-03-04T08:00", case="A1", act="S1", officer="O1", urgent=False)
    with connection.cursor() as cursor:
        cursor.execute("SELECT rule, outcome FROM finding")
        assert cursor.fetchall() == [("cases.search-at-once", "overdue")]
    assert differences(weighed) == []
