"""What findings and running duties say of threads: heard when a row of theirs changes, whatever history it arose in."""

from collections.abc import Iterable, Iterator, Sequence

from guiju.facts.tables.driver import Hand, Statement, drivers_own
from guiju.facts.turns import queueing
from guiju.findings.law import LawInForce, law_in_force
from guiju.findings.news import Duty, Name
from guiju.rules.model import Trigger
from guiju.screens.threads.fold import Place
from guiju.screens.threads.lights import turns
from guiju.screens.threads.rows import DUTY, Row, due_in
from guiju.screens.threads.wiring import ThreadsWiring, wiring

AT_ONCE = 400
_OF_DUTIES = f"SELECT {', '.join(DUTY)} FROM thread_duty WHERE duty IN"
_GONE = "DELETE FROM thread_duty WHERE kind = %s AND value = %s AND duty = %s AND is_finding = %s"


def hear_duties(gone: Sequence[Name], duties: Sequence[Duty]) -> None:
    """Bring the threads up to date which these rows concern, in the transaction that changed the rows."""
    words, law = wiring(), law_in_force()
    told = {*gone, *((one.id, one.is_finding) for one in duties)}
    wanted = {row for one in duties for row in rows_of(words, law, one)}
    with drivers_own() as hand:
        standing = {row for row in _standing(hand, sorted({name for name, _ in told})) if (row[2], row[3]) in told}
        touched = sorted({row[:2] for row in standing ^ wanted})
        if not touched:
            return
        kept = {row[:4] for row in wanted}
        gone_rows = sorted(row[:4] for row in standing if row[:4] not in kept)
        hand.run(
            *queueing_for_threads(touched),
            *((_GONE, row) for row in gone_rows),
            *_putting(sorted(wanted - standing, key=str)),
            *map(due_in, touched),
        )


def rows_of(hand: ThreadsWiring, law: LawInForce, duty: Duty) -> Iterator[Row]:
    """A duty as rows, one of each thread that it concerns; none where it would tell of what is withheld."""
    if _is_withheld(hand, law, duty.rule):
        return
    due_at = None if duty.due_at is None or duty.rule in law.waiting else duty.due_at
    remind_at, warn_at = (None, None) if due_at is None else turns(duty.trigger_at, due_at)
    for kind, value in duty.places:
        if kind in hand.words:
            yield kind, value, duty.id, duty.is_finding, duty.is_standing, due_at, remind_at, warn_at


def queueing_for_threads(places: Iterable[Place]) -> list[Statement]:
    """How to wait for whoever writes one of these threads: what is summed must be seen whole."""
    return queueing(f"thread:{kind}:{value}" for kind, value in places)


def _standing(hand: Hand, names: Sequence[str]) -> set[Row]:
    parts = [names[start : start + AT_ONCE] for start in range(0, len(names), AT_ONCE)]
    answers = hand.run(*((f"{_OF_DUTIES} ({', '.join(['%s'] * len(part))})", part) for part in parts))
    return {(*row[:3], bool(row[3]), bool(row[4]), *row[5:]) for rows in answers for row in rows}


def _putting(rows: Sequence[Row]) -> list[Statement]:
    mark = "(" + ", ".join(["%s"] * len(DUTY)) + ")"
    changed = ", ".join(f"{name} = excluded.{name}" for name in DUTY[4:])
    parts = [rows[start : start + AT_ONCE] for start in range(0, len(rows), AT_ONCE)]
    return [
        (
            f"INSERT INTO thread_duty ({', '.join(DUTY)}) VALUES {', '.join([mark] * len(part))} "
            f"ON CONFLICT (kind, value, duty, is_finding) DO UPDATE SET {changed}",
            [value for row in part for value in row],
        )
        for part in parts
    ]


def _is_withheld(hand: ThreadsWiring, law: LawInForce, rule_id: str) -> bool:
    rule = law.pack.rule(rule_id)
    return rule is not None and any(_opens_withheld(hand, law, one.trigger) for one in rule.editions)


def _opens_withheld(hand: ThreadsWiring, law: LawInForce, trigger: Trigger) -> bool:
    named = [reference for reference in (trigger.event, trigger.opens) if reference is not None]
    if any(name.startswith(hand.withheld) for reference in named for name in reference.types):
        return True
    return any(_is_withheld(hand, law, page) for page in trigger.overdue)
