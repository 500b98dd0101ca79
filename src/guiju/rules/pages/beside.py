"""What stands beside the pages of a pack: its words, named limits, ranks and calendars, each checked word by word."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from guiju.rules.model import Term
from guiju.rules.pages.parts import Reader
from guiju.rules.pages.refusal import Spot
from guiju.rules.pages.yaml_text import read_yaml
from guiju.rules.predicate import Ranks, as_day
from guiju.values.calendar import Calendar, CalendarYear
from guiju.values.event import EventType
from guiju.values.vocabulary import Vocabulary


def read_vocabulary(path: Path, shipped: Vocabulary) -> Vocabulary:
    """The words of a pack that brings its own: a bare list, or types with their fields."""
    content, spot = read_yaml(path, Spot(path.name)), Spot(path.name)
    if isinstance(content, list):
        if not all(isinstance(name, str) for name in content):
            spot.refuse("列表中应全是事件名")
        return Vocabulary(
            [EventType(name, name) for name in content],
            open_fields=(),
            credential_types=shipped.credential_types,
            field_labels=shipped.field_labels,
        )
    if not isinstance(content, Mapping):
        spot.refuse("应为事件名的列表，或“事件名: {keys, attributes}”的映射")
    types = []
    for name, value in content.items():
        value = value or {}
        inner = spot.of(name)
        if not isinstance(value, Mapping):
            inner.refuse("应为 {keys: […], attributes: […]}")
        inner.only(value, ("zh", "keys", "attributes", "standing", "flag", "recorded_within"))
        words = {key: _names(value.get(key), inner.of(key)) for key in ("keys", "attributes", "standing", "flag")}
        types.append(
            EventType(
                str(name),
                str(value.get("zh", name)),
                words["keys"],
                tuple(dict.fromkeys((*words["attributes"], *words["standing"], *words["flag"]))),
                words["standing"],
                words["flag"],
                str(value.get("recorded_within", "")),
            )
        )
    return Vocabulary(types, credential_types=shipped.credential_types, field_labels=shipped.field_labels)


def _names(value: Any, spot: Spot) -> tuple[str, ...]:
    items = [] if value is None else value if isinstance(value, list) else [value]
    if not all(isinstance(item, str) for item in items):
        spot.refuse("应为名称的列表")
    return tuple(items)


def read_terms(path: Path, content: Any) -> tuple[Mapping[str, Term], tuple[int, int]]:
    """The named limits, and the (month, day) on which the bureau's year begins."""
    spot, terms, bureau_year = Spot(path.name), {}, (10, 21)
    plain = Reader(Vocabulary(), {}, {}, {})
    for name, value in content.items():
        inner = spot.of(name)
        if not isinstance(value, Mapping):
            inner.refuse("应为 {zh: 用语, limit: 期限}")
        if name == "bureau_year":
            bureau_year = _month_day(value.get("starts"), inner.of("starts"))
            continue
        inner.only(value, ("zh", "en", "limit", "decided_by", "decided_on", "note"))
        limit = plain.limit(value["limit"], inner.of("limit")) if value.get("limit") is not None else None
        terms[str(name)] = Term(str(name), str(value.get("zh", name)), limit)
    return terms, bureau_year


def _month_day(value: Any, spot: Spot) -> tuple[int, int]:
    # In a year without 29 February: a day that not every year has can begin none.
    day = as_day(f"2025-{value}")
    if day is None:
        spot.refuse(f"“{value}”不是 10-21 这样的月日")
    first = date.fromordinal(day)
    return first.month, first.day


def read_ranks(path: Path, content: Any) -> Ranks:
    """Each rank's ladder and height, by its name and by its Chinese name."""
    spot, ranks = Spot(path.name), {}
    for ladder, steps in content.items():
        if not isinstance(steps, list):
            spot.of(ladder).refuse("应为由低到高的职级列表")
        for height, step in enumerate(steps):
            name = step.get("name") if isinstance(step, Mapping) else step
            if not isinstance(name, str) or name in ranks:
                spot.of(ladder).refuse(f"职级“{name}”缺名或重复")
            ranks[name] = (str(ladder), height)
            if isinstance(step, Mapping) and step.get("zh"):
                # Exports write the rank in Chinese.
                ranks.setdefault(str(step["zh"]), (str(ladder), height))
    return ranks


def read_calendar(folder: Path) -> Calendar:
    """The official calendar of every year that has a file."""
    years = []
    for path in sorted(folder.glob("*.yaml")) if folder.is_dir() else []:
        spot = Spot(f"{folder.name}/{path.name}")
        content = read_yaml(path, spot)
        if not isinstance(content, Mapping):
            spot.refuse("应为 {year, notice, holidays, workdays}")
        spot.only(content, ("year", "notice", "holidays", "workdays", "source", "note"))
        if type(content.get("year")) is not int or not content.get("notice"):
            spot.refuse("缺少 year 或 notice")
        days = {key: frozenset(_days(content.get(key), spot.of(key))) for key in ("holidays", "workdays")}
        years.append(CalendarYear(content["year"], days["holidays"], days["workdays"], str(content["notice"])))
    return Calendar(years)


def _days(value: Any, spot: Spot) -> Iterator[int]:
    if not isinstance(value or [], list):
        spot.refuse("应为日期的列表")
    for item in value or []:
        try:
            yield date.fromisoformat(str(item)).toordinal()
        except ValueError:
            spot.refuse(f"“{item}”不是 2026-01-01 这样的日期")
