"""专项整治: the findings of some rules in a unit and below it, from a period, each of which ends in its own way."""

import json
from dataclasses import dataclass
from typing import Any

from django.db import connection

from guiju.facts.tables.places import path_at
from guiju.findings.life.acts import State
from guiju.findings.seeing import Clause
from guiju.values.unit_code import subtree

DONE = (State.CLOSED.value, State.REJECTED.value, State.WAIVED.value)
"""How an item may end: mended and closed, found untrue, or waived."""


@dataclass(frozen=True, slots=True)
class Campaign:
    """One campaign as it stands; ``rules`` are whose findings it is about, the period half-open in microseconds."""

    name: str
    title: str
    unit: str
    since_at: int
    until_at: int
    rules: tuple[str, ...]
    opened_at: int
    closed_at: int | None


def read_campaign(name: str) -> Campaign | None:
    """The campaign of that name; None where there is none."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, title, unit, since_at, until_at, rules, opened_at, closed_at FROM action_campaign "
            "WHERE name = %s", (name,),
        )  # fmt: skip
        row = cursor.fetchone()
    return None if row is None else campaign_of(row)


def campaign_of(row: tuple[Any, ...]) -> Campaign:
    """The campaign that a row holds."""
    name, title, unit, since_at, until_at, rules, opened_at, closed_at = row
    return Campaign(name, title, unit, since_at, until_at, tuple(json.loads(rules)), opened_at, closed_at)


def items_clause(campaign: Campaign, now: int, path: str = "") -> tuple[str, list[Any]]:
    """What must hold of a finding ``f`` to be an item: one that stands, by rule, period and place.

    ``path`` is where the unit stands now, where that was looked up already.
    """
    marks = ", ".join(["%s"] * len(campaign.rules)) or "''"
    low, high = subtree(path or path_at(campaign.unit, now) or "0" * 10)
    words = (
        f"f.is_standing = %s AND f.found_at IS NOT NULL AND f.rule IN ({marks}) AND f.trigger_at >= %s "
        "AND f.trigger_at < %s AND EXISTS (SELECT 1 FROM unit_period c WHERE c.code = f.unit AND c.since <= %s "
        "AND c.until > %s AND c.path >= %s AND c.path < %s)"
    )
    return words, [True, *campaign.rules, campaign.since_at, campaign.until_at, now, now, low, high]


def count_unfinished(campaign: Campaign, now: int, seen: Clause) -> int:
    """How many items have not ended yet, of those of which the clause ``seen`` holds."""
    words, values = items_clause(campaign, now)
    words, values = f"{words} AND {seen[0]}", [*values, *seen[1]]
    marks = ", ".join(["%s"] * len(DONE))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM finding f LEFT JOIN finding_life l ON l.finding = f.id "
            f"WHERE {words} AND coalesce(l.state, 'suspected') NOT IN ({marks})",
            [*values, *DONE],
        )
        return int(cursor.fetchone()[0])


def is_item(name: str, finding: str, now: int) -> bool:
    """Tell whether a finding is one of those that an open campaign is about."""
    campaign = read_campaign(name)
    if campaign is None or campaign.closed_at is not None:
        return False
    words, values = items_clause(campaign, now)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM finding f WHERE f.id = %s AND {words}", [finding, *values])
        return cursor.fetchone() is not None
