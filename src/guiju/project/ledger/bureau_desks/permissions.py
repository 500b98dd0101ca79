"""What the verbs about accounts and roles do between the bureau and the reader.

Until people sign in on the site, whoever sits at the machine enters what an account signs: such an event says for ever
that an operator wrote it in that account's name.
"""

import secrets
from datetime import datetime
from typing import Any

import typer

from guiju.bureau import commands
from guiju.bureau.events import PERMISSION_TYPES
from guiju.bureau.models import RoleGrant, RoleProposal
from guiju.bureau.permissions.accounts import PASSWORD
from guiju.bureau.permissions.checking import check_permissions
from guiju.bureau.queries import list_delegations, list_grants, list_proposals
from guiju.bureau.scope import operator_scope
from guiju.bureau.wiring import wiring
from guiju.facts.draft import Actor
from guiju.facts.histories import every_event
from guiju.project import env
from guiju.project.options import moment_of
from guiju.screens.sign_in.passwords import issue_code
from guiju.values.clock import from_micros, to_micros
from guiju.values.scope import FOREVER

ALL = 10_000


def words(account: str) -> dict[str, Any]:
    """What every command is told when an operator enters it in the name of an account."""
    return {"actor": Actor(account, "operator"), "at": now(), "idem_key": secrets.token_hex(16)}


def now() -> datetime:
    """The present instant in the zone of the bureau."""
    return env.now().astimezone(wiring().local.zone)


def found(system: str, first: str, second: str, audit: str) -> None:
    """Name the four first administrators; each is his own natural person.

    Raises:
        PermissionRefused: they are no four persons, or were named before.
    """
    roles = ("system_administrator", "security_administrator", "security_administrator", "audit_administrator")
    founders = [
        (name, f"officer:{name}", role) for name, role in zip((system, first, second, audit), roles, strict=True)
    ]
    commands.found(founders, **words("operator"))
    typer.echo("已设立系统管理员、两名安全管理员和审计管理员。以后的授权须由两名安全管理员先后签署。")


def account(name: str, *, officer: str, person: str, is_closing: bool, by: str) -> None:
    """An account is opened, or shut.

    Raises:
        GuijuError: it may not be.
    """
    if is_closing:
        commands.close_account(name, **words(by))
    else:
        commands.open_account(name, officer=officer, natural_person=person, **words(by))
    typer.echo("账号已注销。" if is_closing else "账号已开立。")


def give_code(name: str, *, by: str) -> None:
    """A code with which the holder of an account sets his password.

    Raises:
        GuijuError: there is no such account, or it is not for this administrator.
    """
    said = words(by)
    commands.reset_sign_in(name, PASSWORD, **said)
    typer.echo(f"一次性口令：{issue_code(name, to_micros(said['at']))}")
    typer.echo("24 小时内有效，请当面交给本人；在登录页点“首次登录或忘记密码”设置密码。")


def propose(account: str, role: str, *, unit: str, until: str, by: str) -> None:
    """The first signature.

    Raises:
        GuijuError: it may not be proposed.
    """
    term = _instant(until) if until else None
    number = commands.propose_role(account, role, unit=unit, valid_until=term, **words(by)).ids[0]
    typer.echo(f"已提请，编号 {number}。请另一名安全管理员执行 guiju bureau grant {number}。")


def grant(proposal: int, *, by: str) -> None:
    """The second signature.

    Raises:
        GuijuError: it may not be granted.
    """
    number = commands.grant_role(proposal, **words(by)).ids[0]
    typer.echo(f"已授予，授权编号 {number}。")


def revoke(number: int, *, is_delegation: bool, by: str) -> None:
    """A role, or a delegation, ends.

    Raises:
        GuijuError: there is none, or not for this account to end.
    """
    (commands.withdraw if is_delegation else commands.revoke_role)(number, **words(by))
    typer.echo("委托已撤回。" if is_delegation else "角色已收回。")


def delegate(role: str, to_account: str, *, unit: str, until: str, by: str) -> None:
    """One's own role for another, for a term.

    Raises:
        GuijuError: it may not be delegated.
    """
    number = commands.delegate(role, to_account, unit=unit, valid_until=_instant(until), **words(by)).ids[0]
    typer.echo(f"已委托，委托编号 {number}。")


def show(account: str) -> None:
    """The roles that stand, what waits for a second signature, and the delegations."""
    at = to_micros(env.now())
    viewer = operator_scope(at)
    rows = [_grant_line(row) for row in list_grants(viewer, at=at, account=account, size=ALL).items]
    rows += [_proposal_line(row) for row in list_proposals(viewer, at=at, account=account, size=ALL).items]
    for lent in list_delegations(viewer, at=at, account=account, size=ALL).items:
        rows.append(
            f"委托 {lent.event}：{lent.giver} → {lent.taker}，{_label(lent.role)}，{lent.unit}{_until(lent.until)}"
        )
    typer.echo("\n".join(rows) or "没有授权。")


def show_roles() -> None:
    """Which roles there are."""
    for role in wiring().roles.values():
        reach = "全局" if role.is_administrator else "本单位及下级" if role.is_subtree else "本单位"
        longest = f"，最长 {role.longest_days} 天" if role.longest_days else ""
        typer.echo(f"{role.name}　{role.label}（{reach}{longest}）")


def check() -> bool:
    """Hold every row of permissions against its seal and the ledger; whether all is well."""
    told = [one for part in every_event() for one in part if one.event.type in PERMISSION_TYPES]
    problems = check_permissions(told)
    for problem in problems:
        typer.secho(problem.sentence, fg="red")
    typer.echo("授权与账本一致。" if not problems else f"共 {len(problems)} 处不符。请查明是谁改动的。")
    return not problems


def _grant_line(row: RoleGrant) -> str:
    return f"授权 {row.event}：{row.account}，{_label(row.role)}，{row.unit or '全局'}{_until(row.until)}"


def _proposal_line(row: RoleProposal) -> str:
    return f"待批 {row.event}：{row.account}，{_label(row.role)}，{row.unit or '全局'}，{row.proposer} 提请"


def _label(role: str) -> str:
    known = wiring().roles.get(role)
    return known.label if known else role


def _until(until: int) -> str:
    if until == FOREVER:
        return ""
    return f"，至 {from_micros(until, wiring().local.zone):%Y-%m-%d %H:%M}"


def _instant(text: str) -> datetime:
    moment = moment_of(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=wiring().local.zone)
