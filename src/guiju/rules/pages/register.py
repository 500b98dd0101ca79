"""The register of a folder of law: every rule that was collected, and its pages or the written reason why it has none.

`register.csv` lists the collected rules, one a line; `uncovered.yaml` gives the reason for each that no page states,
under `checks` what the pages of a rule leave to the eye of a reviewer, and under `articles` what becomes of articles
that are named as duties or rules of counting and belong to no collected rule.
"""

import csv
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from guiju.rules.pages.refusal import LawRefused, Spot, nearest
from guiju.rules.pages.yaml_text import read_yaml

REGISTER, UNCOVERED = "register.csv", "uncovered.yaml"
COLUMNS = ("rule_id", "pack", "title", "instrument", "article", "from", "to", "confidence", "pages")
MAX_BYTES = 4 * 1024 * 1024
_REQUIRED = ("rule_id", "pack", "title", "instrument", "article")

Faults = Callable[[LawRefused], None]


@dataclass(frozen=True, slots=True)
class Entry:
    """One collected rule; ``pages`` are the ids of the pages that state it, ``since``/``until`` as collected."""

    rule_id: str
    pack: str
    title: str
    instrument: str
    article: str
    since: str
    until: str
    confidence: str
    pages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why no page states a rule: the class, what is missing, and the question a reviewer asks instead, if any."""

    kind: str
    missing: str
    check: str = ""


@dataclass(frozen=True, slots=True)
class Register:
    """Every collected rule in the order of the file; classes of reasons; by rule the reasons, and what is left to ask.

    ``checks`` are the questions that remain beside the pages of a rule; ``articles`` says, by instrument and article,
    where an article stands that no collected rule is taken from.
    """

    entries: tuple[Entry, ...]
    classes: Mapping[str, str]
    reasons: Mapping[str, Reason]
    checks: Mapping[str, str]
    articles: Mapping[str, str]

    @property
    def unexplained(self) -> tuple[Entry, ...]:
        """The rules that have neither a page nor a written reason."""
        return tuple(entry for entry in self.entries if not entry.pages and entry.rule_id not in self.reasons)

    def unnamed(self, pages: Collection[str]) -> tuple[str, ...]:
        """Those of ``pages`` that no collected rule names."""
        named = {page for entry in self.entries for page in entry.pages}
        return tuple(page for page in pages if page not in named)


def _give_up(fault: LawRefused) -> None:
    raise fault


def read_register(folder: Path, pages: Collection[str], *, on_fault: Faults = _give_up) -> Register:
    """The register of ``folder``; ``pages`` are the ids of the pages there are.

    ``on_fault`` is told of each fault; unless it raises, what is sound is read on. A rule with neither page nor reason
    is no fault of the files: see ``Register.unexplained``.

    Raises:
        LawRefused: a file is absent or no register at all; (by default) a page or a class is unknown, a rule stands
            twice, in both files or only among the reasons, or a reason does not say what is missing.
    """
    entries: dict[str, Entry] = {}
    for line, row in _rows(folder / REGISTER):
        with _Telling(on_fault):
            spot = Spot(REGISTER, field=f"第 {line} 行")
            entry = _entry(row, spot)
            if entry.rule_id in entries:
                spot.refuse(f"“{entry.rule_id}”已经登记过")
            entries[entry.rule_id] = entry
            _check_pages(entry, spot.of("pages"), pages)
    parts = _uncovered(folder / UNCOVERED)
    classes = {str(name): str(label) for name, label in parts["classes"].items()}
    reasons = _reasons(parts["rules"], classes, entries, on_fault)
    checks = _checks(parts["checks"], entries, on_fault)
    articles = {str(name): str(told) for name, told in parts["articles"].items()}
    return Register(tuple(entries.values()), classes, reasons, checks, articles)


class _Telling:
    """Hands a refusal to ``on_fault`` and goes on where that does not raise."""

    def __init__(self, on_fault: Faults) -> None:
        self.on_fault = on_fault

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if isinstance(error, LawRefused):
            self.on_fault(error)
            return True
        return False


def _rows(path: Path) -> Iterator[tuple[int, Mapping[str, str]]]:
    spot = Spot(path.name)
    if not path.is_file():
        raise LawRefused(
            f"“{path.parent}”中没有收集条文的登记表 {REGISTER}。",
            remedy=f"登记表的列依次为 {','.join(COLUMNS)}，一行一条；或用 --law 指向有登记表的目录。",
        )
    if path.stat().st_size > MAX_BYTES:
        spot.refuse(f"文件超过 {MAX_BYTES // 1024 // 1024} MB")
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        spot.refuse("文件不是 UTF-8 编码")
    reader = csv.DictReader(StringIO(text, newline=""))
    if tuple(reader.fieldnames or ()) != COLUMNS:
        spot.of("第 1 行").refuse(f"列应依次为 {','.join(COLUMNS)}")
    try:
        for row in reader:
            if None in row or None in row.values():
                spot.of(f"第 {reader.line_num} 行").refuse(f"应有 {len(COLUMNS)} 列")
            yield reader.line_num, row
    except csv.Error as error:
        spot.of(f"第 {reader.line_num} 行").refuse(f"CSV 写法有误({error})")


def _entry(row: Mapping[str, str], spot: Spot) -> Entry:
    for column in _REQUIRED:
        if not row[column].strip():
            spot.refuse(f"缺少 {column}")
    values = {column: row[column].strip() for column in COLUMNS}
    return Entry(
        values["rule_id"], values["pack"], values["title"], values["instrument"], values["article"],
        values["from"], values["to"], values["confidence"], tuple(values["pages"].split()),
    )  # fmt: skip


def _check_pages(entry: Entry, spot: Spot, pages: Collection[str]) -> None:
    for page in entry.pages:
        if page not in pages:
            spot.refuse(f"没有规则页“{page}”{nearest(page, pages)}")
    if len(set(entry.pages)) != len(entry.pages):
        spot.refuse("同一页写了两次")


def _uncovered(path: Path) -> Mapping[str, Mapping[Any, Any]]:
    spot = Spot(path.name)
    content = read_yaml(path, spot) if path.is_file() else {}
    content = {} if content is None else content
    if not isinstance(content, Mapping):
        spot.refuse("应为 {classes: {类别: 名称}, rules: {编号: {reason, missing}}, checks: {编号: 评查时问什么}}")
    keys = ("classes", "rules", "checks", "articles")
    spot.only(content, keys)
    parts = {key: content.get(key) or {} for key in keys}
    for key, part in parts.items():
        if not isinstance(part, Mapping):
            spot.of(key).refuse("应为映射")
    return parts


def _reasons(
    written: Mapping[Any, Any], classes: Mapping[str, str], entries: Mapping[str, Entry], on_fault: Faults
) -> Mapping[str, Reason]:
    reasons: dict[str, Reason] = {}
    for name, value in written.items():
        spot = Spot(UNCOVERED, field=f"rules.{name}")
        with _Telling(on_fault):
            reasons[str(name)] = _reason(value, classes, spot)
        with _Telling(on_fault):
            _check_listed(str(name), entries, spot)
    return reasons


def _checks(written: Mapping[Any, Any], entries: Mapping[str, Entry], on_fault: Faults) -> Mapping[str, str]:
    checks: dict[str, str] = {}
    for name, question in written.items():
        spot = Spot(UNCOVERED, field=f"checks.{name}")
        with _Telling(on_fault):
            entry = entries.get(str(name))
            if entry is None:
                spot.refuse(f"{REGISTER} 中没有“{name}”{nearest(name, entries)}")
            if not entry.pages:
                spot.refuse("没有规则页的条文，核对的话写在 rules 里")
            if not isinstance(question, str) or not question.strip():
                spot.refuse("应为评查时问的一句话")
            checks[str(name)] = question.strip()
    return checks


def _reason(value: Any, classes: Mapping[str, str], spot: Spot) -> Reason:
    if not isinstance(value, Mapping):
        spot.refuse("应为 {reason: 类别, missing: 缺什么, check: 评查时问什么}")
    spot.only(value, ("reason", "missing", "check"))
    spot.of("reason").only([value.get("reason")], classes, "类别")
    for key in ("missing", "check"):
        written = value.get(key)
        if (key == "missing" or key in value) and (not isinstance(written, str) or not written.strip()):
            spot.refuse(f"缺少 {key}（{'缺的是什么' if key == 'missing' else '评查时问什么'}）")
    return Reason(str(value["reason"]), value["missing"].strip(), str(value.get("check") or "").strip())


def _check_listed(rule_id: str, entries: Mapping[str, Entry], spot: Spot) -> None:
    entry = entries.get(rule_id)
    if entry is None:
        spot.refuse(f"{REGISTER} 中没有“{rule_id}”{nearest(rule_id, entries)}")
    if entry.pages:
        spot.refuse(f"“{rule_id}”已有规则页 {'、'.join(entry.pages)}，不应再写理由")
