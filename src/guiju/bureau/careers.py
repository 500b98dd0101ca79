"""What the registers remember of one unit or one officer: names, places, posts, credentials, roles over time.

A post is shown to whoever answers for its unit as that unit stood when the post ended, or stands today: what happened
under another command stays with that command. Credentials are shown to whoever may see the records of them: those
who only look after the registers do not. Everybody sees what is recorded of himself.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from guiju.bureau.events import OFFICER_POSTED, ROLE_GRANTED
from guiju.bureau.models import OfficerState, Posting, RoleGrant, UnitState, UnitStrength
from guiju.bureau.permissions.seals import true_rows
from guiju.bureau.qualification import CredentialThen, Qualification, credentials_then, qualified_by
from guiju.bureau.queries import get_officer, get_unit
from guiju.bureau.registry import OfficerThen, UnitThen
from guiju.bureau.seeing import sees_officer
from guiju.bureau.wiring import wiring as bureau_wiring
from guiju.facts.tables.places import periods_of
from guiju.facts.wiring import wiring
from guiju.values.scope import Reach, Scope


@dataclass(frozen=True, slots=True)
class UnitPast:
    """A unit with all that it was, the latest first, and what was fixed as its establishment."""

    now: UnitThen
    states: tuple[UnitState, ...]
    strengths: tuple[UnitStrength, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of a unit today, with his credentials as far as the viewer may see them, the first to lapse first."""

    officer: str
    name: str
    kind: str
    credentials: tuple[CredentialThen, ...]


@dataclass(frozen=True, slots=True)
class OfficerPast:
    """An officer with what he was called and which posts he held, the latest first, and his credentials of a day.

    ``qualification`` is what these come to: whether he may enforce the law on his own that day; None, and no
    credentials, where the viewer may not see them.
    """

    now: OfficerThen
    states: tuple[OfficerState, ...]
    posts: tuple[Posting, ...]
    credentials: tuple[CredentialThen, ...]
    qualification: Qualification | None


def get_unit_past(viewer: Scope, code: str, *, at: int) -> UnitPast:
    """A unit and its history up to an instant.

    Raises:
        NotFound: there is none, or not for this viewer.
    """
    now = get_unit(viewer, code, at=at)
    states = UnitState.objects.filter(code=now.code, since__lte=at).order_by("-since")
    strengths = UnitStrength.objects.filter(code=now.code, since__lte=at).order_by("-since", "kind")
    return UnitPast(now, tuple(states), tuple(strengths))


def list_unit_posts(viewer: Scope, unit: UnitThen, *, at: int) -> list[Posting]:
    """Every post that anybody held in a unit, the latest first, as far as the viewer answers for it."""
    rows = Posting.objects.filter(unit__in=[unit.code, unit.name], since__lte=at).order_by("-since", "officer", "event")
    return _seen(viewer, list(rows), at)


def list_members(viewer: Scope, unit: UnitThen, *, at: int, day: int) -> list[Member]:
    """Who holds a post in a unit, with the credentials of each as they stand on a local day (an ordinal)."""
    if not _covered(_reaches(viewer, OFFICER_POSTED), unit.path):
        return []
    held = Posting.objects.filter(unit__in=[unit.code, unit.name], since__lte=at, until__gt=at)
    states = OfficerState.objects.filter(officer__in=held.values("officer"), since__lte=at, until__gt=at)
    people = {row.officer: row for row in states.order_by("officer")}
    credentials: dict[str, list[CredentialThen]] = {officer: [] for officer in people}
    shown = people if sees_credentials(viewer, unit) else people.keys() & set(viewer.officers)
    for one in credentials_then(sorted(shown), day) if shown else ():
        credentials[one.officer].append(one)
    return [Member(officer, row.name, row.kind, tuple(credentials[officer])) for officer, row in people.items()]


def sees_credentials(viewer: Scope, unit: UnitThen) -> bool:
    """Whether the viewer may see the credentials of all who serve in a unit."""
    return _covered(_reaches(viewer, _credential()), unit.path)


def get_officer_past(viewer: Scope, officer: str, *, at: int, day: int) -> OfficerPast:
    """An officer and his history up to an instant; his credentials as they stand on a local day (an ordinal).

    Raises:
        NotFound: there is none, or not for this viewer.
    """
    now = get_officer(viewer, officer, at=at)
    states = OfficerState.objects.filter(officer=officer, since__lte=at).order_by("-since")
    every = list(Posting.objects.filter(officer=officer).order_by("from_day", "event"))
    rows = sorted((row for row in every if row.since <= at), key=lambda row: (-row.since, row.is_additional, row.event))
    posts = rows if officer in viewer.officers else _seen(viewer, rows, at)
    if not sees_officer(viewer, now, _credential(), at=at):
        return OfficerPast(now, tuple(states), tuple(posts), (), None)
    held = credentials_then([officer], day, every)
    standing = qualified_by([one.standing for one in held], is_auxiliary=now.kind == "auxiliary")
    return OfficerPast(now, tuple(states), tuple(posts), tuple(held), standing)


def list_grants_ever(viewer: Scope, *, at: int, accounts: Sequence[str] = (), unit: str = "") -> list[RoleGrant]:
    """The roles that some accounts hold or held, or that are or were held on a unit, the latest first.

    Rows without their seal are not among them; of others only those see them who look after roles there.
    """
    rows = RoleGrant.objects.filter(since__lte=at).order_by("-since", "event")
    rows = rows.filter(unit=unit) if unit else rows.filter(account__in=accounts)
    found, reaches = true_rows(rows), _reaches(viewer, ROLE_GRANTED)
    if any(reach.is_everywhere for reach in reaches):
        return list(found)
    places = periods_of({row.unit for row in found})
    return [
        row
        for row in found
        if row.account == viewer.account
        or any(since <= at < until and _covered(reaches, path) for since, until, path in places.get(row.unit, ()))
    ]


def sees_roles(viewer: Scope, account: str) -> bool:
    """Whether the viewer may know what an account may do: his own, or because he looks after roles everywhere."""
    return account == viewer.account or any(reach.is_everywhere for reach in _reaches(viewer, ROLE_GRANTED))


def _seen(viewer: Scope, rows: list[Posting], at: int) -> list[Posting]:
    reaches = _reaches(viewer, OFFICER_POSTED)
    if any(reach.is_everywhere for reach in reaches):
        return rows
    places = periods_of({row.unit for row in rows})
    return [
        row
        for row in rows
        if row.officer in viewer.officers
        or any(
            since <= min(row.until - 1, at) < until and _covered(reaches, path)
            for since, until, path in places.get(row.unit, ())
        )
    ]


def _credential() -> str:
    return bureau_wiring().credential_types[0]


def _reaches(viewer: Scope, kind: str) -> tuple[Reach, ...]:
    return viewer.reaches_at(wiring().clock(), kind)


def _covered(reaches: Sequence[Reach], path: str) -> bool:
    return any(reach.covers(path) for reach in reaches)
