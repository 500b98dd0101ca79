"""How much of the collected law the pages say: each collected rule → its pages, or the written reason why none."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from guiju.project.desks.check_desk import check_places
from guiju.project.env import shipped_law
from guiju.project.law.tables import write_csv
from guiju.project.law_folder import nearest, open_law
from guiju.rules.model import Pack
from guiju.rules.pages.refusal import LawRefused
from guiju.rules.pages.register import REGISTER, UNCOVERED, Entry, Register, read_register
from guiju.values.errors import GuijuError

HEAD = (
    "rule_id", "pack", "title", "instrument", "article", "from", "to", "confidence", "state", "pages", "reason",
    "missing", "check",
)  # fmt: skip
STATES = {"page": "有规则页", "reason": "有书面理由", "none": "没有交代"}


@dataclass(frozen=True, slots=True)
class Coverage:
    """The register held against the pages: the entries that were asked for and the faults of the files."""

    law: Pack
    register: Register
    entries: tuple[Entry, ...]
    faults: tuple[LawRefused, ...]
    is_whole: bool

    @property
    def unexplained(self) -> tuple[Entry, ...]:
        """Those of the entries that have neither page nor reason."""
        return tuple(entry for entry in self.register.unexplained if entry in self.entries)

    @property
    def is_complete(self) -> bool:
        """Whether the files are sound and every rule that was asked for is explained."""
        return not self.faults and not self.unexplained

    def state(self, entry: Entry) -> str:
        """Whether a rule has a page, a written reason, or neither."""
        return "page" if entry.pages else "reason" if entry.rule_id in self.register.reasons else "none"

    def is_off(self, entry: Entry) -> bool:
        """Whether none of the pages of a rule is run."""
        pages = [self.law.rule(page) for page in entry.pages]
        return bool(pages) and not any(page.is_active for page in pages if page is not None)


def cover(folder: Path | None, *, pack: str = "", words: Sequence[str] = (), csv: Path | None = None) -> Coverage:
    """Hold the register of a folder against its pages; ``pack`` and ``words`` say which rules are asked for.

    Raises:
        GuijuError: the folder, its register or the file to be written is refused, or no rule is of that pack.
    """
    home = folder or shipped_law()
    check_places([csv], [home / REGISTER, home / UNCOVERED])
    law = open_law(folder)
    faults: list[LawRefused] = []
    register = read_register(home, [rule.id for rule in law.rules], on_fault=faults.append)
    packs = list(dict.fromkeys(entry.pack for entry in register.entries))
    if pack and pack not in packs:
        remedy = nearest(pack, packs) or f"可选：{'、'.join(packs)}。"
        raise GuijuError(f"登记表中没有“{pack}”这一组。", code="law.no_pack", remedy=remedy)
    entries = tuple(
        entry for entry in register.entries if pack in ("", entry.pack) and all(word in _text(entry) for word in words)
    )
    covered = Coverage(law, register, entries, tuple(faults), not pack and not words)
    if csv is not None:
        write_csv(csv, HEAD, (_row(covered, entry) for entry in entries))
    return covered


def _text(entry: Entry) -> str:
    parts = (entry.rule_id, entry.title, entry.instrument, entry.article, entry.confidence, *entry.pages)
    return " ".join(parts)


def _row(covered: Coverage, entry: Entry) -> tuple[str, ...]:
    reason = covered.register.reasons.get(entry.rule_id)
    left = covered.register.checks.get(entry.rule_id, "")
    told = (covered.register.classes[reason.kind], reason.missing, reason.check) if reason else ("", "", left)
    return (
        entry.rule_id, entry.pack, entry.title, entry.instrument, entry.article, entry.since, entry.until,
        entry.confidence, STATES[covered.state(entry)], " ".join(entry.pages), *told,
    )  # fmt: skip


def coverage_in_words(covered: Coverage) -> Iterator[str]:
    """What the terminal shows: a line per pack, the classes of reasons, the share, and whatever is not in order."""
    if not covered.entries:
        yield "没有符合的条文；不带字词可列出全部。"
        return
    if not covered.is_whole:
        yield from (_line(covered, entry) for entry in covered.entries)
    packs: dict[str, list[Entry]] = {}
    for entry in covered.entries:
        packs.setdefault(entry.pack, []).append(entry)
    wide = max(len(name) for name in packs)
    for name, entries in packs.items():
        yield f"{name:<{wide}}  {_counts(covered, entries)}"
    if len(packs) > 1:
        yield f"{'合计':<{wide - 2}}  {_counts(covered, covered.entries)}"
    yield from _classes(covered)
    total, open_ = len(covered.entries), len(covered.unexplained)
    # Cut, not rounded: 100% is said only of all.
    share = (total - open_) * 1000 // total / 10
    yield f"已交代 {total - open_} 条，共 {total} 条（{share:g}%）。"
    yield from (f"没有交代：{_line(covered, entry)}" for entry in covered.unexplained if covered.is_whole)
    unnamed = covered.register.unnamed([rule.id for rule in covered.law.rules]) if covered.is_whole else ()
    if unnamed:
        yield f"另有 {len(unnamed)} 页不对应登记表中的任何一条（供参考）："
        yield from (f"  {page}" for page in unnamed)


def _counts(covered: Coverage, entries: Sequence[Entry]) -> str:
    states = Counter(covered.state(entry) for entry in entries)
    off = sum(covered.is_off(entry) for entry in entries)
    told = f"（其中未启用 {off}）" if off else ""
    return (
        f"{len(entries)} 条：有规则页 {states['page']}{told}，有书面理由 {states['reason']}，没有交代 {states['none']}"
    )


def _classes(covered: Coverage) -> Iterator[str]:
    register = covered.register
    reasons = [register.reasons[entry.rule_id] for entry in covered.entries if entry.rule_id in register.reasons]
    if not reasons:
        return
    counts = Counter(reason.kind for reason in reasons)
    yield "没有规则页的理由：" + "，".join(f"{register.classes[kind]} {n}" for kind, n in counts.most_common())
    checks = sum(bool(reason.check) for reason in reasons)
    beside = sum(entry.rule_id in register.checks for entry in covered.entries)
    if checks or beside:
        yield f"列入评查清单由人核对的：没有规则页的 {checks} 条，规则页之外另须核对的 {beside} 条。"


def _line(covered: Coverage, entry: Entry) -> str:
    where = f"{entry.rule_id}  {entry.title}  《{entry.instrument}》{entry.article}"
    reason = covered.register.reasons.get(entry.rule_id)
    if entry.pages:
        return f"{where} → {'、'.join(entry.pages)}" + ("（未启用）" if covered.is_off(entry) else "")
    if reason is None:
        return f"{where} → 请写规则页，或在 {UNCOVERED} 写明理由"
    check = f"；评查时问：{reason.check}" if reason.check else ""
    return f"{where} → {covered.register.classes[reason.kind]}：{reason.missing}{check}"
