"""Proposals to record what was not recorded in time, or to correct what was: events, with what became of them.

All proposals stand in one stream, in their order; what was decided of the n-th stands alone in a stream of its own. So
there is no table beside the ledger, and of two who decide at once the ledger's own unique keys let one win.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db import connection

from guiju.facts.draft import Actor, Draft, Prepared, prepare
from guiju.facts.events import CORRECTION_PROPOSED, LATE_RECORD_PROPOSED, PROPOSAL_APPROVED
from guiju.facts.keys.personal_fields import opened_fields
from guiju.facts.wiring import personal_hand
from guiju.values.errors import GuijuError

STREAM = "proposals"
_DECISION = "d.stream = 'proposal:' || CAST(e.seq AS TEXT) AND d.seq = 1"
_COLUMNS = (
    "e.id, e.seq, e.leaf, e.type, e.actor, e.actor_kind, e.recorded_at, e.body, e.idem_key, "
    "d.id, d.type, d.actor, d.recorded_at, d.body, d.idem_key"
)
_SAID = ("day", "fields", "offset", "personal", "second")
"""What of a body an approver signs; what names other events is added when it is recorded."""
_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True).encode


class ProposalUnknown(GuijuError):
    """There is no such proposal, or none that may be seen: one answer for both."""

    code = "mending.unknown"
    remedy = "请核对提请编号：guiju corrections list。"


class ProposalTurned(GuijuError):
    """A proposal's content is not what its digest says."""

    code = "mending.turned"
    remedy = "账本可能被改动过，请立即执行 guiju verify。"


@dataclass(frozen=True, slots=True)
class Decision:
    """What became of a proposal: approved, refused or withdrawn, by whom; ``recorded`` is the event that it made.

    Unit: ``at`` in microseconds since the epoch.
    """

    event: int
    type: str
    by: str
    at: int
    reason: str
    recorded: int | None
    idem_key: str

    @property
    def is_approval(self) -> bool:
        """Whether the proposal was approved."""
        return self.type == PROPOSAL_APPROVED


@dataclass(frozen=True, slots=True)
class Proposal:
    """One proposal; ``number`` is the id of its event, ``content`` what would be recorded, and its hash.

    ``opens`` is the number of the case that it would open, empty where it opens none; ``idem_key`` that of its form.

    Unit: ``proposed_at`` in microseconds since the epoch.
    """

    number: int
    place: int
    leaf: bytes
    is_correction: bool
    initiator: Actor
    proposed_at: int
    content: Mapping[str, Any]
    content_hash: str
    corrected_leaf: str
    opens: str
    idem_key: str
    decision: Decision | None

    @property
    def decision_stream(self) -> str:
        """The stream in which its one decision stands."""
        return f"proposal:{self.place}"

    @property
    def draft(self) -> Draft:
        """What would be recorded, with what is personal opened; without its approver."""
        said, kind, at = self.content, str(self.content["type"]), int(self.content["at"])
        fields = opened_fields(personal_hand(), kind, at, said["body"])
        body, named = said["body"], {name: said[name] for name in _NAMED}
        return Draft(kind, at, body["day"], body["second"], body["offset"], fields, **named)


_NAMED = ("stream", "unit_as_of", "on_behalf", "corrects", "reason")


def content_of(draft: Draft, prepared: Prepared) -> str:
    """All that an approver signs of a draft, as one text, what is personal sealed; who approves is not part of it."""
    named = {name: getattr(draft, name) for name in _NAMED}
    return _encode({"type": draft.type, "at": draft.at, "body": said_of(prepared.body), **named})


def said_of(body: bytes) -> dict[str, Any]:
    """What a body says of what happened, without what it says of other events."""
    said = json.loads(body)
    return {name: said[name] for name in _SAID if name in said}


def stands_already(draft: Draft, said: Mapping[str, Any]) -> bool:
    """Whether the event to be corrected says just this already."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT type, happened_at, unit_as_of, body FROM event WHERE id = %s", (draft.corrects,))
        kind, at, unit, body = cursor.fetchone()
    return (kind, at, unit, said_of(bytes(body))) == (draft.type, draft.at, draft.unit_as_of, said)


def prepared_alone(draft: Draft) -> Prepared:
    """The draft as it would stand if it corrected nothing.

    Raises:
        DraftRefused: it names nothing that it is about, or a value does not fit.
    """
    alone = Draft(
        draft.type, draft.at, draft.day, draft.second, draft.offset, draft.fields, stream=draft.stream,
        on_behalf=draft.on_behalf, unit_as_of=draft.unit_as_of, reason=draft.reason,
    )  # fmt: skip
    return prepare(alone)


def hash_of(content: str) -> str:
    """SHA-256 of a content, in hexadecimal digits."""
    return sha256(content.encode()).hexdigest()


def find_proposal(number: int) -> Proposal | None:
    """The proposal of a number, whoever asks: what people are shown goes through ``lists``.

    Raises:
        ProposalTurned: it is not what its digest says.
    """
    found = read_proposals("AND e.id = %s", (number,))
    return found[0] if found else None


def find_sent(actor: Actor, idem_key: str) -> Proposal | None:
    """What a submission asked for; None where it asked for nothing.

    Raises:
        ProposalTurned: it is not what its digest says.
    """
    found = read_proposals("AND e.actor = %s AND e.idem_key = %s", (actor.name, idem_key))
    return found[0] if found else None


def read_waiting() -> list[Proposal]:
    """Every proposal that nobody has decided yet.

    Raises:
        ProposalTurned: one of them is not what its digest says.
    """
    return read_proposals("AND d.id IS NULL", ())


def read_proposals(clause: str, values: Sequence[Any]) -> list[Proposal]:
    """Proposals that a clause of SQL, written in this package, chooses; ``d`` is the decision.

    Raises:
        ProposalTurned: one of them is not what its digest says.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_COLUMNS} FROM event e LEFT JOIN event d ON {_DECISION} WHERE e.stream = %s "
            f"AND e.type IN (%s, %s) {clause}",
            (STREAM, LATE_RECORD_PROPOSED, CORRECTION_PROPOSED, *values),
        )
        return [_proposal(row) for row in cursor.fetchall()]


def _proposal(row: tuple[Any, ...]) -> Proposal:
    number, place, leaf, kind, actor, actor_kind, proposed_at, body, idem_key = row[:9]
    said = json.loads(bytes(body))["fields"]
    content = said["proposed_content"]
    if hash_of(content) != said["content_hash"]:
        raise ProposalTurned(f"提请 {number} 的内容与它的摘要不符。")
    return Proposal(
        number, place, bytes(leaf), kind == CORRECTION_PROPOSED, Actor(actor, actor_kind), proposed_at,
        json.loads(content), said["content_hash"], said.get("corrected_event_leaf", ""),
        said.get("opens_case", ""), idem_key, _decision(row[9:]),
    )  # fmt: skip


def _decision(row: tuple[Any, ...]) -> Decision | None:
    number, kind, by, at, body, idem_key = row
    if number is None:
        return None
    said = json.loads(bytes(body))
    return Decision(number, kind, by, at, said.get("reason", ""), said["fields"].get("recorded_event"), idem_key)
