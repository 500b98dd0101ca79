"""How figures, dates and outcomes are said: Chinese first, English from one catalogue."""

from collections.abc import Iterable
from datetime import date
from zoneinfo import ZoneInfo

from guiju.rules.model import Pack
from guiju.rules.words.wording import SEVERITIES as SEVERITIES
from guiju.scores.reports.english import ENGLISH
from guiju.scores.reports.table import BoundDay, DueAs, Instant
from guiju.scores.reports.visible_text import visible
from guiju.values.citation import Citation
from guiju.values.clock import from_micros
from guiju.values.event import KEYS
from guiju.values.finding import Finding
from guiju.values.verdict import Outcome

LANGUAGES = ("zh", "en")
MICROS = 1_000_000
OUTCOMES = {
    Outcome.KEPT: "符合要求",
    Outcome.EXCUSED: "依法例外",
    Outcome.LATE: "超期办结",
    Outcome.OVERDUE: "超期未办",
    Outcome.BROKEN: "不符合要求",
    Outcome.RUNNING: "在办未到期",
    Outcome.UNKNOWN: "未决",
}
KEY_NAMES = {
    "case": "案件", "person": "当事人", "item": "物品", "act": "措施", "call": "警情", "room": "房间",
    "recording": "录音录像", "officer": "民警", "unit": "单位", "plan": "方案",
}  # fmt: skip
REASONS = {
    Outcome.LATE: "已办结，但晚于到期时间",
    Outcome.OVERDUE: "期限已过，截至比对时间未见办结记录",
    Outcome.BROKEN: "记录与规则要求不符",
}
assert set(KEY_NAMES) == set(KEYS)


class Words:
    """Everything a report says, in one language and in the time zone of the file."""

    def __init__(self, pack: Pack, zone: str, language: str = "zh") -> None:
        if language not in LANGUAGES:
            raise ValueError(language)
        self.pack, self.zone, self.language = pack, ZoneInfo(zone), language
        self.is_chinese = language == "zh"

    def say(self, text: str, **facts: object) -> str:
        """The sentence in the language of the report, with its figures filled in."""
        template = text if self.is_chinese else ENGLISH[text]
        return template.format(**facts) if facts else template

    def title(self, rule_id: str) -> str:
        """The duty in words."""
        rule = self.pack.rule(rule_id)
        return rule_id if rule is None else visible(rule.title.get(self.language) or rule.title["zh"])

    def event(self, type_name: str) -> str:
        """What people call an event."""
        kind = self.pack.vocabulary.types.get(type_name)
        return visible(kind.label) if kind is not None and kind.label and self.is_chinese else type_name

    def severity(self, severity: str) -> str:
        """严重, 一般 or 瑕疵."""
        return self.say(SEVERITIES[severity])

    def outcome(self, outcome: Outcome) -> str:
        """How a duty stands."""
        return self.say(OUTCOMES[outcome])

    def instrument(self, name: str) -> str:
        """A law's name as it is written in a document."""
        is_chinese = any("\u4e00" <= char <= "\u9fff" for char in name)
        return visible(f"《{name}》" if is_chinese and "《" not in name else f"{name} ")

    def cite(self, laws: Iterable[Citation]) -> str:
        """Every article on which a duty rests; the articles of one law stand together after its name."""
        articles: dict[str, list[str]] = {}
        for law in laws:
            articles.setdefault(law.instrument, []).append(visible(law.article))
        parts = [f"{self.instrument(name)}{'、'.join(listed)}" for name, listed in articles.items()]
        return ("，" if self.is_chinese else ", ").join(parts)

    def subject(self, finding: Finding) -> str:
        """What a finding is about, besides its case: a person's code, an item, a room."""
        keys = [name for name in KEYS if finding.keys.get(name) and name not in ("case", "officer", "unit")]
        return self.listed([f"{self.say(KEY_NAMES[name])} {visible(finding.keys[name])}" for name in keys])

    def listed(self, parts: list[str]) -> str:
        """Several names one after the other."""
        return ("、" if self.is_chinese else ", ").join(parts)

    def instant(self, at: int) -> str:
        """An instant to the minute, or to the second where there are seconds."""
        moment = from_micros(at, self.zone)
        return moment.strftime("%Y-%m-%d %H:%M:%S" if moment.second else "%Y-%m-%d %H:%M")

    def bound(self, cell: Instant | BoundDay) -> str:
        """The date that binds, and how it does: 最迟, 不早于, 届满后."""
        if isinstance(cell, BoundDay):
            shown, forms = date.fromordinal(cell.day).isoformat(), DAY_FORMS
        else:
            shown, forms = self.instant(cell.at), INSTANT_FORMS
        return shown if cell.due_as is None else self.say(forms[cell.due_as], at=shown)

    def due(self, finding: Finding) -> Instant | BoundDay | None:
        """The date that binds; an act that came too early is bound from the other side."""
        if finding.due_at is None:
            return None
        early = is_early(finding)
        if finding.due_on is None:
            return Instant(finding.due_at, DueAs.NOT_BEFORE if early else DueAs.LAST)
        if not early:
            return BoundDay(finding.due_on)
        starts = from_micros(finding.due_at, self.zone).date().toordinal() == finding.due_on
        return BoundDay(finding.due_on, DueAs.NOT_BEFORE if starts else DueAs.ONLY_AFTER)

    def by_how_much(self, finding: Finding) -> str:
        """超期 3 天 2 小时, 差 1 分钟, or nothing where the rule knows no date."""
        if finding.due_at is None:
            return ""
        seconds, early = self.excess(finding), is_early(finding)
        if seconds < 60:
            return self.say("差不足 1 分钟" if early else "超期不足 1 分钟")
        return self.say("差 {span}" if early else "超期 {span}", span=self.span(seconds))

    def excess(self, finding: Finding) -> int:
        """By how much the date was missed; for a day limit as the clock on the wall shows it. Unit: seconds.

        Where a change to summer time lies between, 31 days by the calendar are an hour less in elapsed time.
        """
        seconds = excess_seconds(finding)
        if finding.due_on is None or finding.due_at is None:
            return seconds
        reached = finding.due_at + (-seconds if is_early(finding) else seconds) * MICROS
        due, end = (from_micros(at, self.zone).replace(tzinfo=None) for at in (finding.due_at, reached))
        return int(abs(end - due).total_seconds())

    def span(self, seconds: int) -> str:
        """A length of time of a minute or more in its two largest units."""
        days, rest = divmod(seconds, 86_400)
        hours, minutes = rest // 3600, rest % 3600 // 60
        parts = [self.say("{n} 天", n=days)] if days else []
        parts += [self.say("{n} 小时", n=hours)] if hours else []
        parts += [self.say("{n} 分钟", n=minutes)] if minutes and not days else []
        return " ".join(parts)

    def missing(self, reason: str) -> str:
        """What an undecidable duty lacks."""
        kind, _, rest = reason.partition(" ")
        if reason == "source":
            return self.say("本数据源不含该环节")
        if kind == "calendar":
            return self.say("缺 {year} 年节假日历，请在 law/calendars/{year}.yaml 中补录", year=visible(rest))
        if kind == "term":
            term = self.pack.terms.get(rest)
            return self.say("“{term}”的内部口径尚未确定", term=visible(term.zh if term else rest))
        return self.say("记录中未填写：{fields}", fields=self.listed([self.field(part) for part in reason.split("、")]))

    def field(self, name: str) -> str:
        """A key, an event or an attribute as people call it."""
        if name in KEY_NAMES:
            return self.say(KEY_NAMES[name])
        label = self.pack.vocabulary.field_label(name)
        return label if label != name and self.language == "zh" else self.event(visible(name))

    def reason(self, finding: Finding) -> str:
        """The outcome in one clause, for rows that carry no full explanation."""
        return self.say(REASONS[finding.outcome])


DAY_FORMS = {DueAs.LAST: "最迟 {at} 当日", DueAs.NOT_BEFORE: "不早于 {at}", DueAs.ONLY_AFTER: "{at} 届满后"}
INSTANT_FORMS = {DueAs.LAST: "最迟 {at}", DueAs.NOT_BEFORE: "不早于 {at}", DueAs.ONLY_AFTER: "{at} 届满后"}


def is_early(finding: Finding) -> bool:
    """Tell whether the breach is an act that came before its time."""
    return (
        finding.outcome is Outcome.BROKEN
        and finding.due_at is not None
        and finding.settled_at is not None
        and finding.settled_at < finding.due_at
    )


def excess_seconds(finding: Finding) -> int:
    """By how much the date was missed, on whichever side. Unit: seconds."""
    if is_early(finding):
        assert finding.due_at is not None and finding.settled_at is not None
        return (finding.due_at - finding.settled_at) // MICROS
    return finding.late_seconds
