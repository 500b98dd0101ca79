"""The page of one unit: what it is and was, how many it should have and has, what belongs to it."""

from collections import Counter
from collections.abc import Set
from dataclasses import dataclass
from functools import partial

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from guiju.bureau.careers import get_unit_past, list_members, sees_credentials
from guiju.bureau.models import UnitState, UnitStrength
from guiju.bureau.names import NamesThen, unit_names
from guiju.bureau.queries import MANY, list_units
from guiju.bureau.registry import UnitThen
from guiju.bureau.roles import READ_ROLES
from guiju.screens.components.link import Link
from guiju.screens.components.tabs import Tab, Tabs
from guiju.screens.kit.figures import local_day
from guiju.screens.kit.rendering import Crumb, show
from guiju.screens.kit.visit import Visit
from guiju.screens.organisation.people.words import lapses_soon, since_said, until_now_said
from guiju.screens.organisation.registers import state_of_unit
from guiju.screens.organisation.words import STAFF_KINDS, UNIT_KINDS, unit_address
from guiju.values.scope import ALWAYS


@dataclass(frozen=True, slots=True)
class StateLine:
    """What a unit was over one period."""

    since: str
    until: str
    name: str
    kind: str
    parent: str
    state: str


@dataclass(frozen=True, slots=True)
class StrengthLine:
    """How many of one kind of staff a unit should have and has today; who they are stands with the posts."""

    kind: str
    fixed: str
    since: str
    held: int


def one_unit(visit: Visit, unit: str) -> HttpResponse:
    """Show one unit.

    Raises:
        NotFound: there is none, or not for this visitor.
    """
    past = get_unit_past(visit.viewer, unit, at=visit.at)
    today = local_day(visit.at)
    members = list_members(visit.viewer, past.now, at=visit.at, day=today)
    seen = list_units(visit.viewer, at=visit.at, size=MANY).items
    below = [one for one in seen if one.parent == past.now.code]
    names = unit_names({row.parent for row in past.states} - {""})
    said = {
        "unit": past.now,
        "kind": UNIT_KINDS.get(past.now.kind, past.now.kind),
        "parent": _parent(past.now.parent, names, visit.at, {one.code for one in seen}),
        "state": state_of_unit(past.now),
        "strengths": _strengths(past.strengths, Counter(one.kind for one in members), visit.at),
        "shows_credentials": sees_credentials(visit.viewer, past.now),
        "lapsing": sum(lapses_soon(held.standing, today) for one in members for held in one.credentials),
        "credentials_address": f"{reverse('organisation.unit_credentials', kwargs={'unit': past.now.code})}?state=soon",
        "states": [_state(row, names) for row in past.states if row.is_open or row.since != ALWAYS],
        "below": [Link(one.name, unit_address(one.code)) for one in below if one.is_open],
        "tabs": tabs_of(visit, past.now, "unit"),
    }
    return show(visit, "organisation/unit.html", said, title=past.now.name, crumbs=crumbs_of(past.now.name))


def _parent(code: str, names: NamesThen, at: int, seen: Set[str]) -> Link | str:
    """The unit above: by name, and as a link where the visitor may open it."""
    if not code:
        return "—"
    return Link(names.at(code, at), unit_address(code)) if code in seen else names.at(code, at)


def tabs_of(visit: Visit, unit: UnitThen, here: str) -> Tabs:
    """The sides of a unit; who is qualified, and who holds roles in it, only for those whose affair it is."""
    sides = [
        ("unit", _("概况")), ("unit_posts", _("人员任职")),
        *([("unit_credentials", _("执法资格"))] if sees_credentials(visit.viewer, unit) else []),
        *([("unit_roles", _("账号和角色"))] if visit.may(READ_ROLES) else []),
    ]  # fmt: skip
    to = partial(reverse, kwargs={"unit": unit.code})
    return Tabs(_("单位"), tuple(Tab(title, to(f"organisation.{name}"), name == here) for name, title in sides))


def crumbs_of(name: str) -> tuple[Crumb, ...]:
    """Where these pages stand."""
    return (Crumb(_("单位名册"), reverse("organisation.units")), Crumb(name))


def _strengths(rows: tuple[UnitStrength, ...], held: Counter[str], at: int) -> list[StrengthLine]:
    fixed = {row.kind: row for row in rows if row.until > at}
    kinds = [kind for kind in STAFF_KINDS if kind in fixed or held[kind]]
    return [
        StrengthLine(
            str(STAFF_KINDS[kind]), str(fixed[kind].establishment) if kind in fixed else _("没有核定"),
            since_said(fixed[kind].since) if kind in fixed else "—", held[kind],
        )
        for kind in kinds
    ]  # fmt: skip


def _state(row: UnitState, names: NamesThen) -> StateLine:
    return StateLine(
        since_said(row.since), until_now_said(row.until), row.name, str(UNIT_KINDS.get(row.kind, row.kind)),
        names.at(row.parent, row.since) if row.parent else "—", _("在册") if row.is_open else _("已撤销"),
    )  # fmt: skip
