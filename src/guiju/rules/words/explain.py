"""Why this date, why this outcome: the steps of a verdict in words, and as data.

The words are Chinese, those of a legal officer; the data (``as_data``) carries the same steps for other programs.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from guiju.rules.model import (
    Count,
    Cover,
    Differ,
    Edition,
    Happen,
    HaveHappened,
    Hold,
    NotHappen,
    Pack,
    Reference,
    Repeat,
    Satisfy,
    Span,
    Wait,
)
from guiju.rules.verb_facts import has_due, verb_limit
from guiju.rules.words.predicates import condition_in_words, fields_of, value_in_words
from guiju.rules.words.wording import (
    CLOCKS,
    DEBTORS,
    OUTCOMES,
    STEPS,
    citations_in_words,
    day_in_words,
    lateness_in_words,
    limit_in_words,
)
from guiju.values.clock import LocalTime, from_micros
from guiju.values.event import Event
from guiju.values.explanation import Step
from guiju.values.limit import Limit
from guiju.values.verdict import Outcome, Verdict


class Explainer:
    """Puts the steps of verdicts into words, with the names that a vocabulary gives to events."""

    def __init__(self, pack: Pack, local: LocalTime) -> None:
        self.pack, self.local = pack, local

    def name(self, type_name: str) -> str:
        """What people call an event."""
        kind = self.pack.vocabulary.types.get(type_name)
        return kind.label if kind is not None else type_name

    def names(self, reference: Reference) -> str:
        """What people call the events of a reference, any of which will do."""
        return "或".join(self.name(name) for name in reference.types)

    def field(self, name: str) -> str:
        """What people call a key or attribute."""
        own = {"officers": "民警人数", "type": "环节", "local_time": "时刻"}
        return own.get(name) or self.pack.vocabulary.field_label(name)

    def asked(self, reference: Reference) -> str:
        """A reference with what it asks of the row."""
        if reference.where is None:
            return self.names(reference)
        return f"{self.names(reference)}（{condition_in_words(reference.where, self.field, self.word)}）"

    def required(self, edition: Edition) -> str:
        """What the verb of an edition asks, as one sentence."""
        verb = edition.verb
        if isinstance(verb, Satisfy):
            return f"本环节的记录应当符合：{condition_in_words(verb.condition, self.field, self.word)}"
        if isinstance(verb, Hold):
            return f"经办民警应当持有资格：{'或'.join(self.word('name', name) for name in verb.names)}"
        if isinstance(verb, Happen):
            return f"其后应当{'，并且'.join(self.asked(answer) for answer in verb.answers)}"
        if isinstance(verb, HaveHappened):
            return f"此前应当已经{self.asked(verb.answer)}{self._how_near(verb)}"
        if isinstance(verb, NotHappen):
            until = f"在{self.asked(verb.until)}之前" if verb.until else ""
            after = "期满之后" if verb.after else ""
            return f"{until}{after}不得{self.asked(verb.forbidden)}"
        if isinstance(verb, Wait):
            return f"期限未满不得{self.asked(verb.before)}"
        if isinstance(verb, Differ):
            who = "经办民警" if verb.field == "officer" else "经办单位"
            return f"{who}不得与此前{self.asked(verb.others)}的{who}相同"
        return self._over_time(verb, "本周期开始" if edition.trigger.each else "触发")

    def _how_near(self, verb: HaveHappened) -> str:
        if verb.within is not None:
            return f"，且不早于{self._length(verb.within)}之前"
        return f"，且至少提前{self._length(verb.ahead)}" if verb.ahead is not None else ""

    def _over_time(self, verb: Cover | Repeat | Count, beginning: str) -> str:
        if isinstance(verb, Cover):
            start = self.asked(verb.start) if verb.start else beginning
            end = self.asked(verb.end) if verb.end else "本周期结束"
            return f"自{start}至{end}，应当由{self.asked(verb.opens)}至{self.asked(verb.closes)}全程覆盖"
        end = f"至{self.asked(verb.until)}为止，" if verb.until else ""
        if isinstance(verb, Repeat):
            return f"{end}每次{self.asked(verb.answer)}间隔不得超过{self._length(verb.every)}"
        bound = f"不超过{verb.at_most:g}" if verb.at_most is not None else f"不少于{verb.at_least:g}"
        what = f"的{self.field(verb.sum_of)}合计" if verb.sum_of else ""
        return f"{end}{self.asked(verb.answer)}{what}{bound}{'' if verb.sum_of else '次'}"

    def _length(self, span: Span) -> str:
        if span.term:
            term = self.pack.terms[span.term]
            return limit_in_words(term.limit) if term.limit is not None else f"“{term.zh}”"
        return limit_in_words(span.limit) if span.limit is not None else "所载明的期限"

    def _recorded(self, edition: Edition, trigger: Event) -> list[str]:
        """What the row itself says of the fields that are asked."""
        if not isinstance(edition.verb, Satisfy):
            return []
        said = []
        for name in fields_of(edition.verb.condition):
            value = len(trigger.officers) if name == "officers" else trigger.get(name)
            said.append(
                f"{self.field(name)}{'未填写' if value is None else ' ' + value_in_words(name, value, self.word)}"
            )
        return [f"记录：{'，'.join(said)}"]

    def word(self, field: str, written: str) -> str:
        """What people write for one of our words in a field; ranks by their own names."""
        label = self.pack.vocabulary.value_label(field, written)
        return label if label != written else self.rank(written)

    def rank(self, written: str) -> str:
        """What people call a rank, however the source writes it."""
        place = self.pack.ranks.get(written)
        if place is None:
            return self.name(written)
        return next((name for name, other in self.pack.ranks.items() if other == place and not name.isascii()), written)

    def instant(self, at: int) -> str:
        """An instant in the file's zone, to the minute, or to the second where that matters."""
        moment = from_micros(at, self.local.zone)
        return moment.strftime("%Y-%m-%d %H:%M:%S" if moment.second else "%Y-%m-%d %H:%M")

    def text(self, verdict: Verdict, trigger: Event) -> list[str]:
        """The lines that explain one verdict, from the article to the outcome."""
        rule = self.pack.rule(verdict.rule)
        assert rule is not None
        edition = next(item for item in rule.editions if item.label == verdict.edition)
        laws = citations_in_words(edition.laws)
        kind = "，内部文件而非法律" if edition.is_policy else ""
        lines = [f"依据：{laws}（{edition.label} 起{_until(edition)}的版本{kind}）"]
        lines.append(f"触发：{self.instant(verdict.trigger_at)} {self._trigger(edition, trigger)}")
        lines.append(f"要求：{self.required(edition)}")
        lines += self._recorded(edition, trigger)
        if has_due(edition.verb) and (span := verb_limit(edition.verb)) is not None:
            lines.append(f"期限：{self._span(span)}")
        lines += dict.fromkeys(line for step in verdict.steps if (line := self._step(step)))
        lines += self._due(verdict)
        lines.append(f"结论：{OUTCOMES[verdict.outcome]}{self._by_how_much(verdict)}")
        if verdict.missing:
            lines.append(f"缺少：{self.missing(verdict.missing)}")
        if verdict.unverified:
            names = "、".join(self.name(name) for name in verdict.unverified)
            lines.append(f"待核：数据源不记录“{names}”，如有此情形请在核查时说明")
        if verdict.owed_by:
            lines.append(f"义务主体：{DEBTORS[verdict.owed_by]}，不计入办案单位")
        return lines

    def missing(self, reason: str) -> str:
        """What an undecidable duty lacks, in words."""
        if reason == "source":
            return "本数据源不含该环节"
        if reason.startswith("calendar "):
            return f"{reason.split()[1]} 年节假日历"
        if reason.startswith("term "):
            term = self.pack.terms.get(reason.split()[1])
            return f"“{term.zh if term else reason}”的内部口径尚未确定"
        return "、".join(self._lacking(part) for part in reason.split("、"))

    def _lacking(self, part: str) -> str:
        return self.name(part) if part in self.pack.vocabulary else f"{self.field(part)}（未填写）"

    def in_force(self, edition: Edition) -> str:
        """From when to when an edition decides."""
        return f"{edition.label} 起{_until(edition)}"

    def duty(self, edition: Edition) -> list[str]:
        """What an edition asks, in a few lines."""
        trigger = edition.trigger
        when = self.asked(trigger.event) if trigger.event else "前一义务到期未办" if trigger.overdue else "每一周期"
        lines = [f"何时：{when}"]
        lines.append(f"要求：{self.required(edition)}")
        if has_due(edition.verb) and (span := verb_limit(edition.verb)) is not None:
            lines.append(f"期限：{self._span(span)}")
        if edition.extend:
            lines.append("可以延长：" + "；".join(dict.fromkeys(self.names(item.by) for item in edition.extend)))
        if edition.stop:
            pairs = (f"{self.names(stop.start)}至{self.names(stop.end)}" for stop in edition.stop)
            lines.append("不计入期限：" + "；".join(pairs))
        if edition.restart:
            lines.append("重新计算：" + "；".join(self.names(reference) for reference in edition.restart))
        if edition.unless:
            lines.append("例外：" + "；".join(self.asked(reference) for reference in edition.unless))
        return lines

    def _trigger(self, edition: Edition, trigger: Event) -> str:
        if edition.trigger.overdue:
            return f"前一义务到期未办（起于“{self.name(trigger.type)}”）"
        if edition.trigger.each:
            return f"周期开始（自“{self.name(trigger.type)}”起算）"
        officers = f"，民警 {'、'.join(trigger.officers)}" if trigger.officers else ""
        return f"{self.name(trigger.type)}{officers}"

    def _span(self, span: Span) -> str:
        if span.term:
            term = self.pack.terms[span.term]
            if term.limit is None:
                return f"“{term.zh}”（法律未定数字，内部口径尚未确定）"
            return f"“{term.zh}”，内部口径（非法定期限）{limit_in_words(term.limit)}"
        if span.limit is not None:
            return f"{limit_in_words(span.limit)}，{CLOCKS[span.clock]}"
        return "以文书载明的日期为准" if span.is_date else f"以记录载明的时长为准，{CLOCKS[span.clock]}"

    def _step(self, step: Step) -> str:
        word = STEPS.get(step.kind)
        return word(self, step) if word is not None else ""

    def _due(self, verdict: Verdict) -> list[str]:
        if verdict.due_on is not None:
            return [f"末日：{day_in_words(verdict.due_on)}，当日24时止"]
        if verdict.due_at is not None:
            return [f"到期：{self.instant(verdict.due_at)}"]
        return []

    def _by_how_much(self, verdict: Verdict) -> str:
        if verdict.outcome in (Outcome.LATE, Outcome.OVERDUE) or (
            verdict.outcome is Outcome.BROKEN and verdict.late_seconds
        ):
            return f"，超出 {lateness_in_words(verdict.late_seconds)}"
        return ""


def _until(edition: Edition) -> str:
    return "" if edition.to_day is None else f"、至 {date.fromordinal(edition.to_day - 1).isoformat()} 止"


def as_data(verdict: Verdict, local: LocalTime) -> dict[str, object]:
    """The verdict with its steps as plain data for JSON; instants as ISO text in the file's zone."""

    def instant(at: int | None) -> str | None:
        return None if at is None else from_micros(at, local.zone).isoformat()

    def day(on: int | None) -> str | None:
        return None if on is None else date.fromordinal(on).isoformat()

    return {
        "rule": verdict.rule,
        "edition": verdict.edition,
        "trigger_at": instant(verdict.trigger_at),
        "outcome": verdict.outcome.value,
        "due_at": instant(verdict.due_at),
        "due_on": day(verdict.due_on),
        "settled_at": instant(verdict.settled_at),
        "late_seconds": verdict.late_seconds,
        "missing": verdict.missing,
        "unverified": list(verdict.unverified),
        "keys": dict(verdict.keys),
        "steps": [
            {"kind": step.kind, "at": instant(step.at), "day": day(step.day), **_plain(step.facts)}
            for step in verdict.steps
        ],
    }


def _plain(facts: Mapping[str, object]) -> dict[str, object]:
    def plain(value: object) -> object:
        if isinstance(value, Limit):
            return str(value)
        if isinstance(value, Sequence) and not isinstance(value, str):
            return [plain(item) for item in value]
        return value

    return {name: plain(value) for name, value in facts.items()}
