"""Reading the parts of a page: predicates, references and limits; whatever is not in the language is refused."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from guiju.rules.instrument import Instrument
from guiju.rules.model import Reference, Span, Term
from guiju.rules.pages.refusal import Spot, nearest
from guiju.rules.predicate import (
    OPERATORS,
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
    Ranks,
    TimeOfDay,
)
from guiju.values.citation import Citation
from guiju.values.clock import Clock
from guiju.values.event import KEYS
from guiju.values.limit import LONGEST, SUBDAY, UNITS, Limit
from guiju.values.vocabulary import Vocabulary

_LIMIT = re.compile(r"^(\d{1,6}) ([a-z]+)$")
_RANGE = re.compile(r"^(-?\d+(?:\.\d+)?)\.\.(-?\d+(?:\.\d+)?)$")
_COMPARISON = re.compile(r"^(!=|>=|<=|>|<|=)\s*(.+)$")
_MULTIPLE = re.compile(r"^(\d{1,9})\s*\*\s*(\w+)$")
_DAYTIME = re.compile(r"^([01]\d|2[0-3]):([0-5]\d)\.\.([01]\d|2[0-3]):([0-5]\d)$")
_NUMBER = re.compile(r"^-?\d+(?:\.\d+)?$")


@dataclass(frozen=True, slots=True)
class Reader:
    """What the parts of a page are read against."""

    vocabulary: Vocabulary
    ranks: Ranks
    terms: Mapping[str, Term]
    instruments: Mapping[str, Instrument]
    adopted: Mapping[str, int] = field(default_factory=dict)

    # -- references ------------------------------------------------------------------------------------------------

    def reference(self, value: Any, spot: Spot, *, lenient_flags: bool = False) -> Reference:
        """An event name, ``{event, where, same}``, or a list of these: any of them.

        Raises:
            LawRefused: an event, attribute or key is not in the vocabulary, or the form is none of these.
        """
        if isinstance(value, Mapping):
            spot.only(value, ("event", "where", "same"))
            if "event" not in value:
                spot.refuse("缺少 event")
            types = self._types(value["event"], spot.of("event"))
            where = self.condition(value["where"], types, spot.of("where")) if "where" in value else None
            same = self.keys(value["same"], spot.of("same")) if "same" in value else None
            return Reference(types, where, same, lenient_flags)
        if isinstance(value, list) and any(isinstance(item, Mapping) for item in value):
            return self._any_of(self.references(value, spot), lenient_flags, spot)
        return Reference(self._types(value, spot), None, None, lenient_flags)

    def _any_of(self, parts: tuple[Reference, ...], lenient_flags: bool, spot: Spot) -> Reference:
        """One reference for a list in which some items have a ``where`` of their own: it asks for the type as well."""
        if any(part.same != parts[0].same for part in parts):
            spot.refuse("列表中各项的 same 应相同")
        tests: list[Condition] = []
        for part in parts:
            kind = FieldTest("type", Literal(part.types))
            tests.append(kind if part.where is None else AllTests((kind, part.where)))
        types = tuple(dict.fromkeys(name for part in parts for name in part.types))
        return Reference(types, AnyTests(tuple(tests)), parts[0].same, lenient_flags)

    def references(self, value: Any, spot: Spot) -> tuple[Reference, ...]:
        """A list of references; plain names next to each other stay references of their own."""
        items = value if isinstance(value, list) else [value]
        return tuple(self.reference(item, spot.of(number + 1)) for number, item in enumerate(items))

    def _types(self, value: Any, spot: Spot) -> tuple[str, ...]:
        names = value if isinstance(value, list) else [value]
        if not names:
            spot.refuse("不能为空")
        for name in names:
            if not isinstance(name, str):
                spot.refuse(f"应为事件名，实为“{name}”")
            if name not in self.vocabulary:
                close = self.vocabulary.nearest(name)
                spot.refuse(f"词汇表中没有事件“{name}”" + (f"，是否应为“{close}”？" if close else ""))
        return tuple(dict.fromkeys(names))

    def keys(self, value: Any, spot: Spot) -> tuple[str, ...]:
        """The keys that two rows must share."""
        names = value if isinstance(value, list) else [value]
        spot.only(names, KEYS, "键")
        self._declare(names)
        return tuple(dict.fromkeys(names))

    def _declare(self, names: list[str]) -> None:
        if self.vocabulary.open_fields is not None:
            self.vocabulary.open_fields.update(names)

    # -- predicates ------------------------------------------------------------------------------------------------

    def condition(self, value: Any, types: tuple[str, ...], spot: Spot) -> Condition:
        """A mapping of fields to predicates, with ``any``, ``all``, ``not`` and ``local_time`` beside them."""
        if not isinstance(value, Mapping) or not value:
            spot.refuse("应为“字段：条件”的映射，且不能为空")
        parts = [self._part(str(name), inner, types, spot.of(name)) for name, inner in value.items()]
        return parts[0] if len(parts) == 1 else AllTests(tuple(parts))

    def _part(self, name: str, inner: Any, types: tuple[str, ...], spot: Spot) -> Condition:
        if name in ("any", "all"):
            if not isinstance(inner, list) or not inner:
                spot.refuse("应为条件的列表")
            parts = tuple(self.condition(item, types, spot.of(number + 1)) for number, item in enumerate(inner))
            return AnyTests(parts) if name == "any" else AllTests(parts)
        if name == "not":
            return NotTests(self.condition(inner, types, spot))
        if name == "local_time":
            return FieldTest(name, self._daytime(inner, spot))
        self._check_field(name, types, spot)
        return FieldTest(name, self.predicate(inner, types, spot))

    def _check_field(self, name: str, types: tuple[str, ...], spot: Spot) -> None:
        self._declare([name])
        if not any(self.vocabulary.declares(kind, name) for kind in types):
            fields = self.vocabulary.fields_of(types)
            spot.refuse(f"事件 {'、'.join(types)} 没有字段“{name}”{nearest(name, fields)}")

    def predicate(self, value: Any, types: tuple[str, ...], spot: Spot) -> Predicate:
        """A literal, a list, a comparison, a range, ``present``, ``absent``, ``{not: …}`` or ``{any: […]}``."""
        if isinstance(value, bool | int | float):
            return Literal((value,))
        if isinstance(value, list) and value:
            parts = [self.predicate(item, types, spot) for item in value]
            if all(isinstance(part, Literal) for part in parts):
                return Literal(tuple(item for part in parts if isinstance(part, Literal) for item in part.values))
            return AnyOf(tuple(parts))
        if isinstance(value, Mapping) and len(value) == 1:
            [(word, inner)] = value.items()
            spot.only([word], ("not", "any"), "谓词")
            if word == "not":
                return Not(self.predicate(inner, types, spot))
            if isinstance(inner, list) and inner:
                return AnyOf(tuple(self.predicate(item, types, spot) for item in inner))
        if isinstance(value, str) and value:
            return self._text_predicate(value.strip(), types, spot)
        spot.refuse(f"不能作为条件：“{value}”")

    def _text_predicate(self, text: str, types: tuple[str, ...], spot: Spot) -> Predicate:
        if text in ("present", "absent"):
            return Filled(text == "present")
        if match := _RANGE.match(text):
            return Between(float(match[1]), float(match[2]))
        if not (match := _COMPARISON.match(text)):
            return Literal((text,))
        operator, word = match[1], match[2].strip()
        if operator == "!=":
            return Not(Literal((_scalar(word),)))
        if _NUMBER.match(word):
            return Compare(operator, float(word))
        if multiple := _MULTIPLE.match(word):
            self._check_field(multiple[2], types, spot)
            return CompareField(operator, float(multiple[1]), multiple[2])
        if word in self.ranks:
            return CompareRank(operator, word)
        declared = any(self.vocabulary.declares(kind, word) for kind in types)
        if not declared and self.vocabulary.open_fields is None:
            known = {*self.ranks, *self.vocabulary.fields_of(types)}
            spot.refuse(f"“{word}”既不是数、职级，也不是本事件的字段{nearest(word, known)}")
        self._declare([word])
        assert operator in OPERATORS
        return CompareField(operator, 1.0, word)

    def _daytime(self, value: Any, spot: Spot) -> Predicate:
        if isinstance(value, Mapping) and len(value) == 1 and next(iter(value)) in ("not", "any"):
            [(word, inner)] = value.items()
            return Not(self._daytime(inner, spot)) if word == "not" else self._daytime(inner, spot)
        if isinstance(value, list) and value:
            return AnyOf(tuple(self._daytime(item, spot) for item in value))
        match = _DAYTIME.match(str(value))
        if not match:
            spot.refuse(f"“{value}”不是“21:00..07:00”这样的时段")
        hours = [int(part) for part in match.groups()]
        return TimeOfDay(hours[0] * 3600 + hours[1] * 60, hours[2] * 3600 + hours[3] * 60)

    # -- limits ----------------------------------------------------------------------------------------------------

    def limit(self, value: Any, spot: Spot) -> Limit:
        """A number and a unit, such as ``24 hours``."""
        match = _LIMIT.match(str(value))
        if not match:
            spot.refuse(f"“{value}”不是“数 单位”（如 24 hours、3 days、5 workdays、2 months）")
        unit = match[2] if match[2].endswith("s") else match[2] + "s"
        if unit not in UNITS:
            spot.refuse(f"不认识的单位“{match[2]}”{nearest(unit, UNITS) or '，可用：' + '、'.join(UNITS)}")
        if int(match[1]) > LONGEST[unit]:
            spot.refuse(f"“{value}”太长")
        return Limit(int(match[1]), unit)

    def span(self, value: Any, clock: Any, laws: tuple[Citation, ...], types: tuple[str, ...], spot: Spot) -> Span:
        """A limit with its clock: a fixed one, ``{attr, unit, at_most}``, or a named one of terms.yaml.

        Raises:
            LawRefused: unit, term or clock is unknown, or days are counted with neither clock nor listed instrument.
        """
        named = None
        if clock is not None:
            spot.only([clock], [item.value for item in Clock], "时钟")
            named = Clock(clock)
        if isinstance(value, Mapping):
            return self._attribute_span(value, named, laws, types, spot)
        if isinstance(value, str) and not _LIMIT.match(value):
            if value not in self.terms:
                spot.refuse(f"“{value}”既不是期限，也不是 terms.yaml 中的用语{nearest(value, self.terms)}")
            term = self.terms[value]
            if term.limit is None:
                return Span(None, Clock.PLAIN, term=value)
            # A house measure is no statutory period: it follows the named clock or plain days.
            return Span(term.limit, _own_clock(term.limit) or named or Clock.PLAIN, term=value)
        return self._clocked(self.limit(value, spot), named, laws, spot)

    def _attribute_span(
        self,
        value: Mapping[str, Any],
        named: Clock | None,
        laws: tuple[Citation, ...],
        types: tuple[str, ...],
        spot: Spot,
    ) -> Span:
        spot.only(value, ("attr", "unit", "at_most"))
        name = str(value.get("attr", ""))
        self._check_field(name, types, spot.of("attr"))
        at_most = self.limit(value["at_most"], spot.of("at_most")) if "at_most" in value else None
        if "unit" not in value:
            if at_most is not None:
                spot.refuse("日期字段不能带 at_most")
            return Span(None, named or Clock.PLAIN, attribute=name)
        unit = self.limit(f"1 {value['unit']}", spot.of("unit")).unit
        sample = self._clocked(Limit(1_000, unit), named, laws, spot)
        if at_most is not None and unit in SUBDAY and at_most.unit not in (unit, "months", "years", "workdays"):
            at_most = Limit(at_most.amount * SUBDAY.get(at_most.unit, 86_400) // SUBDAY[unit], unit)
        if at_most is not None and at_most.unit not in (unit, *(("workdays",) if unit == "days" else ())):
            spot.of("at_most").refuse(f"“{at_most}”与 unit 不是同一单位")
        return Span(None, sample.clock, attribute=name, unit=unit, at_most=at_most)

    def _clocked(self, limit: Limit, named: Clock | None, laws: tuple[Citation, ...], spot: Spot) -> Span:
        own = _own_clock(limit)
        if own is not None:
            return Span(limit, own)
        if named is Clock.WORKDAYS and limit.unit == "days":
            return Span(Limit(limit.amount, "workdays"), Clock.WORKDAYS)
        if named is Clock.ELAPSED and limit.unit == "days":
            return Span(Limit(limit.amount * 24, "hours"), Clock.ELAPSED)
        if named in (Clock.WORKDAYS, Clock.ELAPSED):
            spot.refuse(f"时钟 {named} 不能数 {limit.unit}")
        if named is not None:
            return Span(limit, named)
        for law in laws:
            listed = self.instruments.get(law.instrument)
            if listed is None or listed.clock is None:
                continue
            if limit.unit == "days" and listed.turns_to_workdays(limit.amount):
                return Span(Limit(limit.amount, "workdays"), Clock.WORKDAYS)
            return self._clocked(limit, listed.clock, laws, spot)
        spot.refuse(f"期限“{limit}”没有时钟：请写 clock，或在 instruments.yaml 中列出所引法规的时钟")


def _own_clock(limit: Limit) -> Clock | None:
    if limit.is_elapsed:
        return Clock.ELAPSED
    return Clock.WORKDAYS if limit.unit == "workdays" else None


def _scalar(word: str) -> str | int | float | bool:
    if word in ("true", "false"):
        return word == "true"
    if _NUMBER.match(word) and not re.match(r"^-?0\d", word):
        return float(word) if "." in word else int(word)
    return word
