"""A log shaped like the road fines, as large as wanted, and packs of 12 and 60 pages over all ten verbs."""
# ruff: noqa: E501 — tables read best one a line

from dataclasses import replace
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from guiju.facts.take_in import load_mapping, take_in
from guiju.rules.instrument import Instrument
from guiju.rules.model import Pack
from guiju.rules.pages.page import read_page
from guiju.rules.pages.parts import Reader
from guiju.rules.pages.refusal import Spot
from guiju.values.calendar import Calendar
from guiju.values.clock import LocalTime
from guiju.values.event import EventType
from guiju.values.event_table import Column, EventTable
from guiju.values.vocabulary import Vocabulary

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT.parent / "shared" / "data" / "road_fines_sample.xes.gz"
MAPPING = ROOT / "examples" / "road_fines" / "mapping.yaml"
ROME = LocalTime(ZoneInfo("Europe/Rome"))
# How often each step follows its case, in thousandths, and how many days after the step before; for want of the sample.
STEPS = (("sent", 690, 90), ("notified", 760, 14), ("penalty_added", 990, 60), ("paid", 520, 150),
         ("collection_started", 390, 500), ("appealed", 28, 20), ("appeal_sent", 27, 30))  # fmt: skip
OFFICERS = 40


def taken_in():
    """The sample through the door, or a log made up by the same proportions."""
    if SAMPLE.is_file():
        return take_in(SAMPLE, load_mapping(MAPPING)).table
    return made_up(30_357)


def made_up(cases):
    random, rows = np.random.default_rng(7), []
    for case in range(cases):
        day = int(random.integers(date(2000, 1, 1).toordinal(), date(2013, 1, 1).toordinal()))
        rows.append((case, "fines.created", day))
        for name, share, gap in STEPS:
            if random.integers(1000) < share:
                day += int(random.integers(gap // 2 + 1, 2 * gap))
                rows.append((case, f"fines.{name}", day))
    names = sorted({name for _, name, _ in rows})
    days = np.array([day for _, _, day in rows], np.int32)
    at = np.array([ROME.midnight(int(day)) for day in days], np.int64)
    zero = np.zeros(len(rows), np.int32)
    return EventTable(
        Column(np.array([names.index(name) for _, name, _ in rows], np.int32), names), at, days, zero,
        np.arange(len(rows)), zero.astype(np.int16),
        {"case": Column(np.array([case for case, _, _ in rows], np.int32), [f"A{case}" for case in range(cases)])}, {},
        "Europe/Rome", frozenset(names),
    )  # fmt: skip


def repeated(table, times):
    """The same events under other case ids, with officers and units, who are absent from the sample."""
    size, cases = len(table), table.keys["case"]
    shift = np.repeat(np.arange(times, dtype=np.int32) * len(cases.values), size)
    case = Column(np.tile(cases.codes, times) + shift, [f"{value}-{k}" for k in range(times) for value in cases.values])
    officer = np.random.default_rng(11).integers(0, OFFICERS, size * times).astype(np.int32)
    keys = {
        "case": case,
        "officer": Column(officer, [(f"O{number:02}",) for number in range(OFFICERS)]),
        "unit": Column(officer // 8, [f"U{number}" for number in range(OFFICERS // 8)]),
    }
    tiled = {name: np.tile(getattr(table, name), times) for name in ("at", "day", "second", "offset")}
    return replace(
        table, type=Column(np.tile(table.type.codes, times), table.type.values), keys=keys, attributes={},
        row=np.arange(size * times), **tiled,
    )  # fmt: skip


def page(number, when, must, **rest):
    return {
        "id": f"fines.p{number}", "title": {"zh": "试"}, "severity": "minor", "when": when, "must": must,
        "editions": [{"from": "1990-01-01", "law": {"instrument": "L", "article": "1"}}],
        "cases": [{"name": "-", "happened": {}, "expect": {"outcome": "kept"}}], **rest,
    }  # fmt: skip


def pages(shift=0):
    """Twelve pages: all ten verbs, one stop, one extension; ``shift`` varies the limits."""
    plain = {"clock": "plain"}
    return [
        page(shift, "fines.created", {"happen": "fines.sent", "within": f"{90 + shift} days", **plain}, unless=["fines.paid"]),
        page(shift + 1, "fines.sent", {"happen": "fines.notified", "within": f"{30 + shift} days", **plain}),
        page(
            shift + 2, "fines.appealed", {"happen": "fines.appeal_answered", "within": "7 months", **plain},
            stop=[{"from": "fines.appeal_sent", "until": "fines.appeal_answered"}],
            extend=[{"by": "fines.judge_appealed", "add": "60 days"}],
        ),
        page(shift + 3, "fines.penalty_added", {"have_happened": "fines.notified"}),
        page(shift + 4, "fines.created", {"satisfy": {"local_time": "00:00..12:00"}}),
        page(shift + 5, "fines.notified", {"not_happen": "fines.appealed", "after": f"{60 + shift} days", **plain}),
        page(shift + 6, "fines.notified", {"wait": f"{60 - shift % 50} days", "before": "fines.penalty_added", **plain}),
        page(
            shift + 7, "fines.appeal_sent",
            {"be_covered_by": {"from": "fines.created", "until": "fines.collection_started"}, "until": "fines.appeal_answered"},
        ),
        page(shift + 8, "fines.appeal_answered", {"differ": "officer", "from": "fines.appeal_sent"}),
        page(shift + 9, "fines.judge_appealed", {"hold": "q"}),
        page(
            shift + 10, "fines.paid",
            {"repeat": "fines.paid", "every": f"{400 + shift} days", "until": "fines.collection_started", **plain},
        ),
        page(shift + 11, "fines.created", {"count": "fines.paid", "at_most": 3}),
    ]  # fmt: skip


def pack_of(count):
    """A pack of so many of these pages."""
    names = ("created", "sent", "notified", "penalty_added", "paid", "collection_started", "appealed", "appeal_sent",
             "appeal_answered", "appeal_result_notified", "judge_appealed")  # fmt: skip
    types = [EventType(f"fines.{name}", name, ("case",)) for name in names]
    types += [EventType("q.granted", "granted", (), ("name", "until")), EventType("q.ended", "ended", (), ("name",))]
    words = Vocabulary(types, credential_types=("q.granted", "q.ended"))
    reader = Reader(words, {}, {}, {"L": Instrument("L")})
    written = [one for shift in range(0, count, 12) for one in pages(shift)][:count]
    rules = tuple(read_page(one, reader, Spot("bench.yaml"), prefixes=None) for one in written)
    return Pack(rules, words, Calendar(), {}, {}, {"L": Instrument("L")}, "")
