"""Proposed pages of law: the one stream of the ledger in which they stand, folded; there is no table beside it.

Unit: instants in microseconds since the epoch.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from django.db import connection

from guiju.facts.wiring import wiring
from guiju.findings.events import LAW_STREAM, PAGE_PROPOSED, PAGE_PUBLISHED, PAGE_REFUSED
from guiju.findings.law import LawInForce
from guiju.findings.lawmaking.acts import PROPOSE_LAW, PUBLISH_LAW, PageState
from guiju.findings.life.entitlement import reaches_for
from guiju.values.errors import GuijuError
from guiju.values.scope import Scope

SIGNED = (
    "law_page", "page_text", "in_force_from", "decision_reason", "change_basis", "is_correction", "replaced_digest",
    "shipped_digest", "pack_origin",
)  # fmt: skip
"""What the second person signs with the hash of the content."""
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode
_READ = "SELECT id, type, actor, on_behalf, recorded_at, leaf, body FROM event WHERE stream = %s ORDER BY seq"
_LAST = "SELECT id, leaf FROM event WHERE stream = %s ORDER BY seq DESC LIMIT 1"


class ProposalNotFound(GuijuError):
    """There is no such proposal, or the viewer has nothing to do with the law: one answer for both."""

    code = "law.proposal.not_found"
    remedy = "请核对提请编号。"


@dataclass(frozen=True, slots=True)
class PageDecision:
    """What became of a proposed page: by whom, in whose place, when and why."""

    event: int
    by: str
    on_behalf: str
    at: int
    reason: str


@dataclass(frozen=True, slots=True)
class PageProposal:
    """A page of law as somebody would have it from a day on.

    ``number`` is the id of its event. ``replaced`` is the digest of the text in whose place it comes, empty for a new
    page; ``origin`` names the pack of a superior bureau in which it came.
    """

    number: int
    leaf: bytes
    page: str
    title: str
    text: str
    in_force_from: str
    reason: str
    basis: str
    is_correction: bool
    replaced: str
    content_hash: str
    origin: str
    proposed_by: str
    on_behalf: str
    proposed_at: int
    state: PageState = PageState.WAITING
    decision: PageDecision | None = None


_folded: dict[tuple[int, bytes], tuple[PageProposal, ...]] = {}


def content_hash_of(fields: dict[str, Any]) -> str:
    """The hash of all that a proposal asks for."""
    return sha256(_encode({name: fields.get(name, "") for name in SIGNED}).encode()).hexdigest()


def digest_of(text: str) -> str:
    """The digest of a page as it stands; empty for one that there is not."""
    return sha256(text.encode()).hexdigest() if text else ""


def text_before(law: LawInForce, proposal: PageProposal) -> str:
    """The text in whose place a page was proposed: what is in force, the shipped page, or one that was published."""
    known = [law.text_of(proposal.page), "" if law.folder is None else law.folder.text_of(proposal.page)]
    known += [one.text for one in every_proposal() if one.page == proposal.page]
    return next((text for text in known if digest_of(text) == proposal.replaced), "")


def find_proposal(number: int) -> PageProposal:
    """The proposal of a number, for whoever decides it.

    Raises:
        ProposalNotFound: there is none.
    """
    for one in every_proposal():
        if one.number == number:
            return one
    raise ProposalNotFound(f"没有提请 {number}。")


def get_proposal(viewer: Scope, number: int) -> PageProposal:
    """A proposal, for whoever may propose or publish pages of law.

    Raises:
        ProposalNotFound: there is none, or not for this viewer.
    """
    if not _is_concerned(viewer):
        raise ProposalNotFound(f"没有提请 {number}。")
    return find_proposal(number)


def list_page_proposals(
    viewer: Scope, *, states: Sequence[str] = (), page: str = "", text: str = "", skip: int = 0, limit: int = 50
) -> list[PageProposal]:
    """Proposals, the latest first; ``page`` is the id of a rule, ``text`` what id, title or reason contain."""
    return _chosen(viewer, states, page, text)[skip : skip + limit]


def count_page_proposals(viewer: Scope, *, states: Sequence[str] = (), page: str = "", text: str = "") -> int:
    """How many there are."""
    return len(_chosen(viewer, states, page, text))


def _chosen(viewer: Scope, states: Sequence[str], page: str, text: str) -> list[PageProposal]:
    if not _is_concerned(viewer):
        return []
    return [
        one
        for one in reversed(every_proposal())
        if (not states or one.state in states)
        and (not page or one.page == page)
        and (not text or any(text in said for said in (one.page, one.title, one.reason)))
    ]


def _is_concerned(viewer: Scope) -> bool:
    now = wiring().clock()
    return any(reaches_for(viewer, act, now) for act in (PROPOSE_LAW, PUBLISH_LAW))


def every_proposal() -> tuple[PageProposal, ...]:
    """All proposals in their order; read again only after something was proposed or decided."""
    with connection.cursor() as cursor:
        cursor.execute(_LAST, (LAW_STREAM,))
        found = cursor.fetchone()
        # Ids are not hashed: in a copy of a ledger the same leaf may stand under another number.
        last = (found[0], bytes(found[1])) if found else (0, b"")
        known = _folded.get(last)
        if known is None:
            cursor.execute(_READ, (LAW_STREAM,))
            known = _fold(cursor.fetchall())
            _folded.clear()
            _folded[last] = known
    return known


def _fold(rows: Sequence[tuple[Any, ...]]) -> tuple[PageProposal, ...]:
    found: dict[int, PageProposal] = {}
    for number, kind, actor, on_behalf, at, leaf, body in rows:
        said = json.loads(bytes(body))["fields"]
        if kind == PAGE_PROPOSED:
            found[number] = PageProposal(
                number, bytes(leaf), said["law_page"], said["page_title"], said["page_text"], said["in_force_from"],
                said["decision_reason"], said.get("change_basis", ""), said["is_correction"],
                said.get("replaced_digest", ""), said["content_hash"], said.get("pack_origin", ""), actor, on_behalf,
                at,
            )  # fmt: skip
            continue
        state = {PAGE_PUBLISHED: PageState.PUBLISHED, PAGE_REFUSED: PageState.REFUSED}.get(kind, PageState.WITHDRAWN)
        decision = PageDecision(number, actor, on_behalf, at, said.get("decision_reason", ""))
        found[said["proposal"]] = replace(found[said["proposal"]], state=state, decision=decision)
    return tuple(found.values())
