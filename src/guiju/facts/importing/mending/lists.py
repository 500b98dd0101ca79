"""What waits for somebody's decision, and what became of it: corrections from imports, and what people proposed.

Whoever may see a record may see what is to become of it. A record that does not exist yet counts to the unit that is
named in the proposal, and to its kind of event.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from guiju.facts.importing.holding import WAITING
from guiju.facts.importing.journal import with_bytes
from guiju.facts.importing.mending.proposals import Decision, Proposal, ProposalUnknown, read_proposals
from guiju.facts.keys.masking import masked
from guiju.facts.keys.personal_fields import opened_fields
from guiju.facts.queries import EventShown, get_event
from guiju.facts.tables.seeing import visible_events
from guiju.facts.wiring import personal_hand, wiring
from guiju.values.event import FieldValue
from guiju.values.recorded import keys_of
from guiju.values.scope import Reach, Scope

LARGEST_PAGE = 500
MANY = 10_000
"""Of more proposals than the latest so many only these are looked through."""
_HELD = (
    "SELECT h.id, h.batch, b.source, b.begun_by, h.row, h.event, e.stream, e.type, h.type, e.happened_at, "
    "h.happened_at, e.body, h.body, h.is_earlier, h.state, h.decided_by, h.decided_at, h.reason, h.by_event "
    "FROM held_correction h JOIN event e ON e.id = h.event JOIN import_batch b ON b.event = h.batch"
)


@dataclass(frozen=True, slots=True)
class HeldShown:
    """A correction that an import brought, beside the version that it would replace.

    ``number`` is its own, ``event`` the id of that version, ``by_event`` of the event that it became.
    Unit: instants in microseconds since the epoch.
    """

    number: int
    batch: int
    source: str
    importer: str
    row: int
    event: int
    stream: str
    type_before: str
    type: str
    happened_before: int
    happened_at: int
    fields_before: Mapping[str, FieldValue]
    fields: Mapping[str, FieldValue]
    is_earlier: bool
    state: str
    decided_by: str
    decided_at: int | None
    reason: str
    by_event: int | None


@dataclass(frozen=True, slots=True)
class ProposalShown:
    """What somebody proposed: what would be recorded, and, of a correction looked at alone, what stands now.

    ``content_hash`` is what an approver signs. Unit: instants in microseconds since the epoch.
    """

    number: int
    is_correction: bool
    type: str
    happened_at: int
    unit: str
    fields: Mapping[str, FieldValue]
    before: EventShown | None
    initiator: str
    proposed_at: int
    reason: str
    content_hash: str
    decision: Decision | None


def list_held(
    viewer: Scope, *, is_waiting: bool = True, batch: int | None = None, offset: int = 0, at_most: int = 50
) -> list[HeldShown]:
    """Corrections from imports, or from one of them, those that move a date earlier first; ``is_waiting``: no others
    than those that nobody has decided.
    """
    words, values = _held_words(viewer, is_waiting, batch)
    return _read_held(
        f"{_HELD} WHERE {words} ORDER BY h.is_earlier DESC, h.id LIMIT %s OFFSET %s",
        [*values, min(at_most, LARGEST_PAGE), offset],
    )


def count_held(viewer: Scope, *, is_waiting: bool = True, batch: int | None = None) -> int:
    """How many ``list_held`` would give in all, counted no further than ``MANY`` + 1."""
    words, values = _held_words(viewer, is_waiting, batch)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM (SELECT 1 FROM held_correction h JOIN event e ON e.id = h.event "
            f"WHERE {words} LIMIT %s) AS found",
            [*values, MANY + 1],
        )
        return int(cursor.fetchone()[0])


def get_held(viewer: Scope, number: int) -> HeldShown:
    """One correction from an import, old and new side by side.

    Raises:
        ProposalUnknown: there is none, or none for this viewer.
    """
    seen, values = visible_events(viewer)
    found = _read_held(f"{_HELD} WHERE h.id = %s AND ({seen})", [number, *values])
    if not found:
        raise ProposalUnknown(f"没有待放行的更正 {number}。")
    return found[0]


def list_proposals(
    viewer: Scope, *, is_waiting: bool = True, offset: int = 0, at_most: int = 50
) -> list[ProposalShown]:
    """What people proposed, the latest first, without what stands now; only what waits, or also what is decided."""
    found = _seen(viewer, is_waiting)[offset : offset + min(at_most, LARGEST_PAGE)]
    return [_shown(one, None) for one in found]


def count_proposals(viewer: Scope, *, is_waiting: bool = True) -> int:
    """How many ``list_proposals`` would give in all."""
    return len(_seen(viewer, is_waiting))


def get_proposal(viewer: Scope, number: int) -> ProposalShown:
    """One proposal, with what stands now beside it.

    Raises:
        ProposalUnknown: there is none, or none for this viewer.
    """
    found = _of_viewer(viewer, read_proposals("AND e.id = %s", (number,)))
    if not found:
        raise ProposalUnknown(f"没有提请 {number}。")
    corrected = found[0].content["corrects"]
    return _shown(found[0], None if corrected is None else get_event(viewer, corrected))


def _held_words(viewer: Scope, is_waiting: bool, batch: int | None) -> tuple[str, list[Any]]:
    seen, visible = visible_events(viewer)
    words, values = f"({seen})", list(visible)
    if batch is not None:
        words, values = f"h.batch = %s AND {words}", [batch, *values]
    return (f"h.state = %s AND {words}", [WAITING, *values]) if is_waiting else (words, values)


def _read_held(statement: str, values: Sequence[Any]) -> list[HeldShown]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows = [with_bytes(row) for row in cursor.fetchall()]
    found = []
    for row in rows:
        type_before, kind, before_at, at = row[7:11]
        before, after = _fields(type_before, before_at, row[11]), _fields(kind, at, row[12])
        told: list[Any] = [*row[:11], before, after, bool(row[13]), *row[14:]]
        found.append(HeldShown(*told))
    return found


def _fields(kind: str, at: int, body: bytes) -> Mapping[str, FieldValue]:
    return masked(opened_fields(personal_hand(), kind, at, json.loads(body)))


def _seen(viewer: Scope, is_waiting: bool) -> list[Proposal]:
    clause = "AND d.id IS NULL" if is_waiting else ""
    return _of_viewer(viewer, read_proposals(f"{clause} ORDER BY e.id DESC LIMIT %s", (MANY,)))


def _of_viewer(viewer: Scope, proposals: Sequence[Proposal]) -> list[Proposal]:
    """Those whose content the viewer may see, and what they would correct as well."""
    paths, seen = _paths(proposals), _visible_among(viewer, [one.content["corrects"] for one in proposals])
    return [
        one
        for one in proposals
        if (not one.is_correction or one.content["corrects"] in seen) and _is_seen(viewer, one, paths)
    ]


def _visible_among(viewer: Scope, events: Sequence[int | None]) -> set[int]:
    words, seen = visible_events(viewer)
    values: list[Any] = list(seen)
    wanted, found = sorted({one for one in events if one is not None}), set()
    with connection.cursor() as cursor:
        for start in range(0, len(wanted), LARGEST_PAGE):
            part = wanted[start : start + LARGEST_PAGE]
            marks = ", ".join(["%s"] * len(part))
            cursor.execute(f"SELECT e.id FROM event e WHERE e.id IN ({marks}) AND ({words})", [*part, *values])
            found |= {int(number) for (number,) in cursor.fetchall()}
    return found


Periods = Mapping[str, Sequence[tuple[int, int, str]]]


def _paths(proposals: Sequence[Proposal]) -> Periods:
    """Where the units of these proposals stood, and when."""
    units = sorted({str(one.content["unit_as_of"]) for one in proposals} - {""})
    found: dict[str, list[tuple[int, int, str]]] = {}
    with connection.cursor() as cursor:
        for start in range(0, len(units), LARGEST_PAGE):
            part = units[start : start + LARGEST_PAGE]
            cursor.execute(
                f"SELECT code, since, until, path FROM unit_period WHERE code IN ({', '.join(['%s'] * len(part))})",
                part,
            )
            for code, since, until, path in cursor.fetchall():
                found.setdefault(code, []).append((since, until, path))
    return found


def _is_seen(viewer: Scope, one: Proposal, paths: Periods) -> bool:
    kind, at = str(one.content["type"]), int(one.content["at"])
    path = next((path for since, until, path in paths.get(one.content["unit_as_of"], ()) if since <= at < until), None)
    concerned = _names(one) & {*viewer.officers, viewer.natural_person}
    if concerned and kind.startswith(viewer.withheld):
        return False
    if one.initiator.name == viewer.account:
        return True
    reaches = viewer.reaches_at(wiring().clock(), kind)
    return any(_reaches(reach, path) for reach in reaches)


def _reaches(reach: Reach, path: str | None) -> bool:
    return reach.is_everywhere or (reach.sees_unplaced if path is None else reach.covers(path))


def _names(one: Proposal) -> set[str]:
    fields = one.content["body"]["fields"]
    held = {name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()}
    return {value for kind, value in keys_of(held) if kind in ("officer", "person")}


def _shown(one: Proposal, before: EventShown | None) -> ProposalShown:
    draft = one.draft
    return ProposalShown(
        one.number, one.is_correction, draft.type, draft.at, draft.unit_as_of, masked(draft.fields), before,
        one.initiator.name, one.proposed_at, draft.reason, one.content_hash, one.decision,
    )  # fmt: skip
