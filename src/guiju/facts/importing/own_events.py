"""What an import says about itself in the ledger: begun, finished, released, rejected."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from django.db import connection

from guiju.facts.commands import append_chunk
from guiju.facts.draft import Draft, prepare
from guiju.facts.events import IMPORT_BEGUN
from guiju.facts.importing.journal import BatchUnknown
from guiju.facts.importing.order import actor_of
from guiju.facts.take_in.mapping import DEFAULT_ZONE
from guiju.facts.wiring import wiring
from guiju.values.clock import LocalTime, from_micros
from guiju.values.event import FieldValue


def stream_of(source: str) -> str:
    """The stream in which the imports of a source are told: named as who writes what the source brings.

    So whoever reads an imported event knows from its actor in which stream its import was begun.
    """
    return actor_of(source).name


def begun_of(batch: int) -> int:
    """The place of the event that began an import, in the stream of its source.

    Raises:
        BatchUnknown: no import was begun by this event.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq FROM event WHERE id = %s AND type = %s", (batch, IMPORT_BEGUN))
        found = cursor.fetchone()
    if found is None:
        raise BatchUnknown(f"没有批次 {batch}。")
    return int(found[0])


def tell(type_name: str, source: str, fields: Mapping[str, FieldValue], *, reason: str = "", approver: str = "") -> int:
    """Record an event about a source's imports inside the caller's transaction; its id."""
    local = LocalTime(ZoneInfo(DEFAULT_ZONE))
    draft = Draft.of(
        type_name, from_micros(wiring().clock(), local.zone), {"source_name": source, **fields}, local=local,
        stream=stream_of(source), reason=reason, approver=approver,
    )  # fmt: skip
    return append_chunk([prepare(draft)], actor=actor_of(source), idem_keys=[f"{type_name}:{_next(source)}"])[0].id


def _next(source: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(seq), 0) + 1 FROM event WHERE stream = %s", (stream_of(source),))
        return int(cursor.fetchone()[0])
