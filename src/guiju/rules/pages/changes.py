"""What changed on one day: each change told as a short history, run on both sides of the day.

`changes/<day>.yaml` holds a line for each change of a law; what should come out was worked out by hand.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from guiju.rules.model import Pack, Rule
from guiju.rules.pages.refusal import Spot
from guiju.rules.pages.worked_case import judge_case
from guiju.rules.pages.yaml_text import read_yaml
from guiju.values.citation import Citation

NO_DUTY = "no_duty"
SIDES = ("before", "after")


@dataclass(frozen=True, slots=True)
class Side:
    """One side of the day: the outcome worked out by hand, those that came out, and the articles in force."""

    expected: str
    found: tuple[str, ...]
    laws: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One change: the articles, what changed, the page and its two outcomes, or why there is none.

    A page whose subject is switched off has no outcomes.
    """

    old: str
    new: str
    what: str
    page: str
    why: str
    sides: Mapping[str, Side]


@dataclass(frozen=True, slots=True)
class DayOfChange:
    """A day on which a law changed; the histories begin on ``before`` and on ``after`` it."""

    day: str
    instrument: str
    before: str
    after: str
    changes: tuple[Change, ...]


def read_changes(path: Path, pack: Pack) -> DayOfChange:
    """One day of change, each page run on the same history on either side.

    Raises:
        LawRefused: the file names a page that there is not.
    """
    spot = Spot(f"changes/{path.name}")
    content = read_yaml(path, spot)
    told = tuple(_changes(content, spot, pack))
    return DayOfChange(str(content["day"]), content["instrument"], str(content["before"]), str(content["after"]), told)


def _changes(content: Mapping[str, Any], spot: Spot, pack: Pack) -> Iterator[Change]:
    starts = {side: date.fromisoformat(content[side]) for side in SIDES}
    for number, entry in enumerate(content["changes"]):
        rule = pack.rule(entry["page"]) if "page" in entry else None
        if "page" in entry and rule is None and entry["page"] not in pack.left_out:
            spot.of(number + 1).only([entry["page"]], [one.id for one in pack.rules], "规则页")
        sides = {} if rule is None else {side: _run(pack, rule, entry, side, starts[side]) for side in SIDES}
        why = entry.get("why", entry.get("reason", ""))
        yield Change(entry["old"], entry["new"], entry["change"], entry.get("page", "") if rule else "", why, sides)


def _run(pack: Pack, rule: Rule, entry: Mapping[str, Any], side: str, start: date) -> Side:
    rows = [_row(row, start) for row in entry["happened"]]
    verdicts, _ = judge_case(pack, rule, {"name": entry["change"], "happened": rows, "expect": {}})
    outcomes = list(dict.fromkeys(verdict.outcome.value for verdict in verdicts)) or [NO_DUTY]
    law = [edition.laws for edition in rule.editions if edition.in_force_on(start.toordinal())]
    return Side(entry[side], tuple(outcomes), law[0] if law else ())


def _row(row: Mapping[str, Any], start: date) -> Mapping[str, Any]:
    on = start + timedelta(days=row["day"])
    fields = {name: value for name, value in row.items() if name not in ("day", "at")}
    return {**fields, "at": f"{on.isoformat()}T{row['at']}+08:00"}
