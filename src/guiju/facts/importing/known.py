"""What the ledger knows of a source already: the latest version of each fact that it brought."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import connection

from guiju.facts.draft import Actor
from guiju.values.event import Event

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Known:
    """A fact of the ledger: its first version, the latest one, and what the latest says."""

    first: int
    latest: int
    at: int
    content: str


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
                content = _content(kind, at, said["day"], said["second"], said["fields"])
                found[identity] = Known(first, latest, at, content)
    return found


def content_of(event: Event) -> str:
    """What a row says, as one text: type, instant, local day and second, fields."""
    fields = {name: value for name, value in event.fields.items() if value not in ("", (), None)}
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
