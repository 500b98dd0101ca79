"""Reading a folder of law; refusing, with a reason, whatever is not fully sourced."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from guiju.rules.model import Happen, Pack, Rule
from guiju.rules.pages.absent import left_out, speaks_of_absent, told_without
from guiju.rules.pages.beside import read_calendar, read_ranks, read_terms, read_vocabulary
from guiju.rules.pages.decisions import with_measures
from guiju.rules.pages.house import House, read_house
from guiju.rules.pages.instruments import read_instruments
from guiju.rules.pages.interpretation import Move, restated, with_cases
from guiju.rules.pages.page import read_page
from guiju.rules.pages.parts import Reader
from guiju.rules.pages.refusal import LawRefused, Spot
from guiju.rules.pages.worked_case import check_happened
from guiju.rules.pages.yaml_text import read_page_text, read_yaml
from guiju.values.vocabulary import Vocabulary

MAX_PAGES = 5_000
Refusals = Callable[[LawRefused], None]


def _give_up(refused: LawRefused) -> None:
    raise refused


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of law as it was read, and how a further page is read as if it lay there."""

    pack: Pack
    pages: "Pages"
    moves: Mapping[str, list[Move]]

    def file_of(self, rule_id: str) -> str:
        """Where the page of that id lies, or would lie."""
        found = self.pack.rule(rule_id)
        subject, _, duty = rule_id.partition(".")
        return found.file if found is not None else f"rules/{subject}/{duty}.yaml"

    def text_of(self, rule_id: str) -> str:
        """The page of that id as it stands in the folder; empty where there is none."""
        found = self.pack.rule(rule_id)
        return "" if found is None else (self.pages.folder / found.file).read_text(encoding="utf-8-sig")

    def with_pages(self, texts: Mapping[str, str], on_refusal: Callable[[str, LawRefused], None]) -> Pack:
        """The pack with the pages of these ids as their texts have them; whichever is refused stays as it was.

        Law: house.md, "Law": the law in force is the shipped pack with the published pages.
        """
        taken: dict[str, Rule] = {}
        for name, text in sorted(texts.items()):
            try:
                taken[name] = self.page(text, self.file_of(name))
            except LawRefused as refused:
                on_refusal(name, refused)
        kept = [taken.get(rule.id, rule) for rule in self.pack.rules]
        known = {rule.id for rule in kept}
        rules = (*kept, *(rule for name, rule in taken.items() if name not in known))
        for name in taken:
            try:
                for rule in rules:
                    if rule.id == name or any(name in one.trigger.overdue for one in rule.editions):
                        check_together(rule, rules)
            except LawRefused as refused:
                on_refusal(name, refused)
                return self.with_pages({one: texts[one] for one in taken if one != name}, on_refusal)
        readings = tuple(one for one in self.pack.readings if one.id not in taken)
        digests = {name: sha256(texts[name].encode()).hexdigest() for name in taken}
        return replace(self.pack, rules=rules, readings=readings, published=digests)

    def page(self, text: str, file: str) -> Rule:
        """The rule that a text states, with the bureau's decisions, as if it lay in ``file``.

        Raises:
            LawRefused: it is not fully understood, or speaks of a subject that is switched off.
        """
        spot = Spot(file)
        page = read_page_text(text, spot)
        words = self.pages.reader.vocabulary
        if isinstance(page, Mapping):
            away = speaks_of_absent(page, words)
            if away:
                spot.refuse(f"“{away}”所属的主题已停用，本页不能适用")
            page = _as_chosen(page, self.moves.get(str(page.get("id")), []), spot)
        rule = self.pages.read(told_without(page, words.absent), spot)
        check_happened(rule, words)
        return rule


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
    return load_folder(
        folder, shipped=shipped, vocabulary=vocabulary, on_refusal=on_refusal, decisions=decisions,
        as_shipped=as_shipped,
    ).pack  # fmt: skip


def load_folder(
    folder: Path,
    *,
    shipped: Path,
    vocabulary: Vocabulary,
    on_refusal: Refusals = _give_up,
    decisions: Path | None = None,
    as_shipped: bool = False,
) -> Folder:
    """Like ``load``, for whoever puts further pages beside those of the folder.

    Raises:
        LawRefused: as for ``load``.
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
        words = read_vocabulary(own_events, vocabulary)
    terms, bureau_year = read_terms(*beside["terms.yaml"])
    ranks = read_ranks(*beside["ranks.yaml"])
    instruments = read_instruments(beside["instruments.yaml"][0].name, beside["instruments.yaml"][1])
    plain = Reader(words, ranks, terms, instruments)
    house = read_house(folder, decisions, instruments, as_shipped=as_shipped)
    reader = replace(plain, terms=with_measures(terms, house.decisions, plain.limit, house.file), adopted=house.adopted)
    writing = Pages(folder, reader, None if own_events.is_file() else prefixes)
    away = left_out(pages, words, writing.spot)
    everything, pages = pages, [path for path in pages if path not in away]
    rules = tuple(_rules(pages, writing, house.moves, on_refusal))
    rules = tuple(rule for rule in rules if _is_sound(rule, rules, words, on_refusal))
    readings = tuple(_readings(pages, replace(writing, reader=plain), house, set(away.values()), on_refusal))
    calendars = folder / "calendars" if (folder / "calendars").is_dir() else shipped / "calendars"
    files = [*everything, *(path for path, _ in beside.values() if path.is_file()), *sorted(calendars.glob("*.yaml"))]
    files += [path for path in (own_events, *house.files) if path.is_file()]
    calendar = read_calendar(calendars)
    pack = Pack(
        rules, words, calendar, ranks, reader.terms, instruments, _digest(files), bureau_year, readings,
        tuple(sorted(away.values())),
    )  # fmt: skip
    return Folder(pack, writing, house.moves)


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
            page = told_without(_as_chosen(page, chosen, spot), writing.reader.vocabulary.absent)
            rule = writing.read(page, spot)
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


def _readings(
    pages: list[Path], writing: Pages, house: House, away: Collection[str], on_refusal: Refusals
) -> Iterator[Rule]:
    """The pages as each reading that moves them would have them, with the worked cases of that reading."""
    moved = {move.page for question in house.questions for option in question.options for move in option.moves}
    by_id = dict(_as_written(pages, writing, moved))
    for question in house.questions:
        for option in question.options:
            for move in (one for one in option.moves if one.page not in away):
                spot = Spot(f"interpretations/{question.id}.yaml").of(option.name).of(move.page)
                try:
                    if move.page not in by_id:
                        spot.only([move.page], by_id, "规则页")
                    page = restated(with_cases(by_id[move.page], move), [move], spot)
                    rule = writing.read(told_without(page, writing.reader.vocabulary.absent), spot)
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
        check_together(rule, rules)
        check_happened(rule, words)
    except LawRefused as refused:
        on_refusal(refused)
        return False
    return True


def check_together(rule: Rule, rules: Collection[Rule]) -> None:
    """Refuse a page that waits for the overrun of one that there is not, or that has no due instant.

    Raises:
        LawRefused: naming file, edition and field.
    """
    by_id = {other.id: other for other in rules}
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
