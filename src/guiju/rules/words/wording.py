"""The words of explanations: units, clocks, outcomes, days, lateness, and one line for each kind of step."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Protocol

from guiju.values.citation import Citation
from guiju.values.clock import Clock
from guiju.values.explanation import Step
from guiju.values.limit import Limit
from guiju.values.verdict import Outcome

UNITS = {
    "minutes": "分钟", "hours": "小时", "days": "日", "workdays": "个工作日", "months": "个月", "years": "年",
}  # fmt: skip
CLOCKS = {
    Clock.ELAPSED: "按经过的时间连续计算",
    Clock.PERIOD: "开始当日不算，末日是节假日的顺延至节后第一个工作日",
    Clock.CUSTODY: "开始当日不算，羁押期间末日遇节假日不顺延",
    Clock.CUSTODY_FIRST_DAY: "开始当日计入，羁押期间末日遇节假日不顺延",
    Clock.WORKDAYS: "按工作日计算，调休上班日计入",
    Clock.PLAIN: "按日历日计算，不顺延",
}
OUTCOMES = {
    Outcome.KEPT: "符合要求",
    Outcome.EXCUSED: "有法定例外，不构成问题",
    Outcome.LATE: "疑似问题：逾期完成",
    Outcome.OVERDUE: "疑似问题：超期未完成",
    Outcome.BROKEN: "疑似问题：不符合要求",
    Outcome.RUNNING: "尚在期限内",
    Outcome.UNKNOWN: "数据待补，不能判断",
}
SEVERITIES = {"fatal": "严重", "major": "一般", "minor": "瑕疵"}
DEBTORS = {"procuratorate": "检察机关", "court": "法院", "party": "当事人", "detention_centre": "看守所"}
_REFUSED = {
    "out_of_order": "不符合逐级延长的次序",
    "too_often": "已超过可以延长的次数",
    "approver_too_low": "审批职级不够",
    "no_length": "没有写明延长到多久",
    "lengthens_nothing": "没有比原期限更长",
}
_WEEKDAYS = "一二三四五六日"


def citations_in_words(laws: Sequence[Citation]) -> str:
    """Where a duty comes from, the articles of one instrument together."""
    articles: dict[str, list[str]] = {}
    for law in laws:
        articles.setdefault(law.instrument, []).append(law.article)
    return "，".join(f"《{instrument}》{'、'.join(parts)}" for instrument, parts in articles.items())


def day_in_words(day: int) -> str:
    """A local day with its weekday: 2026-03-06(周五)."""
    return f"{date.fromordinal(day).isoformat()}（周{_WEEKDAYS[(day - 1) % 7]}）"


def limit_in_words(limit: Limit) -> str:
    """A limit as a legal officer says it."""
    return f"{limit.amount}{UNITS[limit.unit]}"


def lateness_in_words(seconds: int) -> str:
    """How much too late: days and hours, or hours and minutes, or minutes; never less than what people call it."""
    if seconds < 60:
        return "不足1分钟"
    days, rest = divmod(seconds, 86_400)
    hours, minutes = rest // 3600, rest % 3600 // 60
    parts = [f"{days} 天"] if days else []
    parts += [f"{hours} 小时"] if hours else []
    parts += [f"{minutes} 分钟"] if minutes and not days else []
    return " ".join(parts)


class Words(Protocol):
    """What a step needs to be worded: the names of events and the file's way of writing instants."""

    def name(self, type_name: str) -> str:
        """What people call an event."""
        ...

    def instant(self, at: int) -> str:
        """An instant in the file's zone."""
        ...

    def rank(self, written: str) -> str:
        """What people call a rank."""
        ...


def _row(verb: str) -> Callable[[Words, Step], str]:
    def word(words: Words, step: Step) -> str:
        at = words.instant(step.at) if step.at is not None else ""
        officers = step.facts.get("officers")
        by = f"，民警 {'、'.join(officers)}" if isinstance(officers, tuple) and officers else ""
        return f"{verb}：{at} {words.name(str(step.facts.get('type', '')))}{by}".rstrip()

    return word


def _extended(words: Words, step: Step) -> str:
    total = step.facts.get("total")
    limits = [limit for limit in total if isinstance(limit, Limit)] if isinstance(total, tuple) else []
    length = "加".join(limit_in_words(limit) for limit in limits)
    approver = f"，{words.rank(str(step.facts['approver']))}批准" if step.facts.get("approver") else ""
    return f"延长：{words.instant(step.at or 0)} 延长后共{length}{approver}"


def _ignored(words: Words, step: Step) -> str:
    return f"延长不计：{words.instant(step.at or 0)} {_REFUSED[str(step.facts['reason'])]}"


def _uncovered(words: Words, step: Step) -> str:
    until = step.facts.get("until")
    end = words.instant(until) if isinstance(until, int) else ""
    return f"未覆盖：{words.instant(step.at or 0)} 至 {end}"


def _gap(words: Words, step: Step) -> str:
    until = step.facts.get("until")
    end = words.instant(until) if isinstance(until, int) else ""
    return f"间隔过长：{words.instant(step.at or 0)} 至 {end}"


def _same_hand(words: Words, step: Step) -> str:
    names = step.facts.get("names")
    listed = "、".join(str(name) for name in names) if isinstance(names, list) else ""
    return f"同一人（单位）：{words.instant(step.at or 0)} {words.name(str(step.facts['type']))} {listed}".rstrip()


def _not_held(words: Words, step: Step) -> str:
    names, credentials = step.facts.get("names"), step.facts.get("credentials")
    who = "、".join(str(name) for name in names) if isinstance(names, list) else ""
    what = "、".join(str(name) for name in credentials) if isinstance(credentials, list) else ""
    return f"未持有资格：{who}（要求 {what} 之一）"


def _counted(words: Words, step: Step) -> str:
    total = step.facts.get("total")
    return f"累计：{total:g}" if isinstance(total, int | float) else ""


def _lacking(words: Words, step: Step) -> str:
    if step.facts["seen"]:
        return "记录：此前有该环节，但不符合上述要求"
    return "记录：此前没有该环节"


def _paused(words: Words, step: Step) -> str:
    return f"扣除：停止计算期间共{step.facts['days']}日，不计入期限"


def _rolled(words: Words, step: Step) -> str:
    last = step.facts["to"]
    assert step.day is not None and isinstance(last, int)
    off = "、".join(day_in_words(day) for day in range(step.day, last)[:10])
    return f"顺延：{off} 为节假日或休息日，末日顺延至 {day_in_words(last)}"


STEPS: Mapping[str, Callable[[Words, Step], str]] = {
    "counted_from": _row("起算"),
    "stopped": _row("停止计算"),
    "resumed": _row("恢复计算"),
    "restarted": _row("重新计算"),
    "too_late": _row("在期满之后，不再起作用"),
    "extended": _extended,
    "extension_ignored": _ignored,
    "answered": _row("办理"),
    "forbidden": _row("出现"),
    "excused": _row("例外"),
    "excuse_too_late": _row("例外出现过晚，不计"),
    "same_hand": _same_hand,
    "not_held": _not_held,
    "uncovered": _uncovered,
    "gap": _gap,
    "counted": _counted,
    "paused": _paused,
    "lacking": _lacking,
    "rolled": _rolled,
}
