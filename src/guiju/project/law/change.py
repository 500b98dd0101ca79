"""What changed on one day: each change told as a short history, run on both sides of the day, in one table."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from guiju.project.env import shipped_law
from guiju.project.law_folder import open_law
from guiju.rules.model import Pack, Rule
from guiju.rules.pages.refusal import Spot
from guiju.rules.pages.worked_case import judge_case
from guiju.rules.pages.yaml_text import read_yaml
from guiju.rules.words.wording import OUTCOMES, citations_in_words
from guiju.values.verdict import Outcome

NO_DUTY = "no_duty"
SIDES = ("before", "after")


@dataclass(frozen=True, slots=True)
class Side:
    """One side of the day: what was worked out by hand, what came out, and the articles in force."""

    expected: str
    found: str
    law: str


@dataclass(frozen=True, slots=True)
class Change:
    """One change: the articles, what changed, the page and its two outcomes, or why there is none."""

    old: str
    new: str
    what: str
    page: str
    why: str
    sides: Mapping[str, Side]


def changes(path: Path, pack: Pack) -> Iterator[Change]:
    """Every change of one day, each page run on the same history on either side.

    Raises:
        LawRefused: the file names a page that there is not.
    """
    spot = Spot(f"changes/{path.name}")
    content = read_yaml(path, spot)
    starts = {side: date.fromisoformat(content[side]) for side in SIDES}
    for number, entry in enumerate(content["changes"]):
        rule = pack.rule(entry["page"]) if "page" in entry else None
        if "page" in entry and rule is None:
            spot.of(number + 1).only([entry["page"]], [one.id for one in pack.rules], "规则页")
        sides = {} if rule is None else {side: _run(pack, rule, entry, side, starts[side]) for side in SIDES}
        why = entry.get("why", entry.get("reason", ""))
        yield Change(entry["old"], entry["new"], entry["change"], entry.get("page", ""), why, sides)


def _run(pack: Pack, rule: Rule, entry: Mapping[str, Any], side: str, start: date) -> Side:
    rows = [_row(row, start) for row in entry["happened"]]
    verdicts, _ = judge_case(pack, rule, {"name": entry["change"], "happened": rows, "expect": {}})
    outcomes = list(dict.fromkeys(verdict.outcome.value for verdict in verdicts)) or [NO_DUTY]
    law = [edition.laws for edition in rule.editions if edition.in_force_on(start.toordinal())]
    return Side(entry[side], "、".join(outcomes), citations_in_words(law[0]) if law else "")


def _row(row: Mapping[str, Any], start: date) -> Mapping[str, Any]:
    on = start + timedelta(days=row["day"])
    fields = {name: value for name, value in row.items() if name not in ("day", "at")}
    return {**fields, "at": f"{on.isoformat()}T{row['at']}+08:00"}


def change_table(day: str) -> str:
    """The document of one day of change, for `docs/`."""
    pack = open_law(None)
    path = shipped_law() / "changes" / f"{day}.yaml"
    content = read_yaml(path, Spot(path.name))
    listed = list(changes(path, pack))
    paged = sum(bool(change.page) for change in listed)
    switched = sum(change.sides["before"].found != change.sides["after"].found for change in listed if change.sides)
    lines = [
        f"# {content['instrument']}：{day} 前后 What changed on {day}",
        "",
        "<!-- 由程序生成，请勿手改；更新：.venv/bin/python -m guiju.project.docs -->",
        "",
        f"同一段经过，一次从 {content['before']} 起，一次从 {content['after']} 起，按各自当日有效的版本判断。"
        f"{len(listed)} 处改动：{paged} 处有规则页，其中 {switched} 处同一段经过的结果不同，"
        f"其余 {paged - switched} 处结果相同（依据、严重程度或者口径换了，或者未变）；"
        f"{len(listed) - paged} 处没有规则页，写明理由。",
        "",
        "| 旧法 | 新法 | 改动 | 施行前 | 施行后 | 算法或理由 | 规则页 |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    lines += [_line(change, pack) for change in listed]
    return "\n".join(lines) + "\n"


def _line(change: Change, pack: Pack) -> str:
    told = [_told(change.sides[side]) if change.sides else "—" for side in SIDES]
    rule = pack.rule(change.page) if change.page else None
    link = f"[`{change.page}`](../law/{rule.file})" if rule else "—"
    return f"| {change.old} | {change.new} | {change.what} | {told[0]} | {told[1]} | {change.why} | {link} |"


def _told(side: Side) -> str:
    words = "不产生义务" if side.found == NO_DUTY else OUTCOMES[Outcome(side.found)]
    return f"**{words}**" + (f"<br>{side.law}" if side.law else "")
