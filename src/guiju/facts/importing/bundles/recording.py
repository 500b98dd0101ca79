"""What the rows of a bundle become in the ledger: events, and a list of the leaves of what did not become one."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

from guiju.facts.commands import CorrectionRefused, append_chunk, corrected_by
from guiju.facts.draft import Draft, DraftRefused, Prepared, prepare
from guiju.facts.events import BUNDLE_LEAVES, IMPORT_BEGUN
from guiju.facts.histories import latest
from guiju.facts.importing.bundles.checking import Checked, Row
from guiju.facts.importing.bundles.form import EVENT
from guiju.facts.importing.bundles.origins import Origin
from guiju.facts.importing.bundles.translating import STREAM, TYPE, Earlier, Ground, corrected_leaf, draft_of
from guiju.facts.take_in.mapping import DEFAULT_ZONE
from guiju.facts.verify.parts.outside.origins import Standing, quoted_leaf
from guiju.facts.wiring import wiring
from guiju.values.clock import LocalTime, from_micros
from guiju.values.event import ENTERED_AT, FieldValue
from guiju.values.finding import RefusedRow

_LOCAL = LocalTime(ZoneInfo(DEFAULT_ZONE))
_AT_ONCE = 500
_LEAF = re.compile("[0-9a-f]{64}")


@dataclass(slots=True)
class Done:
    """What became of some rows."""

    recorded: int = 0
    repeated: int = 0
    refused: list[RefusedRow] = field(default_factory=list)


class Recorder:
    """Records the rows of one bundle, so many at once, inside the transaction that the caller holds."""

    def __init__(self, checked: Checked, ground: Ground) -> None:
        self._checked, self._ground = checked, ground
        self._actor = checked.origin.actor
        self._begun = _beginnings(checked.origin)
        self._waiting: list[tuple[Row, Prepared]] = []

    def record(self, rows: Sequence[Row]) -> Done:
        """Record what can stand here, and write down the leaves of what cannot; what is held already is counted."""
        held = self._checked.origin.held
        fresh = [row for row in rows if row[1] >= held]
        done = self._record([row for row in fresh if row[0] == EVENT])
        done.repeated = sum(row[0] == EVENT for row in rows if row[1] < held)
        refused = {one.row for one in done.refused}
        self._tell_leaves(
            [row for row in fresh if row[0] != EVENT], [row for row in fresh if row[1] in refused], fresh[:1]
        )
        return done

    def record_late(self, rows: Sequence[Row]) -> Done:
        """Record what could not stand here when its bundle was taken in and can now; its leaf is written down."""
        return self._record(rows)

    def _record(self, rows: Sequence[Row]) -> Done:
        done = Done()
        self._waiting = []
        known = _known(self._checked.origin, [row[2] for row in rows])
        for row in rows:
            try:
                if row[2] in known:
                    raise DraftRefused("同一条记录在前一个报送包里已经收过。")
                if row[1] in self._checked.backdated:
                    raise DraftRefused("记录时间比排在它前面的记录早得多：可能是倒填的。")
                prepared = self._prepared(row, done)
            except (DraftRefused, CorrectionRefused) as error:
                done.refused.append(RefusedRow(row[1], error.sentence))
                continue
            self._waiting.append((row, prepared))
            if row[TYPE] == IMPORT_BEGUN:
                self._flush(done)
        self._flush(done)
        return done

    def _prepared(self, row: Row, done: Done) -> Prepared:
        leaf = corrected_leaf(row)
        if not leaf:
            return self._sound(prepare(draft_of(row, self._ground, begun=self._begun, earlier=None)))
        # What it corrects may wait in these very rows.
        self._flush(done)
        draft = draft_of(row, self._ground, begun=self._begun, earlier=_earlier(self._checked.origin, leaf))
        return self._sound(prepare(draft, corrected_by(draft)))

    def _sound(self, made: Prepared) -> Prepared:
        """What is to be recorded, if the verifier will find in it what it quotes; this ledger would be red for ever.

        Raises:
            DraftRefused: it will not.
        """
        draft = made.draft
        here = Standing(made.stream, draft.type, draft.at, self._actor.name, draft.unit_as_of)
        if not quoted_leaf(here, json.loads(made.body)).is_sound:
            raise DraftRefused("记录写的不是本格式的规范写法，记入后无法与原文核对。")
        return made

    def _flush(self, done: Done) -> None:
        rows, prepared = [row for row, _ in self._waiting], [one for _, one in self._waiting]
        self._waiting = []
        recorded = append_chunk(prepared, actor=self._actor, idem_keys=[row[2] for row in rows])
        done.recorded += len(recorded)
        for row, one in zip(rows, recorded, strict=True):
            if row[TYPE] == IMPORT_BEGUN:
                self._begun[row[STREAM], row[STREAM + 1]] = one.id, one.seq

    def _tell_leaves(self, kept: Sequence[Row], refused: Sequence[Row], first: Sequence[Row]) -> None:
        if not kept and not refused:
            return
        fields: dict[str, FieldValue] = {
            "first_index": first[0][1], "kept_leaves": _listed(kept), "refused_leaves": _listed(refused)
        }  # fmt: skip
        head = self._checked.head
        tell(
            BUNDLE_LEAVES, self._checked.origin, fields | {"bundle_number": head.number},
            key=f"{BUNDLE_LEAVES}:{first[0][1]}",
        )  # fmt: skip


def tell(kind: str, origin: Origin, fields: Mapping[str, FieldValue], *, key: str) -> int:
    """Record an event about an origin's bundles inside the caller's transaction; its id."""
    at = from_micros(wiring().clock(), _LOCAL.zone)
    said = {"origin_ledger": origin.ledger, **fields}
    draft = Draft.of(kind, at, said, local=_LOCAL, stream=origin.actor.name)
    return append_chunk([prepare(draft)], actor=origin.actor, idem_keys=[key])[0].id


def list_refused_leaves(origin: Origin) -> dict[int, str]:
    """The leaves of what could not stand here and has not come in since, by their index in the origin's tree."""
    found: dict[int, str] = {}
    for _, _, said in _of_stream(origin, BUNDLE_LEAVES):
        for one in said["fields"].get("refused_leaves", ()):
            index, _, leaf = one.partition(":")
            found[int(index)] = leaf
    known = _known(origin, list(found.values()))
    return {index: leaf for index, leaf in found.items() if leaf not in known}


def _listed(rows: Sequence[Row]) -> tuple[str, ...]:
    return tuple(f"{row[1]}:{row[2]}" for row in rows)


def _earlier(origin: Origin, leaf: str) -> Earlier | None:
    """What stands here of the event of that leaf; None where nothing does."""
    found = _known(origin, [leaf]) if _LEAF.fullmatch(leaf) else {}
    if not found:
        return None
    [before] = latest([found[leaf]])
    return Earlier(before.id, before.event.fields.get(ENTERED_AT))


def _known(origin: Origin, leaves: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    with connection.cursor() as cursor:
        for start in range(0, len(leaves), _AT_ONCE):
            part = leaves[start : start + _AT_ONCE]
            cursor.execute(
                f"SELECT idem_key, id FROM event WHERE actor = %s AND idem_key IN ({', '.join(['%s'] * len(part))})",
                (origin.actor.name, *part),
            )
            found |= {leaf: int(number) for leaf, number in cursor.fetchall()}
    return found


def _beginnings(origin: Origin) -> dict[tuple[str, int], tuple[int, int]]:
    """Which event here stands for which beginning of an import there."""
    found = {}
    for event, seq, said in _of_stream(origin, IMPORT_BEGUN):
        header = said["origin"]["header"]
        found[header[0], header[1]] = event, seq
    return found


def _of_stream(origin: Origin, kind: str) -> list[tuple[int, int, dict[str, Any]]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, seq, body FROM event WHERE stream = %s AND type = %s ORDER BY seq", (origin.actor.name, kind)
        )
        return [(event, seq, json.loads(bytes(body))) for event, seq, body in cursor.fetchall()]
