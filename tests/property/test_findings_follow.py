"""Whatever is recorded, in whatever order, corrected and looked at when: findings equal those made from the ledger."""

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.ledgers import SHANGHAI, ledger_on, moment
from tests.unit.findings.conftest import PAGES, write_pack
from tests.unit.ledger.conftest import cluster, empty_postgresql, empty_sqlite

from guiju.facts.commands import CorrectionRefused
from guiju.facts.draft import Draft
from guiju.findings.agenda import judge_due
from guiju.findings.commands import report_findings
from guiju.findings.follower import follow_findings
from guiju.findings.law import LawInForce, install_law
from guiju.findings.rebuild import check_findings
from guiju.values.clock import to_micros

__all__ = ["cluster", "empty_postgresql", "empty_sqlite"]

START = moment("2026-03-02T08:00")
# Hours around what decides: the trigger, 24 hours, the overrun's 12, midnight, the first of a month.
HOURS = st.sampled_from([-30, -24, -1, 0, 1, 23, 24, 25, 35, 36, 37, 40, 64, 700, 720, 1200])
TYPES = st.sampled_from(
    ["custody.detained", "custody.family_notified", "custody.notice_withheld", "custody.released", "cases.searched",
     "bureau.unit_opened", "bureau.unit_closed", "training.course_held", "credentials.granted"]
)  # fmt: skip
FIELDS = {
    "custody": {"case": ["A1", "A2", ""], "person": ["P1", "P2", ""], "unit": ["U1"], "kind": ["criminal", "其他", ""]},
    "cases": {"case": ["A1", "A2"], "act": ["S1"], "officer": [("O1",), ("O1", "O2"), ()]},
    "bureau": {"unit": ["U1", "U2"]},
    "training": {"unit": ["U1", "U2"]},
    "credentials": {
        "officer": [("O1",), ("O2",)],
        "name": ["基本级执法资格", "高级"],
        "until": ["2030-01-01", "2026-03-02"],
    },
}


@st.composite
def fields_of(draw, type_name):
    chosen = {name: draw(st.sampled_from(values)) for name, values in FIELDS[type_name.split(".")[0]].items()}
    return chosen if any(chosen.get(key) for key in ("case", "person", "unit", "officer")) else {**chosen, "case": "A1"}


@st.composite
def acts(draw):
    what = draw(st.sampled_from(["record"] * 6 + ["correct", "pass", "pass", "report"]))
    if what == "pass":
        return what, draw(st.sampled_from([1, 5, 23, 24, 30, 400]))
    if what == "report":
        return (what,)
    type_name = draw(TYPES)
    said = (type_name, draw(HOURS), draw(fields_of(type_name)))
    return (what, draw(st.integers(0, 8)), *said) if what == "correct" else (what, *said)


def play(book, told):
    ids = []
    for number, (what, *words) in enumerate(told):
        if what == "pass":
            book.now += timedelta(hours=words[0])
            judge_due(to_micros(book.now))
        elif what == "report":
            report_findings(at=to_micros(book.now))
        elif what == "record":
            type_name, hours, said = words
            draft = Draft.of(type_name, START + timedelta(hours=hours), said, local=SHANGHAI)
            ids.append(book.write(draft, key=f"K{number}").ids[0])
        elif ids:
            which, type_name, hours, said = words
            why = {"corrects": ids[which % len(ids)], "reason": "错", "approver": "chief"}
            draft = Draft.of(type_name, START + timedelta(hours=hours), said, local=SHANGHAI, **why)
            try:
                ids.append(book.write(draft, key=f"K{number}").ids[0])
            except CorrectionRefused:
                continue


def hold(address, folder, pack, told):
    with ledger_on(address, folder) as book:
        install_law(LawInForce(pack, SHANGHAI))
        book.follow(follow_findings)
        play(book, told)
        judge_due(to_micros(book.now), nightly=True)
        report_findings(at=to_micros(book.now))
        assert check_findings(to_micros(book.now)) == []


BY_WHERE = """
id: bureau.train-after-detention
title: {zh: 刑事拘留后组织业务培训, en: Train after a detention}
severity: minor
history: unit
when: {event: custody.detained, where: {kind: criminal}}
must: {happen: custody.released, within: 24 hours}
unless: [{event: custody.detained, where: {kind: {not: criminal}}}]
editions: [{from: 2013-01-01, law: {instrument: 甲法, article: 第六条}}]
cases:
  - name: 一
    happened: [{type: custody.detained, at: 2024-03-01T08:00+08:00, unit: U, kind: criminal}]
    expect: {outcome: overdue}
"""
"""A page that most rows of its types mean nothing to: it is judged only where one may be meant."""


@pytest.fixture(scope="module")
def pack(tmp_path_factory):
    return write_pack(tmp_path_factory.mktemp("law"), {**PAGES, "bureau/train-after-detention.yaml": BY_WHERE})


MANY = settings(max_examples=60, suppress_health_check=list(HealthCheck))
FEW = settings(max_examples=40, suppress_health_check=list(HealthCheck))
DETAINED = ("custody.detained", 0, {"case": "A1", "person": "P1", "unit": "U1"})
NOTIFIED = ("custody.family_notified", 25, {"case": "A1", "person": "", "unit": "U1"})
RECORDS = st.lists(acts(), min_size=1, max_size=14)


@given(told=RECORDS)
@example(told=[("record", *DETAINED), ("pass", 30), ("report",), ("record", *NOTIFIED), ("pass", 24), ("report",)])
@example(told=[("record", *DETAINED), ("pass", 30), ("report",), ("correct", 0, *NOTIFIED), ("report",)])
@MANY
def test_findings_step_by_step_are_those_from_the_ledger(empty_sqlite, pack, told):
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(empty_sqlite, Path(folder) / "guiju.sqlite3")
        hold(f"sqlite:///{folder}/guiju.sqlite3", Path(folder), pack, told)


@pytest.mark.slow
@given(told=RECORDS)
@FEW
def test_findings_step_by_step_are_those_from_the_ledger_on_postgresql(cluster, empty_postgresql, pack, told):
    with tempfile.TemporaryDirectory() as folder:
        hold(cluster.address(cluster.create(empty_postgresql)), Path(folder), pack, told)
