"""Attacks made from the schema: every column of every table of the ledger, so that a new one is attacked unasked."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from tests.unit.tamper.expectations import Expected
from tests.unit.tamper.hand import Hand

FAR = 1_000_003
"""Added to a number that must not collide with another."""

_JOURNAL = (
    "how far a file has come and what waits for a decision: what was recorded of it stands in the ledger as events; an "
    "edited row can let something in only as a new event, with its batch and who released it"
)
_PROJECTION = "made again from the ledger by `guiju rebuild --check`, which names a row that differs"
EXEMPT: Mapping[str, str] = {
    "sealer": "the row whose lock makes sealing one after another; a copy of the last checkpoint's instant, which "
    "`guiju verify` and `guiju doctor` compare (facts.proof.standing)",
    "django_migrations": "which migrations ran; no fact of the bureau, and a schema that differs shows in the digest "
    "that each checkpoint signs",
    "import_batch": _JOURNAL,
    "held_correction": _JOURNAL,
    "refused_row": _JOURNAL,
    "missing_row": _JOURNAL,
    "unit_period": _PROJECTION,
    "person_index": _PROJECTION,
    "look": _PROJECTION,
}
"""Tables that a dump does not carry, and why nobody loses by it; those of the apps above `facts` are projections."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One statement that changes one column of one row, and what must be said of it."""

    name: str
    statement: str
    values: tuple[Any, ...]
    expected: Expected


def ledger_tables(hand: Hand) -> list[str]:
    """Every table that is not exempt by name and belongs to no app above: what nobody has classed counts as ledger."""
    above = [app for app in apps.get_app_configs() if app.label != "facts"]
    exempt = {*EXEMPT, *(model._meta.db_table for app in above for model in app.get_models(include_auto_created=True))}
    return [name for name in hand.tables() if name not in exempt]


def edits(hand: Hand, draw: random.Random) -> Iterator[Edit]:
    """One or two edits of every column, of a row drawn at random."""
    for table in ledger_tables(hand):
        for column, kind in hand.columns(table):
            row = draw.choice(_rows(hand, table, column))
            for what, value in _others(table, column, kind, row[column], draw, hand):
                where, known = _where(hand, table, row)
                yield Edit(
                    f"{table}.{column} {what}",
                    f"UPDATE {table} SET {column} = %s WHERE {where}",
                    (value, *known),
                    _expected(hand, table, row, value),
                )


def _rows(hand: Hand, table: str, column: str) -> list[dict[str, Any]]:
    names = [name for name, _ in hand.columns(table)]
    rows = [dict(zip(names, row, strict=True)) for row in hand(f"SELECT * FROM {table}")]
    if (table, column) == ("checkpoint", "number"):
        # The number of a row says nothing but its order: an edit that leaves the order alone changes nothing.
        rows = sorted(rows, key=lambda row: row["number"])[:-1]
    assert rows, f"the sample has no row in {table}"
    return rows


def _others(
    table: str, column: str, kind: str, value: Any, draw: random.Random, hand: Hand
) -> Iterator[tuple[str, Any]]:
    if kind.endswith("number"):
        yield "moved", value + (FAR if kind == "number" else 1)
        if (table, column) in (("event", "happened_at"), ("event", "recorded_at")):
            yield "one microsecond off", value - 1
    elif kind == "text":
        yield "one letter", value[:-1] + ("x" if value[-1:] != "x" else "y")
        if value:
            yield "emptied", ""
    else:
        at = draw.randrange(len(value))
        yield "one bit", value[:at] + bytes([value[at] ^ 1 << draw.randrange(8)]) + value[at + 1 :]
        yield "cut short", value[:-1]


def _where(hand: Hand, table: str, row: dict[str, Any]) -> tuple[str, list[Any]]:
    return " AND ".join(f"{name} = %s" for name in row), list(row.values())


def _expected(hand: Hand, table: str, row: dict[str, Any], value: Any) -> Expected:
    if table == "checkpoint":
        return Expected(sizes=(row["size"], value) if isinstance(value, int) else (row["size"],))
    if table == "cosignature":
        [(size,)] = hand("SELECT size FROM checkpoint WHERE number = %s", row["checkpoint"])
        return Expected(sizes=(size, "?"))
    if table == "tile":
        return Expected(index=(row["place"] + 1 << row["level"]) - 1, how="tile")
    if table == "leaf":
        return Expected(index=row["place"], id=row["event"])
    number = {"event": "id", "event_key": "event", "outbox": "event", "correction": "by"}.get(table)
    if number is None:
        return Expected()
    found = hand("SELECT place FROM leaf WHERE event = %s", row[number])
    return Expected(index=found[0][0] if found else None, id=row[number])
