"""Whom the records of a case name: those who handled it, and those whom it is about; for the machine alone."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from guiju.bureau.permissions.holding import persons_behind
from guiju.findings.rows import marks_of, parts
from guiju.subjects.cases.commands.chain import handling
from guiju.subjects.cases.events.review import HANDLED_BY

_LINKS = ("act", "item", "call", "recording")


@dataclass(frozen=True, slots=True)
class _Correction:
    """The event of a correction, who proposed it, and its body, which names who approved it."""

    event: int
    actor: str
    is_by_person: bool
    body: Mapping[str, Any]


def handlers_of(case: str) -> tuple[str, ...]:
    """Every officer whom a record names as leading or investigating the case."""
    told = _bodies("case", [case], HANDLED_BY)
    return tuple(
        sorted(_standing({(event, number) for event, _, said in told for number in _several(said, "officer")}))
    )


def everybody_at(case: str) -> set[str]:
    """Every officer whom a record of whatever subject names as having handled the case, in any version.

    A number that others have taken out of it, in a correction that they proposed and approved, is none of them: else
    whoever records could keep a reviewer from a case for good.

    A record that does not name the case counts where it shares an act, an item, a call or a recording with it: what is
    kept, questioned or filmed is often entered under its own number alone.
    """
    told = _bodies("case", [case], ())
    linked = {kind: {one for _, _, said in told for one in _several(said, kind)} for kind in _LINKS}
    more = [one for kind, values in linked.items() for one in _bodies(kind, sorted(values), handling())]
    return _standing(
        {
            (event, number)
            for event, name, said in (*told, *more)
            if name in handling() and said.get("case") in (None, "", case)
            for number in _several(said, "officer")
        }
    )


def persons_in(case: str) -> set[str]:
    """The codes of all persons whom the records of a case name."""
    return {person for _, _, said in _bodies("case", [case], ()) for person in _several(said, "person")}


def _standing(named: set[tuple[int, str]]) -> set[str]:
    """The officers whom records name, each given with the event, but for those whom others have taken out since."""
    found: set[str] = set()
    while named:
        later = _corrections({event for event, _ in named})
        kept = set[tuple[int, str]]()
        for event, number in named:
            if event not in later:
                found.add(number)
            elif number in _several(later[event].body["fields"], "officer"):
                kept.add((later[event].event, number))
            elif not _is_by_others(later[event], number):
                found.add(number)
        named = kept
    return found


def _is_by_others(made: _Correction, number: str) -> bool:
    """Whether a correction was proposed and approved by people, and by neither the officer nor an account of his."""
    hands = [made.actor, str(made.body.get("approver", "")), str(made.body.get("on_behalf", made.actor))]
    own = persons_behind(officer=number)
    # Who chose what an import brings is not said in its events.
    return made.is_by_person and all(
        hand not in ("", number) and not persons_behind(account=hand) & own for hand in hands
    )


def _corrections(events: Collection[int]) -> dict[int, _Correction]:
    """What corrected some events, by the event that each of them corrected."""
    found: dict[int, _Correction] = {}
    with connection.cursor() as cursor:
        for part in parts(sorted(events)):
            cursor.execute(
                "SELECT c.event, e.id, e.actor, e.actor_kind, e.body FROM correction c JOIN event e ON e.id = c.by "
                f"WHERE c.event IN ({marks_of(part)})",
                list(part),
            )
            for event, by, actor, kind, body in cursor.fetchall():
                found[event] = _Correction(by, str(actor), kind == "person", json.loads(bytes(body)))
    return found


def _bodies(kind: str, values: Sequence[str], types: Sequence[str]) -> list[tuple[int, str, dict[str, Any]]]:
    found: list[tuple[int, str, dict[str, Any]]] = []
    wanted = f" AND e.type IN ({marks_of(types)})" if types else ""
    with connection.cursor() as cursor:
        for part in parts(values):
            cursor.execute(
                "SELECT e.id, e.type, e.body FROM event_key k JOIN event e ON e.id = k.event WHERE k.kind = %s "
                f"AND k.value IN ({marks_of(part)}){wanted}",
                [kind, *part, *types],
            )
            found += [(event, str(name), json.loads(bytes(body))["fields"]) for event, name, body in cursor.fetchall()]
    return found


def _several(said: Mapping[str, Any], name: str) -> Sequence[str]:
    value = said.get(name) or ()
    return [value] if isinstance(value, str) else value
