"""What a page would change, told in the terminal, as JSON and as a table."""

from collections.abc import Iterator
from datetime import date

from guiju.project.law.what_if import Change, Trial, summary_of
from guiju.rules.words.wording import OUTCOMES, day_in_words
from guiju.scores.reports.visible_text import visible
from guiju.scores.reports.wording import SEVERITIES
from guiju.values.clock import from_micros
from guiju.values.finding import Finding
from guiju.values.verdict import Outcome

SHOWN = 10
"""How many of each kind the terminal shows."""
KINDS = {"appear": "出现", "vanish": "消失", "move": "变动"}
HEAD = (
    "change", "case", "person", "rule", "title", "trigger", "trigger_at", "due_before", "due_after", "outcome_before",
    "outcome_after", "severity_before", "severity_after",
)  # fmt: skip
_COUNTED = {
    "kept": "符合要求", "excused": "依法例外", "late": "逾期完成", "overdue": "超期未完成", "broken": "不符合要求",
    "running": "尚在期限内", "unknown": "数据待补", "outside_editions": "在各版本之外",
}  # fmt: skip


def trial_in_words(trial: Trial) -> Iterator[str]:
    """The page, its worked cases, the counts, and the first changes."""
    rule = trial.rule
    yield f"{rule.id}  {rule.title['zh']}：{'新增的页' if trial.is_new else '替换现行的同号页'}"
    if not rule.is_active:
        yield "注意：这一页写明待核或未启用，不会执行。"
    if trial.failures:
        yield from (str(failure) for failure in trial.failures)
        yield f"算例 {len(rule.cases)} 个，不符 {len(trial.failures)} 个；以下比对照常进行，改好算例之前仅供参考。"
    else:
        yield f"算例 {len(rule.cases)} 个，全部相符。"
    opened = "、".join(trial.rules[1:])
    yield f"比对规则：{rule.id}" + (f"，以及由它的超期触发的 {opened}" if opened else "")
    for name in trial.rules:
        yield from _counts(trial, name)
    told = "，".join(f"{word} {trial.count(kind)} 条" for kind, word in KINDS.items())
    yield f"疑似问题：{told}。"
    for kind in KINDS:
        changes = [change for change in trial.changes if change.kind == kind]
        yield from (f"  {_line(trial, change)}" for change in changes[:SHOWN])
        if len(changes) > SHOWN:
            yield f"  {KINDS[kind]}另有 {len(changes) - SHOWN} 条，可用 --csv 或 --json 写出全部。"


def _counts(trial: Trial, rule: str) -> Iterator[str]:
    before, after = trial.counts(rule)
    parts = []
    for name, word in _COUNTED.items():
        old, new = getattr(before, name), getattr(after, name)
        if old or new:
            parts.append(f"{word} {old} → {new}" if old != new else f"{word} {old}")
    yield f"{rule}：义务 {before.duties} → {after.duties}" + "".join(f"，{part}" for part in parts)


def _line(trial: Trial, change: Change) -> str:
    finding = change.finding
    kind, value = finding.history
    trigger = trial.checked.explainer.name(finding.trigger_type)
    where = visible(finding.keys.get("case", value))
    dues = f"到期 {_due(trial, change.before) or '—'} → {_due(trial, change.after) or '—'}"
    outcome = _pair([OUTCOMES[one.outcome].removeprefix("疑似问题：") for one in (change.before, change.after) if one])
    grade = _pair([SEVERITIES[one.severity] for one in (change.before, change.after) if one])
    at = _instant(trial, finding.trigger_at)
    return f"{KINDS[change.kind]}  {where}  {finding.rule}  {at} {trigger}  {dues}  {outcome}  {grade}"


def _pair(words: list[str]) -> str:
    return " → ".join(dict.fromkeys(words))


def _instant(trial: Trial, at: int) -> str:
    return from_micros(at, trial.local.zone).strftime("%Y-%m-%d %H:%M")


def _due(trial: Trial, finding: Finding | None) -> str:
    if finding is None:
        return ""
    if finding.due_on is not None:
        return day_in_words(finding.due_on)
    return "" if finding.due_at is None else _instant(trial, finding.due_at)


def trial_rows(trial: Trial) -> Iterator[tuple[object, ...]]:
    """Every change as a row of a table."""
    for change in trial.changes:
        finding, both = change.finding, (change.before, change.after)
        yield (
            KINDS[change.kind],
            finding.keys.get("case", finding.history[1]),
            finding.keys.get("person", ""),
            finding.rule,
            finding.title,
            finding.trigger_type,
            from_micros(finding.trigger_at, trial.local.zone).isoformat(),
            *(_day_or_instant(trial, one) for one in both),
            *("" if one is None else one.outcome.value for one in both),
            *("" if one is None else one.severity for one in both),
        )


def _day_or_instant(trial: Trial, finding: Finding | None) -> str:
    if finding is not None and finding.due_on is not None:
        return date.fromordinal(finding.due_on).isoformat()
    if finding is None or finding.due_at is None:
        return ""
    return from_micros(finding.due_at, trial.local.zone).isoformat()


def trial_as_data(trial: Trial) -> dict[str, object]:
    """The whole trial as plain data."""
    return {
        "page": trial.rule.id,
        "is_new": trial.is_new,
        "as_of": from_micros(trial.after.as_of, trial.local.zone).isoformat(),
        "law": {"before": trial.before.digest, "after": trial.after.digest},
        "rules": list(trial.rules),
        "failures": [str(failure) for failure in trial.failures],
        "summary": summary_of(trial),
        "counts": {kind: trial.count(kind) for kind in KINDS},
        "changes": [_change_as_data(trial, change) for change in trial.changes],
    }


def _change_as_data(trial: Trial, change: Change) -> dict[str, object]:
    finding = change.finding
    return {
        "change": change.kind,
        "rule": finding.rule,
        **{key: finding.keys[key] for key in ("case", "person", "item", "act") if key in finding.keys},
        "unit": finding.unit,
        "history": list(finding.history),
        "trigger": finding.trigger_type,
        "trigger_at": from_micros(finding.trigger_at, trial.local.zone).isoformat(),
        "before": _stand(trial, change.before),
        "after": _stand(trial, change.after),
    }


def _stand(trial: Trial, finding: Finding | None) -> dict[str, object] | None:
    if finding is None:
        return None
    outcome: Outcome = finding.outcome
    due = None if finding.due_at is None else from_micros(finding.due_at, trial.local.zone).isoformat()
    on = None if finding.due_on is None else date.fromordinal(finding.due_on).isoformat()
    return {
        "outcome": outcome.value,
        "due_at": due,
        "due_on": on,
        "late_seconds": finding.late_seconds,
        "severity": finding.severity,
        "edition": finding.edition,
    }
