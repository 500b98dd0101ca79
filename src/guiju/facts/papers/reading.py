"""Papers as people get them: through the record that they belong to, with a purpose, and never unseen."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from guiju.facts.draft import Actor
from guiju.facts.events import PAPER_OPENED, PAPERS
from guiju.facts.histories import latest
from guiju.facts.keys.personal_fields import disclose
from guiju.facts.papers.attaching import bound_to
from guiju.facts.papers.shelf import Shelf
from guiju.facts.privacy.reads import for_purpose, note_read
from guiju.facts.queries import LARGEST_PAGE, EventShown, NotFound, get_event, list_events
from guiju.facts.wiring import NotWired, personal_hand
from guiju.values.errors import GuijuError
from guiju.values.event import FieldValue
from guiju.values.scope import Scope


class PaperUnreadable(GuijuError):
    """The bytes of a paper are not there, are not what was attached, or cannot be opened any more."""

    code = "papers.unreadable"
    remedy = "请执行 guiju papers check，从备份恢复材料目录中缺失或被改动的文件。"


class PaperDestroyed(PaperUnreadable):
    """The key of the paper was destroyed."""

    code = "papers.destroyed"
    remedy = "密钥已按规定销毁，内容不能恢复；账本仍记有这份材料的摘要。"


@dataclass(frozen=True, slots=True)
class PaperShown:
    """One paper as people see it before they open it."""

    number: int
    attached_to: int
    kind: str
    size: int
    name: str
    attached_by: str
    attached_at: int


@dataclass(frozen=True, slots=True)
class PaperRead:
    """A paper in clear."""

    name: str
    kind: str
    data: bytes


def list_papers(viewer: Scope, kind: str, value: str) -> list[PaperShown]:
    """The papers of a case, a person, an item …, as far as the viewer sees the records that they belong to."""
    found: list[PaperShown] = []
    after = 0
    while page := list_events(viewer, kind, value, after=after, limit=LARGEST_PAGE):
        after = page[-1].id
        papers = [one for one in page if one.type in PAPERS]
        found += [_shown(one) for one in papers if _sees(viewer, int(str(one.fields["attached_to"])))]
    return found


def read_paper(viewer: Scope, number: int, *, shelf: Shelf, purpose: str, actor: Actor, at: int) -> PaperRead:
    """A paper in clear; that it was opened stands in the ledger before.

    Unit:   ``at`` microseconds since the epoch.
    Raises:
        PurposeRefused: no purpose that the viewer has.
        NotFound: no such paper, or not for this viewer.
        PaperDestroyed: its key was destroyed.
        PaperUnreadable: the bytes are not there, or were changed.
        NotSealed: the look could not be sealed.
    """
    narrowed = for_purpose(viewer, purpose, at)
    shown = get_event(narrowed, number)
    if shown.type not in PAPERS:
        raise NotFound("没有找到这份材料。")
    get_event(narrowed, int(str(shown.fields["attached_to"])))
    [one] = latest([number])
    plain = opened(shelf, one.event.fields)
    note_read(
        viewer, PAPER_OPENED, {"read_event": number, "read_event_leaf": one.leaf.hex(), "purpose": purpose},
        actor=actor, at=at,
    )  # fmt: skip
    return PaperRead(str(one.event.fields.get("file_name", "")), str(one.event.fields["paper_kind"]), plain)


def opened(shelf: Shelf, fields: Mapping[str, FieldValue]) -> bytes:
    """The bytes of which an event says that they lie on the shelf, in clear; whoever asks has seen to it that he may.

    Raises:
        PaperDestroyed: their key was destroyed.
        PaperUnreadable: they are not there, or were changed.
    """
    hand = personal_hand()
    if hand is None:
        raise NotWired("没有接好人员密钥库，不能打开材料。")
    said = {name: str(fields.get(name, "")) for name in ("paper", "paper_key", "paper_owner", "paper_kind")}
    try:
        key = hand.keys.find(said["paper_key"])
    except KeyError as error:
        raise PaperUnreadable("密钥库里没有这份材料的密钥。", remedy="请从人员密钥库的备份恢复。") from error
    if key is None:
        raise PaperDestroyed("这份材料的密钥已经销毁。")
    data = shelf.find(said["paper"])
    if data is None:
        raise PaperUnreadable("材料的文件缺失。")
    if hashlib.sha256(data).hexdigest() != said["paper"]:
        raise PaperUnreadable("材料的文件被改动过。")
    return disclose(key, data, bound_to(said["paper_owner"], said["paper_key"], said["paper_kind"]))


def _sees(viewer: Scope, number: int) -> bool:
    try:
        get_event(viewer, number)
    except NotFound:
        return False
    return True


def _shown(one: EventShown) -> PaperShown:
    fields = one.fields
    return PaperShown(
        one.id, int(str(fields["attached_to"])), str(fields["paper_kind"]), int(str(fields["paper_size"])),
        str(fields.get("file_name", "")), one.actor, one.recorded_at,
    )  # fmt: skip
