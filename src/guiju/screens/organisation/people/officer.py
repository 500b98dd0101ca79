"""The page of one officer: posts, credentials and roles over time, and what he may do today, with the reason."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from guiju.bureau.careers import OfficerPast, get_officer_past, list_grants_ever, sees_roles
from guiju.bureau.models import Posting, RoleGrant
from guiju.bureau.names import NamesThen, unit_names
from guiju.bureau.permissions.holding import Held, roles_held
from guiju.bureau.qualification import Qualification, State
from guiju.bureau.queries import MANY, NotFound, list_accounts
from guiju.bureau.roles import READ_ACCOUNTS, READ_REGISTERS
from guiju.screens.components.light import Light
from guiju.screens.components.link import Link
from guiju.screens.kit.figures import local_day, said_date
from guiju.screens.kit.rendering import Crumb, show
from guiju.screens.kit.visit import Visit
from guiju.screens.organisation.account_lists import address_of
from guiju.screens.organisation.people.duties import permitted_said
from guiju.screens.organisation.people.words import (
    credential_said,
    days_said,
    post_said,
    since_said,
    standing_light,
    standing_said,
    until_now_said,
)
from guiju.screens.organisation.words import STAFF_KINDS, role_label, unit_address, unit_said, until_said
from guiju.values.scope import FOREVER


@dataclass(frozen=True, slots=True)
class PostLine:
    """One post that somebody holds or held."""

    unit: Link | str
    post: str
    days: str
    is_held: bool


@dataclass(frozen=True, slots=True)
class CredentialLine:
    """One credential of somebody."""

    name: str
    granted: str
    light: Light
    standing: str


@dataclass(frozen=True, slots=True)
class RoleLine:
    """One role that an account of his holds or held."""

    role: str
    unit: str
    account: str
    since: int
    until: str


@dataclass(frozen=True, slots=True)
class MayLine:
    """What one role lets him do today, and where he has it from."""

    role: str
    unit: str
    what: str
    why: str


def one_officer(visit: Visit, officer: str) -> HttpResponse:
    """Show one officer.

    Raises:
        NotFound: there is none, or not for this visitor.
    """
    crumbs = (Crumb(_("人员名册"), reverse("organisation.officers")), Crumb(officer))
    return _shown(visit, officer, crumbs)


def my_record(visit: Visit) -> HttpResponse:
    """Show the visitor what the registers say of himself.

    Raises:
        NotFound: his account bears no police number, or the roster does not know it.
    """
    if not visit.holder.officer:
        raise NotFound(_("您的账号没有警号，名册里没有您的记录。"))
    crumbs = (Crumb(_("我的账号"), reverse("organisation.my_account")), Crumb(_("我的任职和资格")))
    return _shown(visit, visit.holder.officer, crumbs)


def _shown(visit: Visit, number: str, crumbs: tuple[Crumb, ...]) -> HttpResponse:
    today = local_day(visit.at)
    past = get_officer_past(visit.viewer, number, at=visit.at, day=today)
    rows = list_accounts(visit.viewer, at=visit.at, size=MANY).items
    own = [row for row in rows if row.officer == number and sees_roles(visit.viewer, row.name)]
    grants = list_grants_ever(visit.viewer, at=visit.at, accounts=[row.name for row in own]) if own else []
    held = {row.name: roles_held(row.name, visit.at) for row in own if row.closed_at > visit.at}
    names = unit_names(
        {post.unit for post in past.posts} | {row.unit for row in grants} - {""}
        | {one.unit for roles in held.values() for one in roles} - {""}
    )  # fmt: skip
    said = {
        "officer": past.now,
        "kind": STAFF_KINDS.get(past.now.kind, past.now.kind),
        "names": _names(past),
        "assists": _qualified(past.qualification) if past.qualification else "",
        "posts": [_post(visit, post, names) for post in past.posts],
        "credentials": [_credential(one.standing, one.granted_day, today) for one in past.credentials],
        "accounts": [Link(name, address_of(name)) if visit.may(READ_ACCOUNTS) else name for name in held],
        "shows_roles": bool(own),
        "may": [_may(one, names, visit.at) for roles in held.values() for one in roles],
        "roles": [_role(row, names, visit.at) for row in grants],
    }
    title = f"{past.now.name}（{number}）" if past.now.name else number
    return show(visit, "organisation/officer.html", said, title=title, crumbs=crumbs)


def _names(past: OfficerPast) -> list[tuple[str, str]]:
    """The names that somebody bore before, each with its term."""
    return [
        (row.name, _("%(first)s至%(last)s") % {"first": since_said(row.since), "last": until_now_said(row.until)})
        for row in past.states
        if row.name != past.now.name
    ]


def _qualified(standing: Qualification) -> str:
    """Whether he may enforce the law on his own today, and why."""
    if standing.state is not State.HELD:
        return standing_said(standing)
    return _("具有%(credential)s，%(standing)s") % {
        "credential": credential_said(standing.name), "standing": standing_said(standing),
    }  # fmt: skip


def _post(visit: Visit, post: Posting, names: NamesThen) -> PostLine:
    name = names.at(post.unit, min(post.until - 1, visit.at))
    unit = Link(name, unit_address(post.unit)) if visit.may(READ_REGISTERS) else name
    return PostLine(unit, post_said(post), days_said(post), post.until > visit.at)


def _credential(standing: Qualification, granted_day: int, today: int) -> CredentialLine:
    return CredentialLine(
        credential_said(standing.name), said_date(granted_day), standing_light(standing, today), standing_said(standing)
    )


def _may(held: Held, names: NamesThen, at: int) -> MayLine:
    why = _("两名安全管理员授予，%(until)s") % {"until": _ends(held.until)}
    if held.giver:
        why = _("受%(account)s委托，%(until)s") % {"account": held.giver, "until": _ends(held.until)}
    return MayLine(role_label(held.role.name), unit_said(held.unit, names, at), permitted_said(held.role.may), why)


def _ends(until: int) -> str:
    return _("长期有效") if until == FOREVER else _("有效至%(day)s") % {"day": until_said(until)}


def _role(row: RoleGrant, names: NamesThen, at: int) -> RoleLine:
    return RoleLine(
        role_label(row.role), unit_said(row.unit, names, min(row.until - 1, at)), row.account, row.since,
        until_said(row.until),
    )  # fmt: skip
