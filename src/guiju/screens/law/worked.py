"""The worked cases of a rule, run as the page is opened: what happened, what was worked out by hand, what came out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from guiju.rules.model import Pack, Rule
from guiju.rules.pages.worked_case import events_of, failures, judge_case
from guiju.rules.words.explain import Explainer
from guiju.rules.words.wording import OUTCOMES
from guiju.screens.kit.figures import said_date
from guiju.values.event import KEYS, Event, FieldValue
from guiju.values.verdict import Outcome, Verdict


@dataclass(frozen=True, slots=True)
class Happened:
    """One row of a worked case, as people read it."""

    at: str
    event: str
    detail: str


@dataclass(frozen=True, slots=True)
class Worked:
    """One worked case; ``fault`` says how what came out differs from what was worked out, "" where it does not."""

    name: str
    why: str
    happened: Sequence[Happened]
    as_of: str
    expected: str
    found: str
    fault: str


def worked_cases(pack: Pack, rule: Rule, words: Explainer) -> list[Worked]:
    """Every worked case of a rule, run by the law in force."""
    return [_worked(pack, rule, case, words) for case in rule.cases]


def _worked(pack: Pack, rule: Rule, case: Mapping[str, Any], words: Explainer) -> Worked:
    faults = [one.reason for one in failures(pack, replace(rule, cases=(case,)))]
    verdicts, outside = ([], 0) if faults else judge_case(pack, rule, case)
    return Worked(
        str(case["name"]),
        str(case.get("why", "")),
        [_happened(row, event, words) for row, event in _rows(rule, case)],
        _instant(case["as_of"]) if "as_of" in case else "",
        "；".join(_expected(one) for one in _listed(case["expect"])),
        "；".join(_came_out(one, words) for one in verdicts) or _none(outside),
        "；".join(faults),
    )


def _rows(rule: Rule, case: Mapping[str, Any]) -> list[tuple[str, Event]]:
    """Each row with its instant as written: a worked case brings its own zone."""
    happened = case["happened"]
    written = list(happened.values()) if isinstance(happened, Mapping) else [row["at"] for row in happened]
    return [(_instant(at), event) for at, event in zip(written, events_of(case, rule), strict=True)]


def _happened(at: str, event: Event, words: Explainer) -> Happened:
    said = []
    for name, value in event.fields.items():
        if name == "case":
            continue
        said.append(f"{words.field(name)} {_value(name, value, words)}")
    return Happened(at, words.name(event.type), "，".join(said))


def _value(name: str, value: FieldValue, words: Explainer) -> str:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    parts = value if isinstance(value, tuple) else (value,)
    return "、".join(str(part) if name in KEYS else words.word(name, str(part)) for part in parts)


def _instant(written: object) -> str:
    moment = datetime.fromisoformat(str(written))
    clock = f"{moment:%H:%M:%S}" if moment.second else f"{moment:%H:%M}"
    return f"{said_date(moment.date())} {clock}"


def _listed(expect: object) -> Sequence[Mapping[str, Any]]:
    if isinstance(expect, Mapping):
        return [expect]
    return [one for one in expect if isinstance(one, Mapping)] if isinstance(expect, list) else []


def _expected(expect: Mapping[str, Any]) -> str:
    said = []
    if "duties" in expect:
        said.append(_("产生 %(n)s 项义务") % {"n": expect["duties"]} if expect["duties"] else _("不产生义务"))
    outcome = str(expect.get("outcome", ""))
    if outcome:
        said.append(_(OUTCOMES[Outcome(outcome)]) if outcome in set(Outcome) else _("触发日不在任何版本之内"))
    if expect.get("due_on"):
        said.append(_("末日 %(day)s") % {"day": expect["due_on"]})
    if expect.get("due_at"):
        said.append(_("到期 %(at)s") % {"at": _instant(expect["due_at"])})
    return "，".join(said)


def _none(outside: int) -> str:
    return _("触发日不在任何版本之内") if outside else _("不产生义务")


def _came_out(verdict: Verdict, words: Explainer) -> str:
    said = [_(OUTCOMES[verdict.outcome])]
    if verdict.missing:
        said.append(_("缺少%(what)s") % {"what": words.missing(verdict.missing)})
    return "，".join(said)
