"""Reading what stands under ``must``: exactly one verb, with exactly its own words."""

from collections.abc import Callable, Mapping
from typing import Any

from guiju.rules.model import (
    Count,
    Cover,
    Differ,
    Happen,
    HaveHappened,
    Hold,
    NotHappen,
    Reference,
    Repeat,
    Satisfy,
    Span,
    Verb,
    Wait,
)
from guiju.rules.pages.parts import Reader
from guiju.rules.pages.refusal import Spot
from guiju.values.citation import Citation
from guiju.values.clock import Clock
from guiju.values.limit import Limit

WORDS: Mapping[str, tuple[str, ...]] = {
    "happen": ("within", "clock"),
    "have_happened": ("within", "ahead", "clock"),
    "satisfy": (),
    "not_happen": ("after", "less", "until", "clock"),
    "wait": ("before", "clock"),
    "wait_out": ("before", "clock"),
    "be_covered_by": ("from", "until", "gap"),
    "differ": ("from",),
    "hold": (),
    "repeat": ("every", "until", "clock"),
    "count": ("at_most", "at_least", "sum", "until"),
}
"""Each verb and the words that may stand beside it."""


class _Must:
    """The mapping under ``must`` while it is read."""

    def __init__(
        self, value: Mapping[str, Any], reader: Reader, laws: tuple[Citation, ...], types: tuple[str, ...], spot: Spot
    ) -> None:
        self.value, self.reader, self.laws, self.types, self.spot = value, reader, laws, types, spot

    def reference(self, word: str) -> Reference:
        if word not in self.value:
            self.spot.refuse(f"缺少 {word}")
        return self.reader.reference(self.value[word], self.spot.of(word))

    def optional(self, word: str) -> Reference | None:
        return self.reference(word) if word in self.value else None

    def span(self, word: str, types: tuple[str, ...] | None = None) -> Span:
        if word not in self.value:
            self.spot.refuse(f"缺少 {word}")
        own = self.types if types is None else types
        return self.reader.span(self.value[word], self.value.get("clock"), self.laws, own, self.spot.of(word))

    def optional_span(self, word: str, types: tuple[str, ...] | None = None) -> Span | None:
        return self.span(word, types) if word in self.value else None


def read_verb(value: Any, reader: Reader, laws: tuple[Citation, ...], types: tuple[str, ...], spot: Spot) -> Verb:
    """The verb of a page.

    Raises:
        LawRefused: there is not exactly one verb, or a word beside it is not its own.
    """
    if not isinstance(value, Mapping):
        spot.refuse("应为“动词：…”的映射")
    verbs = [word for word in value if word in WORDS]
    if len(verbs) != 1:
        if not verbs:
            spot.only(value, WORDS, "动词")
        spot.refuse(f"must 下应恰有一个动词，实有 {len(verbs)} 个：{'、'.join(verbs)}")
    [verb] = verbs
    spot.only(value, (verb, *WORDS[verb]))
    return _READERS[verb](_Must(value, reader, laws, types, spot))


def _happen(must: _Must) -> Happen:
    answer = must.value["happen"]
    if isinstance(answer, Mapping) and "all" in answer:
        must.spot.of("happen").only(answer, ("all",))
        items = answer["all"]
        if not isinstance(items, list) or not items:
            must.spot.of("happen").refuse("all 应为事件的列表")
        spot = must.spot.of("happen").of("all")
        answers = tuple(must.reader.reference(item, spot.of(number + 1)) for number, item in enumerate(items))
    else:
        answers = (must.reference("happen"),)
    return Happen(answers, must.span("within"))


def _have_happened(must: _Must) -> HaveHappened:
    answer = must.reference("have_happened")
    if "within" in must.value and "ahead" in must.value:
        must.spot.refuse("within 与 ahead 只能写一个")
    return HaveHappened(answer, must.optional_span("within", answer.types), must.optional_span("ahead", answer.types))


def _satisfy(must: _Must) -> Satisfy:
    return Satisfy(must.reader.condition(must.value["satisfy"], must.types, must.spot.of("satisfy")))


def _not_happen(must: _Must) -> NotHappen:
    less: Limit | None = None
    if "less" in must.value:
        if "after" not in must.value:
            must.spot.of("less").refuse("less 只能与 after 同用")
        less = must.reader.limit(must.value["less"], must.spot.of("less"))
    after = must.optional_span("after")
    if less is not None and after is not None:
        less = in_units(less, after, must.spot.of("less"))
    return NotHappen(must.reference("not_happen"), after, less, must.optional("until"))


def _wait(must: _Must) -> Wait:
    return Wait(must.span("wait"), must.reference("before"))


def _wait_out(must: _Must) -> Wait:
    return Wait(must.span("wait_out"), must.reference("before"), whole=True)


def _cover(must: _Must) -> Cover:
    pair, spot = must.value["be_covered_by"], must.spot.of("be_covered_by")
    if not isinstance(pair, Mapping) or set(pair) != {"from", "until"}:
        spot.refuse("应为 {from: 事件，until: 事件}")
    gap = 0
    if "gap" in must.value:
        limit = must.reader.limit(must.value["gap"], must.spot.of("gap"))
        if not limit.is_elapsed:
            must.spot.of("gap").refuse("应为分钟或小时")
        gap = limit.micros
    opens = must.reader.reference(pair["from"], spot.of("from"))
    closes = must.reader.reference(pair["until"], spot.of("until"))
    return Cover(opens, closes, must.optional("from"), must.optional("until"), gap)


def _differ(must: _Must) -> Differ:
    field = must.value["differ"]
    must.spot.of("differ").only([field], ("officer", "unit"), "字段")
    return Differ(str(field), must.reference("from"))


def _hold(must: _Must) -> Hold:
    names = must.value["hold"]
    names = names if isinstance(names, list) else [names]
    if not names or not all(isinstance(name, str) for name in names):
        must.spot.of("hold").refuse("应为资格名称或其列表")
    return Hold(tuple(names))


def _repeat(must: _Must) -> Repeat:
    return Repeat(must.reference("repeat"), must.span("every"), must.optional("until"))


def _count(must: _Must) -> Count:
    bounds: dict[str, float | None] = {"at_most": None, "at_least": None}
    for word in bounds:
        number = must.value.get(word)
        if number is not None and (isinstance(number, bool) or not isinstance(number, int | float)):
            must.spot.of(word).refuse(f"“{number}”不是数")
        bounds[word] = number
    if (bounds["at_most"] is None) == (bounds["at_least"] is None):
        must.spot.refuse("at_most 与 at_least 应恰写一个")
    answer = must.reference("count")
    total = str(must.value.get("sum", ""))
    if total:
        must.reader.condition({total: "present"}, answer.types, must.spot.of("sum"))
    return Count(answer, bounds["at_most"], bounds["at_least"], total, must.optional("until"))


_READERS: Mapping[str, Callable[[_Must], Verb]] = {
    "happen": _happen,
    "have_happened": _have_happened,
    "satisfy": _satisfy,
    "not_happen": _not_happen,
    "wait": _wait,
    "wait_out": _wait_out,
    "be_covered_by": _cover,
    "differ": _differ,
    "hold": _hold,
    "repeat": _repeat,
    "count": _count,
}


def extension_span(
    value: Any, main: Span, reader: Reader, laws: tuple[Citation, ...], types: tuple[str, ...], spot: Spot
) -> Span:
    """The total that an extension lengthens to, on the clock of the limit it lengthens."""
    clock = None if main.clock is Clock.ELAPSED else main.clock.value
    return reader.span(value, clock, laws, types, spot)


def in_units(limit: Limit, main: Span, spot: Spot) -> Limit:
    """Days beside a limit of working days are working days, too; hours and calendar units do not mix."""
    if limit.unit == "days" and main.clock is Clock.WORKDAYS:
        return Limit(limit.amount, "workdays")
    if limit.unit == "days" and main.clock is Clock.ELAPSED:
        return Limit(limit.amount * 24, "hours")
    if limit.is_elapsed != (main.clock is Clock.ELAPSED):
        spot.refuse("小时与日、月不能互相延长")
    return limit
