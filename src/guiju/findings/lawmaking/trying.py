"""A page as it is being written: whether it loads, on which line it does not, and what its worked cases come to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from guiju.findings.law import LawInForce
from guiju.findings.lawmaking.checking import ChangeRefused, failing_cases, read_change
from guiju.rules.model import Rule
from guiju.rules.pages.refusal import LawRefused, Spot
from guiju.rules.pages.worked_case import try_case
from guiju.rules.words.wording import OUTCOMES
from guiju.values.clock import LocalTime, from_micros
from guiju.values.verdict import Outcome, Verdict
from guiju.values.yaml_text import YamlFault, line_of_path, read_yaml_text


@dataclass(frozen=True, slots=True)
class CaseTried:
    """One worked case: what its author worked out, and what the page gives."""

    name: str
    why: str
    expected: str
    found: str
    is_met: bool


@dataclass(frozen=True, slots=True)
class Trial:
    """What a text comes to. ``refusal`` says why it is no page, ``line`` where; else ``rule`` is what it states.

    ``place`` is the field of the page that was refused ("must.within"), ``reason`` the refusal without that place.
    ``others`` are worked cases of pages that wait for its overrun and come out otherwise with it.
    """

    rule: Rule | None
    refusal: str = ""
    line: int = 0
    cases: tuple[CaseTried, ...] = ()
    others: tuple[str, ...] = ()
    place: str = ""
    reason: str = ""

    @property
    def unmet(self) -> int:
        """How many worked cases do not come out."""
        return sum(not one.is_met for one in self.cases) + len(self.others)


def try_text(law: LawInForce, text: str) -> Trial:
    """Read a text as a page of the law in force, and run its worked cases."""
    try:
        rule, pack = read_change(law, text)
    except LawRefused as refused:
        place = refused.spot.field if refused.spot is not None else ""
        reason = refused.sentence.partition("：")[2] or refused.sentence
        return Trial(None, refused.sentence, refused.line or _line(text, refused.spot), place=place, reason=reason)
    except ChangeRefused as refused:
        return Trial(None, refused.sentence, reason=refused.sentence)
    cases = []
    for case in rule.cases:
        verdicts, reason = try_case(pack, rule, case)
        found = "；".join(_found(one, law.local) for one in verdicts) or "没有产生义务"
        told = reason if reason and not verdicts else found
        cases.append(
            CaseTried(str(case["name"]), str(case.get("why", "")), _expected(case["expect"]), told, not reason)
        )
    others = tuple(str(one) for one in failing_cases(pack, rule) if one.rule != rule.id)
    return Trial(rule, cases=tuple(cases), others=others)


def _line(text: str, spot: Spot | None) -> int:
    """The line of the field that was refused; in an edition where that edition says it, else on the page itself."""
    if spot is None or not spot.field:
        return 0
    steps = spot.field.split(".")
    number = _edition_number(text, spot.edition)
    if number:
        inner = line_of_path(text, ["editions", str(number), steps[0]])
        if inner > line_of_path(text, ["editions", str(number)]) or _is_inline(text, number, steps[0]):
            return line_of_path(text, ["editions", str(number), *steps])
    return line_of_path(text, steps)


def _editions(text: str) -> list[Mapping[str, Any]]:
    try:
        page = read_yaml_text(text)
    except YamlFault:
        return []
    found = page.get("editions") if isinstance(page, Mapping) else None
    return [one if isinstance(one, Mapping) else {} for one in found] if isinstance(found, list) else []


def _edition_number(text: str, label: str) -> int:
    starts = [str(one.get("from")) for one in _editions(text)]
    return starts.index(label) + 1 if label in starts else 0


def _is_inline(text: str, number: int, field: str) -> bool:
    return field in _editions(text)[number - 1]


def _expected(expect: Any) -> str:
    items: Sequence[Mapping[str, Any]] = expect if isinstance(expect, list) else [expect]
    return "；".join("，".join(_words_of(item)) for item in items)


def _words_of(item: Mapping[str, Any]) -> Iterator[str]:
    for name, value in item.items():
        if name == "outcome":
            yield outcome_in_words(str(value))
        elif name == "duties":
            yield f"{value} 个义务"
        elif name in ("due_at", "settled_at"):
            word = "到期" if name == "due_at" else "办结"
            yield f"{word} {_instant(datetime.fromisoformat(str(value)))}" if value is not None else f"没有{word}时刻"
        elif name == "due_on":
            yield f"最后一日 {value}" if value is not None else "没有最后一日"
        elif name == "late_seconds":
            yield f"逾期 {value} 秒"
        elif name == "missing":
            yield f"缺 {value}" if value else "不缺数据"
        else:
            yield f"{name} {value}"


def outcome_in_words(value: str) -> str:
    """What people call an outcome, also one of a worked case that no duty arises for."""
    if value == "outside_editions":
        return "起因日不在任何版本之内"
    return OUTCOMES[Outcome(value)] if value in {one.value for one in Outcome} else value


def _found(one: Verdict, local: LocalTime) -> str:
    said = [outcome_in_words(one.outcome.value)]
    if one.due_at is not None:
        said.append(f"到期 {_instant(from_micros(one.due_at, local.zone))}")
    if one.due_on is not None:
        said.append(f"最后一日 {date.fromordinal(one.due_on).isoformat()}")
    if one.missing:
        said.append(f"缺 {one.missing}")
    return "，".join(said)


def _instant(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M")
