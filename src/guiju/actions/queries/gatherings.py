"""Talks and campaigns as people read them. Instants in microseconds."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from guiju.actions.campaign import Campaign, campaign_of, items_clause
from guiju.actions.rows import read
from guiju.facts.tables.places import periods_of
from guiju.facts.wiring import wiring
from guiju.findings.life.acts import State
from guiju.findings.queries import FindingShown, list_findings_named
from guiju.findings.seeing import not_withheld, visible
from guiju.values.errors import GuijuError
from guiju.values.scope import Scope

LARGEST_PAGE = 500
AT_ONCE = 50
"""Of so many campaigns the items are counted together."""
_CAMPAIGN = "c.name, c.title, c.unit, c.since_at, c.until_at, c.rules, c.opened_at, c.closed_at"
_TALK = "c.name, c.unit, c.officer, c.held_at, c.due_at, c.followed_up_at, c.is_fulfilled, c.said"


class TalkNotFound(GuijuError):
    """There is no such talk, or none that the viewer may see: one answer for both."""

    code = "actions.talk.not_found"
    remedy = "请核对约谈编号。"


class CampaignNotFound(GuijuError):
    """There is no such campaign, or none that the viewer may see: one answer for both."""

    code = "actions.campaign.not_found"
    remedy = "请核对专项整治编号。"


@dataclass(frozen=True, slots=True)
class TalkShown:
    """A talk with an officer who answers for a unit; ``said`` holds what it was about and what came of it."""

    name: str
    unit: str
    officer: str
    held_at: int
    due_at: int
    followed_up_at: int | None
    is_fulfilled: bool | None
    said: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CampaignShown:
    """A campaign, and how many of its items the viewer may see stand in each state."""

    campaign: Campaign
    items: Mapping[State, int]

    @property
    def is_open(self) -> bool:
        """Whether it goes on."""
        return self.campaign.closed_at is None


def list_talks(
    viewer: Scope, *, unit: str = "", is_open: bool | None = None, skip: int = 0, limit: int = 50
) -> list[TalkShown]:
    """Talks with those who answer for units within the viewer's reach, and those that were held with himself."""
    words, values = _talks_of(viewer)
    if unit:
        words, values = f"{words} AND c.unit = %s", [*values, unit]
    if is_open is not None:
        words += f" AND c.followed_up_at IS {'' if is_open else 'NOT '}NULL"
    rows = read(
        f"SELECT {_TALK} FROM action_talk c WHERE {words} ORDER BY c.held_at DESC, c.name LIMIT %s OFFSET %s",
        [*values, min(limit, LARGEST_PAGE), skip],
    )
    return [_talk(row) for row in rows]


def get_talk(viewer: Scope, name: str) -> TalkShown:
    """One talk by its name.

    Raises:
        TalkNotFound: it does not exist, or not for this viewer.
    """
    words, values = _talks_of(viewer)
    rows = read(f"SELECT {_TALK} FROM action_talk c WHERE c.name = %s AND {words}", [name, *values])
    if not rows:
        raise TalkNotFound("没有找到这次约谈。")
    return _talk(rows[0])


def list_campaigns(viewer: Scope, *, skip: int = 0, limit: int = 50) -> list[CampaignShown]:
    """Campaigns in units within the viewer's reach, or above one of them, the latest first."""
    now = wiring().clock()
    words, values = _units(viewer, "c.unit", now, or_above=True)
    rows = read(
        f"SELECT {_CAMPAIGN} FROM action_campaign c WHERE {words} ORDER BY c.opened_at DESC, c.name LIMIT %s OFFSET %s",
        [*values, min(limit, LARGEST_PAGE), skip],
    )
    return _shown(viewer, [campaign_of(row) for row in rows], now)


def count_campaigns(viewer: Scope, *, most: int) -> int:
    """How many of them there are, counted no further than ``most``."""
    words, values = _units(viewer, "c.unit", wiring().clock(), or_above=True)
    [[count]] = read(
        f"SELECT count(*) FROM (SELECT 1 FROM action_campaign c WHERE {words} LIMIT %s) AS found", [*values, most]
    )
    return int(count)


def get_campaign(viewer: Scope, name: str) -> CampaignShown:
    """One campaign by its name.

    Raises:
        CampaignNotFound: it does not exist, or not for this viewer.
    """
    now = wiring().clock()
    words, values = _units(viewer, "c.unit", now, or_above=True)
    rows = read(f"SELECT {_CAMPAIGN} FROM action_campaign c WHERE c.name = %s AND {words}", [name, *values])
    if not rows:
        raise CampaignNotFound("没有找到这项专项整治。")
    return _shown(viewer, [campaign_of(rows[0])], now)[0]


def list_campaign_items(
    viewer: Scope, name: str, *, states: Sequence[str] = (), skip: int = 0, limit: int = 50
) -> list[FindingShown]:
    """The findings that a campaign is about, as far as the viewer may see them, the oldest first.

    Raises:
        CampaignNotFound: it does not exist, or not for this viewer.
    """
    now = wiring().clock()
    words, values = items_clause(get_campaign(viewer, name).campaign, now)
    seen, more = visible(viewer, now)
    if states:
        words += f" AND coalesce(l.state, 'suspected') IN ({', '.join(['%s'] * len(states))})"
        values = [*values, *states]
    rows = read(
        "SELECT f.id FROM finding f LEFT JOIN finding_life l ON l.finding = f.id "
        f"WHERE {words} AND {seen} ORDER BY f.trigger_at, f.id LIMIT %s OFFSET %s",
        [*values, *more, min(limit, LARGEST_PAGE), skip],
    )
    found = {one.id: one for one in list_findings_named(viewer, [row[0] for row in rows])}
    return [found[row[0]] for row in rows]


def _talks_of(viewer: Scope) -> tuple[str, list[object]]:
    """What must hold of a talk ``c``: its unit is within reach and nothing in it is withheld from the viewer, or it was
    held with himself.
    """
    words, values = _units(viewer, "c.unit", wiring().clock())
    open_to_him, more = not_withheld(viewer)
    if more:
        # All findings of a talk are of its unit.
        words += (
            " AND NOT EXISTS (SELECT 1 FROM finding f WHERE f.unit = c.unit "
            f"AND c.said LIKE '%%\"' || f.id || '\"%%' AND NOT {open_to_him})"
        )
        values = [*values, *more]
    if viewer.officers:
        words = f"({words} OR c.officer IN ({', '.join(['%s'] * len(viewer.officers))}))"
        values = [*values, *viewer.officers]
    return words, values


def _talk(row: tuple[Any, ...]) -> TalkShown:
    name, unit, officer, held_at, due_at, followed_up_at, fulfilled, said = row
    is_fulfilled = None if fulfilled is None else bool(fulfilled)
    return TalkShown(name, unit, officer, held_at, due_at, followed_up_at, is_fulfilled, json.loads(said))


def _shown(viewer: Scope, campaigns: Sequence[Campaign], now: int) -> list[CampaignShown]:
    """Campaigns with their items counted, in one statement for every so many of them."""
    seen, more = visible(viewer, now)
    items: list[dict[State, int]] = [{} for _ in campaigns]
    places = {
        unit: path
        for unit, spans in periods_of({one.unit for one in campaigns}).items()
        for since, until, path in spans
        if since <= now < until
    }
    for start in range(0, len(campaigns), AT_ONCE):
        parts, values = [], list[object]()
        for place, campaign in enumerate(campaigns[start : start + AT_ONCE], start):
            words, own = items_clause(campaign, now, places.get(campaign.unit, ""))
            parts.append(
                f"SELECT {place}, coalesce(l.state, 'suspected'), count(*) FROM finding f "
                f"LEFT JOIN finding_life l ON l.finding = f.id WHERE {words} AND {seen} "
                "GROUP BY coalesce(l.state, 'suspected')"
            )
            values += [*own, *more]
        for place, state, count in read(" UNION ALL ".join(parts), values):
            items[place][State(state)] = int(count)
    return [CampaignShown(*one) for one in zip(campaigns, items, strict=True)]


def _units(viewer: Scope, column: str, now: int, *, or_above: bool = False) -> tuple[str, list[object]]:
    """What must hold of a unit for what is recorded of it as a whole to be shown to this viewer.

    Roles that see nothing of procedure are left out; ``or_above`` takes in the units above one's own.
    """
    tests, values = ["1 = 0"], list[object]()
    for reach in viewer.reaches_at(now, "findings."):
        if reach.is_everywhere:
            return "1 = 1", []
        if not reach.sees_suspected:
            continue
        for low, high in reach.ranges:
            above = " OR substr(%s, 1, length(p.path)) = p.path" if or_above else ""
            tests.append(
                f"EXISTS (SELECT 1 FROM unit_period p WHERE p.code = {column} AND p.since <= %s AND p.until > %s "
                f"AND ((p.path >= %s AND p.path < %s){above}))"
            )
            values += [now, now, low, high, *([low] if or_above else [])]
    return f"({' OR '.join(tests)})", values
