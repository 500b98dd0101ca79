"""Attaching a paper to a record: first the sealed bytes, on the disk for sure, then the event that names them.

A crash between the two leaves bytes that no event speaks of, and nothing that anybody was told.
"""

from collections.abc import Mapping
from types import MappingProxyType

from django.db import connection

from guiju.facts.commands import Appended, IdemKeyReused
from guiju.facts.draft import STREAM_KINDS, Actor
from guiju.facts.events import PAPER_ATTACHED, PAPER_WITHHELD
from guiju.facts.histories import latest
from guiju.facts.keys.personal_fields import enclose, framed, owner_of
from guiju.facts.papers.apart import check_attached
from guiju.facts.papers.shelf import Shelf
from guiju.facts.papers.sniffing import shown_name
from guiju.facts.privacy.acts import act
from guiju.facts.proof.answering import Answered, answered, append_sealed
from guiju.facts.queries import get_event
from guiju.facts.wiring import NotWired, personal_hand
from guiju.values.event import KEYS, FieldValue
from guiju.values.recorded import keys_of
from guiju.values.scope import Scope

NOT_MADE: Mapping[str, FieldValue] = MappingProxyType({})
"""Of a paper that somebody brought."""


def attach_paper(
    viewer: Scope, event: int, data: bytes, *, name: str, kind: str, shelf: Shelf, actor: Actor, at: int,
    idem_key: str, made: Mapping[str, FieldValue] = NOT_MADE,
) -> Answered:  # fmt: skip
    """Attach a paper to a record that the viewer may see; the id of the event is the number of the paper.

    The paper is of what the record is about, and sealed with that person's key. The same submission again lays nothing
    down twice. ``made`` says of a paper that Guiju made from what. Unit: ``at`` microseconds since the epoch.

    Raises:
        NotFound: no such record, or not for this viewer.
        PaperRefused: the file is not what it is said to be, too large, or of a kind that is not taken.
        ShelfRefused: it cannot be stored.
        IdemKeyReused: the same submission came with another file, or for another record.
    """
    shown = get_event(viewer, event)
    check_attached(data, kind)
    [to] = latest([shown.id])
    about = {key: to.event.fields[key] for key in KEYS if to.event.get(key) is not None}
    fields = {
        **about, **laid_down(shelf, owner_of(keys_of(about), STREAM_KINDS), data, kind), "file_name": shown_name(name),
        "attached_to": to.id, "attached_to_leaf": to.leaf.hex(), **made,
    }  # fmt: skip
    is_withheld = any(to.event.type.startswith(kind) for kind in viewer.withheld)
    kind_of_event = PAPER_WITHHELD if is_withheld else PAPER_ATTACHED
    draft = act(kind_of_event, fields, at=at, stream=to.stream, unit=to.unit_as_of)
    try:
        return append_sealed([draft], actor=actor, idem_key=idem_key)
    except IdemKeyReused:
        # A second click comes at another instant: it is the same submission if it lays down the same for the same.
        number = recorded_with(actor, idem_key)
        [one] = latest([number] if number is not None else [])
        said = one.event.fields
        if one.event.type != kind_of_event or any(said.get(name) != fields[name] for name in ("paper", "attached_to")):
            raise
        return answered(Appended((one.id,), is_repeat=True), [one.event.type])


def recorded_with(actor: Actor, idem_key: str) -> int | None:
    """The event that a submission recorded; None where it recorded nothing yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM event WHERE actor = %s AND idem_key = %s", (actor.name, idem_key))
        found = cursor.fetchone()
    return None if found is None else int(found[0])


def laid_down(shelf: Shelf, owner: str, data: bytes, kind: str) -> dict[str, FieldValue]:
    """Lay bytes down, sealed with the key of whose they are; what an event says of them.

    Raises:
        ShelfRefused: they cannot be stored.
    """
    hand = personal_hand()
    if hand is None:
        raise NotWired("没有接好人员密钥库，不能存放材料。")
    key = hand.keys.keys_of([owner])[owner]
    stored = shelf.put(enclose(key, data, bound_to(owner, key.id, kind)))
    return {
        "paper": stored, "paper_size": len(data), "paper_kind": kind, "paper_key": key.id, "paper_owner": owner
    }  # fmt: skip


def bound_to(owner: str, key_id: str, kind: str) -> bytes:
    """What the bytes of a paper are bound to: whose they are, by which key, and as what they may be shown."""
    return framed("guiju-paper-1", owner, key_id, kind)
