"""Pages and histories that the sweep takes the short way: clear rows, no keys, fixed limits, few types, many rows."""
# ruff: noqa: E501 — tables of alternatives read best one a line

from datetime import timedelta

from hypothesis import strategies as st
from tests.property.strategies import BASES, INSTRUMENTS, RANKS, STEPS, TERMS, VOCABULARY, YEAR, ZONES, Dice

from guiju.rules.duty import Moment
from guiju.rules.model import Pack
from guiju.rules.pages.page import read_page
from guiju.rules.pages.parts import Reader
from guiju.rules.pages.refusal import LawRefused, Spot
from guiju.values.calendar import Calendar
from guiju.values.clock import SECOND, to_micros
from guiju.values.event import Event

LIMITS = ("30 minutes", "24 hours", "48 hours", "0 days", "1 days", "3 days", "1 workdays", "1 months")
TEAMS = (("O1",), ("O1", "O2"), ("O2", "O3"), ("O3",))
NAMES = ("v.a", "v.b", "v.c", "v.d", "v.e")
RULES = 5


def row(dice):
    return dice.pick("v.a", "v.b", "v.c", "v.d", "v.e", ["v.a", "v.b"], {"event": "v.a", "where": {"officers": ">= 2"}})


def must(dice):
    """One verb with a fixed limit."""
    limit = {"clock": dice.pick("plain", "period", "custody", "custody_first_day", "workdays")}
    verb = dice.pick("happen", "happen", "have_happened", "satisfy", "not_happen", "after", "wait", "wait_out", "cover",
                     "differ", "hold", "repeat", "count")  # fmt: skip
    until = {"until": row(dice)} if dice.chance(2) else {}
    return {
        "happen": lambda: {"happen": row(dice), "within": dice.pick(*LIMITS), **limit},
        "have_happened": lambda: {"have_happened": row(dice)},
        "satisfy": lambda: {"satisfy": dice.pick({"officers": ">= 2"}, {"local_time": "08:00..16:00"})},
        "not_happen": lambda: {"not_happen": row(dice), **until},
        "after": lambda: {"not_happen": row(dice), "after": dice.pick(*LIMITS), **limit, **until},
        "wait": lambda: {"wait": dice.pick(*LIMITS), "before": row(dice), **limit},
        "wait_out": lambda: {"wait_out": dice.pick(*LIMITS), "before": row(dice), **limit},
        "cover": lambda: {
            "be_covered_by": {"from": row(dice), "until": row(dice)}, **until, **dice.pick({}, {"gap": "30 minutes"})
        },
        "differ": lambda: {"differ": dice.pick("officer", "unit"), "from": row(dice)},
        "hold": lambda: {"hold": dice.pick("q1", ["q1", "q2"])},
        "repeat": lambda: {"repeat": row(dice), "every": dice.pick(*LIMITS), **limit, **until},
        "count": lambda: {"count": row(dice), dice.pick("at_most", "at_least"): dice.pick(0, 1, 2, 3), **until},
    }[verb]()  # fmt: skip


def page(dice, number):
    law = {"instrument": "L", "article": "1"}
    editions = dice.pick(
        [{"from": "2000-01-01", "law": law}], [{"from": "2000-01-01", "law": law}], [{"from": "2024-03-01", "law": law}],
        [{"from": "2000-01-01", "to": "2024-03-01", "law": law}, {"from": "2024-03-01", "to": "2024-03-05", "law": law}],
    )  # fmt: skip
    found = {
        "id": f"v.p{number}", "title": {"zh": "试"}, "severity": "minor", "when": row(dice), "must": must(dice),
        "editions": editions, "cases": [{"name": "-", "happened": {}, "expect": {"outcome": "kept"}}],
    }  # fmt: skip
    if dice.chance(2):
        found["unless"] = [row(dice) for _ in range(dice.number(1, 2))]
    if "happen" in found["must"] and dice.chance(2):
        found["must"]["clock"] = dice.pick("plain", "custody", "custody_first_day")
        if not dice.chance(3):
            found["stop"] = [{"from": dice.pick("v.d", row(dice)), "until": dice.pick("v.e", row(dice))}]
        if not dice.chance(3):
            extension = dice.pick({"add": "2 days"}, {"add": "24 hours"}, {"add": "1 months"}, {"add": "1 years"})
            found["extend"] = [{"by": dice.pick("v.c", row(dice)), "times": dice.number(1, 3), **extension}]
    return found


def roll_pack(dice):
    reader, rules = Reader(VOCABULARY, RANKS, TERMS, INSTRUMENTS), []
    for number in range(RULES):
        try:
            rules.append(read_page(page(dice, number), reader, Spot("p.yaml"), prefixes=None))
        except LawRefused:
            continue
    return Pack(tuple(rules), VOCABULARY, Calendar([YEAR]), RANKS, TERMS, INSTRUMENTS, "", (3, 1))


def roll_history(dice, at_most):
    """Rows of two cases in which nothing is left empty and nothing names a recording or an act."""
    local, base = dice.pick(*ZONES), dice.pick(*BASES)
    names = [dice.pick(*NAMES) for _ in range(dice.number(1, 4))]
    events = []
    for seq in range(dice.number(2, at_most)):
        at = (
            to_micros(base + dice.pick(*STEPS) + dice.pick(timedelta(), timedelta(), *STEPS))
            + dice.number(-1, 1) * SECOND
        )
        fields = {"case": dice.pick("C1", "C2"), "officer": dice.pick(*TEAMS), "unit": dice.pick("U1", "U2")}
        name = dice.pick(*names, *(("q.granted",) if dice.chance(6) else ()))
        if name == "q.granted":
            fields |= {"name": dice.pick("q1", "q2"), "until": dice.pick("2024-02-29", "2024-03-01", "2024-03-31")}
        day, second = local.locate(at)
        events.append(Event(name, at, day, second, seq, fields))
    at = to_micros(base + timedelta(days=dice.pick(1, 3, 9, 40, 400)))
    return events, Moment(at, local.locate(at)[0]), local


@st.composite
def plain_scenes(draw, at_most=18):
    """A pack and a history of the plain sort."""
    dice = Dice(draw)
    return roll_pack(dice), roll_history(dice, at_most)
