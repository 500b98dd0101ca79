"""Large tables: the sweep finds what is broken, the judge tells each finding, and the two must agree."""

from collections import Counter
from collections.abc import Callable, Iterator

import numpy as np

from guiju.project.verdicts.found import Found, finding_of
from guiju.rules.judge import Judge
from guiju.rules.sweep.layout import C_SEQ
from guiju.rules.sweep.pages import references_of
from guiju.rules.sweep.swept import NO_DAY, NO_INSTANT, OUTCOMES, Swept
from guiju.scores.reports.lights import lights_of_running
from guiju.values.errors import GuijuError
from guiju.values.event import Event
from guiju.values.event_table import EventTable
from guiju.values.verdict import Outcome, Verdict

_BREACHES = [number for number, outcome in enumerate(OUTCOMES) if outcome.is_breach]
_UNKNOWN, _RUNNING = OUTCOMES.index(Outcome.UNKNOWN), OUTCOMES.index(Outcome.RUNNING)


SAMPLE = 60
"""So many histories of each kind are judged as well, spread evenly over the file."""


class EnginesDiffer(GuijuError):
    """The two ways to compute a verdict said different things; neither is believed."""

    code = "engines.differ"
    remedy = "请保留这份文件并报告：两套算法不一致时不出结论。"


def sweep_kind(
    judge: Judge, table: EventTable, kind: str, found: Found, *, jobs: int, progress: Callable[[float], None]
) -> None:
    """Count every duty of the histories of one kind, and tell its findings.

    Raises:
        EnginesDiffer: the judge does not confirm a breach that the sweep found.
    """
    from guiju.rules.sweep.sweeping import sweep

    swept = sweep(
        judge.pack, table, as_of=judge.as_of, local=judge.local, kind=kind, source=judge.matcher.source, jobs=jobs
    )
    progress(0.5)
    _count(swept, found)
    _count_missing(swept, found)
    _count_near(swept, table, found, judge.as_of.at)
    spoken_of = _spoken_of(table, swept)
    _confirm_sample(judge, table, kind, swept, spoken_of)
    breaches = list(_breaches(swept))
    for done, (history, duties) in enumerate(breaches):
        _tell(judge, table, kind, swept, history, duties, found, spoken_of)
        if done % 256 == 0:
            progress(0.5 + 0.5 * done / len(breaches))


def _confirm_sample(judge: Judge, table: EventTable, kind: str, swept: Swept, spoken_of: np.ndarray) -> None:
    """Hold a fixed share of all histories against the judge, whatever the sweep found in them."""
    total = len(swept.snapshot.histories)
    chosen = sorted({number * total // SAMPLE for number in range(min(SAMPLE, total))})
    place = np.flatnonzero(np.isin(swept.history, chosen))
    said: dict[int, Counter[tuple[str, int, int, str]]] = {history: Counter() for history in chosen}
    for duty in place.tolist():
        rule = swept.snapshot.rules[swept.rule[duty]].id
        key = rule, int(swept.trigger[duty]), int(swept.fan[duty]), OUTCOMES[swept.outcome[duty]].value
        said[int(swept.history[duty])][key] += 1
    for history in chosen:
        value, events = _history(table, swept, history, spoken_of)
        judged = judge.judge(events, kind=kind, value=value).verdicts
        told = Counter((one.rule, one.trigger_seq, one.fan_seq, one.outcome.value) for one in judged)
        if told != said[history]:
            rule = min(item[0] for item in ((told - said[history]) + (said[history] - told)))
            raise EnginesDiffer(f"对“{value}”的规则 {rule}，两套算法的结论不一致。")


def _history(table: EventTable, swept: Swept, number: int, spoken_of: np.ndarray) -> tuple[str, list[Event]]:
    snapshot = swept.snapshot
    rows = snapshot.col[C_SEQ, snapshot.offsets[number] : snapshot.offsets[number + 1]]
    return snapshot.histories[number], table.events(rows[spoken_of[table.type.codes[rows]]])


def _spoken_of(table: EventTable, swept: Swept) -> np.ndarray:
    """Which of the file's types the pages of one kind speak of: a unit's year holds tens of thousands of other rows."""
    spoken = {name for edition in swept.snapshot.editions for ref in references_of(edition) for name in ref.types}
    return np.array([value in spoken for value in table.type.values], dtype=bool)


def _count(swept: Swept, found: Found) -> None:
    rules, width = swept.snapshot.rules, len(OUTCOMES)
    pairs = np.bincount(swept.rule.astype(np.int64) * width + swept.outcome, minlength=len(rules) * width)
    for number, count in enumerate(pairs.tolist()):
        if count:
            found.count(rules[number // width].id, OUTCOMES[number % width].value, count)
    for rule, outside in swept.outside.items():
        found.summary[rule].outside_editions += outside


def _count_missing(swept: Swept, found: Found) -> None:
    unknown = swept.outcome == _UNKNOWN
    reasons = Counter(zip(swept.rule[unknown].tolist(), swept.missing[unknown].tolist(), strict=True))
    for (rule, reason), count in reasons.items():
        found.lack(swept.snapshot.rules[rule].id, swept.missing_names[reason], count)


def _count_near(swept: Swept, table: EventTable, found: Found, as_of: int) -> None:
    by_event = np.array([edition.trigger.event is not None for edition in swept.snapshot.editions], dtype=bool)
    running = (swept.outcome == _RUNNING) & (swept.due_at != NO_INSTANT) & by_event[swept.page]
    reminded, close = lights_of_running(table.at[swept.trigger[running]], swept.due_at[running], as_of)
    rules = swept.rule[running]
    for number, rule in enumerate(swept.snapshot.rules):
        own = rules == number
        if own.any():
            found.approach(rule.id, int(reminded[own].sum()), int(close[own].sum()))


def _breaches(swept: Swept) -> Iterator[tuple[int, np.ndarray]]:
    """Each history with breaches, and its broken duties; those owed by others are counted, never told."""
    owed = np.array([bool(edition.owed_by) for edition in swept.snapshot.editions], dtype=bool)
    broken = np.flatnonzero(np.isin(swept.outcome, _BREACHES) & ~owed[swept.page])
    history = swept.history[broken]
    order = np.argsort(history, kind="stable")
    bounds = np.flatnonzero(np.diff(history[order])) + 1
    for part in np.split(order, bounds) if len(order) else ():
        yield int(history[part[0]]), broken[part]


def _tell(
    judge: Judge,
    table: EventTable,
    kind: str,
    swept: Swept,
    history: int,
    duties: np.ndarray,
    found: Found,
    spoken_of: np.ndarray,
) -> None:
    snapshot = swept.snapshot
    value, events = _history(table, swept, history, spoken_of)
    told: dict[tuple[str, int, int], Verdict] = {}
    for rule in dict.fromkeys(snapshot.rules[number].id for number in swept.rule[duties].tolist()):
        for verdict in judge.judge(events, kind=kind, value=value, only=rule).verdicts:
            told[rule, verdict.trigger_seq, verdict.fan_seq] = verdict
    for duty in duties.tolist():
        rule = snapshot.rules[swept.rule[duty]].id
        said = told.get((rule, int(swept.trigger[duty]), int(swept.fan[duty])))
        if said is None or not _agree(swept, duty, said):
            raise EnginesDiffer(f"对“{value}”的规则 {rule}，两套算法的结论不一致。")
        found.findings.append(finding_of(judge, table, said, (kind, value)))


def _agree(swept: Swept, duty: int, verdict: Verdict) -> bool:
    due_at, due_on, settled_at = (int(column[duty]) for column in (swept.due_at, swept.due_on, swept.settled_at))
    return (
        OUTCOMES[swept.outcome[duty]] is verdict.outcome
        and (None if due_at == NO_INSTANT else due_at) == verdict.due_at
        and (None if due_on == NO_DAY else due_on) == verdict.due_on
        and (None if settled_at == NO_INSTANT else settled_at) == verdict.settled_at
    )
