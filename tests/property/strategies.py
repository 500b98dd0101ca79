"""Random pages over the whole language; histories aimed at starts, ends and edition changes, one second off or on."""
# ruff: noqa: E501, C901 — tables of alternatives read best one a line

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from guiju.rules.duty import Moment
from guiju.rules.instrument import Instrument
from guiju.rules.model import Pack, Term
from guiju.rules.pages.page import read_page
from guiju.rules.pages.parts import Reader
from guiju.rules.pages.refusal import LawRefused, Spot
from guiju.values.calendar import Calendar, CalendarYear
from guiju.values.clock import SECOND, LocalTime, to_micros
from guiju.values.event import Event, EventType
from guiju.values.limit import Limit
from guiju.values.vocabulary import Vocabulary

VOCABULARY = Vocabulary(
    [
        EventType("v.a", "a", ("case", "person", "act"), ("kind", "n", "m", "days", "on"), flags=("urgent",)),
        EventType("v.b", "b", ("case", "person"), ("kind", "n", "m")),
        EventType("v.c", "c", ("case",), ("kind", "approver", "days", "n")),
        EventType("v.d", "d", ("case", "person", "recording", "act"), ("kind", "days", "on", "n")),
        EventType("v.e", "e", ("case", "person", "recording", "act"), ("n",)),
        EventType("v.f", "f", ("case", "person", "act"), ("minor", "kind", "approver"), standing=("minor",)),
        EventType("v.g", "g", ("case", "item"), ("minor", "n")),
        EventType("q.granted", "granted", ("case",), ("name", "until")),
        EventType("q.ended", "ended", ("case",), ("name",)),
    ],
    credential_types=("q.granted", "q.ended"),
)
TYPES = ("v.a", "v.b", "v.c", "v.d", "v.e", "v.f", "v.g")
RANKS = {"low": ("county", 0), "middle": ("county", 1), "high": ("county", 2), "other": ("city", 0)}
TERMS = {"at_once": Term("at_once", "立即", Limit(2, "hours")), "soon": Term("soon", "及时", None)}
INSTRUMENTS = {"L": Instrument("L")}
# 2024-02-29 is a holiday, Saturday 2024-03-02 a made-up workday, 2024-04-01 the first day after a long rest.
YEAR = CalendarYear(
    2024,
    frozenset(date(2024, month, day).toordinal() for month, day in ((2, 29), (3, 4), (3, 29), (12, 30), (12, 31))),
    frozenset({date(2024, 3, 2).toordinal()}),
)
ZONES = (LocalTime(ZoneInfo("Asia/Shanghai")), LocalTime(ZoneInfo("Europe/Rome")))
LIMITS = ("30 minutes", "24 hours", "48 hours", "0 days", "1 days", "3 days", "7 days", "1 workdays", "3 workdays",
          "1 months", "1 years", {"attr": "days", "unit": "days", "at_most": "5 days"}, {"attr": "on"},
          {"attr": "days", "unit": "hours"}, "at_once", "soon")  # fmt: skip
BASES = (datetime(2024, 2, 28, 8, tzinfo=UTC), datetime(2024, 2, 28, 16, tzinfo=UTC), datetime(2024, 3, 1, tzinfo=UTC),
         datetime(2024, 3, 30, 23, tzinfo=UTC), datetime(2024, 12, 30, 16, tzinfo=UTC))  # fmt: skip
STEPS = (timedelta(), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=8), timedelta(hours=24),
         timedelta(hours=48), timedelta(days=3), timedelta(days=4), timedelta(days=7), timedelta(days=31))  # fmt: skip
VALUES = {
    "case": ("C1", "C2", None), "person": ("P1", "P2", None), "act": ("A1", "A2", None, None), "item": ("I1", None),
    "recording": ("R1", "A1", None), "officer": (("O1",), ("O1", "O2"), ("O2", "O3"), (), None), "unit": ("U1", "U2", None),
    "kind": ("x", "y", None), "n": (1, "5", "2.5", "many", None), "m": (1, 2, None), "days": (0, 1, "3", 9, "long", None),
    "on": ("2024-03-01", "2024/3/4", "9999-12-31", "soon", None), "approver": ("low", "middle", "high", "other", "?", None),
    "urgent": (True, "是", None), "minor": (True, False, None), "name": ("q1", "q2", None),
    "until": ("2024-02-29", "2024-03-01", "2024-03-31", None),
}  # fmt: skip


class Dice:
    """Short names for drawing."""

    def __init__(self, draw):
        self.draw, self.is_simple = draw, False

    def pick(self, *options):
        return self.draw(st.sampled_from(options))

    def chance(self, of):
        return self.draw(st.integers(0, of - 1)) == 0

    def number(self, low, high):
        return self.draw(st.integers(low, high))


def condition(dice, kinds):
    """A condition on fields that at least one of the types has."""
    fields = [field for field in ("kind", "n", "urgent", "minor", "officers", "local_time", "approver", "m", "unit")
              if field in ("officers", "local_time", "unit") or any(VOCABULARY.declares(kind, field) for kind in kinds)]  # fmt: skip
    field = dice.pick(*fields)
    if field == "local_time":
        return {field: dice.pick("21:00..07:00", "08:00..16:00")}
    options = {
        "kind": ["x", ["x", "y"], "!= x", {"not": "y"}, "present", "absent"],
        "n": ["> 1", ">= 5", "< 2.5", "<= 1", "1..3", 5, *(["<= m", ">= 2 * m"] if "m" in fields else [])],
        "m": ["= n", 1], "urgent": [True, False], "minor": [True, False], "officers": [">= 2", "= 1"],
        "approver": [">= middle", "< high", "present"], "unit": ["U1", "present"],
    }[field]  # fmt: skip
    test = {field: dice.pick(*options)}
    if dice.chance(5):
        return {dice.pick("any", "all"): [test, {"officers": ">= 2"}]}
    return {"not": test} if dice.chance(6) else test


def reference(dice, *, same=True):
    kinds = [dice.pick(*TYPES)] if dice.chance(2) else sorted({dice.pick(*TYPES), dice.pick(*TYPES)})
    if dice.is_simple or dice.chance(2):
        return kinds if len(kinds) > 1 else kinds[0]
    found = {"event": kinds}
    if dice.chance(2):
        found["where"] = condition(dice, kinds)
    if same and dice.chance(3):
        found["same"] = keys(dice)
    return found


def keys(dice):
    return dice.pick(["case"], ["case", "person"], ["case", "person", "act"], ["case", "officer"], ["person", "unit"],
                     ["item"])  # fmt: skip


def limit(dice, *, attributes=True):
    return dice.pick(*[value for value in LIMITS if attributes or isinstance(value, str)])


def must(dice):
    """One verb with its words."""
    verb = dice.pick("happen", "happen", "have_happened", "satisfy", "not_happen", "wait", "wait_out", "cover", "differ",
                     "hold", "repeat", "count")  # fmt: skip
    clock = {"clock": dice.pick("plain", "period", "custody", "custody_first_day", "workdays")}
    if verb == "happen":
        answer = {"all": [reference(dice), reference(dice)]} if dice.chance(5) else reference(dice)
        return {"happen": answer, "within": limit(dice), **clock}
    if verb == "have_happened":
        word = dice.pick("", "within", "ahead")
        return {"have_happened": reference(dice), **({word: limit(dice, attributes=False), **clock} if word else {})}
    if verb == "satisfy":
        return {"satisfy": condition(dice, ["v.a", "v.b", "v.f"])}
    if verb == "not_happen":
        found = {"not_happen": reference(dice)}
        if dice.chance(2):
            found.update(after=limit(dice), **clock)
            if dice.chance(3):
                found["less"] = dice.pick("1 days", "1 workdays", "1 hours", "1 months")
        return {**found, **({"until": reference(dice)} if dice.chance(3) else {})}
    if verb in ("wait", "wait_out"):
        return {verb: limit(dice), "before": reference(dice), **clock}
    if verb == "cover":
        found = {
            "be_covered_by": {"from": dice.pick("v.d", reference(dice)), "until": dice.pick("v.e", reference(dice))}
        }
        for word in ("from", "until"):
            if dice.chance(2):
                found[word] = reference(dice)
        return {**found, **({"gap": "30 minutes"} if dice.chance(2) else {})}
    if verb == "differ":
        return {"differ": dice.pick("officer", "unit"), "from": reference(dice)}
    if verb == "hold":
        return {"hold": dice.pick("q1", ["q1", "q2"])}
    until = {"until": reference(dice)} if dice.chance(2) else {}
    if verb == "repeat":
        return {"repeat": reference(dice), "every": limit(dice), **clock, **until}
    bound = {dice.pick("at_most", "at_least"): dice.pick(0, 1, 2, 3.5)}
    return {
        "count": dice.pick("v.a", "v.b", reference(dice)),
        **bound,
        **({"sum": "n"} if dice.chance(3) else {}),
        **until,
    }


def when(dice):
    """A trigger form."""
    form = 0 if dice.is_simple else dice.number(0, 9)
    if form < 5:
        return reference(dice)
    if form < 8:
        found = reference(dice)
        found = dict(found) if isinstance(found, dict) else {"event": found}
        if form != 6:
            found[dice.pick("while", "not_while")] = {
                "from": reference(dice), **({"until": reference(dice)} if dice.chance(2) else {})
            }  # fmt: skip
        if form >= 6:
            found["for_each"] = reference(dice)
        return found
    each = dice.pick("day", "week", "month", "quarter", "half_year", "year", "bureau_year")
    return {"each": each, "from": reference(dice), **({"until": reference(dice)} if dice.chance(2) else {})}


def modifiers(dice):
    found = {}
    if dice.chance(2):
        found["extend"] = [
            {
                "by": dice.pick("v.c", reference(dice)),
                **dice.pick({"add": "2 days"}, {"to": "7 days"}, {"to": "48 hours"}, {"add": "24 hours"}, {"add": "1 months"},
                            {"to": {"attr": "days", "unit": "days", "at_most": "9 days"}}),
                **({"from": dice.pick("1 days", "3 days", "24 hours")} if dice.chance(3) else {}),
                **({"times": 2} if dice.chance(2) else {}),
                **({"approved_by": dice.pick("middle", ["high", "other"])} if dice.chance(2) else {}),
            }
            for _ in range(dice.number(1, 2))
        ]  # fmt: skip
    if dice.chance(2):
        found["stop"] = [{"from": dice.pick("v.d", reference(dice)), "until": dice.pick("v.e", reference(dice))}]
        if dice.chance(3):
            found["stop"].append({"from": "v.f", "until": "v.g"})
    if dice.chance(3):
        found["restart"] = [reference(dice)]
    if dice.chance(4):
        found["count_from"] = {dice.pick("last", "next"): reference(dice)}
    return found


def page(dice, number, kind, behind):
    """One page as a mapping; whether the loader takes it is another matter."""
    law = {"instrument": "L", "article": "1"}
    boundary = dice.pick("2024-02-29", "2024-03-01", "2024-03-02")
    editions = [{"from": "2000-01-01", "law": law}]
    if dice.chance(3):
        editions[0]["from"] = boundary
    elif dice.chance(2):
        editions[0]["to"] = boundary
        if dice.chance(2):
            later = {"from": boundary, "law": law}
            if dice.chance(3):
                later["must"] = must(dice)
            if dice.chance(5):
                later["status"] = "unverified"
            editions.append(later)
    found = {
        "id": f"v.p{number}", "title": {"zh": "试"}, "severity": "minor", "history": kind, "same": keys(dice),
        "when": {"overdue": f"v.p{number - 1}"} if behind else when(dice), "must": must(dice), "editions": editions,
        "cases": [{"name": "-", "happened": {}, "expect": {"outcome": "kept"}}],
    }  # fmt: skip
    if dice.is_simple:
        del found["same"]
    if dice.chance(2):
        found["unless"] = [reference(dice) for _ in range(dice.number(1, 2))]
    if not dice.is_simple and dice.chance(4):
        found["edition_by"] = {dice.pick("last", "first"): reference(dice)}
    if any(word in found["must"] for word in ("happen", "not_happen", "wait", "wait_out", "repeat")) and dice.chance(
        4 if dice.is_simple else 2
    ):
        found.update(modifiers(dice))
    return found


@st.composite
def packs(draw, count=4):
    """A pack of pages that the loader accepts, all for histories of one key."""
    return roll_pack(Dice(draw), count)


def roll_pack(dice, count, kind=None):
    dice.is_simple = dice.chance(2)
    kind = kind or dice.pick("case", "case", "case", "person", "officer", "unit")
    reader, rules = Reader(VOCABULARY, RANKS, TERMS, INSTRUMENTS), []
    for number in range(count):
        behind = bool(rules) and rules[-1].id == f"v.p{number - 1}" and _has_due(rules[-1]) and dice.chance(2)
        try:
            rules.append(read_page(page(dice, number, kind, behind), reader, Spot("p.yaml"), prefixes=None))
        except LawRefused:
            continue
    calendar = Calendar([YEAR] if not dice.chance(4) else [])
    return kind, Pack(tuple(rules), VOCABULARY, calendar, RANKS, TERMS, INSTRUMENTS, "", (3, 1))


def _has_due(rule):
    return all(type(edition.verb).__name__ == "Happen" and not edition.trigger.overdue for edition in rule.editions)


@st.composite
def histories(draw, at_most=14):
    """Rows in the order in which they were recorded, and the instant and zone in which they are judged."""
    return roll_history(Dice(draw), at_most)


def roll_history(dice, at_most):
    local, base = dice.pick(*ZONES), dice.pick(*BASES)
    is_clear = dice.chance(2)

    def instant():
        if dice.chance(3):  # the midnight of a day, local
            day = (base.date() + timedelta(days=dice.pick(0, 1, 2, 3, 4, 5, 7, 8))).toordinal()
            return local.midnight(day) + dice.number(-1, 1) * SECOND
        return to_micros(base + dice.pick(*STEPS) + dice.pick(timedelta(), *STEPS)) + dice.number(-1, 1) * SECOND

    events = []
    for seq in range(dice.number(1, at_most)):
        name = dice.pick(*TYPES, *(("q.granted", "q.ended") if dice.chance(3) else ()))
        at = instant()
        day, second = local.locate(at)
        fields = {}
        kept = {"case", "officer", "unit", *VOCABULARY.types[name].keys, *VOCABULARY.types[name].attributes}
        if dice.chance(12):
            kept |= {"person", "act"}
        for field in sorted(kept):
            options = [value for value in VALUES[field] if not (is_clear and value in (None, ()))]
            value = "C1" if field == "case" and not dice.chance(4) else dice.pick(*options)
            if value is not None:
                fields[field] = value
        events.append(Event(name, at, day, second, seq, fields))
    at = instant() if dice.chance(2) else to_micros(base + timedelta(days=dice.pick(9, 40, 400)))
    return events, Moment(at, local.locate(at)[0]), local
