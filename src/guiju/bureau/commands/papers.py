"""Who may make a paper of a case, and who may bring and approve the template of one.

Law: ledger.md, "approve one's own act": who brought a template is not who approves it, over the natural person.
"""

from guiju.bureau.commands.corrections import OwnAct, lenders, may_approve, reaches
from guiju.bureau.commands.entitlement import NotEntitled
from guiju.bureau.permissions.holding import persons_behind
from guiju.bureau.roles import KEEP_TEMPLATES, RECORD
from guiju.facts.commands import Appended
from guiju.facts.draft import Actor
from guiju.facts.papers.attaching import attach_paper
from guiju.facts.papers.producing import making, templates
from guiju.facts.papers.producing.forms import PaperForm
from guiju.facts.papers.producing.making import Made
from guiju.facts.papers.producing.templates import get_template
from guiju.facts.papers.shelf import Shelf
from guiju.facts.proof.answering import Answered
from guiju.facts.queries import get_event
from guiju.facts.tables.places import unit_of
from guiju.facts.wiring import wiring
from guiju.values.scope import Scope


def attach_made(
    viewer: Scope, event: int, made: Made, *, supersedes: int | None = None, shelf: Shelf, actor: Actor, at: int,
    idem_key: str,
) -> Answered:  # fmt: skip
    """Put a paper that was made into the case, at the record that it is of.

    Raises:
        NotEntitled: the actor may not record for the unit of that record.
        NotFound: there is no such record, or not for this viewer.
        PaperRefused, IdemKeyReused, NotSealed: as ``making.attach_made``.
    """
    _need_reach(viewer, event, actor)
    return making.attach_made(
        viewer, event, made, supersedes=supersedes, shelf=shelf, actor=actor, at=at, idem_key=idem_key
    )


def attach_brought(
    viewer: Scope, event: int, data: bytes, *, name: str, kind: str, shelf: Shelf, actor: Actor, at: int, idem_key: str
) -> Answered:
    """Put a file that exists already into the case, at a record of it.

    Raises:
        NotEntitled: the actor may not record for the unit of that record.
        NotFound, PaperRefused, ShelfRefused, IdemKeyReused, NotSealed: as ``attaching.attach_paper``.
    """
    _need_reach(viewer, event, actor)
    return attach_paper(viewer, event, data, name=name, kind=kind, shelf=shelf, actor=actor, at=at, idem_key=idem_key)


def propose_template(
    form: PaperForm, data: bytes, *, name: str, shelf: Shelf, actor: Actor, at: int, idem_key: str
) -> Appended:
    """Bring a template, which binds the whole bureau once it is approved.

    Raises:
        NotEntitled: the actor does not keep the templates of the whole bureau.
        PaperRefused, IdemKeyReused: as ``templates.propose``.
    """
    now = wiring().clock()
    if not reaches(actor.name, KEEP_TEMPLATES, "", now, now):
        raise NotEntitled("只有本局最高一级的法制部门可以上传文书模板。")
    return templates.propose(form, data, name=name, shelf=shelf, actor=actor, at=at, idem_key=idem_key)


def decide_template(
    number: int, *, is_approved: bool, template_hash: str, reason: str, actor: Actor, at: int, idem_key: str
) -> None:
    """The second signature under a template, or its refusal; who brought it may take it back.

    Raises:
        OwnAct: the actor brought it himself, or does not keep the templates of the whole bureau.
        TemplateUnknown, TemplateDecided: as ``templates.decide``.
    """
    found, now = get_template(number), wiring().clock()
    is_own = bool(persons_behind(account=actor.name) & persons_behind(account=found.proposed_by))
    if is_approved or not is_own:
        began = [found.proposed_by, *lenders(found.proposed_by, KEEP_TEMPLATES, found.proposed_at)]
        if not all(may_approve(actor.name, one, at=now, act=KEEP_TEMPLATES) for one in began):
            raise OwnAct("模板须由上传人以外、法制部门的另一人批准或者驳回。")
    templates.decide(
        number, is_approved=is_approved, template_hash=template_hash, reason=reason, actor=actor, at=at,
        idem_key=idem_key,
    )  # fmt: skip


def _need_reach(viewer: Scope, event: int, actor: Actor) -> None:
    found = get_event(viewer, event)
    if not reaches(actor.name, RECORD, unit_of(event), found.happened_at, wiring().clock(), found.type):
        raise NotEntitled("没有找到您可以存入材料的案件。")
