"""What was found about somebody whose key is destroyed is unclear from then on, in the tables as in a rebuild."""

import pytest
from tests.ledgers import SHANGHAI
from tests.unit.findings.conftest import write_pack

from guiju.facts.privacy.destruction import settle
from guiju.facts.privacy.person_index import follow_persons
from guiju.findings.agenda import judge_due
from guiju.findings.follower import follow_findings
from guiju.findings.law import LawInForce, install_law
from guiju.findings.models import DataGap, Finding
from guiju.findings.rebuild import check_findings

PAGE = """
id: custody.attend-minor
title: {zh: 讯问未成年人通知监护人到场, en: Attend}
severity: fatal
when: {event: custody.interrogation_started, where: {minor: true}}
same: [case, person]
must: {happen: custody.guardian_present, within: 2 hours}
editions: [{from: 2013-01-01, law: {instrument: 甲法, article: 第一条}}]
cases:
  - name: 一
    happened:
      - {type: custody.interrogation_started, at: 2024-03-01T08:00+08:00, case: A, person: P, act: B, minor: true}
    expect: {outcome: overdue}
"""


@pytest.fixture
def judged(book, safe, tmp_path):
    install_law(LawInForce(write_pack(tmp_path / "law", {"custody/attend-minor.yaml": PAGE}), SHANGHAI))
    safe.wire(follow_findings, follow_persons)
    return book


def test_a_finding_becomes_unclear_and_never_another_breach(judged, safe, sign):
    sign.term()
    for case, minor in (("A1", True), ("A2", False)):
        judged.record(
            "custody.interrogation_started", "2026-03-01T10:00", case=case, person=f"P-{case}", act="B", minor=minor
        )
    judge_due(safe.now())
    assert [row.value for row in Finding.objects.filter(is_standing=True)] == ["A1"]
    judged.pass_time(days=60)
    for case in ("A1", "A2"):
        sign.confirm(sign.propose(f"P-{case}"))
    judged.pass_time(days=31)
    assert len(settle(safe.now()).destroyed) == 2
    judge_due(safe.now())
    assert list(Finding.objects.filter(is_standing=True)) == []
    assert {(row.value, row.missing) for row in DataGap.objects.all()} == {("A1", "minor"), ("A2", "minor")}
    assert check_findings() == []
