"""补录 and corrections that people propose: approved, refused or taken back, by whoever saw just this content."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guiju.bureau.commands.mending import approve_record, refuse_record
from guiju.bureau.names import unit_names
from guiju.bureau.roles import APPROVE_CORRECTION
from guiju.facts.draft import Actor
from guiju.facts.events import PROPOSAL_APPROVED, PROPOSAL_REFUSED
from guiju.facts.importing.mending.deciding import LONGEST_REASON
from guiju.facts.importing.mending.lists import ProposalShown, count_proposals, get_proposal, list_proposals
from guiju.facts.importing.mending.proposals import ProposalUnknown
from guiju.scores.reports.table import Instant
from guiju.screens.components.badge import Badge, Tone
from guiju.screens.components.form import Choice, Field, Filled, Form, Kind
from guiju.screens.components.link import Link
from guiju.screens.components.table import Column, Listing, show_listing
from guiju.screens.components.tabs import Tab, Tabs
from guiju.screens.imports.compared import Side, compare, event_label
from guiju.screens.imports.steps import crumbs_of_proposals
from guiju.screens.imports.uploads import UploadNotFound
from guiju.screens.kit.figures import ZONE, said_instant
from guiju.screens.kit.messages import say
from guiju.screens.kit.rendering import show
from guiju.screens.kit.visit import Visit
from guiju.screens.kit.words import refusal_said
from guiju.values.clock import from_micros
from guiju.values.errors import GuijuError

_REASON = Field("reason", gettext_lazy("理由"), Kind.LONG, longest=LONGEST_REASON)
DECIDE = Form(
    "proposal", (_REASON,), (Choice("approve", gettext_lazy("批准")), Choice("refuse", gettext_lazy("驳回"))),
    keeps_draft=True,
)  # fmt: skip
WITHDRAW = Form("withdraw", (_REASON,), (Choice("withdraw", gettext_lazy("撤回")),), tone="danger")


def proposals(visit: Visit) -> HttpResponse:
    """Show what was proposed and waits."""
    return _list(visit, is_waiting=True)


def all_proposals(visit: Visit) -> HttpResponse:
    """Show whatever was proposed, with what was decided."""
    return _list(visit, is_waiting=False)


def _list(visit: Visit, *, is_waiting: bool) -> HttpResponse:
    tabs = (
        Tab(_("待批准"), reverse("imports.proposals"), is_here=is_waiting),
        Tab(_("全部"), reverse("imports.all_proposals"), is_here=not is_waiting),
    )
    said = {"tabs": Tabs(_("补录和更正"), tabs)}
    return show_listing(visit, _listing(is_waiting=is_waiting), said, template="imports/corrections.html")


def proposal(visit: Visit, number: int) -> HttpResponse:
    """Show one proposal; a POST decides it, or takes it back."""
    try:
        found = get_proposal(visit.viewer, number)
    except ProposalUnknown as error:
        raise UploadNotFound(error.sentence) from error
    is_own = found.initiator == visit.holder.account
    form = WITHDRAW if is_own else DECIDE
    filled = form.blank(visit, about=str(number))
    if visit.request.method == "POST":
        filled = form.read(visit, about=str(number))
        if filled.is_sound:
            outcome = _decide(visit, filled, number)
            if outcome is None:
                form.done(visit, filled)
                return HttpResponseRedirect(reverse("imports.proposals"))
            filled = filled.with_error("", refusal_said(outcome)[0])
    before = Side(found.before.type, found.before.happened_at, found.before.fields) if found.before else None
    may = found.decision is None and (is_own or visit.may(APPROVE_CORRECTION))
    # What is signed is what stands on this page: a content that has changed meanwhile does not pass.
    address = f"{visit.request.path}?content={found.content_hash}"
    said = {
        "proposal": found, "lines": compare(before, Side(found.type, found.happened_at, found.fields)),
        "state": _state(found), "event": event_label(found.type), "is_own": is_own,
        "unit": unit_names([found.unit]).at(found.unit, found.happened_at) if found.unit else "",
        "form": form.show(visit, filled, address=address, back=reverse("imports.proposals")) if may else None,
    }  # fmt: skip
    title = _("提请 %(number)s") % {"number": number}
    return show(
        visit, "imports/proposal.html", said, title=title, crumbs=crumbs_of_proposals(title), status=filled.status
    )


def _decide(visit: Visit, filled: Filled, number: int) -> GuijuError | None:
    """Carry out what was decided; what it was refused with."""
    actor, at = Actor(visit.holder.account), from_micros(visit.at, ZONE)
    reason, key = filled.text("reason"), filled.key
    try:
        if filled.act == "approve":
            seen = visit.request.GET.get("content", "")
            approve_record(number, content_hash=seen, reason=reason, actor=actor, at=at, idem_key=key)
            say(visit, _("已批准，记录已按现在的时间入账。"))
        else:
            refuse_record(number, reason=reason, actor=actor, at=at, idem_key=key)
            say(visit, _("已撤回。") if filled.act == "withdraw" else _("已驳回，账本不变。"))
    except GuijuError as error:
        return error
    return None


def _listing(*, is_waiting: bool) -> Listing:
    return Listing(
        name="proposals",
        title=_("补录和更正"),
        columns=(
            Column(
                "number", _("提请"),
                lambda row: Link(row.number, reverse("imports.proposal", args=[row.number]), into_drawer=True),
                is_head=True, written=lambda row: row.number,
            ),
            Column("kind", _("种类"), lambda row: _("更正") if row.is_correction else _("补录")),
            Column("event", _("环节"), lambda row: event_label(row.type)),
            Column(
                "happened", _("发生时间"), lambda row: said_instant(row.happened_at),
                written=lambda row: Instant(row.happened_at),
            ),
            Column("reason", _("理由"), lambda row: row.reason),
            Column("by", _("提请人"), lambda row: row.initiator, is_quiet=True),
            Column(
                "proposed", _("提请时间"), lambda row: said_instant(row.proposed_at), is_quiet=True,
                written=lambda row: Instant(row.proposed_at),
            ),
            Column("state", _("状态"), _state, written=lambda row: _state(row).word),
        ),
        rows=lambda visit, query, start, most: (
            list_proposals(visit.viewer, is_waiting=is_waiting, offset=start, at_most=most)
        ),
        count=lambda visit, query, most: count_proposals(visit.viewer, is_waiting=is_waiting),
        empty=_("没有待批准的补录和更正。"),
        note=_("补录按批准入账的时间计算及时性；提请人不能批准自己的提请。"),
    )  # fmt: skip


def _state(row: ProposalShown) -> Badge:
    if row.decision is None:
        return Badge(_("待批准"), Tone.WARNING)
    said = {PROPOSAL_APPROVED: (_("已批准"), Tone.GOOD), PROPOSAL_REFUSED: (_("已驳回"), Tone.PLAIN)}
    return Badge(*said.get(row.decision.type, (_("已撤回"), Tone.PLAIN)))
