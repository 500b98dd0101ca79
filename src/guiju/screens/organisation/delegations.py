"""Delegations: who lends which of his roles to whom, for how long; given and withdrawn by those whom they concern."""

from collections.abc import Sequence

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guiju.bureau.commands import delegate, withdraw
from guiju.bureau.models import Delegation
from guiju.bureau.names import unit_names
from guiju.bureau.permissions.checks import PermissionRefused
from guiju.bureau.permissions.holding import own_roles
from guiju.bureau.queries import MANY, NotFound, list_delegations
from guiju.bureau.roles import GRANT_ROLE
from guiju.scores.reports.table import Instant
from guiju.screens.components.confirm import Confirm, confirming
from guiju.screens.components.form import Choice, Field, Filled, Form, Kind
from guiju.screens.components.link import Link
from guiju.screens.components.table import Column, Listing, Query, show_listing
from guiju.screens.kit.figures import said_instant
from guiju.screens.kit.rendering import Crumb, show
from guiju.screens.kit.visit import Visit
from guiju.screens.organisation.account_lists import address_of
from guiju.screens.organisation.role_lists import People, tabs_of
from guiju.screens.organisation.words import end_of, ending, not_over, role_label, signed, unit_said
from guiju.screens.sign_in.accounts import open_account_named

WITHDRAWING = confirming("delegation_end", gettext_lazy("撤回委托"))


class Delegations:
    """The list for one visit."""

    def __init__(self, visit: Visit) -> None:
        self.visit = visit
        self.all: Sequence[Delegation] = list_delegations(visit.viewer, at=visit.at, size=MANY).items
        self.people = People.of(visit, {row.unit for row in self.all})

    def listing(self) -> Listing:
        """The declaration of the list."""
        at = self.visit.at
        return Listing(
            name="delegations",
            title=_("委托"),
            columns=(
                Column(
                    "giver", _("委托人"), lambda row: Link(self._who(row.giver), address_of(row.giver)), is_head=True,
                    written=lambda row: self._who(row.giver),
                ),
                Column(
                    "taker", _("受托人"), lambda row: Link(self._who(row.taker), address_of(row.taker)),
                    written=lambda row: self._who(row.taker),
                ),
                Column("role", _("角色"), lambda row: role_label(row.role)),
                Column("unit", _("单位"), lambda row: unit_said(row.unit, self.people.units, at)),
                Column(
                    "since", _("生效时刻"), lambda row: said_instant(row.since), is_quiet=True,
                    written=lambda row: Instant(row.since),
                ),
                Column(
                    "until", _("失效时刻"), lambda row: said_instant(row.until), written=lambda row: Instant(row.until)
                ),
                Column("light", _("到期提醒"), lambda row: ending(row.until, at)),
                Column("end", _("办理"), self._end, written=lambda row: ""),
            ),
            rows=lambda _visit, query, start, number: self._found(query)[start : start + number],
            count=lambda _visit, query, _most: len(self._found(query)),
            search=_("账号的开头，或姓名中的字"),
            empty=_("没有现行的委托。"),
            note=_("委托不超出委托人自己的权限和期限，受托人不能再委托；委托人失去角色时，委托同时失效。"),
        )  # fmt: skip

    def _who(self, account: str) -> str:
        person = self.people.person(account)
        return f"{person}（{account}）" if person else account

    def _end(self, row: Delegation) -> Link | str:
        is_mine = self.visit.holder.account in (row.giver, row.taker)
        address = reverse("organisation.delegation_end", kwargs={"number": row.event})
        return Link(_("撤回"), address) if is_mine or self.visit.may(GRANT_ROLE) else ""

    def _found(self, query: Query) -> list[Delegation]:
        return [
            row
            for row in self.all
            if any(
                one.startswith(query.text) or query.text in self.people.person(one) for one in (row.giver, row.taker)
            )
        ]


def delegations(visit: Visit) -> HttpResponse:
    """Show the delegations that stand.

    Raises:
        QueryRefused: the address asks for what the list does not have.
    """
    said = {"tabs": tabs_of(visit, "delegations")}
    return show_listing(visit, Delegations(visit).listing(), said, template="organisation/listing.html")


def delegation_new(visit: Visit) -> HttpResponse:
    """Lend one of one's own roles."""
    form = _lending(visit)

    def lend(filled: Filled) -> str:
        role, _colon, unit = filled.text("role").partition(":")
        named, until = filled.text("taker"), end_of(filled.values.get("until"))
        if until is None:
            raise PermissionRefused(_("委托必须写明期限。"), remedy=_("请填写失效日期。"))
        taker = open_account_named(named, visit.at) or named
        delegate(role, taker, unit=unit, valid_until=until, **signed(visit, filled.key))
        return _("已委托，立即生效，到期自动失效。")

    filled = form.taken(visit, lend)
    if filled.is_done:
        return HttpResponseRedirect(reverse("organisation.my_account"))
    said = {"form": form.show(visit, filled, back=reverse("organisation.my_account"))}
    crumbs = (Crumb(_("我的账号"), reverse("organisation.my_account")), Crumb(_("委托授权")))
    return show(visit, "organisation/form.html", said, title=_("委托授权"), crumbs=crumbs, status=filled.status)


def delegation_end(visit: Visit, number: int) -> HttpResponse:
    """Withdraw a delegation, after asking.

    Raises:
        NotFound: none such stands, or not for this visitor.
    """
    rows = list_delegations(visit.viewer, at=visit.at, size=MANY).items
    row = next((one for one in rows if one.event == number), None)
    if row is None:
        raise NotFound(_("没有这项委托，或者已经结束。"))
    is_mine = visit.holder.account in (row.giver, row.taker)
    back = reverse("organisation.my_account" if is_mine else "organisation.delegations")

    def take_back(filled: Filled) -> str:
        withdraw(number, **signed(visit, filled.key))
        return _("委托已撤回，立即生效。")

    filled = WITHDRAWING.taken(visit, take_back)
    if filled.is_done:
        return HttpResponseRedirect(back)
    facts = (
        (_("委托人"), row.giver), (_("受托人"), row.taker), (_("角色"), role_label(row.role)),
        (_("单位"), unit_said(row.unit, unit_names({row.unit}), visit.at)), (_("失效时刻"), said_instant(row.until)),
    )  # fmt: skip
    asked = Confirm(_("撤回后，受托人立即失去这项权限。"), WITHDRAWING.show(visit, filled, back=back), facts)
    return show(
        visit, "organisation/value.html", {"value": asked}, title=_("撤回委托"),
        crumbs=(Crumb(_("委托"), back), Crumb(_("撤回委托"))), status=filled.status,
    )  # fmt: skip


def lendable(visit: Visit) -> list[Choice]:
    """The own roles that may be lent, each with its unit."""
    held = [one for one in own_roles(visit.holder.account, visit.at) if one.role.is_delegable and one.unit]
    names = unit_names({one.unit for one in held})
    return [
        Choice(f"{one.role.name}:{one.unit}", f"{_(one.role.label)} · {names.at(one.unit, visit.at)}") for one in held
    ]


def _lending(visit: Visit) -> Form:
    return Form(
        "delegation_new",
        (
            Field("role", _("委托哪项权限"), Kind.CHOICE, choices=tuple(lendable(visit))),
            Field("taker", _("受托人的账号或警号"), longest=160),
            Field("until", _("有效至"), Kind.DATE, help=_("该日 24 时自动失效。"), check=not_over(visit)),
        ),
        (Choice("lend", _("委托")),),
    )
