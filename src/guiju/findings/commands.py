"""What is recorded of findings themselves: that one was suspected, and that one no longer stands."""

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection

from guiju.facts.commands import IdemKeyReused, append
from guiju.facts.draft import Actor, Draft
from guiju.facts.histories import latest
from guiju.facts.turns import writing
from guiju.findings.events import SUSPECTED, WITHDRAWN, short_name, stream_of
from guiju.findings.follower import note_reports
from guiju.findings.law import law_in_force
from guiju.values.clock import from_micros
from guiju.values.event import FieldValue

SYSTEM = Actor("findings", "system")
AT_ONCE = 200
_COLUMNS = (
    "id, rule, edition, kind, value, trigger, fan, trigger_type, trigger_at, outcome, due_at, severity, measure, unit, "
    "officers, keys, law, pack, found_event, published"
)
_NEW = "is_standing = %s AND (found_event IS NULL OR withdrawn_event IS NOT NULL)"
_GONE = "is_standing = %s AND found_event IS NOT NULL AND withdrawn_event IS NULL"


def report_findings(*, actor: Actor = SYSTEM, at: int) -> int:
    """Record each finding that nobody has recorded yet, and each recorded one that no longer stands; how many.

    A crash in between changes nothing: what was recorded is not recorded again. ``at`` in microseconds.
    """
    return sum(_report(kind, words, is_standing, actor, at) for kind, words, is_standing in (
        (SUSPECTED, _NEW, True), (WITHDRAWN, _GONE, False),
    ))  # fmt: skip


def _report(kind: str, words: str, is_standing: bool, actor: Actor, at: int) -> int:
    count = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {_COLUMNS} FROM finding WHERE {words} ORDER BY id LIMIT %s", (is_standing, AT_ONCE))
            rows: Sequence[tuple[Any, ...]] = cursor.fetchall()
        for row in rows:
            _record(_draft(kind, row, at), actor, short_name(f"{kind}:{row[0]}:{row[18] or 0}"))
        count += len(rows)
        if len(rows) < AT_ONCE:
            return count


def _record(draft: Draft, actor: Actor, idem_key: str) -> None:
    """Record a report; one that stands in the ledger already is taken into the table, so that it bars no other."""
    try:
        done = append([draft], actor=actor, idem_key=idem_key)
    except IdemKeyReused:
        with connection.cursor() as cursor:
            cursor.execute("SELECT id FROM event WHERE actor = %s AND idem_key = %s", (actor.name, idem_key))
            ids = [row[0] for row in cursor.fetchall()]
    else:
        ids = list(done.ids) if done.is_repeat else []
    if ids:
        with writing():
            note_reports(latest(ids))


def _draft(kind: str, row: tuple[Any, ...], at: int) -> Draft:
    name, rule, edition, history_kind, value, trigger, fan, trigger_type, trigger_at, outcome, due_at = row[:11]
    severity, measure, unit, officers, keys, law, digest = row[11:18]
    published = row[19]
    local = law_in_force().local
    fields: dict[str, FieldValue] = {
        **json.loads(keys), "finding": name, "rule": rule, "edition": edition, "history_kind": history_kind,
        "history_value": value, "trigger": trigger, "fan": fan, "trigger_type": trigger_type, "trigger_at": trigger_at,
        "outcome": outcome, "severity": severity, "measure": measure, "citation": law, "law_digest": digest,
    }  # fmt: skip
    if due_at is not None:
        fields["due_at"] = due_at
    if published:
        fields["published_digest"] = published
    if unit:
        fields["unit"] = unit
    if officers:
        fields["officer"] = tuple(officers.split("、"))
    return Draft.of(
        kind, from_micros(at, local.zone), fields, local=local, stream=stream_of(name), unit_as_of=unit[:32]
    )
