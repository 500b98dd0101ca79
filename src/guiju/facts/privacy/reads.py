"""Looking is an act: who looked at whose identity, for which purpose, stands in the ledger before the answer is given.

``note_read`` is the one door to it; ordinary looking at pages is recorded by the batch (``look_log``).
"""

import secrets
from collections.abc import Mapping

from guiju.facts.draft import Actor
from guiju.facts.events import RECORD_UNMASKED
from guiju.facts.histories import latest
from guiju.facts.privacy.acts import act
from guiju.facts.proof.answering import append_sealed
from guiju.facts.queries import get_event
from guiju.values.errors import GuijuError
from guiju.values.event import IDENTIFYING, FieldValue
from guiju.values.scope import Scope


class PurposeRefused(GuijuError):
    """Somebody wanted to know who a person is, and named no purpose, or none that his roles have."""

    code = "privacy.purpose"
    remedy = "请选择与您岗位相符的用途，例如 case_handling（办案）或 supervision（监督）。"


def stream_of(account: str) -> str:
    """The stream of what an account looked at."""
    return f"reads:{account}"


def note_read(viewer: Scope, kind: str, fields: Mapping[str, FieldValue], *, actor: Actor, at: int) -> int:
    """Record that somebody looks at something, and wait until that is sealed; the id of the event.

    Unit:   ``at`` microseconds since the epoch.
    Raises:
        NotSealed: the event stands, its checkpoint does not: then nothing is shown.
    """
    if any(reach.handles_withheld for reach in viewer.reaches_at(at)):
        fields = {**fields, "withheld_work": True}
    draft = act(kind, fields, at=at, stream=stream_of(viewer.account))
    return append_sealed([draft], actor=actor, idem_key=secrets.token_hex(16)).appended.ids[0]


def for_purpose(viewer: Scope, purpose: str, at: int) -> Scope:
    """The viewer as far as one of his roles looks for this purpose.

    Raises:
        PurposeRefused: none does.
    """
    narrowed = viewer.for_purpose(purpose)
    if not purpose or not narrowed.reaches_at(at):
        raise PurposeRefused("没有写明用途，或者您的岗位没有这种用途。")
    return narrowed


def unmask(viewer: Scope, number: int, *, purpose: str, actor: Actor, at: int) -> dict[str, FieldValue]:
    """What a record says of somebody's identity, in clear.

    Raises:
        PurposeRefused: no purpose that the viewer has.
        NotFound: no such record, or not for this viewer.
        NotSealed: the look could not be sealed.
    """
    shown = get_event(for_purpose(viewer, purpose, at), number)
    [one] = latest([shown.id])
    told = {name: one.event.fields[name] for name in IDENTIFYING if name in one.event.fields}
    if told:
        fields: dict[str, FieldValue] = {"read_event": one.id, "read_event_leaf": one.leaf.hex(), "purpose": purpose}
        note_read(viewer, RECORD_UNMASKED, fields, actor=actor, at=at)
    return told
