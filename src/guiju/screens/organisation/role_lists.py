"""The roles that stand, and those that wait for the second signature."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from guiju.bureau.models import Account, RoleGrant, RoleProposal
from guiju.bureau.names import NamesThen, officer_names, unit_names
from guiju.bureau.queries import MANY, list_accounts, list_grants, list_proposals
from guiju.bureau.roles import GRANT_ROLE, PROPOSE_ROLE
from guiju.bureau.wiring import wiring
from guiju.scores.reports.table import Instant
from guiju.screens.components.form import Choice
from guiju.screens.components.link import Action, Link
from guiju.screens.components.table import Column, Facet, Listing, Query, show_listing
from guiju.screens.components.tabs import Tab, Tabs
from guiju.screens.kit.figures import said_instant
from guiju.screens.kit.visit import Visit
from guiju.screens.organisation.account_lists import address_of
from guiju.screens.organisation.words import ending, role_label, unit_said, until_said
from guiju.values.scope import FOREVER

TERM = "term"
SEAT, LASTING = "seat", "lasting"


@dataclass(frozen=True, slots=True)
class People:
    """Who is behind the accounts of a list, and what its units are called."""

    officers: dict[str, str]
    names: NamesThen
    units: NamesThen
    at: int

    @classmethod
    def of(cls, visit: Visit, units: set[str]) -> "People":
        """All accounts that the visitor may see."""
        found: Sequence[Account] = list_accounts(visit.viewer, at=visit.at, size=MANY).items
        officers = {row.name: row.officer for row in found if row.officer}
        return cls(officers, officer_names(set(officers.values())), unit_names(units - {""}), visit.at)

    def person(self, account: str) -> str:
        """The name of the holder of an account; empty where the roster knows none."""
        officer = self.officers.get(account, "")
        return self.names.at(officer, self.at) if officer else ""


class Roles:
    """One list for one visit; ``waiting``: of what waits for the second signature."""

    def __init__(self, visit: Visit, *, is_waiting: bool) -> None:
        self.visit, self.is_waiting = visit, is_waiting
        ask = list_proposals if is_waiting else list_grants
        self.all: Sequence[RoleGrant | RoleProposal] = ask(visit.viewer, at=visit.at, size=MANY).items
        self.people = People.of(visit, {row.unit for row in self.all})

    def listing(self) -> Listing:
        """The declaration of the list."""
        last = self._waiting_columns() if self.is_waiting else self._standing_columns()
        return Listing(
            name="proposals" if self.is_waiting else "roles",
            title=_("待第二签署的提请") if self.is_waiting else _("授权"),
            columns=(
                Column(
                    "account", _("账号"), lambda row: Link(row.account, address_of(row.account)), is_head=True,
                    written=lambda row: row.account,
                ),
                Column("person", _("姓名"), lambda row: self.people.person(row.account)),
                Column("role", _("角色"), lambda row: role_label(row.role)),
                Column("unit", _("单位"), lambda row: unit_said(row.unit, self.people.units, self.visit.at)),
                Column(
                    "until", _("失效时刻"), lambda row: until_said(row.until),
                    written=lambda row: _("长期") if row.until == FOREVER else Instant(row.until),
                ),
                *last,
            ),
            rows=lambda _visit, query, start, number: self._found(query)[start : start + number],
            count=lambda _visit, query, _most: len(self._found(query)),
            facets=self._facets(),
            search=_("账号的开头，或姓名中的字"),
            empty=_("没有等待第二签署的提请。") if self.is_waiting else _("没有符合条件的授权。"),
            note=_("授权由一名安全管理员提请、另一名批准后生效；本人的授权不能由本人提请或批准。"),
        )  # fmt: skip

    def _standing_columns(self) -> tuple[Column, ...]:
        return (
            Column("light", _("到期提醒"), lambda row: ending(row.until, self.visit.at)),
            Column(
                "since", _("生效时刻"), lambda row: said_instant(row.since), is_quiet=True,
                written=lambda row: Instant(row.since),
            ),
            Column(
                "end", _("办理"), lambda row: Link(_("收回"), _end_address(row.event)) if self._may_end(row) else "",
                written=lambda row: "",
            ),
        )  # fmt: skip

    def _waiting_columns(self) -> tuple[Column, ...]:
        return (
            Column("proposer", _("提请人"), lambda row: row.proposer),
            Column(
                "decide", _("办理"), lambda row: Link(
                    _("核对签署") if self.visit.may(GRANT_ROLE) else _("查看"),
                    reverse("organisation.proposal", kwargs={"number": row.event}),
                ), written=lambda row: "",
            ),
        )  # fmt: skip

    def _may_end(self, row: RoleGrant) -> bool:
        return self.visit.may(GRANT_ROLE) or row.account == self.visit.holder.account

    def _facets(self) -> tuple[Facet, ...]:
        held = {row.role for row in self.all}
        units = sorted({row.unit for row in self.all} - {""})
        roles = tuple(Choice(name, role_label(name)) for name in wiring().roles if name in held)
        places = tuple(Choice(unit, self.people.units.at(unit, self.visit.at)) for unit in units)
        term = (Choice(SEAT, _("有期限")), Choice(LASTING, _("长期")))
        return (
            Facet("role", _("角色"), roles, is_many=True), Facet("unit", _("单位"), places, is_many=True),
            Facet(TERM, _("期限"), term),
        )  # fmt: skip

    def _found(self, query: Query) -> list[RoleGrant | RoleProposal]:
        return [
            row
            for row in self.all
            if (not query.of("role") or row.role in query.of("role"))
            and (not query.of("unit") or row.unit in query.of("unit"))
            and query.one(TERM) in ("", LASTING if row.until == FOREVER else SEAT)
            and (row.account.startswith(query.text) or query.text in self.people.person(row.account))
        ]


def roles(visit: Visit) -> HttpResponse:
    """Show the roles that stand.

    Raises:
        QueryRefused: the address asks for what the list does not have.
    """
    return _listed(visit, is_waiting=False)


def proposals(visit: Visit) -> HttpResponse:
    """Show what waits for the second signature.

    Raises:
        QueryRefused: the address asks for what the list does not have.
    """
    return _listed(visit, is_waiting=True)


def count_waiting(visit: Visit) -> int:
    """How many proposals wait for the second signature of somebody other than who proposed them."""
    if not visit.may(GRANT_ROLE):
        return 0
    rows = list_proposals(visit.viewer, at=visit.at, size=MANY).items
    return sum(row.proposer != visit.holder.account for row in rows)


def tabs_of(visit: Visit, here: str) -> Tabs:
    """The sides of 授权: what stands, what waits, what is lent."""
    waiting = list_proposals(visit.viewer, at=visit.at, size=1).total
    return Tabs(
        _("授权"),
        (
            Tab(_("现行授权"), reverse("organisation.roles"), here == "roles"),
            Tab(_("待第二签署"), reverse("organisation.proposals"), here == "proposals", waiting),
            Tab(_("委托"), reverse("organisation.delegations"), here == "delegations"),
            Tab(_("接口令牌"), reverse("organisation.tokens"), here == "tokens"),
        ),
    )


def _listed(visit: Visit, *, is_waiting: bool) -> HttpResponse:
    acts = (Action(_("提请授予角色"), reverse("organisation.role_new"), "primary", "plus"),)
    said = {
        "acts": acts if visit.may(PROPOSE_ROLE) else (),
        "tabs": tabs_of(visit, "proposals" if is_waiting else "roles"),
    }
    listing = Roles(visit, is_waiting=is_waiting).listing()
    return show_listing(visit, listing, said, template="organisation/listing.html")


def _end_address(number: int) -> str:
    return reverse("organisation.role_end", kwargs={"number": number})
