"""An edition of a page in words, point by point, so that two of them can be laid side by side."""

from collections.abc import Mapping

from guiju.rules.model import Cover, Edition, Extension, Happen, NotHappen, Reference, Span, Wait
from guiju.rules.verb_facts import is_instant, verb_limit
from guiju.rules.words.explain import Explainer
from guiju.rules.words.wording import CLOCKS, DEBTORS, SEVERITIES, citations_in_words, limit_in_words

PERIODS = {
    "day": "日", "week": "周", "month": "月", "quarter": "季度", "half_year": "半年", "year": "年",
    "bureau_year": "考评年度",
}  # fmt: skip
OTHER = "其他写法"
"""The point under which editions differ that read alike."""


def edition_in_words(edition: Edition, explainer: Explainer) -> Mapping[str, str]:
    """Each point of an edition: label → words; a point that the page does not have is absent."""
    span = verb_limit(edition.verb)
    points = {
        "状态": _status(edition),
        "严重程度": SEVERITIES[edition.severity],
        "依据": citations_in_words(edition.laws),
        "何时": trigger_in_words(edition, explainer),
        "记录范围": explainer.field(edition.history),
        "须相同": "、".join(explainer.field(key) for key in edition.same),
        "要求": _required(edition, explainer),
        "期限": length_in_words(span, explainer) if span is not None else "",
        "数法": CLOCKS[span.clock] if span is not None else "",
        "起算": _directed(edition.count_from, explainer, {"last": "此前最近一次", "next": "其后最近一次"}),
        "版本按": _directed(edition.edition_by, explainer, {"last": "此前最近一次", "first": "第一次"}),
        "延长": "；".join(_extension(item, explainer) for item in edition.extend),
        "停止计算": "；".join(f"{_row(s.start, explainer)}至{_row(s.end, explainer)}" for s in edition.stop),
        "重新起算": "；".join(_row(reference, explainer) for reference in edition.restart),
        "例外": "；".join(_row(reference, explainer) for reference in edition.unless),
        "义务主体": DEBTORS[edition.owed_by] if edition.owed_by else "",
    }
    return {label: words for label, words in points.items() if words}


def in_a_sentence(edition: Edition, explainer: Explainer) -> str:
    """What an edition asks, as one sentence: when what happens, who must do what within how long."""
    when, verb = trigger_in_words(edition, explainer), edition.verb
    after = when if edition.trigger.each else f"{when}之后"
    span = verb_limit(verb)
    if isinstance(verb, Happen):
        answers = "，并且".join(explainer.asked(answer) for answer in verb.answers)
        return f"{after}，应当{_within(verb.within, explainer)}{answers}。"
    if isinstance(verb, Wait) and span is not None:
        length = length_in_words(span, explainer)
        early = f"{length}没有全部经过的" if verb.whole else f"未满{length}的"
        return f"{after}，{early}，不得{explainer.asked(verb.before)}。"
    if isinstance(verb, NotHappen):
        until = f"在{explainer.asked(verb.until)}之前，" if verb.until else ""
        over = f"满{length_in_words(span, explainer)}{_less(verb)}以后" if span is not None else ""
        return f"{after}，{until}{over}不得{explainer.asked(verb.forbidden)}。"
    asked = _required(edition, explainer).replace("本环节的记录应当符合", "应当符合")
    is_at_once = is_instant(verb) or isinstance(verb, Cover)
    return f"{when}的，{asked}。" if is_at_once and not edition.trigger.each else f"{after}，{asked}。"


def _within(span: Span, explainer: Explainer) -> str:
    length = length_in_words(span, explainer)
    if span.term:
        return length
    return f"在文书载明的期限（{length}）内" if span.attribute else f"在{length}内"


def _less(verb: NotHappen) -> str:
    return "" if verb.less is None else f"前{limit_in_words(verb.less)}"


def differences(before: Edition, after: Edition, old: Explainer, new: Explainer) -> list[tuple[str, str, str]]:
    """Each point in which two editions differ, with the words of both; their days are not compared."""
    stood, stands = edition_in_words(before, old), edition_in_words(after, new)
    labels = [label for label in {**stood, **stands} if stood.get(label) != stands.get(label)]
    if not labels and _structure(before) != _structure(after):
        return [(OTHER, "原写法", "新写法（用语相同，引用或条件不同）")]
    return [(label, stood.get(label, "无"), stands.get(label, "无")) for label in labels]


def _structure(edition: Edition) -> str:
    """Everything an edition holds but its days; references have no equality of their own."""
    parts = (name for name in Edition.__dataclass_fields__ if name not in ("from_day", "to_day"))
    return "\n".join(f"{name}={getattr(edition, name)!r}" for name in parts)


def _status(edition: Edition) -> str:
    if edition.is_active:
        return "启用"
    return "未启用（内部文件，未采用）" if edition.is_policy else "待核，未启用"


def _row(reference: Reference, explainer: Explainer) -> str:
    same = "、".join(explainer.field(key) for key in reference.same or ())
    return explainer.asked(reference) + (f"［须同一{same}］" if same else "")


def trigger_in_words(edition: Edition, explainer: Explainer) -> str:
    """When the duty of an edition arises."""
    trigger = edition.trigger
    if trigger.overdue:
        return "、".join(_titled(name, explainer) for name in trigger.overdue) + "到期未办"
    if trigger.each:
        end = f"至{_row(trigger.closes, explainer)}" if trigger.closes else ""
        start = f"自{_row(trigger.opens, explainer)}" if trigger.opens else ""
        return f"每{PERIODS.get(trigger.each, trigger.each)}一次（{start}{end}）"
    told = _row(trigger.event, explainer) if trigger.event else ""
    if trigger.for_each is not None:
        told += f"（每一项{_row(trigger.for_each, explainer)}各一次）"
    if trigger.window is not None:
        since, until = trigger.window
        end = f"至{_row(until, explainer)}期间" if until is not None else "之后"
        told += f"（{'限' if trigger.inside else ''}{_row(since, explainer)}{end}{'' if trigger.inside else '除外'}）"
    return told


def _titled(rule_id: str, explainer: Explainer) -> str:
    rule = explainer.pack.rule(rule_id)
    return rule_id if rule is None else f"“{rule.title['zh']}”"


def _required(edition: Edition, explainer: Explainer) -> str:
    verb, told = edition.verb, explainer.required(edition)
    if isinstance(verb, NotHappen) and verb.less is not None:
        return f"{told}（期满前{limit_in_words(verb.less)}起）"
    if isinstance(verb, Cover) and verb.gap:
        return f"{told}（容许间断{verb.gap // 1_000_000}秒）"
    if isinstance(verb, Wait) and verb.whole:
        return f"{told}（须全部经过，最后一日仍太早）"
    return told


def length_in_words(span: Span, explainer: Explainer) -> str:
    """How long a limit is, without how it is counted; a named one with the internal measure behind it."""
    if span.term:
        term = explainer.pack.terms[span.term]
        own = f"内部口径{limit_in_words(term.limit)}" if term.limit is not None else "内部口径未定"
        return f"“{term.zh}”（{own}）"
    if span.limit is not None:
        return limit_in_words(span.limit)
    cap = f"，至多{limit_in_words(span.at_most)}" if span.at_most is not None else ""
    return f"以{explainer.field(span.attribute)}为准{cap}"


def _directed(pair: tuple[str, Reference] | None, explainer: Explainer, words: Mapping[str, str]) -> str:
    return "" if pair is None else f"{words[pair[0]]}{_row(pair[1], explainer)}"


def _extension(item: Extension, explainer: Explainer) -> str:
    start = f"{limit_in_words(item.start)}时，" if item.start is not None else ""
    length = f"延长{limit_in_words(item.add)}" if item.add is not None else ""
    if item.to is not None:
        length = f"延长至{length_in_words(item.to, explainer)}"
    times = f"，可{item.times}次" if item.times > 1 else ""
    ranks = f"，{'或'.join(explainer.rank(name) for name in item.approved_by)}批准" if item.approved_by else ""
    return f"{start}{_row(item.by, explainer)}：{length}{times}{ranks}"
