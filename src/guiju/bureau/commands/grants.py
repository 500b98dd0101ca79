"""Roles and delegations. Whether they may stand the follower decides, from the events themselves."""

from datetime import datetime

from guiju.bureau.commands.accounts import stream_of
from guiju.bureau.commands.entitlement import draft
from guiju.bureau.events import (
    DELEGATION_GIVEN,
    DELEGATION_WITHDRAWN,
    ROLE_GRANTED,
    ROLE_PROPOSED,
    ROLE_REFUSED,
    ROLE_REVOKED,
)
from guiju.bureau.models import Delegation, RoleGrant, RoleProposal
from guiju.bureau.permissions.checks import PermissionRefused, leaf_field
from guiju.bureau.wiring import wiring
from guiju.facts.commands import Appended, append
from guiju.facts.draft import Actor
from guiju.facts.histories import latest
from guiju.values.clock import from_micros
from guiju.values.event import FieldValue
from guiju.values.scope import FOREVER


def propose_role(
    account: str,
    role: str,
    *,
    unit: str = "",
    valid_from: datetime | None = None,
    valid_until: datetime | None = None,
    actor: Actor,
    at: datetime,
    idem_key: str,
) -> Appended:
    """The first signature under a role for an account; the id of the event is the number of the proposal.

    Raises:
        PermissionRefused: the actor is no security administrator, or proposes it for himself.
    """
    fields = _role_fields(account, role, valid_from, valid_until)
    told = draft(ROLE_PROPOSED, at, fields, unit=unit, stream=stream_of(account))
    return append([told], actor=actor, idem_key=idem_key)


def grant_role(proposal: int, *, actor: Actor, at: datetime, idem_key: str) -> Appended:
    """The second signature, under exactly what was proposed.

    Raises:
        PermissionRefused: the actor is no security administrator, is the proposer, or grants it to himself.
    """
    row = _proposal(proposal)
    zone = wiring().local.zone
    since = from_micros(row.since, zone)
    until = None if row.until == FOREVER else from_micros(row.until, zone)
    fields = {**_named("proposal", proposal), **_role_fields(row.account, row.role, since, until)}
    told = draft(ROLE_GRANTED, at, fields, unit=row.unit, stream=stream_of(row.account))
    return append([told], actor=actor, idem_key=idem_key)


def refuse_role(proposal: int, *, actor: Actor, at: datetime, idem_key: str) -> Appended:
    """The second signature is refused.

    Raises:
        PermissionRefused: the actor is no security administrator, or nothing waits.
    """
    row = _proposal(proposal)
    told = draft(ROLE_REFUSED, at, _named("proposal", proposal), unit=row.unit, stream=stream_of(row.account))
    return append([told], actor=actor, idem_key=idem_key)


def revoke_role(grant: int, *, actor: Actor, at: datetime, idem_key: str) -> Appended:
    """A role is taken away by one signature, or laid down by who holds it.

    Raises:
        PermissionRefused: there is no such role, or the actor is neither.
    """
    row = RoleGrant.objects.filter(event=grant).first()
    if row is None:
        raise PermissionRefused("没有这项授权，或者已经结束。", remedy="请核对授权编号。")
    told = draft(ROLE_REVOKED, at, _named("granted_by_event", grant), unit=row.unit, stream=stream_of(row.account))
    return append([told], actor=actor, idem_key=idem_key)


def delegate(
    role: str,
    to_account: str,
    *,
    unit: str,
    valid_until: datetime,
    valid_from: datetime | None = None,
    actor: Actor,
    at: datetime,
    idem_key: str,
) -> Appended:
    """Let another account exercise one's own role on a unit for a term.

    Raises:
        PermissionRefused: the role is not the actor's own, cannot be delegated, or the taker cannot hold it.
    """
    fields: dict[str, FieldValue] = {
        **_role_fields(actor.name, role, valid_from, valid_until),
        "to_account": to_account,
    }
    told = draft(DELEGATION_GIVEN, at, fields, unit=unit, stream=stream_of(actor.name))
    return append([told], actor=actor, idem_key=idem_key)


def withdraw(delegation: int, *, actor: Actor, at: datetime, idem_key: str) -> Appended:
    """A delegation ends before its term.

    Raises:
        PermissionRefused: there is none, or the actor is neither giver, taker nor a security administrator.
    """
    row = Delegation.objects.filter(event=delegation).first()
    if row is None:
        raise PermissionRefused("没有这项委托，或者已经结束。", remedy="请核对委托编号。")
    told = draft(DELEGATION_WITHDRAWN, at, _named("delegation", delegation), unit=row.unit, stream=stream_of(row.giver))
    return append([told], actor=actor, idem_key=idem_key)


def _named(field: str, number: int) -> dict[str, FieldValue]:
    """An event named by its id, to be found, and by its leaf, to be held to."""
    return {field: number, **{leaf_field(field): one.leaf.hex() for one in latest([number])}}


def _proposal(number: int) -> RoleProposal:
    row = RoleProposal.objects.filter(event=number).first()
    if row is None:
        raise PermissionRefused("没有等待批准的这份提请。", remedy="请核对提请编号。")
    return row


def _role_fields(
    account: str, role: str, valid_from: datetime | None, valid_until: datetime | None
) -> dict[str, FieldValue]:
    fields: dict[str, FieldValue] = {"account": account, "bureau_role": role}
    if valid_from is not None:
        fields["valid_from"] = valid_from.isoformat()
    if valid_until is not None:
        fields["valid_until"] = valid_until.isoformat()
    return fields
