"""A role proposed, signed or refused by another, and taken away: each refusal of a command is told as it is."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guiju.bureau.commands import grant_role, propose_role, refuse_role, revoke_role
from guiju.bureau.models import RoleGrant, RoleProposal
from guiju.bureau.names import unit_names
from guiju.bureau.queries import MANY, NotFound, list_grants, list_proposals, list_units
from guiju.bureau.roles import GRANT_ROLE
from guiju.bureau.wiring import wiring
from guiju.screens.components.confirm import Confirm, confirming
from guiju.screens.components.form import Choice, Field, Filled, Form, Kind
from guiju.screens.kit.rendering import Crumb, show
from guiju.screens.kit.visit import Visit
from guiju.screens.organisation.role_lists import People
from guiju.screens.organisation.words import end_of, not_over, role_label, signed, unit_said, until_said
from guiju.screens.sign_in.accounts import open_account_named

GRANTED, REFUSED = "grant", "refuse"
DECIDING = Form("proposal", (), (Choice(GRANTED, gettext_lazy("签署批准")), Choice(REFUSED, gettext_lazy("驳回"))))
ENDING = confirming("role_end", gettext_lazy("终止授权"))


def role_new(visit: Visit) -> HttpResponse:
    """Propose a role: the first signature."""
    form = _proposing(visit)
    account = visit.request.GET.get("account", "")[:160]

    def propose(filled: Filled) -> str:
        named = filled.text("account")
        propose_role(
            open_account_named(named, visit.at) or named, filled.text("role"), unit=filled.text("unit"),
            valid_until=end_of(filled.values.get("until")), **signed(visit, filled.key),
        )  # fmt: skip
        return _("已提请。另一名安全管理员签署后生效。")

    filled = form.taken(visit, propose, values={"account": account})
    if filled.is_done:
        return HttpResponseRedirect(reverse("organisation.proposals"))
    shown = form.show(visit, filled, back=reverse("organisation.roles"))
    crumbs = (Crumb(_("授权"), reverse("organisation.roles")), Crumb(_("提请授予角色")))
    return show(
        visit, "organisation/form.html", {"form": shown}, title=_("提请授予角色"), crumbs=crumbs, status=filled.status
    )


def proposal(visit: Visit, number: int) -> HttpResponse:
    """Show what was proposed; sign or refuse it.

    Raises:
        NotFound: nothing waits under this number, or not for this visitor.
    """
    waiting = list_proposals(visit.viewer, at=visit.at, size=MANY).items
    row = next((one for one in waiting if one.event == number), None)

    def decide(filled: Filled) -> str:
        (grant_role if filled.act == GRANTED else refuse_role)(number, **signed(visit, filled.key))
        return _("已批准，授权生效。") if filled.act == GRANTED else _("已驳回。")

    filled = DECIDING.taken(visit, decide) if visit.may(GRANT_ROLE) else DECIDING.blank(visit)
    if filled.is_done:
        return HttpResponseRedirect(reverse("organisation.proposals"))
    if row is None:
        raise NotFound(_("没有等待批准的这份提请。"))
    said = {
        "facts": (*_facts(visit, row), (_("提请人"), row.proposer)),
        "form": DECIDING.show(visit, filled, back=reverse("organisation.proposals")) if visit.may(GRANT_ROLE) else None,
        "is_own": row.proposer == visit.holder.account,
    }
    crumbs = (Crumb(_("待第二签署"), reverse("organisation.proposals")), Crumb(str(number)))
    return show(visit, "organisation/proposal.html", said, title=_("核对提请"), crumbs=crumbs, status=filled.status)


def role_end(visit: Visit, number: int) -> HttpResponse:
    """Take a role away, or lay one's own down, after asking.

    Raises:
        NotFound: no such role stands, or not for this visitor.
    """
    rows = list_grants(visit.viewer, at=visit.at, size=MANY).items
    row = next((one for one in rows if one.event == number), None)
    if row is None:
        raise NotFound(_("没有这项授权，或者已经结束。"))
    back = reverse("organisation.roles" if visit.may(GRANT_ROLE) else "organisation.my_account")

    def end(filled: Filled) -> str:
        revoke_role(number, **signed(visit, filled.key))
        return _("授权已终止，立即生效。")

    filled = ENDING.taken(visit, end)
    if filled.is_done:
        return HttpResponseRedirect(back)
    asked = Confirm(
        _("终止后立即失去这项权限；恢复须由两名安全管理员重新授予。"),
        ENDING.show(visit, filled, back=back),
        _facts(visit, row),
    )
    return show(
        visit, "organisation/value.html", {"value": asked}, title=_("终止授权"),
        crumbs=(Crumb(_("授权"), back), Crumb(_("终止授权"))), status=filled.status,
    )  # fmt: skip


def _proposing(visit: Visit) -> Form:
    units = list_units(visit.viewer, at=visit.at, size=MANY).items
    seats = [one for one in wiring().roles.values() if one.longest_days]
    longest = "；".join(
        _("%(role)s每次最长 %(days)s 天") % {"role": _(one.label), "days": one.longest_days} for one in seats
    )
    return Form(
        "role_new",
        (
            Field("account", _("账号或警号"), longest=160),
            Field(
                "role", _("角色"), Kind.CHOICE,
                choices=tuple(Choice(one.name, _(one.label)) for one in wiring().roles.values()),
            ),
            Field(
                "unit", _("单位"), Kind.CHOICE, is_required=False,
                choices=tuple(Choice(one.code, f"{one.name}（{one.code}）") for one in units if one.is_open),
                help=_("管理员角色不限于单位，留空；其他角色必填。"),
            ),
            Field(
                "until", _("有效至"), Kind.DATE, is_required=False,
                help=_("该日 24 时失效；留空为长期。%(longest)s。") % {"longest": longest},
                check=not_over(visit),
            ),
        ),
        (Choice("propose", _("提请")),),
    )  # fmt: skip


def _facts(visit: Visit, row: RoleGrant | RoleProposal) -> tuple[tuple[str, object], ...]:
    people, names = People.of(visit, {row.unit}), unit_names({row.unit} - {""})
    return (
        (_("账号"), row.account), (_("姓名"), people.person(row.account) or "—"), (_("角色"), role_label(row.role)),
        (_("单位"), unit_said(row.unit, names, visit.at)), (_("失效时刻"), until_said(row.until)),
    )  # fmt: skip
