"""Pages of law that were proposed: the list, what is changed, and the signature of a second person."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guiju.facts.draft import Actor
from guiju.findings.law import LawInForce, current_law
from guiju.findings.lawmaking.acts import PROPOSE_LAW, PUBLISH_LAW, PageState
from guiju.findings.lawmaking.checking import Asked, softened
from guiju.findings.lawmaking.commands import publish_page, refuse_page
from guiju.findings.lawmaking.proposals import (
    PageProposal,
    count_page_proposals,
    digest_of,
    get_proposal,
    list_page_proposals,
    text_before,
)
from guiju.findings.lawmaking.trying import try_text
from guiju.findings.life.deciding import LONGEST_REASON
from guiju.rules.model import UNKNOWN_START, Rule
from guiju.scores.reports.table import Instant
from guiju.screens.components.form import Choice, Field, Filled, Form, Kind
from guiju.screens.components.link import Action, Link
from guiju.screens.components.table import Column, Facet, Listing, show_listing
from guiju.screens.components.table.query import Query
from guiju.screens.kit.figures import said_date, said_instant
from guiju.screens.kit.rendering import show
from guiju.screens.kit.visit import Visit
from guiju.screens.law.changing.compared import side_by_side
from guiju.screens.law.changing.desk import law_desk
from guiju.screens.law.changing.words import YEAR, crumbs_to, day_of, page_text, state_badge

_REASON = Field(
    "reason", gettext_lazy("理由"), Kind.LONG, is_required=False, longest=LONGEST_REASON,
    help=gettext_lazy("不同意的必须写明。"),
)  # fmt: skip
DECIDE = Form(
    "law_sign", (_REASON,), (Choice("publish", gettext_lazy("签发")), Choice("refuse", gettext_lazy("不同意"))),
    keeps_draft=True,
)  # fmt: skip
WITHDRAW = Form(
    "law_withdraw", (Field("reason", gettext_lazy("理由"), Kind.LONG, longest=LONGEST_REASON),),
    (Choice("refuse", gettext_lazy("撤回")),), tone="danger",
)  # fmt: skip
TRY_OUT = Form("law_try_out", (), (Choice("outlook", gettext_lazy("试运行")),))


def proposals(visit: Visit) -> HttpResponse:
    """Show what was proposed, the latest first."""
    return _list(visit, "")


def page_history(visit: Visit, name: str) -> HttpResponse:
    """Show what was proposed of one page."""
    page_text(name)
    return _list(visit, name)


def _list(visit: Visit, name: str) -> HttpResponse:
    title = _("本页的提请") if name else _("改法条")
    said = {
        "acts": _acts() if visit.may(PROPOSE_LAW) else (),
        "unfit": [] if name else sorted(current_law().unfit.items()),
    }  # fmt: skip
    listing = _listing(name)
    return show_listing(
        visit, listing, said, template="law_change/proposals.html", title=title, crumbs=crumbs_to(title, name)
    )


def _acts() -> tuple[Action, ...]:
    return (
        Action(_("写一页法条"), reverse("law.write"), icon="pencil"),
        Action(_("规则包"), reverse("law.packs"), icon="download"),
    )


def _listing(name: str) -> Listing:
    def states(query: Query) -> tuple[PageState, ...]:
        return tuple(PageState(one) for one in query.of("state"))

    return Listing(
        name="law_proposals",
        title=_("提请的规则页"),
        columns=(
            Column(
                "title", _("规则"), lambda row: Link(row.title, reverse("law.proposal", kwargs={"number": row.number})),
                is_head=True, written=lambda row: row.title,
            ),
            Column("page", _("编号"), lambda row: row.page, is_quiet=True),
            Column("from", _("施行日期"), lambda row: said_date(day_of(row.in_force_from))),
            Column("reason", _("改动理由"), lambda row: row.reason),
            Column("by", _("提请人"), lambda row: row.proposed_by, is_quiet=True),
            Column(
                "at", _("提请时间"), lambda row: said_instant(row.proposed_at), is_quiet=True,
                written=lambda row: Instant(row.proposed_at),
            ),
            Column("state", _("状态"), lambda row: state_badge(row.state), written=lambda row: _(row.state.label)),
            Column("decided", _("签发或办理人"), lambda row: row.decision.by if row.decision else "—", is_quiet=True),
        ),
        rows=lambda visit, query, start, number: list_page_proposals(
            visit.viewer, states=states(query), page=name, text=query.text, skip=start, limit=number
        ),
        count=lambda visit, query, most: count_page_proposals(
            visit.viewer, states=states(query), page=name, text=query.text
        ),
        facets=(
            Facet("state", _("状态"), tuple(Choice(one.value, _(one.label)) for one in PageState), is_many=True),
        ),
        search=_("编号、标题或理由"),
        empty=_("没有提请的规则页。"),
        remedy=_("在规则页上点“改这一页”即可提请。"),
        note=_("签发人须是提请人以外的另一人；签发以前，现行规则不变。"),
    )  # fmt: skip


def proposal(visit: Visit, number: int) -> HttpResponse:
    """Show one proposal; a POST signs it, refuses it, takes it back, or tries it out."""
    found = get_proposal(visit.viewer, number)
    is_own = found.proposed_by == visit.holder.account
    form = WITHDRAW if is_own else DECIDE
    if visit.request.method == "POST" and visit.request.POST.get("_act") == "outlook":
        TRY_OUT.read(visit)
        return _try_out(visit, found)
    address = f"{visit.request.path}?content={found.content_hash}"
    actor = Actor(visit.holder.account)

    def decide(filled: Filled) -> str:
        if filled.act == "publish":
            # What is signed is what stands on this page: a content that has changed meanwhile does not pass.
            seen = visit.request.GET.get("content", "")
            publish_page(number, content_hash=seen, actor=actor, at=visit.at, idem_key=filled.key)
            return _("已签发。所涉案卷正在按新的一页重新判断。")
        refuse_page(number, reason=filled.text("reason"), actor=actor, at=visit.at, idem_key=filled.key)
        return _("已撤回。") if is_own else _("已记录不同意，现行规则不变。")

    filled = form.taken(visit, decide, about=str(number))
    if filled.is_done and filled.act == "publish":
        job = law_desk().judge(title=found.title, actor=actor.name, at=visit.at)
        return HttpResponseRedirect(reverse("law.outlook", kwargs={"number": job}))
    if filled.is_done:
        return HttpResponseRedirect(reverse("law.proposals"))
    may_decide = found.state is PageState.WAITING and (is_own or visit.may(PUBLISH_LAW))
    law, is_waiting = current_law(), found.state is PageState.WAITING
    trial = try_text(law, found.text)
    said = {
        "proposal": found, "state": state_badge(found.state), "day": day_of(found.in_force_from), "is_own": is_own,
        "rows": side_by_side(text_before(law, found), found.text), "trial": trial,
        "softened": _softened(law, found, trial.rule) if is_waiting and trial.rule is not None else (),
        "is_overtaken": is_waiting and digest_of(law.text_of(found.page)) != found.replaced,
        "form": form.show(visit, filled, address=address, back=reverse("law.proposals")) if may_decide else None,
        "try_out": TRY_OUT.show(visit, TRY_OUT.blank(visit)) if is_waiting else None,
    }  # fmt: skip
    title = _("提请 %(number)s") % {"number": number}
    return show(
        visit, "law_change/proposal.html", said, title=found.title, crumbs=crumbs_to(title, found.page),
        status=filled.status,
    )  # fmt: skip


def _softened(law: LawInForce, found: PageProposal, rule: Rule) -> list[tuple[str, str]]:
    """What whoever signs must not overlook: from when the new page asks for less, and in which ways."""
    asked = Asked(found.text, day_of(found.in_force_from).toordinal(), found.basis, found.is_correction)
    return [
        (
            said_date(day) if day > UNKNOWN_START else _("最早的版本"),
            "，".join(f"{_(one.word)}{one.detail}" for one in reasons),
        )
        for day, reasons, _is_cited in softened(law, rule, asked)
    ]  # fmt: skip


def _try_out(visit: Visit, found: PageProposal) -> HttpResponse:
    job = law_desk().try_out(
        found.text,
        title=f"{found.title}（{found.page}）",
        since=visit.at - YEAR,
        actor=visit.holder.account,
        at=visit.at,
    )
    return HttpResponseRedirect(reverse("law.outlook", kwargs={"number": job}))
