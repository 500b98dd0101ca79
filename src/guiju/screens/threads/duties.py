"""What findings and running duties say of threads: heard when a row of theirs changes, whatever history it arose in."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from guiju.facts.tables.driver import drivers_own
from guiju.facts.turns import queue_for
from guiju.findings.law import LawInForce, law_in_force
from guiju.findings.news import Duty, Name
from guiju.rules.model import Trigger, Wait
from guiju.screens.threads.fold import Place
from guiju.screens.threads.lights import turns
from guiju.screens.threads.rows import DUTY, put_due
from guiju.screens.threads.wiring import ThreadsWiring, wiring

AT_ONCE = 400


def hear_duties(gone: Sequence[Name], duties: Sequence[Duty]) -> None:
    """Bring the threads up to date which these rows concern, in the transaction that changed the rows."""
    hand, law = wiring(), law_in_force()
    told = {*gone, *((one.id, one.is_finding) for one in duties)}
    wanted = {row for one in duties for row in rows_of(hand, law, one)}
    with drivers_own() as cursor:
        standing = {row for row in _standing(cursor, sorted({name for name, _ in told})) if (row[2], row[3]) in told}
        touched = sorted({row[:2] for row in standing ^ wanted})
        if not touched:
            return
        queue_for_threads(touched)
        kept = {row[:4] for row in wanted}
        for row in sorted(row[:4] for row in standing if row[:4] not in kept):
            cursor.execute(
                "DELETE FROM thread_duty WHERE kind = %s AND value = %s AND duty = %s AND is_finding = %s", row
            )
        _put(cursor, sorted(wanted - standing, key=str))
        put_due(cursor, touched)


def rows_of(hand: ThreadsWiring, law: LawInForce, duty: Duty) -> Iterator[tuple[Any, ...]]:
    """A duty as rows, one of each thread that it concerns; none where it would tell of what is withheld."""
    if _is_withheld(hand, law, duty.rule):
        return
    due_at = None if duty.due_at is None or is_wait(law, duty.rule) else duty.due_at
    remind_at, warn_at = (None, None) if due_at is None else turns(duty.trigger_at, due_at)
    for kind, value in duty.places:
        if kind in hand.words:
            yield kind, value, duty.id, duty.is_finding, duty.is_standing, due_at, remind_at, warn_at


def queue_for_threads(places: Iterable[Place]) -> None:
    """Wait for whoever writes one of these threads: what is summed must be seen whole."""
    queue_for(f"thread:{kind}:{value}" for kind, value in places)


def _standing(cursor: Any, names: Sequence[str]) -> set[tuple[Any, ...]]:
    found: set[tuple[Any, ...]] = set()
    for start in range(0, len(names), AT_ONCE):
        part = names[start : start + AT_ONCE]
        marks = ", ".join(["%s"] * len(part))
        cursor.execute(f"SELECT {', '.join(DUTY)} FROM thread_duty WHERE duty IN ({marks})", part)
        found |= {(*row[:3], bool(row[3]), bool(row[4]), *row[5:]) for row in cursor.fetchall()}
    return found


def _put(cursor: Any, rows: Sequence[tuple[Any, ...]]) -> None:
    for start in range(0, len(rows), AT_ONCE):
        part = rows[start : start + AT_ONCE]
        marks = ", ".join(["(" + ", ".join(["%s"] * len(DUTY)) + ")"] * len(part))
        changed = ", ".join(f"{name} = excluded.{name}" for name in DUTY[4:])
        cursor.execute(
            f"INSERT INTO thread_duty ({', '.join(DUTY)}) VALUES {marks} "
            f"ON CONFLICT (kind, value, duty, is_finding) DO UPDATE SET {changed}",
            [value for row in part for value in row],
        )


def is_wait(law: LawInForce, rule_id: str) -> bool:
    """Whether a rule asks to wait: when its time is over nothing is late, on the contrary."""
    rule = law.pack.rule(rule_id)
    return rule is not None and any(isinstance(one.verb, Wait) for one in rule.editions)


def _is_withheld(hand: ThreadsWiring, law: LawInForce, rule_id: str) -> bool:
    rule = law.pack.rule(rule_id)
    return rule is not None and any(_opens_withheld(hand, law, one.trigger) for one in rule.editions)


def _opens_withheld(hand: ThreadsWiring, law: LawInForce, trigger: Trigger) -> bool:
    named = [reference for reference in (trigger.event, trigger.opens) if reference is not None]
    if any(name.startswith(hand.withheld) for reference in named for name in reference.types):
        return True
    return any(_is_withheld(hand, law, page) for page in trigger.overdue)
