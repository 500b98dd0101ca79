"""What to know before believing a result: slips of the mapping that look like breaches, or like silence."""

from collections.abc import Iterator
from difflib import get_close_matches

import numpy as np

from guiju.project.pipeline import Check
from guiju.rules.model import Pack
from guiju.rules.verb_facts import verb_limit
from guiju.values.clock import Clock
from guiju.values.finding import CheckResult

SHOWN = 5
FEW = 3
"""Fewer rows than these may all be at midnight by chance."""


def list_cautions(result: CheckResult, check: Check) -> list[str]:
    """One sentence each, gravest first; empty where nothing is odd."""
    return [
        *_nothing_judged(result),
        *_unseen(check),
        *_unknown_names(check),
        *_dates_without_time(check),
        *_refused(result),
    ]


def _nothing_judged(result: CheckResult) -> Iterator[str]:
    duties = sum(count.duties for count in result.summary.values())
    unknown = sum(count.unknown for count in result.summary.values())
    if duties == unknown:
        yield "没有一项义务能够判断，这不等于没有问题：请核对映射文件和 --law 是否与这份文件相符。"


def _unseen(check: Check) -> Iterator[str]:
    """Names that the mapping expects and the file never has, while it has names that the mapping lacks."""
    occurring = {name for name in check.table.type.values if isinstance(name, str)}
    unmapped = list(check.table.unmapped)
    absent = [name for name, target in check.words.targets.items() if target.event not in occurring]
    if not unmapped:
        return
    for name in absent[:SHOWN]:
        close = get_close_matches(name, unmapped, n=1, cutoff=0.4)
        if close:
            there = f"文件中却有未映射的“{close[0]}”"
            yield f"映射里的“{name}”在文件中一次也没有出现，{there}：如是笔误，相应的结论不可信。"


def _unknown_names(check: Check) -> Iterator[str]:
    vocabulary = check.pack.vocabulary
    for name in check.taken.unknown_events[:SHOWN]:
        event = vocabulary.nearest(name)
        yield f"映射中的事件“{name}”不在词汇表中，没有规则会用到它" + (f"，是否应为“{event}”？" if event else "。")
    if vocabulary.open_fields is not None:
        return
    known = vocabulary.fields_of(vocabulary)
    constants = {key for target in check.words.targets.values() for key, _ in target.constants}
    for name in sorted({*check.words.attributes, *constants} - known)[:SHOWN]:
        close = get_close_matches(name, sorted(known), n=1, cutoff=0.5)
        yield f"映射中的属性“{name}”没有规则会用到" + (f"，是否应为“{close[0]}”？" if close else "。")


def _dates_without_time(check: Check) -> Iterator[str]:
    """Steps that always happen at midnight, where a limit in hours begins or ends with them."""
    table = check.table
    types = np.bincount(table.type.codes, minlength=len(table.type.values))
    midnights = np.bincount(table.type.codes[table.second == 0], minlength=len(table.type.values))
    timeless = {str(table.type.values[code]) for code in np.flatnonzero((types >= FEW) & (midnights == types))}
    named = sorted(timeless & _timed_types(check.pack))
    if named:
        words = "、".join(check.explainer.name(name) for name in named[:SHOWN])
        more = f"等 {len(named)} 个环节" if len(named) > SHOWN else ""
        yield f"“{words}”{more}的时间全是 0 时，像是只有日期没有时刻：以小时计的期限从 0 时算起，有关结论仅供参考。"


def _timed_types(pack: Pack) -> set[str]:
    """The types with which a limit in hours or minutes begins, or which answer it."""
    found: set[str] = set()
    for rule in pack.rules:
        for edition in rule.editions if rule.is_active else ():
            span = verb_limit(edition.verb)
            if span is not None and span.clock is Clock.ELAPSED and edition.trigger.event is not None:
                found |= {*edition.trigger.event.types}
                found |= {name for answer in getattr(edition.verb, "answers", ()) for name in answer.types}
    return found


def _refused(result: CheckResult) -> Iterator[str]:
    if result.refused_rows:
        yield f"有 {len(result.refused_rows)} 行退回，所在案件的结论可能不完整：改正后请再查一次。"
