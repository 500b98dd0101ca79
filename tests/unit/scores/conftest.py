"""An invented law and an invented check of it; codes only, no person and no place."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from guiju.rules.model import Edition, Happen, Pack, Reference, Rule, Span, Term, Trigger
from guiju.scores.reports.briefing import Briefing
from guiju.values.calendar import Calendar
from guiju.values.citation import Citation
from guiju.values.clock import Clock, to_micros
from guiju.values.event import EventType
from guiju.values.finding import CheckResult, Finding, RefusedRow, RuleCount
from guiju.values.limit import Limit
from guiju.values.verdict import Outcome
from guiju.values.vocabulary import Vocabulary

ZONE = ZoneInfo("Asia/Shanghai")
RULES = {
    "custody.tell-family": ("二十四小时内通知家属", "Tell the family within 24 hours", "fatal", "示例程序法", "第二条"),
    "cases.decide": ("三十日内作出决定", "Decide within 30 days", "major", "示例程序法", "第九条第一款"),
    "cases.review-first": ("决定前经法制审核", "Review before deciding", "major", "示例程序法", "第十条"),
    "cases.wait-hearing": ("听证期满后方可决定", "Wait out the hearing window", "major", "示例程序法", "第十一条"),
    "property.register": ("立即登记财物", "Register property at once", "minor", "示例财物规定", "第四条"),
    "recordings.cover": ("讯问全程录音录像", "Record the whole interrogation", "fatal", "示例程序法", "第二十条"),
    "calls.answer": ("接警后出警", "Answer a call", "minor", "示例接警规定", "第一条"),
}
EVENTS = (
    EventType("demo.held", "执行拘留", keys=("case", "person")),
    EventType("demo.told", "通知家属", keys=("case", "person")),
    EventType("demo.withheld", "依法不通知", keys=("case", "person")),
)


def at(text: str) -> int:
    """An instant as written, in the zone of the file."""
    return to_micros(datetime.fromisoformat(text).replace(tzinfo=ZONE))


def rule(rule_id: str) -> Rule:
    """A page of the invented law."""
    zh, en, severity, instrument, article = RULES[rule_id]
    verb = Happen((Reference(("demo.told",)),), Span(Limit(24, "hours"), Clock.ELAPSED))
    law = (Citation(instrument, article),)
    start = date(2013, 1, 1).toordinal()
    edition = Edition(start, None, law, severity, "case", ("case",), Trigger(Reference(("demo.held",))), verb)
    return Rule(rule_id, {"zh": zh, "en": en}, (edition,), (), f"{rule_id}.yaml")


@pytest.fixture(scope="session")
def pack() -> Pack:
    terms = {"at_once": Term("at_once", "立即", None)}
    return Pack(
        tuple(rule(name) for name in RULES), Vocabulary(EVENTS), Calendar(), {}, terms, {}, "0123456789abcdef0123"
    )


@pytest.fixture
def finding() -> Callable[..., Finding]:
    """A severe finding: held on 1 March at 08:00, family told on 2 March at 08:01, one minute late."""
    plain = Finding(
        rule="custody.tell-family", edition="2013-01-01", title="二十四小时内通知家属",
        keys={"case": "A2026-0001", "person": "P1"}, officers=("J001",), unit="甲所", trigger_type="demo.held",
        trigger_at=at("2026-03-01T08:00"), due_at=at("2026-03-02T08:00"), due_on=None,
        settled_at=at("2026-03-02T08:01"), outcome=Outcome.LATE, late_seconds=60, severity="fatal", measure="",
        unverified=(), law=(Citation("示例程序法", "第二条"),), history=("case", "A2026-0001"), trigger_seq=0,
    )  # fmt: skip

    def make(**changes: object) -> Finding:
        case = changes.pop("case", None)
        if case is not None:
            changes["keys"] = {"case": case, "person": "P1"}
            changes["history"] = ("case", case)
        if "rule" in changes:
            _, _, severity, instrument, article = RULES[str(changes["rule"])]
            changes = {"severity": severity, "law": (Citation(instrument, article),), **changes}
        return replace(plain, **changes)  # type: ignore[arg-type]

    return make


@pytest.fixture
def overdue(finding) -> Finding:
    """A day limit: last day 31 March, nothing done when the check looks on 3 April at 02:00."""
    return finding(
        rule="cases.decide", case="A2026-0002", due_at=at("2026-04-01T00:00"), due_on=date(2026, 3, 31).toordinal(),
        settled_at=None, outcome=Outcome.OVERDUE, late_seconds=2 * 86_400 + 2 * 3600, unverified=("demo.withheld",),
        officers=("J002", "J003"), unit="乙所",
    )  # fmt: skip


@pytest.fixture
def broken(finding) -> Finding:
    """No date at all: decided without review, in a case nobody is named in."""
    return finding(
        rule="cases.review-first", case="A2026-0003", due_at=None, settled_at=None, outcome=Outcome.BROKEN,
        late_seconds=0, officers=(), unit="",
    )  # fmt: skip


@pytest.fixture
def early(finding) -> Finding:
    """The window's last day was 10 March; decided that evening at 23:59, one minute before it had passed."""
    return finding(
        rule="cases.wait-hearing", case="A2026-0003", due_at=at("2026-03-11T00:00"),
        due_on=date(2026, 3, 10).toordinal(), settled_at=at("2026-03-10T23:59"), outcome=Outcome.BROKEN, late_seconds=0,
    )  # fmt: skip


@pytest.fixture
def house(finding) -> Finding:
    """Late against a measure of the house's own, by 26 hours and a half; several articles."""
    return finding(
        rule="property.register", case="A2026-0001", measure="house", late_seconds=26 * 3600 + 1800,
        settled_at=at("2026-03-03T10:30"), law=(Citation("示例财物规定", "第四条"), Citation("示例程序法", "第三条")),
    )  # fmt: skip


@pytest.fixture
def make_result() -> Callable[..., CheckResult]:
    """A result whose counts agree with its findings; every rule also has 10 duties that were kept."""

    def make(*findings: Finding, **changes: object) -> CheckResult:
        summary = {}
        for name in RULES:
            own = [item.outcome.value for item in findings if item.rule == name]
            counts = {word: own.count(word) for word in ("late", "overdue", "broken")}
            summary[name] = RuleCount(duties=10 + len(own), kept=10, **counts)
        summary["calls.answer"] = RuleCount()
        plain = CheckResult(
            source="示例.csv", as_of=at("2026-04-03T02:00"), zone="Asia/Shanghai", pages=len(RULES),
            digest="0123456789abcdef0123", cases=4, events=20, summary=summary, findings=findings,
        )  # fmt: skip
        return replace(plain, **changes)  # type: ignore[arg-type]

    return make


@pytest.fixture
def result(make_result, finding, overdue, broken, early, house) -> CheckResult:
    """Five findings of every kind, gaps of every kind."""
    made = make_result(house, broken, overdue, finding(), early)
    made.summary["recordings.cover"] = RuleCount(duties=7, unknown=7)
    made.summary["cases.decide"].unknown = 2
    return replace(
        made,
        unmapped={"其他环节": 12, "备注": 3},
        refused_rows=(RefusedRow(17, "时间“昨天”读不懂"),),
        missing={"recordings.cover": {"source": 7}, "cases.decide": {"calendar 2027": 1, "officer、approver": 1}},
    )


@pytest.fixture
def why() -> Callable[[Finding], list[str]]:
    """Two lines, the second naming the finding's case."""
    return lambda item: ["触发：2026-03-01 08:00 执行拘留", f"结论：{item.keys.get('case')} 疑似问题"]


@pytest.fixture
def briefing(result, pack, why) -> Briefing:
    return Briefing(result, pack, why)
