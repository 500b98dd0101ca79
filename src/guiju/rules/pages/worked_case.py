"""The worked cases of a page: small histories whose outcome a lawyer wrote down before anything was run."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from guiju.rules.duty import Moment
from guiju.rules.judge import Judge, credential_rows
from guiju.rules.matching import with_standing
from guiju.rules.model import Pack, Rule
from guiju.rules.pages.refusal import LawRefused, Spot, nearest
from guiju.values.clock import LocalTime, from_micros, to_micros
from guiju.values.event import KEYS, Event, FieldValue
from guiju.values.verdict import Verdict
from guiju.values.vocabulary import Vocabulary

LONG_AFTER = timedelta(days=3_650)
_OFFICERS = re.compile(r"[、;,；，]")
_DEFAULT_VALUE = "W"


@dataclass(frozen=True, slots=True)
class CaseFailure:
    """One worked case that did not come out as its page says."""

    rule: str
    case: str
    reason: str

    def __str__(self) -> str:
        return f"{self.rule} 算例“{self.case}”：{self.reason}"


def check_happened(rule: Rule, vocabulary: Vocabulary) -> None:
    """Refuse a worked case that names an unknown event or field, or an instant without offset.

    Raises:
        LawRefused: naming file, case and field.
    """
    for number, case in enumerate(rule.cases):
        spot = Spot(rule.file, field=f"cases.{number + 1}")
        for row in _rows(case, spot):
            name = row.get("type")
            if not isinstance(name, str) or name not in vocabulary:
                close = vocabulary.nearest(str(name))
                spot.refuse(f"词汇表中没有事件“{name}”" + (f"，是否应为“{close}”？" if close else ""))
            for field in row:
                known = field in ("type", "at", "officer", "unit") or field in KEYS
                if not known and vocabulary.open_fields is None and not vocabulary.declares(str(name), str(field)):
                    spot.refuse(f"事件 {name} 没有字段“{field}”{nearest(field, vocabulary.fields_of([str(name)]))}")
            _instant(row.get("at"), spot)
            for field, value in row.items():
                parts = value if field == "officer" and isinstance(value, list) else [value]
                if not all(part is None or isinstance(part, str | int | float | bool) for part in parts):
                    spot.of(field).refuse("应为文字、数或是否")
        if "as_of" in case:
            _instant(case["as_of"], spot.of("as_of"))
        expected = case["expect"] if isinstance(case["expect"], list) else [case["expect"]]
        for field in ("due_at", "settled_at"):
            for value in (item.get(field) for item in expected):
                if value is not None:
                    _instant(value, spot.of("expect").of(field))


def _rows(case: Mapping[str, Any], spot: Spot) -> Iterator[Mapping[str, Any]]:
    happened = case["happened"]
    if not happened:
        spot.of("happened").refuse("不能为空")
    if isinstance(happened, Mapping):
        for name, at in happened.items():
            yield {"type": name, "at": at}
        return
    if not isinstance(happened, list):
        spot.of("happened").refuse("应为事件的列表，或“事件：时间”的映射")
    for row in happened:
        if not isinstance(row, Mapping) or "type" not in row or "at" not in row:
            spot.of("happened").refuse("每一行应有 type 和 at")
        yield row


def _instant(value: Any, spot: Spot) -> datetime:
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        spot.refuse(f"“{value}”不是 2026-01-01T08:00+08:00 这样的时间")
    if not 1900 <= moment.year <= 2200:
        spot.refuse(f"“{value}”不在 1900 年至 2200 年之间")
    if moment.tzinfo is None:
        spot.refuse(f"“{value}”缺少时区（如 +08:00）")
    return moment


def _moment(moment: datetime) -> Moment:
    return Moment(to_micros(moment), moment.toordinal())


def events_of(case: Mapping[str, Any], rule: Rule) -> list[Event]:
    """The rows of a worked case: local days as written; the history's key is filled in where no row gives it."""
    spot = Spot(rule.file)
    rows = list(_rows(case, spot))
    history = rule.editions[-1].history
    default = all(history not in row for row in rows) and history != "officer"
    events = []
    for seq, row in enumerate(rows):
        moment = _instant(row["at"], spot)
        fields: dict[str, FieldValue] = {}
        for name, value in row.items():
            if name in ("type", "at") or value is None:
                continue
            fields[str(name)] = _officers(value) if name == "officer" else str(value) if name in KEYS else value
        if default:
            fields[history] = _DEFAULT_VALUE
        second = moment.hour * 3600 + moment.minute * 60 + moment.second
        events.append(Event(str(row["type"]), to_micros(moment), moment.toordinal(), second, seq, fields))
    return events


def _officers(value: Any) -> tuple[str, ...]:
    parts = value if isinstance(value, list) else _OFFICERS.split(str(value))
    return tuple(sorted({str(part).strip() for part in parts if str(part).strip()}))


def judge_case(pack: Pack, rule: Rule, case: Mapping[str, Any], *, explain: bool = False) -> tuple[list[Verdict], int]:
    """The verdicts of ``rule`` on one of its worked cases, and how many triggers lie outside all editions."""
    events = sorted(events_of(case, rule), key=lambda event: (event.at, event.seq))
    offset = _instant(next(iter(_rows(case, Spot(rule.file))))["at"], Spot(rule.file)).utcoffset() or timedelta()
    local = LocalTime.fixed(offset)
    if "as_of" in case:
        as_of = _moment(_instant(case["as_of"], Spot(rule.file)))
    else:
        as_of = _moment(from_micros(events[-1].at, local.zone) + LONG_AFTER)
    events = [replace(event, seq=seq) for seq, event in enumerate(with_standing(events, pack.vocabulary))]
    granted = credential_rows(pack, events)
    bench = Judge(pack, as_of=as_of, local=local, holders=lambda officer: granted.get(officer, ()), only_active=False)
    verdicts, outside = [], 0
    for kind in dict.fromkeys(edition.history for edition in rule.editions):
        for value, rows in _histories(events, kind).items():
            judged = bench.judge(rows, kind=kind, value=value, only=rule.id, explain=explain)
            verdicts += judged.verdicts
            outside += judged.outside.get(rule.id, 0)
    return verdicts, outside


def _histories(events: list[Event], kind: str) -> dict[str, list[Event]]:
    grouped: dict[str, list[Event]] = {}
    for event in events:
        value = event.get(kind)
        for part in value if isinstance(value, tuple) else () if value is None else (str(value),):
            grouped.setdefault(part, []).append(event)
    return grouped


def failures(pack: Pack, rule: Rule) -> Iterator[CaseFailure]:
    """Every worked case of ``rule`` that does not come out as expected, with what came out instead."""
    for case in rule.cases:
        _, reason = try_case(pack, rule, case)
        if reason:
            yield CaseFailure(rule.id, str(case["name"]), reason)


def try_case(pack: Pack, rule: Rule, case: Mapping[str, Any]) -> tuple[list[Verdict], str]:
    """What came out of one worked case, and how that differs from what its page says; empty where it does not."""
    try:
        verdicts, outside = judge_case(pack, rule, case)
    except LawRefused as refused:
        return [], refused.sentence
    return verdicts, _difference(case["expect"], verdicts, outside)


def _difference(expect: Any, verdicts: list[Verdict], outside: int) -> str:
    if isinstance(expect, list):
        if len(expect) != len(verdicts):
            return f"应有 {len(expect)} 个义务，实有 {len(verdicts)} 个（{_outcomes(verdicts)}）"
        reasons = (_mismatch(wanted, verdict) for wanted, verdict in zip(expect, verdicts, strict=True))
        return next((reason for reason in reasons if reason), "")
    if "duties" in expect and expect["duties"] != len(verdicts):
        return f"应有 {expect['duties']} 个义务，实有 {len(verdicts)} 个（{_outcomes(verdicts)}）"
    if expect.get("outcome") == "outside_editions":
        return "" if outside and not verdicts else f"应在全部版本之外，实为 {_outcomes(verdicts)}"
    if not verdicts and "duties" not in expect:
        return "没有产生义务" + ("（触发日不在任何版本之内）" if outside else "")
    return next((reason for reason in (_mismatch(expect, verdict) for verdict in verdicts) if reason), "")


def _outcomes(verdicts: list[Verdict]) -> str:
    return "、".join(verdict.outcome.value for verdict in verdicts) or "无"


def _mismatch(expect: Mapping[str, Any], verdict: Verdict) -> str:
    if "outcome" in expect and expect["outcome"] != verdict.outcome.value:
        return f"应为 {expect['outcome']}，实为 {verdict.outcome.value}" + (
            f"（缺 {verdict.missing}）" if verdict.missing else ""
        )
    for field, given in (("due_at", verdict.due_at), ("settled_at", verdict.settled_at)):
        if field in expect:
            wanted = None if expect[field] is None else datetime.fromisoformat(str(expect[field]))
            if given != (wanted and to_micros(wanted)):
                shown = None if given is None else from_micros(given, (wanted and wanted.tzinfo) or UTC).isoformat()
                return f"{field} 应为 {expect[field]}，实为 {shown}"
    if "due_on" in expect:
        due_on = date.fromordinal(verdict.due_on).isoformat() if verdict.due_on is not None else None
        if str(expect["due_on"]) != str(due_on):
            return f"due_on 应为 {expect['due_on']}，实为 {due_on}"
    for field in ("late_seconds", "missing"):
        if field in expect and expect[field] != getattr(verdict, field):
            return f"{field} 应为 {expect[field]}，实为 {getattr(verdict, field)}"
    if "unverified" in expect and expect["unverified"] != list(verdict.unverified):
        return f"unverified 应为 {expect['unverified']}，实为 {list(verdict.unverified)}"
    return ""
