"""What a predicate asks, in words: 审批人层级不低于县级以上公安机关负责人."""

from collections.abc import Callable, Iterator, Mapping

from guiju.rules.predicate import (
    AllTests,
    AnyOf,
    AnyTests,
    Between,
    Compare,
    CompareField,
    CompareRank,
    Condition,
    FieldTest,
    Filled,
    Literal,
    Not,
    NotTests,
    Predicate,
    TimeOfDay,
)
from guiju.values.event import FieldValue

Name = Callable[[str], str]
"""Field → what people call it."""
Word = Callable[[str, str], str]
"""Field and a word of ours in it (or a rank) → what people write for it."""

_COMPARED: Mapping[str, str] = {">": "大于", ">=": "不低于", "<": "小于", "<=": "不超过", "=": "等于"}


def condition_in_words(condition: Condition, field: Name, word: Word) -> str:
    """The condition as a legal officer reads it; parts are joined by 且 and 或."""
    if isinstance(condition, FieldTest):
        return f"{field(condition.field)}{predicate_in_words(condition.field, condition.predicate, field, word)}"
    if isinstance(condition, NotTests):
        return f"并非（{condition_in_words(condition.part, field, word)}）"
    parts = [condition_in_words(part, field, word) for part in condition.parts]
    if not isinstance(condition, AllTests):
        return "，或".join(parts)
    several = [isinstance(part, AnyTests) and len(part.parts) > 1 for part in condition.parts]
    return "，且".join(f"（{part}）" if is_choice else part for part, is_choice in zip(parts, several, strict=True))


def predicate_in_words(name: str, predicate: Predicate, field: Name, word: Word) -> str:
    """What is asked of one field, to be read after its name."""
    if isinstance(predicate, Literal) and _is_yes_or_no(predicate):
        return f"：{value_in_words(name, predicate.values[0], word)}"
    if isinstance(predicate, Literal):
        return "为" + "、".join(value_in_words(name, value, word) for value in predicate.values)
    if isinstance(predicate, Not):
        if isinstance(predicate.inner, Literal) and _is_yes_or_no(predicate.inner):
            return f"：{value_in_words(name, not predicate.inner.values[0], word)}"
        if isinstance(predicate.inner, Literal):
            return "不" + predicate_in_words(name, predicate.inner, field, word)
        return f"不应{predicate_in_words(name, predicate.inner, field, word)}"
    if isinstance(predicate, AnyOf):
        return "或".join(predicate_in_words(name, part, field, word) for part in predicate.inner)
    if isinstance(predicate, Filled):
        return "已填写" if predicate.present else "为空"
    if isinstance(predicate, Between):
        return f"在{predicate.low:g}至{predicate.high:g}之间"
    if isinstance(predicate, TimeOfDay):
        return f"在{_clock(predicate.start)}至{_clock(predicate.end)}之间"
    if isinstance(predicate, Compare):
        return f"{_COMPARED[predicate.operator]}{predicate.number:g}"
    if isinstance(predicate, CompareRank):
        return f"{_COMPARED[predicate.operator]}{word(name, predicate.rank)}"
    assert isinstance(predicate, CompareField)
    factor = "" if predicate.factor == 1 else f"{predicate.factor:g}倍"
    return f"{_COMPARED[predicate.operator]}{field(predicate.field)}{'的' if factor else ''}{factor}"


def _is_yes_or_no(predicate: Literal) -> bool:
    return len(predicate.values) == 1 and isinstance(predicate.values[0], bool)


def value_in_words(name: str, value: FieldValue, word: Word) -> str:
    """A field's value as people write it."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, tuple):
        return "、".join(value)
    return f"{value:g}" if isinstance(value, float) else word(name, str(value))


def _clock(second: int) -> str:
    return f"{second // 3600}时{second % 3600 // 60:02}分"


def fields_of(condition: Condition) -> Iterator[str]:
    """Every field that the condition looks at, in order, each once."""
    seen: dict[str, None] = {}
    _collect(condition, seen)
    yield from seen


def _collect(condition: Condition, seen: dict[str, None]) -> None:
    if isinstance(condition, FieldTest):
        seen[condition.field] = None
        _collect_compared(condition.predicate, seen)
        return
    for part in (condition.part,) if isinstance(condition, NotTests) else condition.parts:
        _collect(part, seen)


def _collect_compared(predicate: Predicate, seen: dict[str, None]) -> None:
    if isinstance(predicate, CompareField):
        seen[predicate.field] = None
    elif isinstance(predicate, Not):
        _collect_compared(predicate.inner, seen)
    elif isinstance(predicate, AnyOf):
        for part in predicate.inner:
            _collect_compared(part, seen)
