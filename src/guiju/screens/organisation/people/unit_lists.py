"""The lists of one unit: who held which post, whose credentials lapse when, who holds which role on it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.translation import gettext as _

from guiju.bureau.careers import list_grants_ever, list_members, list_unit_posts, sees_credentials
from guiju.bureau.models import Posting, RoleGrant
from guiju.bureau.names import holders_of, officer_names
from guiju.bureau.qualification import Qualification, Reason, State
from guiju.bureau.queries import NotFound, get_unit
from guiju.bureau.registry import UnitThen
from guiju.scores.reports.table import Instant
from guiju.screens.components.badge import Badge, Tone
from guiju.screens.components.form import Choice
from guiju.screens.components.light import Light
from guiju.screens.components.link import Link
from guiju.screens.components.table import Column, Facet, Listing, Query, show_listing
from guiju.screens.kit.figures import local_day, said_date, said_instant
from guiju.screens.kit.visit import Visit
from guiju.screens.organisation.account_lists import address_of
from guiju.screens.organisation.people.unit import crumbs_of, tabs_of
from guiju.screens.organisation.people.words import (
    SOON_DAYS,
    credential_said,
    days_said,
    lapses_soon,
    post_said,
    standing_light,
    standing_said,
)
from guiju.screens.organisation.words import POSTS, STAFF_KINDS, officer_address, role_label, until_said
from guiju.values.scope import FOREVER

NOW, PAST = "now", "past"
SOON, GOOD, GONE, NONE = "soon", "good", "gone", "none"


class Posts:
    """Who held which post in a unit, for one visit."""

    def __init__(self, visit: Visit, unit: UnitThen) -> None:
        self.at = visit.at
        self.all = list_unit_posts(visit.viewer, unit, at=visit.at)
        self.names = officer_names({row.officer for row in self.all})

    def listing(self, title: str) -> Listing:
        """The declaration of the list."""
        held = {row.post for row in self.all}
        return Listing(
            name="unit_posts",
            title=title,
            columns=(
                Column("officer", _("警号"), lambda row: Link(row.officer, officer_address(row.officer)), is_head=True,
                       written=lambda row: row.officer),
                Column("name", _("姓名"), self._name),
                Column("post", _("岗位"), post_said),
                Column("kind", _("人员类别"), lambda row: str(STAFF_KINDS.get(row.kind, row.kind)), is_quiet=True),
                Column("days", _("任职期间"), days_said),
                Column("state", _("状态"), self._state),
            ),
            rows=lambda _visit, query, start, number: self._found(query)[start : start + number],
            count=lambda _visit, query, _most: len(self._found(query)),
            facets=(
                Facet("state", _("状态"), (Choice(NOW, _("现任")), Choice(PAST, _("已离任")))),
                Facet("post", _("岗位"), tuple(Choice(one, str(POSTS.get(one, one))) for one in sorted(held))),
            ),
            search=_("姓名中的字，或警号的开头"),
            empty=_("没有符合条件的任职记录。"),
            note=_("姓名以任职当时为准。"),
        )  # fmt: skip

    def _name(self, row: Posting) -> str:
        return self.names.at(row.officer, min(row.until - 1, self.at))

    def _state(self, row: Posting) -> Badge:
        return Badge(_("现任"), Tone.GOOD) if row.until > self.at else Badge(_("已离任"))

    def _found(self, query: Query) -> Sequence[Posting]:
        wanted = {"": None, NOW: True, PAST: False}[query.one("state")]
        return [
            row
            for row in self.all
            if (wanted is None or (row.until > self.at) is wanted)
            and query.one("post") in ("", row.post)
            and (query.text in self._name(row) or row.officer.startswith(query.text))
        ]


@dataclass(frozen=True, slots=True)
class CredentialRow:
    """One credential of somebody in the unit; of police without any, one row that says so."""

    officer: str
    name: str
    kind: str
    granted_day: int | None
    standing: Qualification


class Credentials:
    """The credentials of those who serve in a unit today, the first to lapse first."""

    def __init__(self, visit: Visit, unit: UnitThen) -> None:
        if not sees_credentials(visit.viewer, unit):
            raise NotFound(_("没有找到这个单位。"))
        self.today = local_day(visit.at)
        rows: list[CredentialRow] = []
        for one in list_members(visit.viewer, unit, at=visit.at, day=self.today):
            rows += [
                CredentialRow(one.officer, one.name, one.kind, held.granted_day, held.standing)
                for held in one.credentials
            ]
            if not one.credentials and one.kind == "police":
                none = Qualification(State.NONE, Reason.NEVER_GRANTED)
                rows.append(CredentialRow(one.officer, one.name, one.kind, None, none))
        self.all = sorted(rows, key=lambda row: (row.standing.last_day or 10**7, row.officer))

    def listing(self, title: str) -> Listing:
        """The declaration of the list."""
        soon = _("%(days)s 日内失效") % {"days": SOON_DAYS}
        return Listing(
            name="unit_credentials",
            title=title,
            columns=(
                Column("officer", _("警号"), lambda row: Link(row.officer, officer_address(row.officer)), is_head=True,
                       written=lambda row: row.officer),
                Column("name", _("姓名"), lambda row: row.name),
                Column("credential", _("资格"), lambda row: credential_said(row.standing.name) or "—"),
                Column("light", _("期限"), self._light, written=lambda row: self._light(row).word),
                Column("standing", _("情况"), lambda row: standing_said(row.standing)),
                Column(
                    "granted", _("取得日期"), is_quiet=True,
                    cell=lambda row: said_date(row.granted_day) if row.granted_day else "",
                ),
            ),
            rows=lambda _visit, query, start, number: self._found(query)[start : start + number],
            count=lambda _visit, query, _most: len(self._found(query)),
            facets=(
                Facet("state", _("情况"), (
                    Choice(SOON, soon), Choice(GOOD, _("有效")), Choice(GONE, _("已失效")), Choice(NONE, _("未见记录")),
                )),
            ),
            search=_("姓名中的字，或警号的开头"),
            empty=_("没有符合条件的执法资格。"),
            note=_("只列现任人员。未见记录的，可能是没有登记，请向政工部门核实。"),
        )  # fmt: skip

    def _light(self, row: CredentialRow) -> Light:
        if row.granted_day is None:
            return Light("grey", _("未见记录"))
        return standing_light(row.standing, self.today)

    def _state(self, row: CredentialRow) -> tuple[str, ...]:
        if row.granted_day is None:
            return (NONE,)
        if row.standing.state is not State.HELD:
            return (GONE,)
        return (GOOD, SOON) if lapses_soon(row.standing, self.today) else (GOOD,)

    def _found(self, query: Query) -> Sequence[CredentialRow]:
        wanted = query.one("state")
        return [
            row
            for row in self.all
            if (not wanted or wanted in self._state(row))
            and (query.text in row.name or row.officer.startswith(query.text))
        ]


class UnitRoles:
    """Who holds or held which role on a unit, for those who look after roles."""

    def __init__(self, visit: Visit, unit: UnitThen) -> None:
        self.at = visit.at
        self.all = list_grants_ever(visit.viewer, at=visit.at, unit=unit.code)
        self.officers, self.names = holders_of({row.account for row in self.all})

    def listing(self, title: str) -> Listing:
        """The declaration of the list."""
        return Listing(
            name="unit_roles",
            title=title,
            columns=(
                Column("account", _("账号"), lambda row: Link(row.account, address_of(row.account)), is_head=True,
                       written=lambda row: row.account),
                Column("person", _("姓名"), self._person),
                Column("role", _("角色"), lambda row: role_label(row.role)),
                Column("since", _("生效时刻"), lambda row: said_instant(row.since),
                       written=lambda row: Instant(row.since)),
                Column(
                    "until", _("失效时刻"), lambda row: until_said(row.until),
                    written=lambda row: _("长期") if row.until == FOREVER else Instant(row.until),
                ),
                Column("state", _("状态"), self._state),
            ),
            rows=lambda _visit, query, start, number: self._found(query)[start : start + number],
            count=lambda _visit, query, _most: len(self._found(query)),
            facets=(Facet("state", _("状态"), (Choice(NOW, _("现行")), Choice(PAST, _("已结束")))),),
            search=_("账号的开头，或姓名中的字"),
            empty=_("没有符合条件的授权。"),
            note=_("只列授予在本单位的角色；上级单位的角色可能同样管到本单位。"),
        )  # fmt: skip

    def _person(self, row: RoleGrant) -> str:
        officer = self.officers.get(row.account, "")
        return self.names.at(officer, min(row.until - 1, self.at)) if officer else ""

    def _state(self, row: RoleGrant) -> Badge:
        return Badge(_("现行"), Tone.GOOD) if row.until > self.at else Badge(_("已结束"))

    def _found(self, query: Query) -> Sequence[RoleGrant]:
        wanted = {"": None, NOW: True, PAST: False}[query.one("state")]
        return [
            row
            for row in self.all
            if (wanted is None or (row.until > self.at) is wanted)
            and (row.account.startswith(query.text) or query.text in self._person(row))
        ]


def unit_posts(visit: Visit, unit: str) -> HttpResponse:
    """Show who held which post in a unit.

    Raises:
        NotFound: there is none, or not for this visitor.
        QueryRefused: the address asks for what the list does not have.
    """
    return _listed(visit, unit, "unit_posts", _("人员任职"), Posts)


def unit_credentials(visit: Visit, unit: str) -> HttpResponse:
    """Show the credentials of those who serve in a unit.

    Raises:
        NotFound: there is none, or not for this visitor.
        QueryRefused: the address asks for what the list does not have.
    """
    return _listed(visit, unit, "unit_credentials", _("执法资格"), Credentials)


def unit_roles(visit: Visit, unit: str) -> HttpResponse:
    """Show who holds which role on a unit.

    Raises:
        NotFound: there is none, or not for this visitor.
        QueryRefused: the address asks for what the list does not have.
    """
    return _listed(visit, unit, "unit_roles", _("账号和角色"), UnitRoles)


def _listed(
    visit: Visit, code: str, here: str, what: str, made: Callable[[Visit, UnitThen], Posts | Credentials | UnitRoles]
) -> HttpResponse:
    found = get_unit(visit.viewer, code, at=visit.at)
    title = _("%(unit)s · %(what)s") % {"unit": found.name, "what": what}
    said = {"tabs": tabs_of(visit, found, here)}
    return show_listing(
        visit, made(visit, found).listing(title), said, template="organisation/listing.html", title=title,
        crumbs=crumbs_of(found.name),
    )  # fmt: skip
