"""Who looked at a case or at somebody's archive, and who looked at far more than he used to: for those who may know.

Whoever audits sees all of it; an inspector what concerns the things that he may see; everybody who looked at his own
archive, except those whose work is withheld from him.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.db import connection

from guiju.facts.events import RECORDS_VIEWED
from guiju.facts.privacy.look_log import PAGE, Look, bounds_of, day_of
from guiju.facts.queries import LARGEST_PAGE, MANY, count_events
from guiju.facts.wiring import wiring
from guiju.values.scope import FOREVER, Scope

HISTORY_DAYS = 30
_LOOK = "at, account, officer, page, kind, value, purposes, detail, is_withheld"


@dataclass(frozen=True, slots=True)
class LookLimits:
    """What counts as too much: numbers that the bureau decides (待核 until it has).

    ``daily`` different things a day are a reader's budget. He stands out who looks at ``least`` or more, and at more
    than ``times`` what he himself and what others of his kind look at on a day (medians).
    """

    daily: int
    least: int
    times: int


@dataclass(frozen=True, slots=True)
class Outlier:
    """Somebody who looked at far more things on a day than he used to and than others do: to be asked, not accused."""

    account: str
    officer: str
    things: int
    own_median: float
    peers_median: float


def audits_looks(viewer: Scope) -> bool:
    """Whether the viewer may know of every look there was."""
    return any(reach.is_everywhere for reach in _reaches(viewer))


def who_looked(viewer: Scope, kind: str, value: str, *, limit: int = 100) -> list[Look]:
    """Who looked at one case, call, item or officer, the latest first; nothing for whom it does not concern."""
    is_own = kind == "officer" and value in viewer.officers
    if not is_own and not (audits_looks(viewer) or (_reaches(viewer) and count_events(viewer, kind, value))):
        return []
    told = "AND is_withheld = 0 " if is_own else ""
    return _looks(f"kind = %s AND value = %s {told}", [kind, value], limit)


@dataclass(frozen=True, slots=True)
class LooksSought:
    """Which looks are wanted: of one reader, at things of a kind, at one of them by its number, in a half-open period.

    ``since`` and ``until`` in microseconds.
    """

    account: str = ""
    kind: str = ""
    value: str = ""
    since: int = 0
    until: int = FOREVER

    def clause(self) -> tuple[str, list[Any]]:
        """The same as a condition."""
        parts = ["at >= %s AND at < %s"]
        values: list[Any] = [self.since, self.until]
        for column, wanted in (("account", self.account), ("kind", self.kind), ("value", self.value)):
            if wanted:
                parts.append(f"{column} = %s")
                values.append(wanted)
        return " AND ".join(parts) + " ", values


def list_looks(viewer: Scope, sought: LooksSought, *, skip: int = 0, limit: int = 100) -> list[Look]:
    """Who looked at what, the latest first; only for whoever audits looking."""
    if not audits_looks(viewer):
        return []
    return _looks(*sought.clause(), limit, skip)


def count_looks(viewer: Scope, sought: LooksSought) -> int:
    """How many looks ``list_looks`` would give in all, counted no further than ``MANY`` + 1."""
    if not audits_looks(viewer):
        return 0
    condition, values = sought.clause()
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM (SELECT 1 FROM look WHERE {condition} LIMIT %s) AS found", [*values, MANY + 1]
        )
        return int(cursor.fetchone()[0])


def list_outliers(viewer: Scope, at: int, limits: LookLimits, groups: Mapping[str, str]) -> list[Outlier]:
    """Who stands out on the day of an instant, the most first; only for whoever audits looking, never of himself.

    ``groups`` says whose peers are whose: accounts with the same word are compared, such as those with the same role.

    Unit: ``at`` microseconds since the epoch.
    """
    if not audits_looks(viewer):
        return []
    today = day_of(at)
    begun, ended = bounds_of(today)[0] - HISTORY_DAYS * (bounds_of(1)[0] - bounds_of(0)[0]), bounds_of(today)[1]
    days: dict[str, dict[int, int]] = defaultdict(dict)
    officers: dict[str, str] = {}
    for account, day, officer, things in _counts(begun, ended):
        days[account][day] = things
        officers[account] = officer or officers.get(account, "")
    found = []
    for account, counts in days.items():
        things = counts.get(today, 0)
        own = _median([count for day, count in counts.items() if day != today])
        peers = _median(
            [
                other[today] for name, other in days.items()
                if today in other and name != account and groups.get(name) == groups.get(account)
            ]
        )  # fmt: skip
        if things >= limits.least and things > limits.times * max(own, peers) and account != viewer.account:
            found.append(Outlier(account, officers[account], things, own, peers))
    return sorted(found, key=lambda one: (-one.things, one.account))


def _median(counts: Sequence[int]) -> float:
    return float(median(counts)) if counts else 0.0


def _counts(begun: int, ended: int) -> list[tuple[str, int, str, int]]:
    origin, end = bounds_of(0)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT account, (at - %s) / %s AS day, max(officer), count(DISTINCT kind || ' ' || value) FROM look "
            "WHERE at >= %s AND at < %s AND kind <> %s GROUP BY account, 2",
            (origin, end - origin, begun, ended, PAGE),
        )
        return [(str(row[0]), int(row[1]), str(row[2]), int(row[3])) for row in cursor.fetchall()]


def _looks(condition: str, values: Sequence[Any], limit: int, skip: int = 0) -> list[Look]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_LOOK} FROM look WHERE {condition}ORDER BY at DESC, event DESC, place DESC LIMIT %s OFFSET %s",
            [*values, min(limit, LARGEST_PAGE), skip],
        )
        return [Look(*row)._replace(is_withheld=bool(row[-1])) for row in cursor.fetchall()]


def _reaches(viewer: Scope) -> tuple[Any, ...]:
    return viewer.reaches_at(wiring().clock(), RECORDS_VIEWED)
