"""Whether a page may take the place of the one in force: it loads, its cases come out, and the past stays as it was.

Law: house.md, "Law"; a duty is judged by the edition of its day, so what was in force is not rewritten afterwards.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from guiju.findings.law import LawInForce
from guiju.findings.lawmaking.weighing import Softer, Weighed, lighter
from guiju.rules.lint import with_page
from guiju.rules.model import UNKNOWN_START, Edition, Pack, Rule
from guiju.rules.pages.refusal import LawRefused, Spot, nearest
from guiju.rules.pages.worked_case import CaseFailure, failures
from guiju.rules.pages.yaml_text import read_page_text
from guiju.values.errors import GuijuError

LEAST_CASES = 3
_NOT_OF_EDITIONS = ("id", "title", "cases", "editions")
_PERIOD = ("from", "to")


class ChangeRefused(GuijuError):
    """A page may not take the place of the one in force like this."""

    code = "law.change"
    remedy = "请改正后重新试算；现行规则没有改变。"


@dataclass(frozen=True, slots=True)
class Asked:
    """A page as somebody would have it: its text, its first day in force, and what the change rests on.

    ``is_correction``: the page in force was wrong from the beginning, and what was judged by it is judged again.
    Unit: ``from_day`` proleptic ordinal of a local day.
    """

    text: str
    from_day: int
    basis: str = ""
    is_correction: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """A page that may be published: the rule it states, the one it replaces (None: a new one), and the pack with it."""

    rule: Rule
    before: Rule | None
    pack: Pack


def read_id(text: str) -> str:
    """The id that a page gives itself; empty where it gives none.

    Raises:
        LawRefused: it is no YAML of ours.
    """
    page = read_page_text(text, Spot("本页"))
    return str(page.get("id") or "") if isinstance(page, Mapping) else ""


def read_change(law: LawInForce, text: str) -> tuple[Rule, Pack]:
    """The rule that a page states, and the law in force with it in its place; what stands in the ledger is not asked.

    Raises:
        LawRefused: it is not fully understood.
    """
    assert law.folder is not None
    name = read_id(text)
    rule = law.folder.page(text, law.folder.file_of(name) if "." in name else "本页")
    check_listed(law.pack, rule)
    return rule, with_page(law.pack, rule)


def failing_cases(pack: Pack, rule: Rule) -> Iterator[CaseFailure]:
    """The worked cases of a page, and of those that wait for its overrun, that do not come out with it."""
    yield from failures(pack, rule)
    for other in pack.rules:
        if other.id != rule.id and any(rule.id in one.trigger.overdue for one in other.editions):
            yield from failures(pack, other)


def check_change(law: LawInForce, asked: Asked, *, today: int) -> Checked:
    """Make sure that a page may be published.

    Raises:
        LawRefused: the page is not fully understood.
        ChangeRefused: its cases are too few or come out otherwise, it changes the past without saying so, nothing is
            changed, or it asks for less without naming what allows it.
    """
    rule, pack = read_change(law, asked.text)
    assert law.folder is not None
    unfit: list[LawRefused] = []
    law.folder.with_pages({**law.texts, rule.id: asked.text}, lambda name, error: unfit.append(error))
    if unfit:
        raise unfit[0]
    told = sum(bool(case.get("why")) for case in rule.cases)
    if told < LEAST_CASES:
        raise ChangeRefused(f"至少要有 {LEAST_CASES} 个写明理由（why）的算例，本页只有 {told} 个。")
    failing = list(failing_cases(pack, rule))
    if failing:
        more = f"（另有 {len(failing) - 1} 个算例不符）" if len(failing) > 1 else ""
        raise ChangeRefused(f"{failing[0]}{more}。")
    before = law.pack.rule(rule.id)
    if not asked.is_correction:
        if asked.from_day < today:
            raise ChangeRefused("施行日期早于今天。", remedy="请改为今天或以后；确属原页写错的，请按更正提请。")
        _check_past(_page(law.text_of(rule.id)), _page(asked.text), asked.from_day)
    elif _page(law.text_of(rule.id)) == _page(asked.text):
        raise ChangeRefused("与现行的一页相同，没有改动。")
    _check_weight(law, rule, asked)
    return Checked(rule, before, pack)


def check_listed(pack: Pack, rule: Rule) -> None:
    """Make sure that a page cites texts which the pack knows.

    Raises:
        ChangeRefused: it cites another.
    """
    for edition in rule.editions:
        for law in edition.laws:
            if pack.instruments and law.instrument not in pack.instruments:
                close = nearest(law.instrument, pack.instruments)
                raise ChangeRefused(f"版本 {edition.label} 的依据“{law.instrument}”不在法规目录中{close}。")


def first_changed(before: str, after: str) -> int | None:
    """The first day on which two texts of a page ask for different things; None where they never do.

    0 stands for a day that nobody knows.
    """
    stood, stands = (_editions(_page(text)) for text in (before, after))
    days = {day for said in (stood, stands) for label, (_, ends) in said.items() for day in (label, ends)}
    return next((day for day in sorted(map(_ordinal, days)) if _on(stood, day) != _on(stands, day)), None)


def _on(editions: Mapping[str, tuple[Mapping[str, Any], str]], day: int) -> Mapping[str, Any] | None:
    for label, (said, ends) in editions.items():
        if _ordinal(label) <= day and (not ends or day < _ordinal(ends)):
            return said
    return None


def _page(text: str) -> Mapping[str, Any]:
    page = read_page_text(text, Spot("本页")) if text else {}
    return page if isinstance(page, Mapping) else {}


def _editions(page: Mapping[str, Any]) -> dict[str, tuple[Mapping[str, Any], str]]:
    """Per first day what an edition says, whole, and its last day."""
    base = {name: value for name, value in page.items() if name not in _NOT_OF_EDITIONS}
    return {
        str(item.get("from")): (
            {name: value for name, value in {**base, **item}.items() if name not in _PERIOD}, str(item.get("to") or "")
        )
        for item in page.get("editions") or ()
    }  # fmt: skip


def _ordinal(day: str) -> int:
    try:
        return date.fromisoformat(day).toordinal()
    except ValueError:
        return 0  # 待核: in force since nobody knows when


def _check_past(before: Mapping[str, Any], after: Mapping[str, Any], from_day: int) -> None:
    """Editions that began before the day stay as they are; the running one may end on it.

    Raises:
        ChangeRefused: one of them is changed or gone, a new one begins earlier, or nothing is changed.
    """
    remedy = "施行日以前的版本应原样保留，新的要求另起一个版本；确属原页写错的，请按更正提请。"
    stood, stands = _editions(before), _editions(after)
    day = date.fromordinal(from_day).isoformat()
    for label, (said, until) in stood.items():
        if _ordinal(label) >= from_day:
            continue
        if label not in stands:
            raise ChangeRefused(f"施行日以前的版本 {label} 不见了。", remedy=remedy)
        new, ends = stands[label]
        changed = [name for name in sorted({*said, *new}) if said.get(name) != new.get(name)]
        if changed:
            raise ChangeRefused(f"施行日以前的版本 {label} 改动了：{'、'.join(changed)}。", remedy=remedy)
        is_running = not until or _ordinal(until) > from_day
        if ends != until and not (is_running and ends == day):
            raise ChangeRefused(f"版本 {label} 的截止日（to）应为 {day if is_running else until}。", remedy=remedy)
    for label in stands:
        if label not in stood and _ordinal(label) < from_day:
            raise ChangeRefused(f"新版本 {label} 早于施行日 {day}。", remedy=remedy)
    if before and all(before.get(name) == after.get(name) for name in {*before, *after}):
        raise ChangeRefused("与现行的一页相同，没有改动。")


def softened(law: LawInForce, rule: Rule, asked: Asked) -> list[tuple[int, tuple[Softer, ...], bool]]:
    """From which day on a page asks for less than the one in force, in which ways, and whether something new is cited.

    Unit: days proleptic ordinals of local days; 1 stands for a day that nobody knows.
    """
    assert law.folder is not None
    # Where a published page does not load any more, the shipped one is in force.
    text = law.folder.text_of(rule.id) if rule.id in law.unfit else law.text_of(rule.id)
    stood, stands = _weighed(law.pack.rule(rule.id), text), _weighed(rule, asked.text)
    # What was wrong from the beginning is corrected for every day that there was.
    first = UNKNOWN_START if asked.is_correction else asked.from_day
    days = {one.edition.from_day for one in (*stood, *stands)} | {one.edition.to_day or 0 for one in (*stood, *stands)}
    found = []
    for day in sorted({first, *(day for day in days if day > first)}):
        old, new = _on_day(stood, day), _on_day(stands, day)
        reasons = lighter(old, new) if old is not None and old.edition.is_active else ()
        if old is not None and reasons:
            found.append((day, reasons, new is not None and _added(law.pack, old.edition, new.edition)))
    return found


def _check_weight(law: LawInForce, rule: Rule, asked: Asked) -> None:
    """Whoever asks for less than the page in force, on any day from then on, names the text that allows it.

    Raises:
        ChangeRefused: it asks for less, or may do so, and nothing new is cited.
    """
    known = [name for one in law.pack.instruments.values() if not one.is_policy for name in (one.name, one.full_name)]
    uncited = [(day, reasons) for day, reasons, is_cited in softened(law, rule, asked) if not is_cited]
    if not uncited or any(name and name in asked.basis for name in known):
        return
    day, reasons = uncited[0]
    since = f"自 {date.fromordinal(day).isoformat()} 起" if day > UNKNOWN_START else ""
    raise ChangeRefused(
        f"新的一页{since}{'，'.join(one.word + one.detail for one in reasons)}，却没有新的依据。",
        remedy="请在“变更依据”中写明准予变更的法规和条文，或者在新版本中引用。",
    )


def _weighed(rule: Rule | None, text: str) -> list[Weighed]:
    if rule is None:
        return []
    # Found again by its last day: adopting an internal document moves first days, and drops what was over by then.
    said = {_ordinal(ends): one for one, ends in _editions(_page(text)).values()}
    return [Weighed(edition, said[edition.to_day or 0]) for edition in rule.editions]


def _on_day(editions: Sequence[Weighed], day: int) -> Weighed | None:
    return next((one for one in editions if one.edition.in_force_on(day)), None)


def _added(pack: Pack, stood: Edition, stands: Edition) -> bool:
    cited = (pack.instruments.get(law.instrument) for law in stands.laws if law not in stood.laws)
    return any(one is not None and not one.is_policy for one in cited)
