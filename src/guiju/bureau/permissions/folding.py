"""The events of permissions, taken one after another in the order of recording.

They run from the time of recording, never from before. What does not bear the signatures that it needs is refused
here, inside the transaction that would have recorded it: no caller can go around it. Nothing of it can be corrected,
only revoked; what a file brings is history of another system and permits nothing.
"""

from collections.abc import Callable, Iterable

from guiju.bureau import events
from guiju.bureau.models import Account, ApiToken, Capacity, Delegation, RoleGrant, RoleProposal
from guiju.bureau.permissions import accounts, delegations, grants, tokens
from guiju.bureau.permissions.checks import Checks, PermissionRefused
from guiju.values.recorded import Recorded

_FOLDS: dict[str, Callable[[Checks], None]] = {
    events.ACCOUNT_OPENED: accounts.open_account,
    events.ACCOUNT_CLOSED: accounts.close_account,
    events.ACCOUNT_RENEWED: accounts.reset_sign_in,
    events.ADMINISTRATOR_FOUNDED: accounts.found_administrator,
    events.ROLE_PROPOSED: grants.propose,
    events.ROLE_REFUSED: grants.refuse,
    events.ROLE_GRANTED: grants.sign,
    events.ROLE_REVOKED: grants.revoke,
    events.DELEGATION_GIVEN: delegations.give,
    events.DELEGATION_WITHDRAWN: delegations.withdraw,
    events.TOKEN_ASKED: tokens.ask,
    events.TOKEN_GRANTED: tokens.sign,
    events.TOKEN_REVOKED: tokens.revoke,
}


def fold(one: Recorded, *, is_replay: bool = False) -> None:
    """Take one event of permissions into the rows.

    Raises:
        PermissionRefused: it may not stand.
    """
    if one.batch is not None:
        return
    if one.actor_kind == "import":
        raise PermissionRefused("数据导入不能授权。")
    if one.corrects is not None:
        raise PermissionRefused("授权记录不能更正。", remedy="请收回后重新授予。")
    _FOLDS[one.event.type](Checks(one, is_replay))


def in_order(permissions: Iterable[Recorded]) -> list[Recorded]:
    """As they were recorded: by id, but those of one account by their places in its stream.

    Law: docs/ledger-format.md §2: places are hashed and ids are not; a revocation must not come before its grant.
    """
    streams: dict[str, list[Recorded]] = {}
    for one in permissions:
        streams.setdefault(one.stream, []).append(one)
    placed: list[tuple[int, Recorded]] = []
    for told in streams.values():
        ids = sorted(one.id for one in told)
        placed += zip(ids, sorted(told, key=lambda one: one.seq), strict=True)
    return [one for _, one in sorted(placed, key=lambda pair: pair[0])]


def clear() -> None:
    """Drop every row of permissions, before a rebuild."""
    for table in (ApiToken, RoleGrant, Capacity, RoleProposal, Delegation, Account):
        table.objects.all().delete()
