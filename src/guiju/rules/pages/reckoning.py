"""The date calculator: one limit put to the engine as a page of its own, so that nothing is reckoned a second time."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from guiju.rules.duty import Moment
from guiju.rules.judge import Judge
from guiju.rules.model import (
    Edition,
    Extension,
    Happen,
    NotHappen,
    Pack,
    Reference,
    Rule,
    Span,
    Stop,
    Trigger,
)
from guiju.rules.pages.parts import Reader
from guiju.rules.pages.refusal import LawRefused, Spot, nearest
from guiju.rules.pages.verb_words import in_units
from guiju.rules.predicate import FieldTest, Literal
from guiju.values.citation import Citation
from guiju.values.clock import LocalTime, to_micros
from guiju.values.errors import GuijuError
from guiju.values.event import Event, EventType, FieldValue
from guiju.values.limit import UNITS, Limit
from guiju.values.verdict import Verdict
from guiju.values.vocabulary import Vocabulary

ZONE = ZoneInfo("Asia/Shanghai")
LONG_AFTER = timedelta(days=45_000)
"""Longer than any limit runs: by then every date is decided."""
EARLIEST, LATEST = 1900, 2100
STARTED, FINISHED, STOPPED, RESUMED, RESTARTED, EXTENDED, ASKED = (
    f"limit.{word}" for word in ("started", "finished", "stopped", "resumed", "restarted", "extended", "asked")
)
_LABELS = {
    STARTED: "起算", FINISHED: "办结", STOPPED: "停止计算", RESUMED: "恢复计算", RESTARTED: "重新起算",
    EXTENDED: "延长", ASKED: "申请",
}  # fmt: skip
WORDS = Vocabulary([EventType(name, label, ("case", "act"), ("number",)) for name, label in _LABELS.items()])
_CHINESE = re.compile(r"^(\d{1,6})\s*(分钟|个?小时|日|天|个?工作日|个?月|年)$")
_UNITS = dict(zip(("分钟", "小时", "日", "天", "工作日", "月", "年"), (*UNITS[:3], "days", *UNITS[3:]), strict=True))
HOW = "期限写成 24 hours、3 days、5 workdays、2 months，或者 24小时、3日、5个工作日、2个月。"


class DateRefused(GuijuError):
    """A question to the calculator that it cannot read."""

    code = "law.date"
    remedy = HOW


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, as somebody writes it: `10 days@2026-02-04` an extension, `2026-01-10..2026-01-20` a stop."""

    limit: str
    start: str
    clock: str = ""
    instrument: str = ""
    stops: tuple[str, ...] = ()
    extensions: tuple[str, ...] = ()
    restarts: tuple[str, ...] = ()
    less: str = ""


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What the engine answered, with all that is needed to tell it.

    ``less`` is what the date was brought forward; ``is_tolerant``: no text says that the hour of the start counts.
    """

    pack: Pack
    local: LocalTime
    span: Span
    start: Event
    has_time: bool
    verdict: Verdict
    added: tuple[Limit, ...]
    less: Limit | None
    is_tolerant: bool = False

    @property
    def limit(self) -> Limit:
        """The limit itself."""
        assert self.span.limit is not None
        return self.span.limit


def reckon(question: Question, law: Pack) -> Reckoned:
    """Put one limit to the engine, with the instruments and the calendar of ``law``.

    Raises:
        DateRefused: the question cannot be read.
    """
    span = _span(question, law)
    start, has_time = _instant(question.start)
    if span.clock.value == "elapsed" and not has_time:
        remedy = f"如 --from {question.start}T10:20。"
        raise DateRefused("按小时、分钟计算的期限须写明起算的时刻。", remedy=remedy)
    assert span.limit is not None
    added, rows = _extensions(question, span, start)
    rows += _stops(question, start)
    rows += [(RESTARTED, _not_before(text, start, "重新起算日"), 0) for text in question.restarts]
    less = in_units(_limit(question.less, "提前"), span, Spot("提前")) if question.less else None
    listed = law.instruments.get(question.instrument)
    named = question.clock or (listed.clock if listed is not None else "")
    reckoned = _judged(law, span, start, rows, added, less, has_time)
    return replace(reckoned, is_tolerant=named != "elapsed" and not rows and less is None)


def _judged(
    law: Pack, span: Span, start: datetime, rows: list[tuple[str, datetime, int]], added: tuple[Limit, ...],
    less: Limit | None, has_time: bool,
) -> Reckoned:  # fmt: skip
    local = LocalTime(start.tzinfo or ZONE)
    as_of = max([start, *(at for _, at, _ in rows)]) + LONG_AFTER
    asked = [(ASKED, as_of - timedelta(days=1), 0)] if less is not None else []
    events = [
        _event(name, at, seq, number)
        for seq, (name, at, number) in enumerate([(STARTED, start, 0), *sorted(rows, key=lambda row: row[1]), *asked])
    ]
    pack = replace(law, rules=(_rule(span, added, less),), vocabulary=WORDS)
    judge = Judge(pack, as_of=Moment(to_micros(as_of), as_of.toordinal()), local=local)
    [verdict] = judge.judge(events, kind="case", value="1", explain=True).verdicts
    return Reckoned(law, local, span, events[0], has_time, verdict, added, less)


def without_start_hour(reckoned: Reckoned) -> Reckoned:
    """The same limit of hours from the next full hour: the reading that the hour in which it starts is not counted."""
    start = datetime.fromtimestamp(reckoned.start.at / 1_000_000, tz=reckoned.local.zone)
    hour = start.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return _judged(reckoned.pack, reckoned.span, hour, [], (), None, True)


def _rule(span: Span, added: tuple[Limit, ...], less: Limit | None) -> Rule:
    def extension(number: int, limit: Limit) -> Extension:
        by = Reference((EXTENDED,), FieldTest("number", Literal((number,))))
        return Extension(by, None, limit, None, 1, ())

    verb = (
        Happen((Reference((FINISHED,)),), span)
        if less is None
        else NotHappen(Reference((ASKED,)), after=span, less=less)
    )
    edition = Edition(
        from_day=1,
        to_day=None,
        laws=(Citation("期限", "计算"),),
        severity="minor",
        history="case",
        same=("case",),
        trigger=Trigger(Reference((STARTED,))),
        verb=verb,
        extend=tuple(extension(number, limit) for number, limit in enumerate(added, 1)),
        stop=(Stop(Reference((STOPPED,)), Reference((RESUMED,))),),
        restart=(Reference((RESTARTED,)),),
    )
    return Rule("limit.reckon", {"zh": "期限计算"}, (edition,), (), "")


def _event(name: str, at: datetime, seq: int, number: int) -> Event:
    fields: dict[str, FieldValue] = {"case": "1", "number": number}
    if name in (STOPPED, RESUMED):
        fields["act"] = str(number)  # pairs each resumption with its own stop
    second = at.hour * 3600 + at.minute * 60 + at.second
    return Event(name, to_micros(at), at.toordinal(), second, seq, fields)


# -- what was written ------------------------------------------------------------------------------------------------


def _span(question: Question, law: Pack) -> Span:
    limit = _limit(question.limit, "期限")
    laws: tuple[Citation, ...] = ()
    if question.instrument:
        listed = law.instruments.get(question.instrument)
        if listed is None:
            near = nearest(question.instrument, law.instruments).removeprefix("，")
            remedy = near or f"可选：{'、'.join(law.instruments)}。"
            raise DateRefused(f"instruments.yaml 中没有“{question.instrument}”。", remedy=remedy)
        laws = (Citation(question.instrument, ""),)
    try:
        return Reader(WORDS, {}, {}, law.instruments).span(str(limit), question.clock or None, laws, (), Spot("期限"))
    except LawRefused as refused:
        if question.clock:
            raise DateRefused(refused.sentence, remedy="见 guiju law date --help 中 --clock 的说明。") from refused
        which = f"《{question.instrument}》没有列明数法" if question.instrument else "没有写明按哪部法律或哪种数法"
        remedy = "请加 --clock period|custody|workdays|plain，或者加 --instrument 法规简称。"
        raise DateRefused(f"{limit}是按日、月、年计算的期限，{which}。", remedy=remedy) from refused


def _limit(text: str, what: str) -> Limit:
    match = _CHINESE.match(text.strip())
    written = f"{match[1]} {_UNITS[match[2].removeprefix('个')]}" if match else text.strip()
    try:
        return Reader(WORDS, {}, {}, {}).limit(written, Spot(what))
    except LawRefused as refused:
        raise DateRefused(f"{refused.sentence}。".replace("？。", "？"), remedy=HOW) from refused


def _instant(text: str) -> tuple[datetime, bool]:
    """The instant as written, in the zone of Shanghai where none is given, and whether a time of day was given."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        moment = None
    if moment is None or not EARLIEST <= moment.year <= LATEST:
        remedy = f"应写成 2026-01-30 或 2026-01-30T10:20，年份在 {EARLIEST} 至 {LATEST} 之间。"
        raise DateRefused(f"“{text}”不是可用的日期或时刻。", remedy=remedy)
    if moment.tzinfo is None:
        return moment.replace(tzinfo=ZONE), len(text.strip()) > len("2026-01-30")
    return moment.replace(tzinfo=timezone(moment.utcoffset() or timedelta())), True


def _not_before(text: str, start: datetime, what: str) -> datetime:
    """An instant from the start on; a bare date on the day of the start is the start itself."""
    moment, has_time = _instant(text)
    if not has_time and moment.date() == start.date():
        return start
    if moment < start:
        raise DateRefused(f"{what} {text} 早于起算。", remedy="请核对日期；起算之前的停止和延长不影响期限。")
    return moment.astimezone(start.tzinfo)


def _extensions(
    question: Question, span: Span, start: datetime
) -> tuple[tuple[Limit, ...], list[tuple[str, datetime, int]]]:
    added, rows = [], []
    for number, text in enumerate(question.extensions, 1):
        length, _, approved = text.partition("@")
        limit = _limit(length, "延长")
        try:
            added.append(in_units(limit, span, Spot("延长")))
        except LawRefused as refused:
            raise DateRefused(f"{refused.sentence}。", remedy="延长与期限用同类的单位。") from refused
        rows.append((EXTENDED, _not_before(approved, start, "延长批准日") if approved else start, number))
    return tuple(added), rows


def _stops(question: Question, start: datetime) -> list[tuple[str, datetime, int]]:
    rows = []
    for number, text in enumerate(question.stops, 1):
        since, dots, until = text.partition("..")
        if not dots:
            raise DateRefused(
                f"停止“{text}”看不懂。", remedy="写成 2026-01-10..2026-01-20；还没有恢复的写 2026-01-10.."
            )
        opened = _not_before(since, start, "停止日")
        rows.append((STOPPED, opened, number))
        if until:
            closed = _not_before(until, start, "恢复日")
            if closed < opened:
                raise DateRefused(f"停止“{text}”的恢复早于停止。", remedy="写成 停止日..恢复日。")
            rows.append((RESUMED, closed, number))
    return rows
