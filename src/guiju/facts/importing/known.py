"""What the ledger knows of a source already: the latest version of each fact that it brought."""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from django.db import connection

from guiju.facts.draft import Actor
from guiju.facts.keys.personal_fields import opened_fields, without
from guiju.facts.wiring import personal_hand
from guiju.values.event import UNREADABLE, Event

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Known:
    """A fact of the ledger: its first version, the latest one, and what the latest says.

    ``unreadable`` are the personal fields whose key is destroyed: whatever a later export says of them counts as the
    same, so that what was erased does not come back as a correction.
    """

    first: int
    latest: int
    at: int
    content: str
    unreadable: frozenset[str] = frozenset()

    def says(self, event: Event) -> bool:
        """Whether a row says just what the latest version says, as far as that can be read."""
        return self.content == content_of(event, self.unreadable)


def known_facts(actor: Actor, identities: Sequence[str]) -> dict[str, Known]:
    """Those of the identities that the ledger knows."""
    found: dict[str, Known] = {}
    with connection.cursor() as cursor:
        for start in range(0, len(identities), AT_ONCE):
            part = identities[start : start + AT_ONCE]
            cursor.execute(
                "SELECT e.idem_key, e.id, l.id, l.type, l.happened_at, l.body FROM event e "
                "LEFT JOIN correction c ON c.first = e.id "
                "AND NOT EXISTS (SELECT 1 FROM correction n WHERE n.event = c.by) "
                "JOIN event l ON l.id = coalesce(c.by, e.id) "
                f"WHERE e.actor = %s AND e.idem_key IN ({', '.join(['%s'] * len(part))})",
                (actor.name, *part),
            )
            for identity, first, latest, kind, at, body in cursor.fetchall():
                said = json.loads(bytes(body))
                fields = opened_fields(personal_hand(), kind, at, said)
                gone = frozenset(
                    name for name in said.get("personal", {}).get("fields", ()) if fields[name] in UNREADABLE
                )
                content = _content(kind, at, said["day"], said["second"], without(fields, tuple(gone)))
                found[identity] = Known(first, latest, at, content, gone)
    return found


def content_of(event: Event, left_out: Collection[str] = ()) -> str:
    """What a row says, as one text: type, instant, local day and second, fields but for those ``left_out``."""
    fields = {
        name: value for name, value in event.fields.items() if value not in ("", (), None) and name not in left_out
    }
    return _content(event.type, event.at, event.day, event.second, fields)


def has_facts(actor: Actor, before: int) -> bool:
    """Whether the source brought anything before the event ``before``."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM event WHERE actor = %s AND id < %s AND type NOT LIKE %s LIMIT 1",
            (actor.name, before, "ledger.%"),
        )
        return cursor.fetchone() is not None


def each_fact(actor: Actor, before: int, *, chunk: int = 10_000) -> Iterator[tuple[int, str, str, int]]:
    """Every fact that the source brought before the event ``before``: id, identity, type and instant."""
    after = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT e.id, e.idem_key, e.type, e.happened_at, c.event FROM event e "
                "LEFT JOIN correction c ON c.by = e.id "
                "WHERE e.actor = %s AND e.id > %s AND e.id < %s ORDER BY e.id LIMIT %s",
                (actor.name, after, before, chunk),
            )
            rows = cursor.fetchall()
        if not rows:
            return
        after = rows[-1][0]
        for number, identity, kind, at, corrected in rows:
            if corrected is None:
                yield number, identity, kind, at


def _content(kind: str, at: int, day: int, second: int, fields: object) -> str:
    return _encode([kind, at, day, second, fields])


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode
