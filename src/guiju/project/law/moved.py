"""The running duties of a file whose due date a new or corrected calendar moves."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from guiju.project.pipeline import prepare, under
from guiju.project.progress import progress_bar
from guiju.rules.judge import Judge
from guiju.rules.model import Pack, Rule
from guiju.rules.verb_facts import verb_limit
from guiju.rules.words.wording import OUTCOMES, day_in_words
from guiju.values.clock import Clock, LocalTime, from_micros
from guiju.values.event import Event
from guiju.values.verdict import Outcome, Verdict

SHOWN = 20
HEAD = ("history", "rule", "title", "trigger_at", "due_before", "due_after", "outcome_after")


@dataclass(frozen=True, slots=True)
class Moved:
    """One duty in the history of ``value``: how it stood and how it stands."""

    value: str
    rule: Rule
    before: Verdict
    after: Verdict


@dataclass(frozen=True, slots=True)
class Moves:
    """Every duty of a file that moved, in the time of the file."""

    items: tuple[Moved, ...]
    local: LocalTime


def moved_duties(old: Pack, new: Pack, file: Path, *, year: int, mapping: Path | None, as_of: datetime) -> Moves:
    """The running duties that are due on another day under ``new``, and those that lacked the calendar of ``year``.

    Raises:
        GuijuError: the file or the mapping is refused.
    """
    with progress_bar() as tell:
        prepared = prepare(file, mapping=mapping, law=old, as_of=as_of, progress=tell)
        rules = tuple(_on_working_days(old))
        before = under(prepared, replace(old, rules=rules)).judge
        after = under(prepared, replace(new, rules=rules)).judge
        moved: list[Moved] = []
        for kind in before.history_kinds:
            histories = list(prepared.table.histories(kind, before.opening_types(kind)))
            for done, (value, rows) in enumerate(histories):
                events = prepared.table.events(rows)
                moved += _of_history(before, after, kind, value, events, f"calendar {year}")
                if done % 256 == 0:
                    tell("比对", done / len(histories))
    return Moves(tuple(moved), before.local)


def _on_working_days(pack: Pack) -> Iterator[Rule]:
    """The pages whose dates a calendar can move, those that their overrun opens, and those behind these."""
    rolling = {
        rule.id
        for rule in pack.rules
        for edition in rule.editions
        if (span := verb_limit(edition.verb)) is not None and span.clock in (Clock.PERIOD, Clock.WORKDAYS)
    }
    behind = {rule.id: {page for edition in rule.editions for page in edition.trigger.overdue} for rule in pack.rules}
    wanted = rolling | {name for name, pages in behind.items() if pages & rolling}
    wanted |= {page for name in wanted for page in behind[name]}
    return (rule for rule in pack.rules if rule.id in wanted)


def _of_history(
    before: Judge, after: Judge, kind: str, value: str, events: list[Event], lacking: str
) -> Iterator[Moved]:
    stood = [
        verdict
        for verdict in before.judge(events, kind=kind, value=value).verdicts
        if verdict.outcome is Outcome.RUNNING or verdict.missing == lacking
    ]
    if not stood:
        return
    stands = {_identity(verdict): verdict for verdict in after.judge(events, kind=kind, value=value).verdicts}
    for verdict in stood:
        now, rule = stands.get(_identity(verdict)), before.pack.rule(verdict.rule)
        if now is not None and rule is not None and (now.outcome, now.due_at) != (verdict.outcome, verdict.due_at):
            yield Moved(value, rule, verdict, now)


def _identity(verdict: Verdict) -> tuple[str, int, int, int]:
    return verdict.rule, verdict.trigger_seq, verdict.fan_seq, verdict.trigger_at


def moved_in_words(moves: Moves) -> Iterator[str]:
    """The first of the duties that moved, and how many there are."""
    unknown = sum(item.before.outcome is Outcome.UNKNOWN for item in moves.items)
    yield f"在办义务中到期日有变的 {len(moves.items) - unknown} 项，原来缺日历不能判断的 {unknown} 项。"
    for item in moves.items[:SHOWN]:
        stood, stands = (_stand(verdict, moves.local) for verdict in (item.before, item.after))
        yield f"  {item.value}  {item.rule.title['zh']}（{item.rule.id}）  {stood} → {stands}"
    if len(moves.items) > SHOWN:
        yield f"  另有 {len(moves.items) - SHOWN} 项，可用 --csv 写出全部。"


def _stand(verdict: Verdict, local: LocalTime) -> str:
    due = _due(verdict, local) or "未定"
    return due if verdict.outcome in (Outcome.RUNNING, Outcome.UNKNOWN) else f"{due}，{OUTCOMES[verdict.outcome]}"


def _due(verdict: Verdict, local: LocalTime) -> str:
    if verdict.due_on is not None:
        return day_in_words(verdict.due_on)
    return "" if verdict.due_at is None else from_micros(verdict.due_at, local.zone).strftime("%Y-%m-%d %H:%M")


def moved_rows(moves: Moves) -> Iterator[tuple[object, ...]]:
    """All of them as rows of a table."""
    for item in moves.items:
        days = (
            "" if verdict.due_on is None else date.fromordinal(verdict.due_on) for verdict in (item.before, item.after)
        )
        at = from_micros(item.before.trigger_at, moves.local.zone).isoformat()
        yield item.value, item.rule.id, item.rule.title["zh"], at, *days, item.after.outcome.value
