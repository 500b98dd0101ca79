"""What a bureau's legal department has decided: open questions, internal measures, internal documents adopted.

A decision is one line of `decisions.yaml`. Of several about one matter the highest level's holds, of one level the
latest; the others stay visible and move nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from guiju.rules.instrument import Instrument
from guiju.rules.model import Term
from guiju.rules.pages.refusal import Spot
from guiju.rules.pages.yaml_text import read_yaml

LEVELS = {"county": "县级", "city": "设区的市级", "province": "省级", "ministry": "公安部"}
"""Who may decide, the lowest first."""
MATTERS = {"question": "choose", "term": "limit", "adopt": "from"}
"""What may be decided, and the key that says how."""
_SHARED = ("level", "by", "on", "document")


@dataclass(frozen=True, slots=True)
class Decision:
    """One line: the ``matter`` (question, term, adopt), what it is about, the outcome, who decided and when."""

    matter: str
    about: str
    outcome: str
    level: str
    by: str
    on_day: int
    document: str = ""
    holds: bool = True

    @property
    def height(self) -> tuple[int, int]:
        """The order in which decisions yield to one another."""
        return list(LEVELS).index(self.level), self.on_day


def read_decisions(path: Path | None) -> tuple[Decision, ...]:
    """The decisions of a file, each knowing whether it holds; none where there is no file.

    Raises:
        LawRefused: a line is not fully understood, or two of one level and day contradict each other.
    """
    if path is None or not path.is_file():
        return ()
    spot = Spot(path.name)
    content = read_yaml(path, spot) or []
    if not isinstance(content, list):
        spot.refuse("应为决定的列表：- {question|term|adopt: …, level: …, by: …, on: …}")
    read = [_decision(item, spot.of(number + 1)) for number, item in enumerate(content)]
    return tuple(_ranked(read, spot))


def _decision(item: Any, spot: Spot) -> Decision:
    if not isinstance(item, Mapping):
        spot.refuse("应为 {question|term|adopt: …, level: …, by: …, on: …}")
    matters = [matter for matter in MATTERS if matter in item]
    if len(matters) != 1:
        spot.refuse("在 question、term、adopt 中选一个")
    matter = matters[0]
    wanted = (matter, MATTERS[matter])
    spot.only(item, (*wanted, *_SHARED))
    for key in (*wanted, "level", "by", "on"):
        if not item.get(key):
            spot.refuse(f"缺少 {key}")
    spot.of("level").only([item["level"]], LEVELS, "层级")
    return Decision(
        matter,
        str(item[matter]),
        str(item[wanted[1]]),
        str(item["level"]),
        str(item["by"]),
        _day(item["on"], spot.of("on")),
        str(item.get("document") or ""),
    )


def _day(value: Any, spot: Spot) -> int:
    try:
        return date.fromisoformat(str(value)).toordinal()
    except ValueError:
        spot.refuse(f"“{value}”不是 2026-01-01 这样的日期")


def _ranked(read: Sequence[Decision], spot: Spot) -> Iterable[Decision]:
    for decision in read:
        rivals = [other for other in read if (other.matter, other.about) == (decision.matter, decision.about)]
        highest = max(rivals, key=lambda rival: rival.height)
        for rival in rivals:
            if rival.height == highest.height and rival.outcome != highest.outcome:
                spot.refuse(f"同一层级同一天对“{decision.about}”有两个不同的决定")
        yield replace(decision, holds=decision is highest)


def in_force(decisions: Iterable[Decision], matter: str) -> Mapping[str, Decision]:
    """The decision that holds for each thing of one matter."""
    return {decision.about: decision for decision in decisions if decision.matter == matter and decision.holds}


def adopted_from(decisions: Iterable[Decision], instruments: Mapping[str, Instrument], file: str) -> Mapping[str, int]:
    """The first day on which each adopted internal document binds.

    Raises:
        LawRefused: it is not listed, is no internal document, or the day is no day.
    """
    days: dict[str, int] = {}
    for name, decision in in_force(decisions, "adopt").items():
        spot = Spot(file).of(name)
        spot.only([name], instruments, "法规")
        if not instruments[name].is_policy:
            spot.refuse("不是内部文件：法律、法规、规章不待采用即有效")
        days[name] = _day(decision.outcome, spot.of("from"))
    return days


def with_measures(
    terms: Mapping[str, Term], decisions: Iterable[Decision], read_limit: Any, file: str
) -> Mapping[str, Term]:
    """The named limits as the decisions have them; ``read_limit`` reads “2 hours”.

    Raises:
        LawRefused: a decision is about a term that no page may use, or its limit is none.
    """
    measured = dict(terms)
    for name, decision in in_force(decisions, "term").items():
        spot = Spot(file).of(name)
        spot.only([name], terms, "用语")
        measured[name] = replace(terms[name], limit=read_limit(decision.outcome, spot.of("limit")))
    return measured
