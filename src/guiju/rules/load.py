"""Reading a folder of law; refusing, with a reason, whatever is not fully sourced."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from guiju.rules.model import Happen, Pack, Rule, Term
from guiju.rules.pages.decisions import with_measures
from guiju.rules.pages.house import House, read_house
from guiju.rules.pages.instruments import read_instruments
from guiju.rules.pages.interpretation import Move, restated, with_cases
from guiju.rules.pages.page import read_page
from guiju.rules.pages.parts import Reader
from guiju.rules.pages.refusal import LawRefused, Spot
from guiju.rules.pages.worked_case import check_happened
from guiju.rules.pages.yaml_text import read_yaml
from guiju.rules.predicate import Ranks, as_day
from guiju.values.calendar import Calendar, CalendarYear
from guiju.values.event import EventType
from guiju.values.vocabulary import Vocabulary

MAX_PAGES = 5_000
Refusals = Callable[[LawRefused], None]


def _give_up(refused: LawRefused) -> None:
    raise refused


def load(
    folder: Path,
    *,
    shipped: Path,
    vocabulary: Vocabulary,
    on_refusal: Refusals = _give_up,
    decisions: Path | None = None,
    as_shipped: bool = False,
) -> Pack:
    """The pack in ``folder``: ``rules/**/*.yaml`` with what stands beside it, else the ``shipped`` files.

    ``on_refusal`` is told of each page that is refused; unless it raises, the other pages are read on.
    ``decisions`` is a bureau's own file of them; by default ``decisions.yaml`` beside the pages, if there is one;
    ``as_shipped`` leaves them all aside, for the worked cases of pages speak of the law without them.

    Raises:
        LawRefused: the folder holds no pages, or (by default) any file of it is not fully understood.
    """
    pages = sorted((folder / "rules").rglob("*.yaml")) if (folder / "rules").is_dir() else []
    if not pages:
        raise LawRefused(
            f"“{folder}”中没有规则页。", remedy="规则页应放在 <目录>/rules/<主题>/<义务>.yaml；请检查 --law 的路径。"
        )
    if len(pages) > MAX_PAGES:
        raise LawRefused(f"“{folder}”中的规则页超过 {MAX_PAGES} 个。")
    beside = {name: _beside(folder, shipped, name) for name in ("instruments.yaml", "terms.yaml", "ranks.yaml")}
    words, prefixes = vocabulary, frozenset(name.split(".")[0] for name in vocabulary)
    own_events = folder / "events.yaml"
    if own_events.is_file():
        words = _vocabulary(own_events, vocabulary)
    terms, bureau_year = _terms(*beside["terms.yaml"])
    ranks = _ranks(*beside["ranks.yaml"])
    instruments = read_instruments(beside["instruments.yaml"][0].name, beside["instruments.yaml"][1])
    plain = Reader(words, ranks, terms, instruments)
    house = read_house(folder, decisions, instruments, as_shipped=as_shipped)
    reader = replace(plain, terms=with_measures(terms, house.decisions, plain.limit, house.file), adopted=house.adopted)
    writing = Pages(folder, reader, None if own_events.is_file() else prefixes)
    rules = tuple(_rules(pages, writing, house.moves, on_refusal))
    rules = tuple(rule for rule in rules if _is_sound(rule, rules, words, on_refusal))
    readings = tuple(_readings(pages, replace(writing, reader=plain), house, on_refusal))
    calendars = folder / "calendars" if (folder / "calendars").is_dir() else shipped / "calendars"
    files = [*pages, *(path for path, _ in beside.values() if path.is_file()), *sorted(calendars.glob("*.yaml"))]
    files += [path for path in (own_events, *house.files) if path.is_file()]
    calendar = _calendar(calendars)
    return Pack(rules, words, calendar, ranks, reader.terms, instruments, _digest(files), bureau_year, readings)


def _digest(files: list[Path]) -> str:
    total = sha256()
    for path in sorted(files, key=lambda item: (item.parent.name, item.name)):
        total.update(f"{path.parent.name}/{path.name}\0".encode())
        total.update(sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _beside(folder: Path, shipped: Path, name: str) -> tuple[Path, Any]:
    path = folder / name if (folder / name).is_file() else shipped / name
    content = (read_yaml(path, Spot(name)) if path.is_file() else {}) or {}
    if not isinstance(content, Mapping):
        Spot(name).refuse("应为“名称: 内容”的映射")
    return path, content


@dataclass(frozen=True, slots=True)
class Pages:
    """How the pages of one folder are read."""

    folder: Path
    reader: Reader
    prefixes: frozenset[str] | None

    def spot(self, path: Path) -> Spot:
        """The place that refusals of a page name."""
        return Spot(path.relative_to(self.folder).as_posix())

    def read(self, page: Any, spot: Spot) -> Rule:
        """The rule that a page states."""
        return read_page(page, self.reader, spot, prefixes=self.prefixes)


def _rules(pages: list[Path], writing: Pages, moves: Mapping[str, list[Move]], on_refusal: Refusals) -> Iterator[Rule]:
    seen: dict[str, str] = {}
    for path in pages:
        spot = writing.spot(path)
        try:
            page = read_yaml(path, spot)
            chosen = moves.get(str(page.get("id")), []) if isinstance(page, Mapping) else []
            rule = writing.read(_as_chosen(page, chosen, spot), spot)
            if rule.id in seen:
                spot.of("id").refuse(f"“{rule.id}”已用于 {seen[rule.id]}")
        except LawRefused as refused:
            on_refusal(refused)
            continue
        seen[rule.id] = rule.file
        yield rule


def _as_chosen(page: Any, moves: list[Move], spot: Spot) -> Any:
    """A page as the chosen readings have it; the worked cases of a reading take the place of the page's own."""
    changed = restated(page, moves, spot)
    return with_cases(changed, moves[-1]) if moves else changed


def _readings(pages: list[Path], writing: Pages, house: House, on_refusal: Refusals) -> Iterator[Rule]:
    """The pages as each reading that moves them would have them, with the worked cases of that reading."""
    moved = {move.page for question in house.questions for option in question.options for move in option.moves}
    by_id = dict(_as_written(pages, writing, moved))
    for question in house.questions:
        for option in question.options:
            for move in option.moves:
                spot = Spot(f"interpretations/{question.id}.yaml").of(option.name).of(move.page)
                try:
                    if move.page not in by_id:
                        spot.only([move.page], by_id, "规则页")
                    page = with_cases(by_id[move.page], move)
                    rule = writing.read(restated(page, [move], spot), spot)
                    check_happened(rule, writing.reader.vocabulary)
                    yield rule
                except LawRefused as refused:
                    on_refusal(refused)


def _as_written(pages: list[Path], writing: Pages, wanted: Collection[str]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The wanted pages by their ids; a page is looked for in the files that are named as it is."""
    stems = {name.rpartition(".")[2] for name in wanted}
    for path in pages:
        if path.stem not in stems:
            continue
        try:
            page = read_yaml(path, writing.spot(path))
        except LawRefused:
            continue  # told once already, as a page
        if isinstance(page, Mapping) and str(page.get("id")) in wanted:
            yield str(page["id"]), page


def _is_sound(rule: Rule, rules: tuple[Rule, ...], words: Vocabulary, on_refusal: Refusals) -> bool:
    """What can only be checked once all pages are read: pages named by others, and fields named by worked cases."""
    try:
        _check_overdue(rule, {other.id: other for other in rules})
        check_happened(rule, words)
    except LawRefused as refused:
        on_refusal(refused)
        return False
    return True


def _check_overdue(rule: Rule, by_id: Mapping[str, Rule]) -> None:
    for edition in rule.editions:
        spot = Spot(rule.file, edition.label, "when.overdue")
        spot.only(edition.trigger.overdue, by_id, "规则页")
        for name in edition.trigger.overdue:
            behind = by_id[name].editions
            if any(other.trigger.overdue for other in behind):
                spot.refuse(f"“{name}”本身也由超期触发，只允许一层")
            if any(not isinstance(other.verb, Happen) for other in behind):
                spot.refuse(f"“{name}”没有到期时刻（动词不是 happen）")
            if any(other.history != edition.history for other in behind):
                spot.refuse(f"“{name}”的 history 与本页不同")


def _vocabulary(path: Path, shipped: Vocabulary) -> Vocabulary:
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


def _terms(path: Path, content: Any) -> tuple[Mapping[str, Term], tuple[int, int]]:
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


def _ranks(path: Path, content: Any) -> Ranks:
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


def _calendar(folder: Path) -> Calendar:
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
