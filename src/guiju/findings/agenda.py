"""What has fallen due since it was last looked at, judged again; nothing else is touched.

Unit: instants in microseconds since the epoch.
"""

from collections.abc import Callable, Sequence

from django.db import connection

from guiju.facts.commands import attempting
from guiju.facts.tables.driver import Statement
from guiju.findings.judging import judge_histories, queue_for_judging
from guiju.findings.law import LawInForce, current_law
from guiju.findings.rows import marks_of, parts

AT_ONCE = 40
"""So many histories are judged in one transaction, so that nobody waits long for his own."""

Place = tuple[str, str]


def judge_due(as_of: int, *, nightly: bool = False, progress: Callable[[float], None] | None = None) -> int:
    """Judge what the agenda holds up to ``as_of``; how many histories were judged.

    ``nightly`` takes in what waits for the next midnight as well: what days alone may change is exact afterwards.
    """
    until = current_law().next_midnight(as_of) if nightly else as_of
    done = 0
    places = _due(until)
    for start in range(0, len(places), AT_ONCE):
        part = places[start : start + AT_ONCE]

        def judge(part: list[tuple[Place, set[str] | None]] = part) -> None:
            _judge(dict(part), as_of)

        attempting(judge)
        done += len(part)
        if progress is not None:
            progress(done / len(places))
    return done


def count_waiting() -> int:
    """How many whole histories wait to be judged, as they do after an import."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM agenda WHERE rule = ''")
        return int(cursor.fetchone()[0])


def _due(until: int) -> list[tuple[Place, set[str] | None]]:
    """Per history what is due; None stands for every rule."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, value, rule FROM agenda WHERE at <= %s ORDER BY kind, value, rule", (until,))
        found: dict[Place, set[str] | None] = {}
        for kind, value, rule in cursor.fetchall():
            rules = found.setdefault((kind, value), set())
            if not rule:
                found[kind, value] = None
            elif rules is not None:
                rules.add(rule)
    return sorted(found.items(), key=lambda one: one[0])


def _judge(due: dict[Place, set[str] | None], as_of: int) -> None:
    law = current_law()
    asked = {place: _with_those_that_wait(law, rules) for place, rules in due.items()}
    waiting = queue_for_judging(law, asked)
    whole = [place for place, rules in asked.items() if rules is None]
    # First: whoever puts the history on the agenda again waits for the end of this transaction, or we for him.
    met: list[Statement] = [("DELETE FROM agenda WHERE kind = %s AND value = %s AND rule = ''", one) for one in whole]
    judge_histories(asked, as_of=as_of, first=[*waiting, *met], law=law)
    for place, rules in asked.items():
        _settle(law, place, sorted(rules) if rules is not None else [""])


def _with_those_that_wait(law: LawInForce, rules: set[str] | None) -> set[str] | None:
    if rules is None:
        return None
    return rules | {other for rule in rules for other in law.reach.waiting_for(rule)}


def _settle(law: LawInForce, place: Place, rules: Sequence[str]) -> None:
    """Take off the agenda what no page asks for any more: its rows would be due for ever."""
    known = law.reach.rules_of(place[0])
    gone = [rule for rule in rules if rule not in known]
    with connection.cursor() as cursor:
        for part in parts(gone):
            cursor.execute(
                f"DELETE FROM agenda WHERE kind = %s AND value = %s AND rule IN ({marks_of(part)})", (*place, *part)
            )
