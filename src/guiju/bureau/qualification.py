"""Whether somebody was qualified on a day: credentials over time, and what leaving a case post does to them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from guiju.bureau.models import Credential, OfficerState, Posting
from guiju.bureau.wiring import wiring
from guiju.values.clock import add_months

KEPT_MONTHS = 12
"""So long an enforcement qualification is kept after leaving the last case post (保留一年的办案资格)."""


class State(StrEnum):
    """How a qualification stands."""

    HELD = "held"
    LAPSED = "lapsed"
    NONE = "none"


class Reason(StrEnum):
    """Why it stands so."""

    GRANTED = "granted"
    NEVER_GRANTED = "never_granted"
    AUXILIARY = "auxiliary"
    EXPIRED = "expired"
    ENDED = "ended"
    LEFT_CASE_POST = "left_case_post"


@dataclass(frozen=True, slots=True)
class Qualification:
    """How somebody's qualification stood on a day. ``last_day`` is the last on which it holds, or held; an ordinal."""

    state: State
    reason: Reason
    name: str = ""
    last_day: int | None = None

    @property
    def is_assist_only(self) -> bool:
        """Whether he may only assist that day: nobody who is not qualified acts alone."""
        return self.state is not State.HELD

    @property
    def sentence(self) -> str:
        """The reason in words."""
        day = "" if self.last_day is None else date.fromordinal(self.last_day).isoformat()
        return {
            Reason.GRANTED: f"具有资格{f'，有效至{day}' if day else ''}",
            Reason.NEVER_GRANTED: "没有取得资格，只能协助",
            Reason.AUXILIARY: "辅警没有执法资格，只能协助",
            Reason.EXPIRED: f"资格有效期至{day}，已过期",
            Reason.ENDED: "资格已被终止",
            Reason.LEFT_CASE_POST: f"离开办案岗位满一年，资格保留至{day}",
        }[self.reason]


def credential_on(officer: str, day: int, name: str = "") -> Qualification:
    """How somebody stood on a local day: by default any enforcement qualification; ``name`` asks for that or a higher.

    Law:   the year after leaving a case post is the founding documents' 保留一年的办案资格; it counts from the day of
           leaving, whose anniversary is still good. Only a grant after it has lapsed brings the qualification back.
    Unit:  ``day`` is a proleptic ordinal.
    """
    state = OfficerState.objects.filter(officer=officer).order_by("-since").first()
    is_auxiliary = state is not None and state.kind == "auxiliary"
    return qualified_by(
        [one.standing for one in credentials_then([officer], day)], is_auxiliary=is_auxiliary, name=name
    )


def qualified_by(held: Sequence[Qualification], *, is_auxiliary: bool, name: str = "") -> Qualification:
    """What the credentials of one person, as they stand on a day, come to: the best of those that are asked for."""
    if not held and is_auxiliary:
        return Qualification(State.NONE, Reason.AUXILIARY)
    levels = wiring().levels
    wanted = _wanted(name, levels)
    order = (State.HELD, State.LAPSED, State.NONE)
    best = sorted(
        (one for one in held if one.name in wanted),
        key=lambda one: (order.index(one.state), -_rank(one.name, levels), -(one.last_day or 0)),
    )
    return best[0] if best else Qualification(State.NONE, Reason.NEVER_GRANTED)


@dataclass(frozen=True, slots=True)
class CredentialThen:
    """One credential of somebody, and how it stands on a day; days are proleptic ordinals."""

    officer: str
    granted_day: int
    standing: Qualification


def credentials_then(
    officers: Collection[str], day: int, held: Iterable[Posting] | None = None
) -> list[CredentialThen]:
    """Every credential of some people as it stands on a local day, the first to lapse first; two statements.

    ``held`` are all the posts that they ever had, in the order in which these began, where they are known already.

    Law:   as ``credential_on``, for each credential by itself.
    Unit:  ``day`` is a proleptic ordinal.
    """
    posts: dict[str, list[Posting]] = {}
    rows = Posting.objects.filter(officer__in=officers).order_by("from_day", "event") if held is None else held
    for post in rows:
        if post.is_case_post:
            posts.setdefault(post.officer, []).append(post)
    left = {officer: _spans_without(rows) for officer, rows in posts.items()}
    levels = wiring().levels
    found = [
        CredentialThen(
            row.officer, row.granted_day,
            _standing(row, day, left.get(row.officer, ()) if row.name in levels else ()),
        )
        for row in Credential.objects.filter(officer__in=officers, granted_day__lte=day)
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.standing.last_day or date.max.toordinal(), one.officer, one.granted_day))


def kept_until(officer: str) -> int | None:
    """The last day of the year after leaving the last case post; None for who holds one, or never did."""
    leavings = _leavings(officer)
    return None if not leavings or leavings[-1][1] is not None else add_months(leavings[-1][0], KEPT_MONTHS)


def _wanted(name: str, levels: Sequence[str]) -> Sequence[str]:
    if not name:
        return levels
    return levels[levels.index(name) :] if name in levels else (name,)


def _rank(name: str, levels: Sequence[str]) -> int:
    return levels.index(name) if name in levels else -1


def _standing(row: Credential, day: int, leavings: Sequence[tuple[int, int | None]]) -> Qualification:
    if row.ended_day is not None and row.ended_day <= day:
        return Qualification(State.NONE, Reason.ENDED, row.name, row.ended_day - 1)
    last, reason = row.last_day, Reason.EXPIRED
    for left, back in leavings:
        kept = add_months(left, KEPT_MONTHS)
        if row.granted_day <= left and (back is None or back > kept) and (last is None or kept < last):
            last, reason = kept, Reason.LEFT_CASE_POST
            break
    if last is not None and last < day:
        return Qualification(State.LAPSED, reason, row.name, last)
    return Qualification(State.HELD, Reason.GRANTED, row.name, last)


def _leavings(officer: str) -> list[tuple[int, int | None]]:
    """The days on which somebody was left without a case post, each with the day of his coming back to one."""
    return _spans_without(Posting.objects.filter(officer=officer, is_case_post=True).order_by("from_day", "event"))


def _spans_without(rows: Iterable[Posting]) -> list[tuple[int, int | None]]:
    """The same of somebody's case posts, in the order in which they began."""
    spans: list[tuple[int, int | None]] = []
    for row in rows:
        if spans and (spans[-1][1] is None or row.from_day <= spans[-1][1]):
            until = spans[-1][1]
            both = None if until is None or row.left_day is None else max(until, row.left_day)
            spans[-1] = (spans[-1][0], both)
        else:
            spans.append((row.from_day, row.left_day))
    starts: list[int | None] = [start for start, _ in spans[1:]]
    return [(left, back) for (_, left), back in zip(spans, [*starts, None], strict=False) if left is not None]
