"""Tokens of the interface. Whether they may stand the follower decides, from the events themselves."""

from collections.abc import Sequence
from datetime import datetime

from guiju.bureau.commands.accounts import stream_of
from guiju.bureau.commands.entitlement import draft
from guiju.bureau.events import TOKEN_ASKED, TOKEN_GRANTED, TOKEN_REVOKED
from guiju.bureau.models import ApiToken
from guiju.bureau.permissions.checks import PermissionRefused
from guiju.bureau.permissions.tokens import Drawn
from guiju.bureau.wiring import wiring
from guiju.facts.commands import Appended, append
from guiju.facts.draft import Actor
from guiju.values.clock import from_micros
from guiju.values.event import FieldValue


def ask_token(
    drawn: Drawn, *, roles: Sequence[str], unit: str, valid_until: datetime, actor: Actor, at: datetime, idem_key: str
) -> Appended:
    """The first signature under a token for the actor's own account: for some of his roles, on one unit, for a term.

    Raises:
        PermissionRefused: the roles or the unit are not his own, or the term is too long.
    """
    fields: dict[str, FieldValue] = {
        "account": actor.name, "token": drawn.name, "token_digest": drawn.digest,
        "token_roles": ",".join(sorted(set(roles))), "valid_until": valid_until.isoformat(),
    }  # fmt: skip
    told = draft(TOKEN_ASKED, at, fields, unit=unit, stream=stream_of(actor.name))
    return append([told], actor=actor, idem_key=idem_key)


def grant_token(name: str, *, actor: Actor, at: datetime, idem_key: str) -> Appended:
    """The second signature, under exactly what was asked for.

    Raises:
        PermissionRefused: the actor is no security administrator, or it is his own.
    """
    row = _get(name)
    fields: dict[str, FieldValue] = {
        "account": row.account, "token": row.name, "token_digest": row.digest, "token_roles": row.roles,
        "valid_until": from_micros(row.until, wiring().local.zone).isoformat(),
    }  # fmt: skip
    told = draft(TOKEN_GRANTED, at, fields, unit=row.unit, stream=stream_of(row.account))
    return append([told], actor=actor, idem_key=idem_key)


def revoke_token(name: str, *, actor: Actor, at: datetime, idem_key: str) -> Appended:
    """A token ends at once, or what was asked for is turned down.

    Raises:
        PermissionRefused: there is none that stands, or the actor is neither its holder nor a security administrator.
    """
    row = _get(name)
    told = draft(
        TOKEN_REVOKED, at, {"account": row.account, "token": name}, unit=row.unit, stream=stream_of(row.account)
    )
    return append([told], actor=actor, idem_key=idem_key)


def _get(name: str) -> ApiToken:
    row = ApiToken.objects.filter(name=name).first()
    if row is None:
        raise PermissionRefused("没有这个令牌。", remedy="请核对令牌编号。")
    return row
