"""Hostile input: each is refused in a sentence of Guiju's, or stands exactly as it was said; never an accident.

Control: the same values handed to the database as they come make accidents, so the cases are hostile indeed.
"""

from collections import Counter
from random import Random
from typing import Any

from django.db import Error, connection, transaction
from tests.chaos.examination import examine, rows
from tests.chaos.hostile import as_said, submission
from tests.chaos.places import placed
from tests.chaos.verified import verified
from tests.databases import using

from guiju.facts.commands import append
from guiju.facts.draft import Actor, Draft
from guiju.facts.histories import latest
from guiju.facts.seal.sealer import seal
from guiju.values.errors import GuijuError


def run(db: str, *, seed: int, rounds: int) -> list[str]:
    """So many hostile submissions; every broken promise."""
    dice, told, problems, bare = Random(seed), Counter[str](), [], 0
    with placed(db, is_durable=False) as place, using(place.ledger()):
        place.wire()
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE bare (actor varchar(160), at bigint, value varchar(160))")
        for number in range(rounds):
            draft, actor, key, slots = submission(dice, number)
            before = rows("SELECT count(*) FROM event")[0][0]
            word, wrong = _handed_in(draft, actor, key)
            told[word] += 1
            if rows("SELECT count(*) FROM event")[0][0] != before + (word == "stored"):
                wrong.append("something stands beside it")
            problems += [f"case {number} ({', '.join(slots)}): {one}" for one in wrong]
            bare += _breaks_a_bare_table(draft, actor)
        while seal():
            pass
        problems += examine({}, place.signer.public).wrong + verified(place.signer)
    print(f"   {rounds} submissions: {dict(told)}; {bare} of them break a bare INSERT")
    return problems + ([] if bare and told["stored"] else ["nothing was hostile, or nothing was stored"])


def _handed_in(draft: Draft, actor: Actor, key: Any) -> tuple[str, list[str]]:
    try:
        done = append([draft], actor=actor, idem_key=key)
    except GuijuError as error:
        return error.code, _unprintable(error)
    except Exception as error:  # noqa: BLE001 — an accident is what is looked for
        return "accident", [f"{type(error).__name__}: {error!r:.160}"]
    return "stored", _differences(draft, actor, done.ids[0])


def _unprintable(error: GuijuError) -> list[str]:
    """A sentence must reach a screen."""
    try:
        str(error).encode()
    except UnicodeEncodeError:
        return ["the sentence of the refusal cannot be written"]
    return [] if error.sentence and error.remedy else ["a refusal without sentence or remedy"]


def _differences(draft: Draft, actor: Actor, number: int) -> list[str]:
    [told] = latest([number])
    wanted = {
        "type": draft.type, "at": draft.at, "day": draft.day, "second": draft.second,
        "fields": sorted(as_said(draft.fields).items()), "actor": actor.name, "unit": draft.unit_as_of,
    }  # fmt: skip
    event = told.event
    found = {
        "type": event.type, "at": event.at, "day": event.day, "second": event.second,
        "fields": sorted(event.fields.items()), "actor": told.actor, "unit": told.unit_as_of,
    }  # fmt: skip
    if draft.stream:
        wanted["stream"], found["stream"] = draft.stream, told.stream
    keys = set(rows("SELECT kind, value FROM event_key WHERE event = %s", number))
    return [f"{name} was changed" for name in wanted if repr(wanted[name]) != repr(found[name])] + (
        [] if keys == set(told.keys) else ["the keys are not those of the event"]
    )


def _breaks_a_bare_table(draft: Draft, actor: Actor) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for value in draft.fields.values():
                text = "、".join(value) if isinstance(value, tuple) else value
                cursor.execute("INSERT INTO bare VALUES (%s, %s, %s)", (actor.name, draft.at, text))
    except (Error, UnicodeError, OverflowError, RecursionError, TypeError, ValueError):
        return True
    return False
