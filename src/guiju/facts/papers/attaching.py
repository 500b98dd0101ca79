"""Attaching a paper to a record: first the sealed bytes, on the disk for sure, then the event that names them.

A crash between the two leaves bytes that no event speaks of, and nothing that anybody was told.
"""

from guiju.facts.draft import STREAM_KINDS, Actor
from guiju.facts.events import PAPER_ATTACHED, PAPER_WITHHELD
from guiju.facts.histories import latest
from guiju.facts.keys.personal_fields import enclose, framed, owner_of
from guiju.facts.papers.shelf import Shelf
from guiju.facts.papers.sniffing import check_paper, shown_name
from guiju.facts.privacy.acts import act
from guiju.facts.proof.answering import Answered, append_sealed
from guiju.facts.queries import get_event
from guiju.facts.wiring import NotWired, personal_hand
from guiju.values.event import KEYS
from guiju.values.recorded import keys_of
from guiju.values.scope import Scope


def attach_paper(
    viewer: Scope, event: int, data: bytes, *, name: str, kind: str, shelf: Shelf, actor: Actor, at: int, idem_key: str
) -> Answered:
    """Attach a paper to a record that the viewer may see; the id of the event is the number of the paper.

    The paper is of what the record is about, and sealed with that person's key. The same submission again lays nothing
    down twice. Unit: ``at`` microseconds since the epoch.

    Raises:
        NotFound: no such record, or not for this viewer.
        PaperRefused: the file is not what it is said to be, too large, or of a kind that is not taken.
        ShelfRefused: it cannot be stored.
    """
    hand = personal_hand()
    if hand is None:
        raise NotWired("没有接好人员密钥库，不能存放材料。")
    shown = get_event(viewer, event)
    check_paper(data, kind)
    [to] = latest([shown.id])
    about = {key: to.event.fields[key] for key in KEYS if to.event.get(key) is not None}
    owner = owner_of(keys_of(about), STREAM_KINDS)
    key = hand.keys.keys_of([owner])[owner]
    stored = shelf.put(enclose(key, data, bound_to(owner, key.id, kind)))
    fields = {
        **about, "paper": stored, "paper_size": len(data), "paper_kind": kind, "file_name": shown_name(name),
        "paper_key": key.id, "paper_owner": owner, "attached_to": to.id, "attached_to_leaf": to.leaf.hex(),
    }  # fmt: skip
    is_withheld = any(to.event.type.startswith(kind) for kind in viewer.withheld)
    draft = act(PAPER_WITHHELD if is_withheld else PAPER_ATTACHED, fields, at=at, stream=to.stream, unit=to.unit_as_of)
    return append_sealed([draft], actor=actor, idem_key=idem_key)


def bound_to(owner: str, key_id: str, kind: str) -> bytes:
    """What the bytes of a paper are bound to: whose they are, by which key, and as what they may be shown."""
    return framed("guiju-paper-1", owner, key_id, kind)
