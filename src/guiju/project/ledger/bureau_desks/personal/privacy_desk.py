"""What the verbs about personal data do between the ledger, the key store and the reader."""

import secrets
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import typer

from guiju.bureau.commands import personal_data
from guiju.facts.privacy import key_copies
from guiju.facts.privacy.destruction import State, list_destructions_seen, settle
from guiju.facts.privacy.finding import SearchRefused, find_persons
from guiju.facts.privacy.holds import HoldRefused
from guiju.facts.privacy.reads import unmask
from guiju.facts.privacy.retention import CLASSES, list_destroyable, terms
from guiju.project import env
from guiju.project.catalogue import VOCABULARY
from guiju.project.ledger.bureau_desks.personal.papers_desk import actor_of
from guiju.project.ledger.viewer import viewer_of
from guiju.values.clock import LocalTime, from_micros, to_micros
from guiju.values.event import KEYS

_BEIJING = LocalTime.fixed(timedelta(hours=8)).zone
_STATES = {
    State.PROPOSED: "待批准", State.REFUSED: "已驳回", State.CONFIRMED: "已批准，待执行",
    State.DESTROYED: "已销毁，备份未到期",
    State.GONE: "已彻底销毁",
}  # fmt: skip


def find(asked: Mapping[str, str], *, purpose: str, account: str) -> None:
    """Look for persons by exactly one of name, document number and telephone number.

    Raises:
        GuijuError: none or several were given, or no purpose that the account has.
    """
    given = [(kind, text) for kind, text in asked.items() if text]
    if len(given) != 1:
        raise SearchRefused("姓名、证件号码、电话三者写一个。")
    found = find_persons(viewer_of(account), *given[0], purpose=purpose, actor=actor_of(account), at=_now())
    typer.echo("\n".join(found) if found else "没有找到您可以查看的人员。")


def show(number: int, *, purpose: str, account: str) -> None:
    """Show what a record says of somebody's identity, in clear.

    Raises:
        GuijuError: no purpose that the account has, or no such record for it.
    """
    told = unmask(viewer_of(account), number, purpose=purpose, actor=actor_of(account), at=_now())
    for name, value in told.items():
        typer.echo(f"{VOCABULARY.field_label(name)}：{value}")
    if not told:
        typer.echo("这条记录没有身份信息。")


def show_due(*, account: str) -> None:
    """List whose data may be destroyed, and the destructions under way."""
    for one in list_destroyable(viewer_of(account), classes(), at=_now()):
        typer.echo(f"{one.kind}:{one.value} 保存期限已满（{_date(one.until)}）")
    for step in list_destructions_seen(viewer_of(account)):
        when = f"，{_date(step.due_at)} 起执行" if step.state is State.CONFIRMED else ""
        typer.echo(f"提请 {step.number} {step.owner} {_STATES[step.state]}{when}")


def propose(owner: str, *, reason: str, account: str) -> int:
    """The first signature; the number of the proposal.

    Raises:
        GuijuError: it may not be proposed.
    """
    kind, value = _owner(owner)
    return _first(personal_data.propose_destruction(kind, value, reason=reason, classes=classes(), **_words(account)))


def decide(number: int, *, is_confirmed: bool, reason: str, account: str) -> None:
    """The second signature.

    Raises:
        GuijuError: it may not be given.
    """
    personal_data.decide_destruction(number, is_confirmed=is_confirmed, reason=reason, **_words(account))


def settle_now() -> None:
    """Destroy what is due, and tell."""
    key_copies.delete_old_copies(_now())
    done = settle(_now())
    for one in done.destroyed:
        typer.echo(f"已销毁 {one.owner} 的密钥。")
    for one, why in done.blocked:
        typer.secho(f"{one.owner} 没有销毁：{why}", fg="yellow")
    for one in done.gone:
        typer.echo(f"{one.owner} 的密钥已没有任何备份。")
    if not (done.destroyed or done.blocked or done.gone):
        typer.echo("没有到期的销毁。")


def hold(owner: str, *, reason: str, account: str) -> int:
    """Place a hold; its number.

    Raises:
        GuijuError: it may not be placed.
    """
    kind, value = _owner(owner)
    return _first(personal_data.place_hold(kind, value, reason=reason, **_words(account)))


def lift(number: int, *, approver: str, reason: str, account: str) -> None:
    """Lift a hold.

    Raises:
        GuijuError: it may not be lifted.
    """
    personal_data.lift_hold(number, reason=reason, approver=actor_of(approver), **_words(account))


def show_terms() -> None:
    """List the classes with their terms; a class without one is kept."""
    fixed = terms()
    for one in CLASSES.values():
        own = fixed.get(one.name)
        told = f"{own[-1].months} 个月（{_date(own[-1].since)} 起记录的）" if own else "未确定，一律保存"
        least = f"，不得少于 {one.least} 个月" if one.least else ""
        typer.echo(f"{one.name} {one.label}：{told}{least}。依据：{one.basis}")


def fix_term(name: str, months: int, *, basis: str, reason: str, account: str, approver: str) -> None:
    """Fix the term of a class.

    Raises:
        GuijuError: it may not be fixed so.
    """
    personal_data.fix_retention(
        name, months, basis=basis, reason=reason, approver=actor_of(approver), **_words(account)
    )


def back_up(folder: Path) -> None:
    """Copy the store of the persons' keys.

    Raises:
        GuijuError: it cannot be copied.
    """
    made = key_copies.copy_keys(folder, actor=actor_of(""), at=_now())
    typer.echo(f"人员密钥库已备份为“{made.path}”，删除过期备份 {len(made.deleted)} 份。")
    for name in made.unreachable:
        typer.secho(f"过期备份“{name}”所在的目录不在，没有删除。", fg="yellow")


def classes() -> dict[str, str]:
    """The retention class of each type of event."""
    return {name: kind.retention for name, kind in VOCABULARY.types.items()}


def _owner(text: str) -> tuple[str, str]:
    kind, _, value = text.partition(":") if text.partition(":")[0] in KEYS else ("person", ":", text)
    if not value:
        raise HoldRefused("没有写明是谁的。")
    return kind, value


def _words(account: str) -> dict[str, Any]:
    return {"actor": actor_of(account), "at": env.now().astimezone(_BEIJING), "idem_key": secrets.token_hex(16)}


def _now() -> int:
    return to_micros(env.now())


def _first(told: Any) -> int:
    return int(told.appended.ids[0])


def _date(at: int | None) -> str:
    return "" if at is None else from_micros(at, _BEIJING).strftime("%Y-%m-%d")
