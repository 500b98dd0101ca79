"""The scope of an account at an instant: what its roles, what others delegated to it, and being oneself let it see."""

from collections.abc import Sequence

from guiju.bureau.models import Account
from guiju.bureau.permissions.holding import Held, account_at, narrowing_of, numbers_of, roles_held
from guiju.bureau.wiring import wiring
from guiju.values.scope import Reach, Scope

OPERATOR_KINDS = ("bureau.", "ledger.")


def scope_of(account: str, at: int) -> Scope:
    """What an account may see; nothing at all where it is unknown, closed, or its row does not bear its seal."""
    row = account_at(account, at)
    if row is None:
        return Scope(account, at=at)
    return scope_from(row, roles_held(account, at), at)


def scope_from(row: Account, held: Sequence[Held], at: int) -> Scope:
    """The scope of an account that is known to be open, with the roles that it holds."""
    hand = wiring()
    # An administrator reads no case, not even those that he once took part in; a program is nobody's self either.
    is_himself = not any(one.role.is_administrator for one in held) and narrowing_of(row.name) is None
    return Scope(
        row.name,
        natural_person=row.natural_person,
        officers=tuple(sorted(numbers_of(row.natural_person) | ({row.officer} - {""}))),
        at=at,
        reaches=tuple(_reach(one, at) for one in held),
        own_kinds=hand.own_kinds if is_himself else (),
        withheld=hand.withheld,
    )


def operator_scope(at: int) -> Scope:
    """What the operator at the machine sees: units, people and the ledger's own affairs, but no case."""
    reach = Reach("operator", kinds=OPERATOR_KINDS, purposes=("operation",), is_everywhere=True)
    return Scope("operator", at=at, reaches=(reach,))


def _reach(held: Held, at: int) -> Reach:
    role = held.role
    return Reach(
        role.name,
        held.unit,
        ranges=() if role.is_administrator else held.ranges(),
        kinds=role.kinds,
        purposes=role.purposes,
        until=held.until,
        is_everywhere=role.is_administrator,
        sees_unplaced=held.sees_unplaced(at),
        handles_withheld=role.handles_withheld,
        sees_suspected=role.sees_suspected,
        on_behalf=held.giver,
    )
