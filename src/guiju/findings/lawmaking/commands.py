"""Changing a page of law: proposed by one natural person, published by another who signs just that content.

Unit: instants in microseconds since the epoch.
"""

from datetime import date

from django.db import connection

from guiju.bureau.scope import scope_of
from guiju.facts.commands import Appended
from guiju.facts.draft import Actor, Draft
from guiju.facts.wiring import wiring
from guiju.findings.events import LAW_STREAM, PAGE_PROPOSED, PAGE_PUBLISHED, PAGE_REFUSED, PAGE_WITHDRAWN
from guiju.findings.law import current_law, law_in_force
from guiju.findings.lawmaking.acts import PROPOSE_LAW, PUBLISH_LAW, PageState
from guiju.findings.lawmaking.checking import Asked, ChangeRefused, check_change
from guiju.findings.lawmaking.proposals import PageProposal, content_hash_of, digest_of, find_proposal
from guiju.findings.life.deciding import checked_reason
from guiju.findings.life.entitlement import Hand, persons_of, reaches_for
from guiju.findings.life.recording import need_person, record
from guiju.findings.life.steps import NotForYou
from guiju.values.clock import from_micros
from guiju.values.errors import GuijuError
from guiju.values.event import FieldValue
from guiju.values.scope import Reach

LONGEST_BASIS = 500


class ProposalDecided(GuijuError):
    """Somebody has decided this proposal already."""

    code = "law.decided"
    remedy = "请刷新页面查看办理结果；需要时重新提请。"


class PageChanged(GuijuError):
    """What is to be signed is not what was proposed, or no longer stands upon the page in force."""

    code = "law.content"
    remedy = "请重新查看提请的内容，核对无误后再签发。"


def propose_page(
    text: str, *, in_force_from: str, reason: str, basis: str = "", is_correction: bool = False, origin: str = "",
    actor: Actor, at: int, idem_key: str,
) -> Appended:  # fmt: skip
    """Ask that a page of law stand as ``text`` has it from a day on (2026-01-01); the id is the proposal's number.

    ``basis`` names what allows to ask for less than before. ``is_correction``: the page in force was wrong from the
    beginning. Nothing changes before somebody else has published it.

    Raises:
        NotForYou: no role of the actor allows it.
        LawRefused, ChangeRefused: the page may not take the place of the one in force.
        ReasonMissing: no reason is given.
    """
    said, page = checked_reason(reason), text.strip() + "\n"
    asked: dict[str, FieldValue] = {
        "page_text": page, "in_force_from": in_force_from, "decision_reason": said, "change_basis": basis.strip(),
        "is_correction": is_correction, "pack_origin": origin,
    }  # fmt: skip

    def work() -> list[Draft]:
        hand = _hand(actor, PROPOSE_LAW, barred=None)
        law = current_law()
        wanted = Asked(page, _day(in_force_from), _checked_basis(basis), is_correction)
        checked = check_change(law, wanted, today=_today())
        before = law.text_of(checked.rule.id)
        fields: dict[str, FieldValue] = {
            **asked, "law_page": checked.rule.id, "page_title": checked.rule.title["zh"],
            "shipped_digest": law.pack.digest,
            "replaced_digest": digest_of(before),
        }  # fmt: skip
        fields["content_hash"] = content_hash_of(fields)
        return [_draft(PAGE_PROPOSED, fields, hand, at)]

    return record(work, [LAW_STREAM], kind=PAGE_PROPOSED, asked=asked, actor=actor, idem_key=idem_key)


def publish_page(proposal: int, *, content_hash: str, actor: Actor, at: int, idem_key: str) -> Appended:
    """Let a proposed page be the law; ``content_hash`` is that of the content which the signer saw.

    What it may change is judged again at once. New findings are suspected ones; those that no longer hold stay, marked.

    Raises:
        ProposalNotFound, ProposalDecided: there is none that waits.
        NotForYou: no role of the actor allows it for the whole bureau, or he proposed it, under whatever account.
        PageChanged: it is not what the signer saw, or another page was published meanwhile.
        LawRefused, ChangeRefused: it may not take the place of the page in force any more.
    """

    def work() -> list[Draft]:
        found = _waiting(proposal)
        hand = _hand(actor, PUBLISH_LAW, barred=found)
        if content_hash != found.content_hash:
            raise PageChanged("签发的内容与提请的内容不一致。")
        law = current_law()
        before = law.text_of(found.page)
        if digest_of(before) != found.replaced:
            raise PageChanged("提请以后，这一页已经改过。", remedy="请按现行的一页重新提请。")
        wanted = Asked(found.text, _day(found.in_force_from), found.basis, found.is_correction)
        check_change(law, wanted, today=_today())
        fields = _decided(found) | {
            "page_text": found.text, "in_force_from": found.in_force_from, "proposed_by": found.proposed_by,
        }  # fmt: skip
        return [_draft(PAGE_PUBLISHED, fields, hand, at)]

    asked: dict[str, FieldValue] = {"proposal": proposal, "content_hash": content_hash}
    return record(work, [LAW_STREAM], kind=PAGE_PUBLISHED, asked=asked, actor=actor, idem_key=idem_key)


def refuse_page(proposal: int, *, reason: str, actor: Actor, at: int, idem_key: str) -> Appended:
    """Turn a proposed page down: as who might publish it, or take it back as who proposed it.

    Raises:
        ProposalNotFound, ProposalDecided: there is none that waits.
        NotForYou: the actor is neither.
        ReasonMissing: no reason is given.
    """
    said = checked_reason(reason)
    found = find_proposal(proposal)
    is_own = bool(persons_of((actor.name,)) & persons_of((found.proposed_by,)))
    kind = PAGE_WITHDRAWN if is_own else PAGE_REFUSED

    def work() -> list[Draft]:
        waiting = _waiting(proposal)
        hand = _hand(actor, PROPOSE_LAW, barred=None) if is_own else _hand(actor, PUBLISH_LAW, barred=waiting)
        return [_draft(kind, {**_decided(waiting), "decision_reason": said}, hand, at)]

    asked: dict[str, FieldValue] = {"proposal": proposal, "decision_reason": said}
    return record(work, [LAW_STREAM], kind=kind, asked=asked, actor=actor, idem_key=idem_key)


def _waiting(number: int) -> PageProposal:
    found = find_proposal(number)
    if found.state is not PageState.WAITING:
        by = found.decision.by if found.decision is not None else ""
        raise ProposalDecided(f"提请 {number} 已由“{by}”办理：{found.state.label}。")
    return found


def _decided(found: PageProposal) -> dict[str, FieldValue]:
    return {
        "proposal": found.number, "proposal_leaf": found.leaf.hex(), "content_hash": found.content_hash,
        "law_page": found.page,
    }  # fmt: skip


def _hand(actor: Actor, act: str, *, barred: PageProposal | None) -> Hand:
    """With which hand the actor may do it: nobody signs what he proposed, and what holds for all is for all to see.

    Raises:
        NotForYou: no role of his allows it, or none for the whole bureau, or he proposed it.
    """
    need_person(actor)
    now = wiring().clock()
    viewer = scope_of(actor.name, now)
    reaches = reaches_for(viewer, act, now)
    if not reaches:
        raise NotForYou("您没有办理这一步的权限。", remedy="请由法制部门办理。")
    if act == PUBLISH_LAW:
        reaches = tuple(one for one in reaches if _is_whole(one, now))
        if not reaches:
            raise NotForYou("规则页对全部单位适用，您的权限不及于全部单位。", remedy="请由最上一级的法制部门签发。")
    others = set() if barred is None else persons_of((barred.proposed_by, barred.on_behalf))
    for reach in reaches:
        if not others & persons_of((actor.name, reach.on_behalf)):
            return Hand(actor.name, reach.on_behalf)
    raise NotForYou("提请人不能签发自己提请的规则页。", remedy="请由另一人签发。")


def _is_whole(reach: Reach, now: int) -> bool:
    """Whether a reach covers every unit that there is."""
    if reach.is_everywhere:
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(path), max(path) FROM unit_period WHERE since <= %s AND until > %s", (now, now))
        first, last = cursor.fetchone()
    return first is None or any(low <= first and last < high for low, high in reach.ranges)


def _checked_basis(basis: str) -> str:
    said = basis.strip()
    if len(said) > LONGEST_BASIS:
        raise ChangeRefused(f"变更依据超过 {LONGEST_BASIS} 字。")
    return said


def _day(text: str) -> int:
    try:
        return date.fromisoformat(text).toordinal()
    except ValueError as error:
        raise ChangeRefused(f"“{text}”不是 2026-01-01 这样的日期。") from error


def _today() -> int:
    return law_in_force().local.locate(wiring().clock())[0]


def _draft(kind: str, fields: dict[str, FieldValue], hand: Hand, at: int) -> Draft:
    local = law_in_force().local
    said = {name: value for name, value in fields.items() if value != ""}
    return Draft.of(
        kind, from_micros(at, local.zone), said, local=local, stream=LAW_STREAM, on_behalf=hand.on_behalf
    )  # fmt: skip
