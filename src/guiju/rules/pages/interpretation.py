"""Open questions of the law: the readings there are, the one shipped, and what each other one would move.

A reading is data: it restates keys of pages (or of one edition of a page), or lets limits run on another clock.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from guiju.rules.pages.decisions import Decision, in_force
from guiju.rules.pages.refusal import Spot
from guiju.rules.pages.yaml_text import read_yaml
from guiju.values.clock import Clock

_KEYS = ("id", "question", "between", "options", "shipped", "source", "note")
_OPTION = ("name", "title", "basis", "moves")
_MOVE = ("page", "edition", "clock", "restate", "cases")


@dataclass(frozen=True, slots=True)
class Move:
    """What a reading changes in one page: ``restate`` (in one ``edition`` or all), ``clock`` (old → new)."""

    page: str
    edition: str
    restate: Mapping[str, Any]
    clock: Mapping[str, str]
    cases: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Option:
    """One reading, its title in both languages, what it stands on, and what it moves against the pages as written."""

    name: str
    title: Mapping[str, str]
    basis: str
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class Interpretation:
    """One open question, its options, and the decision that was taken, if any."""

    id: str
    question: Mapping[str, str]
    between: tuple[str, ...]
    options: tuple[Option, ...]
    shipped: str
    source: str
    note: str
    decided: Decision | None = None

    @property
    def choice(self) -> Option:
        """The reading that is followed."""
        name = self.decided.outcome if self.decided is not None else self.shipped
        return next(option for option in self.options if option.name == name)


def read_interpretations(folder: Path, decisions: Iterable[Decision], file: str) -> tuple[Interpretation, ...]:
    """Every question of a folder with its decision.

    Raises:
        LawRefused: a question is not fully understood, or a decision names a question or reading that is none.
    """
    taken, read = in_force(decisions, "question"), []
    for path in sorted(folder.glob("*.yaml")) if folder.is_dir() else []:
        spot = Spot(f"{folder.name}/{path.name}")
        read.append(_interpretation(read_yaml(path, spot), spot, path.stem, taken))
    known = {question.id: question for question in read}
    for name, decision in taken.items():
        Spot(file).of("question").only([name], known, "问题")
        options = [option.name for option in known[name].options]
        Spot(file).of(name).only([decision.outcome], options, "选项")
    return tuple(read)


def _interpretation(content: Any, spot: Spot, stem: str, taken: Mapping[str, Decision]) -> Interpretation:
    if not isinstance(content, Mapping):
        spot.refuse("应为 {id, question, options, shipped}")
    spot.only(content, _KEYS)
    for key in ("id", "question", "options", "shipped"):
        if not content.get(key):
            spot.refuse(f"缺少 {key}")
    if content["id"] != stem:
        spot.of("id").refuse(f"应与文件名相同：“{stem}”")
    if not isinstance(content["options"], list) or len(content["options"]) < 2:
        spot.of("options").refuse("至少要有两个选项")
    options = tuple(_option(item, spot.of("options").of(n + 1)) for n, item in enumerate(content["options"]))
    spot.of("shipped").only([content["shipped"]], [option.name for option in options], "选项")
    for option in options:
        if option.name == content["shipped"] and option.moves:
            spot.of("shipped").refuse("随附的选项就是各页现在的写法，不应再有 moves")
    between = content.get("between") or []
    return Interpretation(
        stem,
        _words(content["question"], spot.of("question")),
        tuple(str(item) for item in (between if isinstance(between, list) else [between])),
        options,
        str(content["shipped"]),
        str(content.get("source") or ""),
        str(content.get("note") or ""),
        taken.get(stem),
    )


def _option(item: Any, spot: Spot) -> Option:
    if not isinstance(item, Mapping) or not item.get("name") or not item.get("title"):
        spot.refuse("应为 {name, title: {zh, en}, basis, moves}")
    spot.only(item, _OPTION)
    moves = item.get("moves") or []
    if not isinstance(moves, list):
        spot.of("moves").refuse("应为列表")
    read = tuple(_move(move, spot.of("moves").of(number + 1)) for number, move in enumerate(moves))
    return Option(str(item["name"]), _words(item["title"], spot.of("title")), str(item.get("basis") or ""), read)


def _move(item: Any, spot: Spot) -> Move:
    if not isinstance(item, Mapping) or not item.get("page"):
        spot.refuse("应为 {page, edition, restate 或 clock, cases}")
    spot.only(item, _MOVE)
    if ("restate" in item) == ("clock" in item):
        spot.refuse("在 restate 与 clock 中选一个")
    if "edition" in item and "clock" in item:
        spot.refuse("clock 及于全页，不能限定 edition；只改一个版本请用 restate")
    for key in ("restate", "clock"):
        if not isinstance(item.get(key, {}), Mapping):
            spot.of(key).refuse("应为映射")
    clocks = {str(old): str(new) for old, new in item.get("clock", {}).items()}
    spot.of("clock").only([*clocks, *clocks.values()], [clock.value for clock in Clock], "时钟")
    cases = item.get("cases")
    if not isinstance(cases, list) or not cases:
        spot.of("cases").refuse("每处改动至少要有一个算例")
    return Move(str(item["page"]), str(item.get("edition") or ""), item.get("restate", {}), clocks, tuple(cases))


def _words(value: Any, spot: Spot) -> Mapping[str, str]:
    if not isinstance(value, Mapping) or not value.get("zh"):
        spot.refuse("应为 {zh: …, en: …}，至少有 zh")
    spot.only(value, ("zh", "en"))
    return {str(key): str(text) for key, text in value.items()}


def restated(page: Any, moves: Iterable[Move], spot: Spot) -> Any:
    """A page as written, with what the chosen readings move.

    Raises:
        LawRefused: a move speaks of an edition that the page has not.
    """
    if not isinstance(page, Mapping):
        return page
    for move in moves:
        changed = dict(_on_other_clocks(page, move.clock)) if move.clock else dict(page)
        if move.edition or move.restate:
            changed["editions"] = _editions(page, move, spot)
        if changed == page:
            spot.refuse("未决问题的改动落空：本页没有写明要改的时钟或者内容")
        page = changed
    return page


def _editions(page: Mapping[str, Any], move: Move, spot: Spot) -> Any:
    editions = page.get("editions") or []
    if not isinstance(editions, list) or not all(isinstance(edition, Mapping) for edition in editions):
        return editions  # refused where the page is read
    starts = [str(edition.get("from")) for edition in editions]
    if move.edition:
        spot.of("editions").only([move.edition], starts, "版本")
    wanted = [move.edition] if move.edition else starts
    return [{**one, **move.restate} if start in wanted else one for one, start in zip(editions, starts, strict=True)]


def _on_other_clocks(value: Any, clocks: Mapping[str, str]) -> Any:
    """Every ``clock:`` of a page (its worked cases apart) replaced."""
    if isinstance(value, list):
        return [_on_other_clocks(item, clocks) for item in value]
    if not isinstance(value, Mapping):
        return value
    return {
        key: item if key == "cases" else _other(item, clocks) if key == "clock" else _on_other_clocks(item, clocks)
        for key, item in value.items()
    }


def _other(clock: Any, clocks: Mapping[str, str]) -> Any:
    return clocks.get(clock, clock) if isinstance(clock, str) else clock


def moves_by_page(options: Iterable[Option]) -> Mapping[str, list[Move]]:
    """The moves of some readings, by the page that they change.

    Raises:
        LawRefused: two readings change one page; what they would make of it together, nobody has worked out.
    """
    found: dict[str, list[Move]] = {}
    for option in options:
        for page in {move.page for move in option.moves} & set(found):
            Spot("interpretations").of(option.name).refuse(f"两个已决定的问题都改动“{page}”，须先合成一种写法")
        for move in option.moves:
            found.setdefault(move.page, []).append(move)
    return found


def with_cases(page: Any, move: Move) -> Any:
    """The page with the worked cases of a reading in place of its own."""
    return {**page, "cases": list(move.cases)} if isinstance(page, Mapping) else page
