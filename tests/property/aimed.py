"""Histories made for one wrong each, where random throws seldom land: overlapping stops, ladders, equal instants."""

from datetime import timedelta, timezone
from itertools import product

from tests.property.strategies import INSTRUMENTS, RANKS, TERMS, VOCABULARY, YEAR

from guiju.rules.duty import Moment
from guiju.rules.model import Pack
from guiju.rules.pages.page import read_page
from guiju.rules.pages.parts import Reader
from guiju.rules.pages.refusal import Spot
from guiju.values.calendar import Calendar
from guiju.values.clock import SECOND, LocalTime
from guiju.values.event import Event

LOCAL = LocalTime(timezone(timedelta(hours=8)))
START = 1_709_164_800 * SECOND
HOUR = 3600 * SECOND
DAY_WORDS = {"happen": "v.b", "within": "24 hours"}
STOPS = [{"from": "v.d", "until": "v.e"}]
LADDER = [{"by": "v.c", "to": "48 hours"}, {"by": "v.c", "to": "72 hours"}]
# (words of the page, hours after the start at which each type happened, hours until it is judged)
COVER = {"be_covered_by": {"from": "v.d", "until": "v.e"}, "until": "v.b", "gap": "60 minutes"}
SCENES = (
    ({"must": COVER}, ("d0", "a0", "e2", "d3", "e5", "b5"), 100),
    ({"must": COVER}, ("a0", "d1", "e4", "b5"), 100),
    ({"must": DAY_WORDS, "stop": STOPS}, ("a0", "d2", "d4", "e6", "e8", "b29"), 100),
    ({"must": DAY_WORDS, "stop": STOPS}, ("a0", "d2", "d4", "e6", "e8", "b31"), 100),
    ({"must": DAY_WORDS, "extend": LADDER}, ("a0", "c2", "b60"), 100),
    ({"must": DAY_WORDS, "extend": LADDER}, ("a0", "c2", "c3", "b60"), 100),
    ({"must": {"not_happen": "v.b"}}, ("a0", "b0"), 10),
    ({"must": {"not_happen": "v.b"}}, ("b0", "a0"), 10),
    ({"must": DAY_WORDS, "unless": ["v.f"]}, ("a0", "f24", "b30"), 100),
    ({"must": {"have_happened": "v.b"}, "unless": ["v.f"]}, ("a0", "f0"), 100),
)


def scenes():
    """Each scene as pack, rows, instant and zone; once without keys, for the short way of the sweep, once with them."""
    reader = Reader(VOCABULARY, RANKS, TERMS, INSTRUMENTS)
    for (words, told, hours), same in product(SCENES, (["case"], ["case", "person"])):
        page = {
            "id": "v.p0", "title": {"zh": "试"}, "severity": "minor", "when": "v.a", "same": same,
            **words,
            "editions": [{"from": "2000-01-01", "law": {"instrument": "L", "article": "1"}}],
            "cases": [{"name": "-", "happened": {}, "expect": {"outcome": "kept"}}],
        }  # fmt: skip
        rule = read_page(page, reader, Spot("p.yaml"), prefixes=None)
        pack = Pack((rule,), VOCABULARY, Calendar([YEAR]), RANKS, TERMS, INSTRUMENTS, "")
        rows = []
        for seq, word in enumerate(told):
            at = START + int(word[1:]) * HOUR
            rows.append(Event(f"v.{word[0]}", at, *LOCAL.locate(at), seq, {"case": "C1", "person": "P1"}))
        at = START + hours * HOUR
        yield pack, rows, Moment(at, LOCAL.locate(at)[0]), LOCAL
