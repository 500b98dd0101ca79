"""What people read of the lives of findings: every function takes the viewer's scope. Instants in microseconds."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from guiju.facts.wiring import wiring
from guiju.findings.events import MADE, stream_of
from guiju.findings.life.acts import State
from guiju.findings.life.deciding import read_life, read_lives
from guiju.findings.life.fold import Entry, Life
from guiju.findings.life.projection import read_stream
from guiju.findings.life.story import StepShown, step_of
from guiju.findings.queries import FindingShown, get_finding, list_findings_named
from guiju.findings.seeing import visible
from guiju.values.scope import Scope

LARGEST_PAGE = 500
_SPEAKING = "SELECT 1 FROM finding_life l WHERE l.finding = f.id"


@dataclass(frozen=True, slots=True)
class LifeShown:
    """How a finding stands. The lists are entries with ``event``, ``leaf``, ``by`` (account, in whose place), ``at``,
    ``reason`` and what belongs to each; an opinion that was overruled names a reviewer who does not answer for it.

    ``counts_at``: from when on it may count, None while it may not. ``chain`` are the findings that it is a recurrence
    of or that recurred, by id, the first one first.
    """

    finding: str
    state: State
    since_at: int
    is_confirmed: bool
    verified_at: int | None
    dispute_until: int | None
    counts_at: int | None
    wanted_until: int | None
    waived_until: int | None
    finding_group: str
    disputes: Sequence[Entry]
    opinions: Sequence[Entry]
    votes: Sequence[Entry]
    waivers: Sequence[Entry]
    reopenings: Sequence[Entry]
    chain: tuple[str, ...]

    @property
    def exempt(self) -> tuple[Entry, ...]:
        """The opinions that a decision overruled; who gave them does not answer for it."""
        return tuple(one for one in self.opinions if one.get("is_adopted") is False)

    def counts(self, now: int) -> bool:
        """Whether it may count in a score by now."""
        return self.is_confirmed and self.counts_at is not None and self.counts_at <= now


@dataclass(frozen=True, slots=True)
class PatternShown:
    """Suspected findings of one rule in one unit: what may be verified together as a common problem (共性问题)."""

    rule: str
    unit: str
    findings: int
    histories: int
    first_at: int
    last_at: int


@dataclass(frozen=True, slots=True)
class FalseAlarms:
    """How often what a rule found turned out to be true or not; ``share`` is None where nothing was decided."""

    rule: str
    confirmed: int
    rejected: int

    @property
    def share(self) -> float | None:
        """The share of what was decided that was not true."""
        decided = self.confirmed + self.rejected
        return self.rejected / decided if decided else None


def get_life(viewer: Scope, name: str) -> LifeShown:
    """How a finding stands, with everything that was decided about it.

    Raises:
        FindingNotFound: it does not exist, or not for this viewer.
    """
    finding = get_finding(viewer, name)
    chain = tuple(one.id for one in list_chain(viewer, finding.id))
    return _shown(read_life(finding.id), chain)


def list_lives(viewer: Scope, findings: Sequence[FindingShown]) -> list[LifeShown]:
    """How several findings stand that the viewer has been shown, in their order, without their chains."""
    mine = {name for (name,) in _of_these(viewer, [one.id for one in findings])}
    lives = read_lives([one.id for one in findings if one.id in mine])
    return [_shown(lives[one.id], ()) for one in findings if one.id in mine]


def list_story(viewer: Scope, name: str) -> list[StepShown]:
    """Everything that was recorded of a finding, in order, beginning with its being found.

    Raises:
        FindingNotFound: it does not exist, or not for this viewer.
    """
    return [step_of(told) for told in read_stream(stream_of(get_finding(viewer, name).id))]


def list_chain(viewer: Scope, name: str) -> list[FindingShown]:
    """The findings that recurred into one another, the first one first; one alone gives an empty list.

    Raises:
        FindingNotFound: it does not exist, or not for this viewer.
    """
    get_finding(viewer, name)
    seen, waiting = set[str](), [name]
    while waiting:
        one = waiting.pop()
        if one in seen:
            continue
        seen.add(one)
        rows = _read(
            "SELECT finding, recurrence_of FROM finding_life WHERE recurrence_of = %s OR finding = %s", (one, one)
        )
        waiting += [part for row in rows for part in row if part]
    shown = [get_finding(viewer, one) for (one,) in _of_these(viewer, sorted(seen))] if len(seen) > 1 else []
    return sorted(shown, key=lambda one: (one.trigger_at, one.id))


def count_states(viewer: Scope, *, rule: str = "", unit: str = "") -> dict[State, int]:
    """How many standing findings are in each state."""
    words, values = _words(viewer, rule, unit)
    rows = _read(
        "SELECT coalesce(l.state, 'suspected'), count(*) FROM finding f LEFT JOIN finding_life l ON l.finding = f.id "
        f"WHERE f.is_standing = %s AND {words} GROUP BY coalesce(l.state, 'suspected')",
        [True, *values],
    )
    return {State(state): int(count) for state, count in rows}


def count_states_by_rule(viewer: Scope, *, rule: str = "", since: int = 0) -> dict[str, dict[State, int]]:
    """Per rule how many standing findings are in each state, of those whose duties arose since an instant."""
    words, values = _words(viewer, rule, "")
    rows = _read(
        "SELECT f.rule, coalesce(l.state, 'suspected'), count(*) FROM finding f "
        f"LEFT JOIN finding_life l ON l.finding = f.id WHERE f.is_standing = %s AND f.trigger_at >= %s AND {words} "
        "GROUP BY f.rule, coalesce(l.state, 'suspected')",
        [True, since, *values],
    )
    counted: dict[str, dict[State, int]] = {}
    for name, state, count in rows:
        counted.setdefault(name, {})[State(state)] = int(count)
    return counted


def list_patterns(viewer: Scope, *, at_least: int = 2, skip: int = 0, limit: int = 50) -> list[PatternShown]:
    """Undecided findings of one rule in one unit, ``at_least`` so many together, the most first."""
    words, values = _words(viewer, "", "")
    rows = _read(
        "SELECT f.rule, f.unit, count(*), count(DISTINCT f.value), min(f.trigger_at), max(f.trigger_at) "
        f"FROM finding f WHERE f.is_standing = %s AND NOT EXISTS ({_SPEAKING} AND l.state <> 'suspected') AND {words} "
        "GROUP BY f.rule, f.unit HAVING count(*) >= %s ORDER BY count(*) DESC, f.rule, f.unit LIMIT %s OFFSET %s",
        [True, *values, at_least, min(limit, LARGEST_PAGE), skip],
    )
    return [PatternShown(*row) for row in rows]


def list_group(viewer: Scope, group: str) -> list[FindingShown]:
    """The findings that were verified together as one common problem, as far as the viewer may see them."""
    rows = _read("SELECT finding FROM finding_life WHERE finding_group = %s AND finding_group <> ''", (group,))
    return list_findings_named(viewer, [row[0] for row in rows])


def list_false_alarms(viewer: Scope, *, rule: str = "", since: int = 0) -> list[FalseAlarms]:
    """Per rule how many findings were said to be true, and how many not, since an instant; the worst rule first.

    What somebody found by looking says nothing of a rule, and is left out.
    """
    words, values = _words(viewer, rule, "")
    rows = _read(
        "SELECT f.rule, sum(CASE WHEN l.verified_at >= %s THEN 1 ELSE 0 END), "
        "sum(CASE WHEN l.rejected_at >= %s THEN 1 ELSE 0 END) FROM finding f JOIN finding_life l ON l.finding = f.id "
        f"WHERE (l.verified_at >= %s OR l.rejected_at >= %s) AND f.trigger_type <> %s AND {words} GROUP BY f.rule",
        [since, since, since, since, MADE, *values],
    )
    found = [FalseAlarms(name, int(confirmed), int(rejected)) for name, confirmed, rejected in rows]
    return sorted(found, key=lambda one: (-(one.share or 0), one.rule))


def list_waived(viewer: Scope, *, skip: int = 0, limit: int = 50) -> list[LifeShown]:
    """Every finding that is waived, was, or for which that was asked: those that end first before the others."""
    words, values = _words(viewer, "", "")
    rows = _read(
        "SELECT f.id FROM finding f JOIN finding_life l ON l.finding = f.id WHERE l.said LIKE %s "
        f"AND {words} ORDER BY coalesce(l.waived_until, 9223372036854775807), f.id LIMIT %s OFFSET %s",
        ['%"starts_at"%', *values, min(limit, LARGEST_PAGE), skip],
    )
    lives = read_lives([row[0] for row in rows])
    return [_shown(lives[row[0]], ()) for row in rows]


def _shown(life: Life, chain: tuple[str, ...]) -> LifeShown:
    said = life.said
    return LifeShown(
        life.finding, life.state, life.since_at, life.is_confirmed, life.verified_at, life.dispute_until,
        life.counts_at, life.wanted_until, life.waived_until, life.finding_group, said["disputes"], said["opinions"],
        said["votes"], said["waivers"], said["reopenings"], chain,
    )  # fmt: skip


def _of_these(viewer: Scope, names: Sequence[str]) -> list[tuple[Any, ...]]:
    """Which of these the viewer may see."""
    if not names:
        return []
    seen, values = visible(viewer, wiring().clock())
    marks = ", ".join(["%s"] * len(names))
    return _read(f"SELECT f.id FROM finding f WHERE f.id IN ({marks}) AND {seen} ORDER BY f.id", [*names, *values])


def _words(viewer: Scope, rule: str, unit: str) -> tuple[str, list[object]]:
    words, values = visible(viewer, wiring().clock())
    if rule:
        words, values = f"{words} AND f.rule = %s", [*values, rule]
    if unit:
        words, values = f"{words} AND f.unit = %s", [*values, unit]
    return words, values


def _read(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
