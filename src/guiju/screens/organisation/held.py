"""What an account holds and what it lends or is lent, as lines of a page."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from guiju.bureau.models import Delegation
from guiju.bureau.names import NamesThen, unit_names
from guiju.bureau.queries import MANY, list_delegations, list_grants
from guiju.screens.components.light import Light
from guiju.screens.components.link import Link
from guiju.screens.kit.visit import Visit
from guiju.screens.organisation.words import ending, role_label, unit_said, until_said


@dataclass(frozen=True, slots=True)
class HeldLine:
    """A role of an account: where, until when, and how to end it."""

    role: str
    unit: str
    since: int
    until: str
    light: Light | str
    other: str = ""
    end: Link | str = ""


def roles_held(visit: Visit, account: str) -> list[HeldLine]:
    """The roles that were granted to an account; who holds one may lay it down."""
    rows = list_grants(visit.viewer, at=visit.at, account=account, size=MANY).items
    names = unit_names({row.unit for row in rows} - {""})
    return [
        HeldLine(
            role_label(row.role), unit_said(row.unit, names, visit.at), row.since, until_said(row.until),
            ending(row.until, visit.at),
            end=Link(_("放弃"), reverse("organisation.role_end", kwargs={"number": row.event})),
        )
        for row in rows
    ]  # fmt: skip


def roles_lent(visit: Visit, account: str) -> list[HeldLine]:
    """The delegations of an account, given and received."""
    rows = list_delegations(visit.viewer, at=visit.at, account=account, size=MANY).items
    names = unit_names({row.unit for row in rows})
    return [_lent(visit, row, names, account) for row in rows]


def _lent(visit: Visit, row: Delegation, names: NamesThen, account: str) -> HeldLine:
    other = _("委托给 %(account)s") % {"account": row.taker}
    if row.taker == account:
        other = _("受 %(account)s 委托") % {"account": row.giver}
    end = Link(_("撤回"), reverse("organisation.delegation_end", kwargs={"number": row.event}))
    return HeldLine(
        role_label(row.role), unit_said(row.unit, names, visit.at), row.since, until_said(row.until),
        ending(row.until, visit.at), other, end,
    )  # fmt: skip
