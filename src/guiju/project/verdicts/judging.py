"""Running the law over a whole table, by whichever engine is quicker; both give the same verdicts."""

from collections.abc import Callable

from guiju.project.law_folder import nearest
from guiju.project.verdicts.found import Found, finding_of
from guiju.rules.judge import Judge
from guiju.scores.reports.lights import BLUE, YELLOW, light_of_running
from guiju.values.errors import GuijuError
from guiju.values.event_table import EventTable
from guiju.values.finding import RuleCount
from guiju.values.verdict import Outcome, Verdict

SMALL = 30_000
"""Up to so many events the judge is quicker than loading the compiled sweep."""


class NotFound(GuijuError):
    """What was asked for is not in the file or not in the law."""

    code = "explain.not_found"


def judge_all(
    judge: Judge,
    table: EventTable,
    *,
    jobs: int = 1,
    progress: Callable[[float], None] | None = None,
    small: int = SMALL,
) -> Found:
    """Every duty of every history as of the judge's instant. ``jobs`` changes nothing but time.

    Tables of more than ``small`` events are swept; the judge then tells what was found.
    """
    found = Found({rule.id: RuleCount() for rule in judge.pack.rules if rule.is_active})
    kinds = judge.history_kinds
    for number, kind in enumerate(kinds):

        def tell(share: float, number: int = number) -> None:
            if progress is not None:
                progress(min(1.0, (number + share) / len(kinds)))

        if len(table) > small:
            from guiju.project.verdicts.sweeping import sweep_kind

            sweep_kind(judge, table, kind, found, jobs=jobs, progress=tell)
        else:
            _judge_kind(judge, table, kind, found, tell)
    return found


def _judge_kind(judge: Judge, table: EventTable, kind: str, found: Found, progress: Callable[[float], None]) -> None:
    total = len(table.keys[kind].values) if kind in table.keys else 1
    for done, (value, rows) in enumerate(table.histories(kind, judge.opening_types(kind))):
        judged = judge.judge(table.events(rows), kind=kind, value=value)
        for rule, outside in judged.outside.items():
            found.summary[rule].outside_editions += outside
        for verdict in judged.verdicts:
            found.count(verdict.rule, verdict.outcome.value)
            if verdict.outcome is Outcome.UNKNOWN:
                found.lack(verdict.rule, verdict.missing)
            elif verdict.outcome is Outcome.RUNNING:
                _approach(judge, verdict, found)
            elif verdict.outcome.is_breach and not verdict.owed_by:
                found.findings.append(finding_of(judge, table, verdict, (kind, value)))
        if done % 512 == 0:
            progress(done / max(total, 1))


def _approach(judge: Judge, verdict: Verdict, found: Found) -> None:
    """Light up a running duty that an event opened; periods and overruns have lights of their own kind."""
    rule = judge.pack.rule(verdict.rule)
    edition = None if rule is None else next(one for one in rule.editions if one.label == verdict.edition)
    if verdict.due_at is not None and edition is not None and edition.trigger.event is not None:
        light = light_of_running(verdict.trigger_at, verdict.due_at, judge.as_of.at)
        found.approach(verdict.rule, int(light is BLUE), int(light is YELLOW))


def explain_history(judge: Judge, table: EventTable, value: str, rule_id: str, *, kind: str = "") -> list[Verdict]:
    """Each duty of one rule in one history, with its steps; ``kind`` where only histories of that key are meant.

    Raises:
        NotFound: the law has no such rule, or the file no such history.
    """
    rule = judge.pack.rule(rule_id)
    if rule is None:
        near = nearest(rule_id, [other.id for other in judge.pack.rules])
        raise NotFound(f"法条目录中没有规则“{rule_id}”。", remedy=near or "见 guiju law list。")
    kinds = [kind] if kind else list(dict.fromkeys(edition.history for edition in rule.editions))
    verdicts, seen = [], False
    for one in kinds:
        rows = table.rows_of(one, value)
        if len(rows):
            seen = True
            events = table.events(rows)
            verdicts += judge.judge(events, kind=one, value=value, only=rule_id, explain=True).verdicts
    if not seen:
        labels = "、".join(judge.pack.vocabulary.field_label(one) for one in kinds)
        raise NotFound(f"文件中没有“{value}”（{labels}）。", remedy="请核对编号；编号按文件中的写法，前导零也要写。")
    return verdicts
