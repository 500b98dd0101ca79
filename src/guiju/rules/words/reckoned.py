"""A reckoned limit told step by step: start, each added piece, days that are skipped, stops, the roll, the last day."""

from collections.abc import Iterator
from datetime import date

from guiju.rules.pages.reckoning import EXTENDED, RESTARTED, STOPPED, Reckoned, without_start_hour
from guiju.rules.words.wording import CLOCKS, STEPS, day_in_words, limit_in_words
from guiju.values.calendar import Calendar, CalendarMissing
from guiju.values.clock import Clock, add_days, from_micros
from guiju.values.explanation import Step
from guiju.values.limit import Limit

Told = tuple[str, str]
"""A stable kind and the sentence."""
_MODIFIERS = {EXTENDED: "延长", STOPPED: "停止", RESTARTED: "重新起算"}


class Teller:
    """Tells one reckoned limit; names events and instants for the engine's own step words."""

    def __init__(self, reckoned: Reckoned) -> None:
        self.reckoned = reckoned
        self.calendar = reckoned.pack.calendar
        self.is_first_counted = reckoned.span.clock is Clock.CUSTODY_FIRST_DAY
        self.start, self.start_at = reckoned.start.day - self.is_first_counted, reckoned.start.at

    def name(self, type_name: str) -> str:
        """Nothing: the step itself says what happened."""
        return ""

    def rank(self, written: str) -> str:
        """The rank as written."""
        return written

    def instant(self, at: int) -> str:
        """An instant to the minute, or to the second where that matters."""
        moment = from_micros(at, self.reckoned.local.zone)
        return moment.strftime("%Y-%m-%d %H:%M:%S" if moment.second else "%Y-%m-%d %H:%M")

    def steps(self) -> list[Told]:
        """Every step in order, the last day or instant last."""
        reckoned = self.reckoned
        told: list[Told] = [("clock", f"期限：{limit_in_words(reckoned.limit)}，{CLOCKS[reckoned.span.clock]}")]
        told += self._elapsed() if reckoned.limit.is_elapsed else self._days()
        return told

    # -- hours -----------------------------------------------------------------------------------------------------

    def _elapsed(self) -> Iterator[Told]:
        reckoned, verdict = self.reckoned, self.reckoned.verdict
        yield "start", f"起算：{self.instant(reckoned.start.at)}，从这一刻起连续计算，不因放假顺延"
        reached = reckoned.start.at + reckoned.limit.micros
        yield "piece", f"加{limit_in_words(reckoned.limit)}：{self.instant(reached)}"
        yield from self._rows()
        if verdict.due_at is None:
            yield "open", "停止计算尚未恢复，还没有到期时刻"
            return
        if reckoned.less is not None:
            yield "less", f"提前{limit_in_words(reckoned.less)}"
        yield "due", f"到期：{self.instant(verdict.due_at)}，这一刻办结仍为按时"
        if reckoned.is_tolerant:
            other = without_start_hour(reckoned).verdict.due_at
            assert other is not None
            yield "tolerance", f"参考：开始之时不计入的算法，至 {self.instant(other)}；提示以上一行为准"

    def _rows(self) -> Iterator[Told]:
        """Stops and extensions in the order in which the engine took them."""
        for step in self.reckoned.verdict.steps:
            if step.kind == "extended":
                yield "extension", self._extended(step)
            elif step.kind == "extension_ignored":
                yield "ignored", STEPS[step.kind](self, step)
            elif step.kind in ("stopped", "resumed"):
                yield step.kind, self._stood(step)
            elif step.kind == "restarted":
                yield step.kind, self._restarted(step)
            elif step.kind == "too_late" and step.facts["type"] in _MODIFIERS:
                what = _MODIFIERS[str(step.facts["type"])]
                yield "ignored", f"{self.instant(step.at or 0)} 的{what}在期满之后，不起作用"

    def _stood(self, step: Step) -> str:
        if self.reckoned.limit.is_elapsed or step.day is None:
            return STEPS[step.kind](self, step)
        return f"{'停止计算' if step.kind == 'stopped' else '恢复计算'}：{day_in_words(step.day)}"

    def _restarted(self, step: Step) -> str:
        """The count begins anew; what is told after this counts from there."""
        assert step.at is not None and step.day is not None
        self.start, self.start_at = step.day - self.is_first_counted, step.at
        limit = self.reckoned.limit
        reached = self.instant(step.at + limit.micros) if limit.is_elapsed else self._reached((limit,))
        from_when = self.instant(step.at) if limit.is_elapsed else day_in_words(step.day)
        return f"重新起算：自 {from_when} 起，此前的期间不计；加{limit_in_words(limit)}：{reached}"

    def _extended(self, step: Step) -> str:
        total = step.facts["total"]
        assert isinstance(total, tuple)
        length = "加".join(limit_in_words(limit) for limit in total)
        if total[0].is_elapsed:
            reached = self.instant(self.start_at + sum(limit.micros for limit in total))
        else:
            reached = self._reached(total)
        return f"延长：延长后共{length}，至 {reached}"

    def _reached(self, total: tuple[Limit, ...]) -> str:
        day = self.start
        try:
            for limit in total:
                day = add_days(day, limit, self.calendar)
        except CalendarMissing as missing:
            return f"（缺 {missing.year} 年节假日历）"
        return day_in_words(day)

    # -- days ------------------------------------------------------------------------------------------------------

    def _days(self) -> Iterator[Told]:
        reckoned, verdict = self.reckoned, self.reckoned.verdict
        yield "start", f"起算：{day_in_words(reckoned.start.day)}，{self._first_day()}"
        yield "piece", f"加{limit_in_words(reckoned.limit)}：{self._reached((reckoned.limit,))}{self._month_end()}"
        yield from self._rows()
        if verdict.missing:
            year = verdict.missing.removeprefix("calendar ")
            yield "missing", f"缺少：没有 {year} 年的节假日历，末日不能确定。"
            yield "remedy", f"补录：guiju law calendar 通知文件 --year {year}，或按通知写 law/calendars/{year}.yaml"
            return
        if verdict.due_on is None:
            yield "open", "停止计算尚未恢复，还没有到期日"
            return
        facts = {step.kind: step for step in verdict.steps}
        if "paused" in facts:
            days = f"{facts['paused'].facts['days']}日"
            yield "paused", f"扣除：停止期间共{days}（停止当日不扣，恢复当日扣）"
        last = verdict.due_on
        if reckoned.less is None:
            yield from self._skipped(last)
            yield from self._rolled(facts.get("rolled"), last)
        else:
            if "rolled" in facts:
                yield "rolled", STEPS["rolled"](self, facts["rolled"])
            yield "less", f"提前{limit_in_words(reckoned.less)}"
        yield (
            "due",
            f"末日：{day_in_words(last)}，当日24时止（{self.instant(verdict.due_at or 0)}）；末日当天办结仍为按时",
        )

    def _first_day(self) -> str:
        if self.is_first_counted:
            return "当日计入，为第1日"
        is_days = self.reckoned.limit.unit == "days"
        return f"当日不算，次日 {day_in_words(self.start + 1)} 为第1日" if is_days else "当日不算，从次日起算"

    def _month_end(self) -> str:
        """Why a limit of months ends where it does, where that is not the same day of the month."""
        limit = self.reckoned.limit
        if limit.unit not in ("months", "years"):
            return ""
        end = add_days(self.start, limit, self.calendar)
        if date.fromordinal(self.start + 1).day == 1:
            return "（起算日是月末，到期月也算到月末）"
        same = date.fromordinal(end).day == date.fromordinal(self.start).day
        return "（对应之日）" if same else "（到期月没有对应之日，算到月末）"

    def _skipped(self, last: int) -> Iterator[Told]:
        """For working days: which days were not counted, and which weekend days were."""
        if self.reckoned.span.clock is not Clock.WORKDAYS:
            return
        off = [day for day in range(self.start + 1, last + 1) if not self.calendar.is_workday(day)]
        made_up = [day for day in range(self.start + 1, last + 1) if _kind(day, self.calendar) == "调休上班日"]
        if off:
            yield "skipped", f"跳过：{'、'.join(self._runs(off))}，共 {len(off)} 日"
        if made_up:
            yield "made_up", f"计入：{'、'.join(day_in_words(day) for day in made_up)}为调休上班日"

    def _runs(self, days: list[int]) -> Iterator[str]:
        """Days off, those of one kind that follow each other told as one span."""
        first = days[0]
        for day, after in zip(days, [*days[1:], 0], strict=True):
            kind = _kind(day, self.calendar)
            if after != day + 1 or _kind(after, self.calendar) != kind:
                yield (day_in_words(day) if day == first else f"{day_in_words(first)}至{day_in_words(day)}") + kind
                first = after

    def _rolled(self, step: Step | None, last: int) -> Iterator[Told]:
        clock = self.reckoned.span.clock
        if step is not None:
            assert step.day is not None
            off = "、".join(f"{day_in_words(day)}{_kind(day, self.calendar)}" for day in range(step.day, last))
            yield "rolled", f"顺延：{off}，顺延至 {day_in_words(last)}"
            return
        kind = _kind(last, self.calendar)
        if clock is Clock.PERIOD and kind == "调休上班日":
            yield "worked", f"不顺延：{day_in_words(last)}为调休上班日"
        elif clock is not Clock.WORKDAYS and kind in ("放假", "周末"):
            why = "按日历日计算" if clock is Clock.PLAIN else "羁押期间"
            yield "not_rolled", f"不顺延：{day_in_words(last)}{kind}，{why}不因节假日顺延"


def _kind(day: int, calendar: Calendar) -> str:
    """What a day is: 放假, 周末, 调休上班日, or nothing of note; a year without a calendar says nothing of it."""
    known = calendar.years.get(date.fromordinal(day).year)
    if known is not None and day in known.workdays:
        return "调休上班日"
    if known is not None and day in known.holidays:
        return "放假"
    return "周末" if (day - 1) % 7 >= 5 else ""


def as_data(reckoned: Reckoned, told: list[Told]) -> dict[str, object]:
    """The answer and its steps as plain data."""
    verdict, zone = reckoned.verdict, reckoned.local.zone
    due_on = None if verdict.due_on is None else date.fromordinal(verdict.due_on).isoformat()
    start = from_micros(reckoned.start.at, zone).isoformat()
    return {
        "limit": str(reckoned.limit),
        "clock": reckoned.span.clock.value,
        "from": start if reckoned.has_time else start[:10],
        "due_on": due_on,
        "due_at": None if verdict.due_at is None else from_micros(verdict.due_at, zone).isoformat(),
        "missing": verdict.missing,
        "steps": [{"kind": kind, "text": text} for kind, text in told],
    }
