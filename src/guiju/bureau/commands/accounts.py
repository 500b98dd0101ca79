"""Accounts, and the first administrators. Who may do it the follower decides, from the events themselves."""

from collections.abc import Sequence
from datetime import datetime

from guiju.bureau.commands.entitlement import draft
from guiju.bureau.events import ACCOUNT_CLOSED, ACCOUNT_OPENED, ACCOUNT_RENEWED, ADMINISTRATOR_FOUNDED
from guiju.bureau.models import OfficerState
from guiju.bureau.organisation.officers import own_person
from guiju.bureau.permissions.accounts import FOUNDERS
from guiju.bureau.permissions.checks import PermissionRefused
from guiju.bureau.permissions.holding import is_number_of_another
from guiju.bureau.wiring import wiring
from guiju.facts.commands import Appended, append
from guiju.facts.draft import Actor
from guiju.values.event import FieldValue


def open_account(
    account: str, *, natural_person: str = "", officer: str = "", actor: Actor, at: datetime, idem_key: str
) -> Appended:
    """A way in for somebody; who he is comes from the roster where he is in it.

    Raises:
        PermissionRefused: the actor is no system administrator, the name was used or is another's number, or the
            roster says another person.
    """
    person = _person_of(officer, natural_person)
    if is_number_of_another(account, {person, f"number:{officer}"}):
        raise PermissionRefused(f"账号名“{account}”是另一人的警号。", remedy="请换一个账号名，或核对自然人编号。")
    fields: dict[str, FieldValue] = {"account": account, "natural_person": person}
    if officer:
        fields["officer"] = (officer,)
    return append([draft(ACCOUNT_OPENED, at, fields, stream=stream_of(account))], actor=actor, idem_key=idem_key)


def close_account(account: str, *, actor: Actor, at: datetime, idem_key: str) -> Appended:
    """The way in is shut and all its roles end.

    Raises:
        PermissionRefused: the actor is no system administrator, or there is no such account.
    """
    told = draft(ACCOUNT_CLOSED, at, {"account": account}, stream=stream_of(account))
    return append([told], actor=actor, idem_key=idem_key)


def reset_sign_in(account: str, part: str, *, actor: Actor, at: datetime, idem_key: str) -> Appended:
    """Record that a password, a second factor or recovery codes are made new, before they are; never what they are.

    Raises:
        PermissionRefused: neither the holder's own affair nor that administrator's, or there is no such account.
    """
    fields: dict[str, FieldValue] = {"account": account, "sign_in_part": part}
    return append([draft(ACCOUNT_RENEWED, at, fields, stream=stream_of(account))], actor=actor, idem_key=idem_key)


def found(founders: Sequence[tuple[str, str, str]], *, actor: Actor, at: datetime, idem_key: str) -> Appended:
    """Name the first administrators: account, natural person and role of each, all in one act of the operator.

    Raises:
        PermissionRefused: they are not the four that two signatures need, or were named before.
    """
    capacities = [wiring().roles[name].capacity for _, _, name in founders if name in wiring().roles]
    wanted = [capacity for capacity, number in FOUNDERS.items() for _ in range(number)]
    if actor.kind != "operator" or sorted(capacities) != sorted(wanted) or len(founders) != len(wanted):
        sentence = "首任管理员须由操作员一次设立：系统管理员一名、安全管理员两名、审计管理员一名。"
        raise PermissionRefused(sentence, remedy="请核对人数和角色。")
    drafts = [
        draft(ACCOUNT_OPENED, at, {"account": account, "natural_person": person}, stream=stream_of(account))
        for account, person, _ in founders
    ]
    drafts += [
        draft(ADMINISTRATOR_FOUNDED, at, {"account": account, "bureau_role": name}, stream=stream_of(account))
        for account, _, name in founders
    ]
    return append(drafts, actor=actor, idem_key=idem_key)


def stream_of(account: str) -> str:
    """The stream of all that is recorded of an account."""
    return f"account:{account}"


def _person_of(officer: str, said: str) -> str:
    state = OfficerState.objects.filter(officer=officer).order_by("-since").first() if officer else None
    known = state.natural_person if state is not None else own_person(officer) if officer else ""
    if said and known and said != known and known != own_person(officer):
        raise PermissionRefused("自然人编号与花名册不一致。", remedy="请先更正花名册，或者核对警号。")
    return said or known
