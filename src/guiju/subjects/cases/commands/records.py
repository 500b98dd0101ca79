"""Whom the records of a case name: those who handled it, and those whom it is about; for the machine alone."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection

from guiju.findings.rows import marks_of, parts
from guiju.subjects.cases.commands.chain import handling
from guiju.subjects.cases.events.review import HANDLED_BY

_LINKS = ("act", "item", "call", "recording")


def handlers_of(case: str) -> tuple[str, ...]:
    """Every officer whom a record names as leading or investigating the case."""
    told = _bodies("case", [case], HANDLED_BY)
    return tuple(sorted({number for _, said in told for number in _several(said, "officer")}))


def everybody_at(case: str) -> set[str]:
    """Every officer whom a record of whatever subject names as having handled the case.

    A record that does not name the case counts where it shares an act, an item, a call or a recording with it: what is
    kept, questioned or filmed is often entered under its own number alone.
    """
    told = _bodies("case", [case], ())
    linked = {kind: {one for _, said in told for one in _several(said, kind)} for kind in _LINKS}
    more = [one for kind, values in linked.items() for one in _bodies(kind, sorted(values), handling())]
    return {
        number
        for name, said in (*told, *more)
        if name in handling() and said.get("case") in (None, "", case)
        for number in _several(said, "officer")
    }


def persons_in(case: str) -> set[str]:
    """The codes of all persons whom the records of a case name."""
    return {person for _, said in _bodies("case", [case], ()) for person in _several(said, "person")}


def _bodies(kind: str, values: Sequence[str], types: Sequence[str]) -> list[tuple[str, dict[str, Any]]]:
    found: list[tuple[str, dict[str, Any]]] = []
    wanted = f" AND e.type IN ({marks_of(types)})" if types else ""
    with connection.cursor() as cursor:
        for part in parts(values):
            cursor.execute(
                "SELECT e.type, e.body FROM event_key k JOIN event e ON e.id = k.event WHERE k.kind = %s "
                f"AND k.value IN ({marks_of(part)}){wanted}",
                [kind, *part, *types],
            )
            found += [(str(name), json.loads(bytes(body))["fields"]) for name, body in cursor.fetchall()]
    return found


def _several(said: Mapping[str, Any], name: str) -> Sequence[str]:
    value = said.get(name) or ()
    return [value] if isinstance(value, str) else value
