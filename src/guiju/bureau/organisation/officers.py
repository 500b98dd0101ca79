"""Who an officer was and which posts he held over time, folded from his own events."""

from collections.abc import Collection, Sequence
from datetime import date

from guiju.bureau.events import OFFICER_LEFT, OFFICER_POSTED, OFFICER_REGISTERED
from guiju.bureau.models import Credential, OfficerState, Posting
from guiju.values.event import Event
from guiju.values.recorded import Recorded
from guiju.values.scope import ALWAYS, FOREVER


def own_person(officer: str) -> str:
    """The natural person of a number of whom nobody has said more: whoever bears the number."""
    return f"officer:{officer}"


def officer_states(officer: str, told: Sequence[Recorded]) -> list[OfficerState]:
    """What somebody was called, of which kind of staff he was, and who he is, over time."""
    said = {"name": officer, "kind": "", "natural_person": own_person(officer)}
    states: list[OfficerState] = []
    for one in told:
        if one.event.type not in (OFFICER_REGISTERED, OFFICER_POSTED):
            continue
        before = dict(said)
        for field, column in (("officer_name", "name"), ("kind", "kind"), ("natural_person", "natural_person")):
            value = one.event.get(field)
            # Who is whom opens records and closes approvals: no file says so.
            if value is not None and (column != "natural_person" or one.batch is None):
                said[column] = str(value)
        since = one.event.at if states else ALWAYS
        if states and said == before:
            continue
        if states and states[-1].since == since:
            states.pop()
        if states:
            states[-1].until = since
        states.append(OfficerState(officer=officer, since=since, until=FOREVER, **said))
    return states


def postings(officer: str, told: Sequence[Recorded], case_posts: Collection[str]) -> list[Posting]:
    """The posts that somebody held. A new main post ends the one before; an additional one (兼任) stands beside it."""
    rows: list[Posting] = []
    for one in told:
        event = one.event
        unit, post = str(event.get("unit") or ""), str(event.get("post") or "")
        standing = [row for row in rows if row.left_day is None]
        if event.type == OFFICER_POSTED:
            if any((row.unit, row.post) == (unit, post) for row in standing):
                continue
            is_additional = is_true(event.get("additional"))
            if not is_additional:
                _end([row for row in standing if not row.is_additional], event)
            said = event.get("case_post")
            rows.append(
                Posting(
                    event=one.first, officer=officer, unit=unit, post=post, kind=str(event.get("kind") or ""),
                    is_case_post=post in case_posts if said is None else is_true(said), is_additional=is_additional,
                    since=event.at, until=FOREVER, from_day=event.day,
                )
            )  # fmt: skip
        elif event.type == OFFICER_LEFT:
            _end([row for row in standing if unit in ("", row.unit) and post in ("", row.post)], event)
    return rows


def credentials(officer: str, told: Sequence[Recorded], types: tuple[str, str]) -> list[Credential]:
    """The qualifications that somebody was granted, and when each of them ended."""
    granted, ended = types
    rows: list[Credential] = []
    for one in told:
        name = str(one.event.get("name") or "")
        if one.event.type == granted and name:
            rows.append(
                Credential(
                    event=one.first, officer=officer, name=name, granted_day=one.event.day,
                    last_day=_day_of(one.event.get("until")),
                )
            )  # fmt: skip
        elif one.event.type == ended:
            for row in rows:
                if row.ended_day is None and name in ("", row.name):
                    row.ended_day = one.event.day
    return rows


def is_true(value: object) -> bool:
    """Whether a record says yes."""
    return value is True or str(value).strip().lower() in ("true", "yes", "1", "是")


def _end(rows: Sequence[Posting], event: Event) -> None:
    for row in rows:
        row.until, row.left_day = event.at, event.day


def _day_of(value: object) -> int | None:
    try:
        return date.fromisoformat(str(value)[:10]).toordinal()
    except ValueError:
        return None
