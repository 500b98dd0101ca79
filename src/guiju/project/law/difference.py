"""What differs between two folders of law, or within one between two days, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from guiju.project.env import decisions_file, shipped_law
from guiju.project.law.calendars import calendar_differences
from guiju.project.law_folder import open_law
from guiju.rules.model import Edition, Pack, Rule
from guiju.rules.pages.house import House, read_house
from guiju.rules.words.edition import differences, edition_in_words
from guiju.rules.words.explain import Explainer
from guiju.rules.words.wording import citations_in_words, limit_in_words
from guiju.values.clock import LocalTime
from guiju.values.errors import GuijuError
from guiju.values.limit import Limit

BEIJING = LocalTime.fixed(timedelta(hours=8))
_LABELS = {
    "clock": "数法", "workdays": "按工作日计的日数", "workdays_up_to": "按工作日计至", "full_name": "全称",
    "rank": "效力层级",
    "versions": "文本", "superseded_by": "被替代于", "note": "备注", "zh": "用语", "limit": "内部口径",
}  # fmt: skip


class DifferenceRefused(GuijuError):
    """What is to be compared is not said, or said twice."""

    code = "law.diff"
    remedy = "写成 guiju law diff 旧目录 新目录，或 guiju law diff --on 2025-12-31 2026-01-01。"


def compare(folders: list[Path], law: Path | None) -> list[str]:
    """The lines that tell two folders of law apart; none where they say the same.

    Raises:
        GuijuError: there are not two folders to compare, or one of them is refused.
    """
    if not 1 <= len(folders) <= 2 or (len(folders) == 2 and law is not None):
        raise DifferenceRefused("要比较的应是两个法条目录。")
    home = folders[1] if len(folders) == 2 else law
    before, after = open_law(folders[0]), open_law(home)
    stood = read_house(folders[0], decisions_file(), before.instruments)
    stands = read_house(home or shipped_law(), decisions_file(), after.instruments)
    return [*_packs(before, after), *_questions(stood, stands)]


def compare_days(folders: list[Path], law: Path | None, days: tuple[str, str]) -> list[str]:
    """The lines that tell the law of one day from the law of another; none where nothing changes.

    Raises:
        GuijuError: the days or the folder are refused.
    """
    if len(folders) > 1 or (folders and law is not None):
        raise DifferenceRefused("用 --on 比较两日时，法条目录只能有一个。")
    first, last = (_day(text) for text in days)
    return list(_days(open_law(folders[0] if folders else law), first, last))


def _day(text: str) -> int:
    try:
        return date.fromisoformat(text).toordinal()
    except ValueError as error:
        raise DifferenceRefused(f"“{text}”不是 2026-01-01 这样的日期。") from error


# -- two folders -----------------------------------------------------------------------------------------------------


def _packs(before: Pack, after: Pack) -> Iterator[str]:
    old, new = Explainer(before, BEIJING), Explainer(after, BEIJING)
    ids = sorted({rule.id for rule in (*before.rules, *after.rules)})
    pairs = [(before.rule(rule_id), after.rule(rule_id)) for rule_id in ids]
    for stood, stands in pairs:
        if stood is None and stands is not None:
            yield f"新增 {_head(stands)}"
        elif stands is None and stood is not None:
            yield f"删除 {_head(stood)}"
    for stood, stands in pairs:
        if stood is not None and stands is not None:
            lines = list(_rules(stood, stands, old, new))
            if lines:
                yield f"修改 {_head(stands)}"
                yield from (f"  {line}" for line in lines)
    yield from _listed("法规", before.instruments, after.instruments)
    yield from _listed("用语", before.terms, after.terms)
    yield from _listed("职级", before.ranks, after.ranks)
    yield from _listed("事件", before.vocabulary.types, after.vocabulary.types)
    yield from _calendars(before, after)
    if before.bureau_year != after.bureau_year:
        yield f"修改 考评年度起日：{_value(before.bureau_year)} → {_value(after.bureau_year)}"


def _head(rule: Rule) -> str:
    return f"{rule.id}  {rule.title['zh']}  {citations_in_words(rule.editions[-1].laws)}"


def _rules(before: Rule, after: Rule, old: Explainer, new: Explainer) -> Iterator[str]:
    for language, label in (("zh", "标题"), ("en", "英文标题")):
        if before.title.get(language) != after.title.get(language):
            yield f"{label}：{before.title.get(language, '无')} → {after.title.get(language, '无')}"
    stood = {edition.label: edition for edition in before.editions}
    stands = {edition.label: edition for edition in after.editions}
    for label in sorted({*stood, *stands}):
        earlier, later = stood.get(label), stands.get(label)
        if earlier is None and later is not None:
            yield f"新增版本 {new.in_force(later)}：{_gist(later, new)}"
        elif later is None and earlier is not None:
            yield f"删除版本 {old.in_force(earlier)}：{_gist(earlier, old)}"
        elif earlier is not None and later is not None:
            if earlier.to_day != later.to_day:
                yield f"版本 {label}：适用期间：{old.in_force(earlier)} → {new.in_force(later)}"
            for point, was, becomes in differences(earlier, later, old, new):
                yield f"版本 {label}：{point}：{was} → {becomes}"
    yield from _cases(before, after)


def _gist(edition: Edition, explainer: Explainer) -> str:
    points = edition_in_words(edition, explainer)
    return "，".join(points[label] for label in ("依据", "要求", "期限") if label in points)


def _cases(before: Rule, after: Rule) -> Iterator[str]:
    stood, stands = ({str(case["name"]): case for case in rule.cases} for rule in (before, after))
    for word, names in (
        ("新增", [name for name in stands if name not in stood]),
        ("删除", [name for name in stood if name not in stands]),
        ("修改", [name for name in stands if name in stood and stood[name] != stands[name]]),
    ):
        if names:
            yield f"{word}算例：{'、'.join(names)}"


def _listed(what: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    for name in sorted({*before, *after}):
        if name not in before:
            yield f"新增 {what}“{name}”"
        elif name not in after:
            yield f"删除 {what}“{name}”"
        else:
            changed = [f"{label}：{was} → {becomes}" for label, was, becomes in _points(before[name], after[name])]
            if changed:
                yield f"修改 {what}“{name}”：{'；'.join(changed)}"


def _points(before: Any, after: Any) -> Iterator[tuple[str, str, str]]:
    if not is_dataclass(before):
        if before != after:
            yield "内容", _value(before), _value(after)
        return
    for item in fields(before):
        was, becomes = getattr(before, item.name), getattr(after, item.name)
        if was != becomes:
            yield _LABELS.get(item.name, item.name), _value(was), _value(becomes)


def _value(value: Any) -> str:
    if isinstance(value, Limit):
        return limit_in_words(value)
    if is_dataclass(value):
        days = {item.name: getattr(value, item.name) for item in fields(value)}
        told = [_day_or_text(name, part) for name, part in days.items()]
        return " ".join(part for part in told if part)
    if isinstance(value, tuple | frozenset):
        parts = sorted(value) if isinstance(value, frozenset) else value
        return "、".join(_value(part) for part in parts) or "无"
    return str(value) if value not in (None, "", 0) else "无"


def _day_or_text(name: str, value: Any) -> str:
    if name.endswith("_day"):
        word = {"from_day": "起", "to_day": "前"}.get(name, "")
        return "" if value is None else f"{date.fromordinal(value).isoformat()}{word}"
    return "" if value in (None, "") else _value(value)


def _calendars(before: Pack, after: Pack) -> Iterator[str]:
    old, new = before.calendar.years, after.calendar.years
    for year in sorted({*old, *new}):
        if year not in old:
            yield f"新增 {year} 年日历（{new[year].notice}）"
        elif year not in new:
            yield f"删除 {year} 年日历"
        else:
            changed = "；".join(calendar_differences(old[year], new[year]))
            if changed:
                yield f"修改 {year} 年日历：{changed}"


def _questions(before: House, after: House) -> Iterator[str]:
    stood, stands = ({question.id: question for question in house.questions} for house in (before, after))
    for name in sorted({*stood, *stands}):
        if name not in stood:
            yield f"新增 问题“{name}”：{stands[name].question['zh']}"
        elif name not in stands:
            yield f"删除 问题“{name}”：{stood[name].question['zh']}"
        elif stood[name].choice.name != stands[name].choice.name:
            was, becomes = stood[name].choice.title["zh"], stands[name].choice.title["zh"]
            yield f"修改 问题“{name}”：现取：{was} → {becomes}"
        elif stood[name] != stands[name]:
            yield f"修改 问题“{name}”：问题或选项的内容有变"


# -- two days --------------------------------------------------------------------------------------------------------


def _days(pack: Pack, first: int, last: int) -> Iterator[str]:
    explainer = Explainer(pack, BEIJING)
    for rule in pack.rules:
        before, after = _in_force(rule, first), _in_force(rule, last)
        if before is after:
            continue
        if before is None and after is not None:
            yield f"开始适用 {rule.id}  {rule.title['zh']}：{_gist(after, explainer)}"
        elif after is None and before is not None:
            yield f"不再适用 {rule.id}  {rule.title['zh']}：{_gist(before, explainer)}"
        elif before is not None and after is not None:
            yield f"版本更替 {rule.id}  {rule.title['zh']}（{before.label} 起 → {after.label} 起）"
            points = differences(before, after, explainer, explainer)
            yield from (f"  {point}：{was} → {becomes}" for point, was, becomes in points)
            if not points:
                yield "  内容相同"


def _in_force(rule: Rule, day: int) -> Edition | None:
    return next((edition for edition in rule.editions if edition.in_force_on(day)), None)
