"""What the verbs about looking do: who looked at something, and who stands out."""

from datetime import timedelta

import typer

from guiju.bureau.permissions.holding import peers_of
from guiju.facts.privacy.looked import audits_looks, list_outliers, who_looked
from guiju.project import env
from guiju.project.catalogue import VOCABULARY
from guiju.project.ledger.bureau_desks.personal.look_limits import read_look_limits
from guiju.project.ledger.viewer import viewer_of
from guiju.values.clock import LocalTime, from_micros, to_micros
from guiju.values.event import KEYS

_BEIJING = LocalTime.fixed(timedelta(hours=8)).zone


def show_looks(about: str, *, account: str) -> None:
    """Show who looked at a case, an item, an officer.

    Raises:
        GuijuError: nobody was named to whom it may be shown.
    """
    kind, _, value = about.partition(":") if about.partition(":")[0] in KEYS else ("case", ":", about)
    found = who_looked(viewer_of(account), kind, value)
    for one in found:
        reader = f"{one.account}（{one.officer}）" if one.officer else one.account
        named = VOCABULARY.types.get(one.page)
        when = from_micros(one.at, _BEIJING).strftime("%Y-%m-%d %H:%M")
        typer.echo(f"{when} {reader} {named.label if named else one.page} {one.purposes}".rstrip())
    if not found:
        typer.echo("没有查阅记录，或者不在您的权限范围内。")


def show_outliers(*, account: str) -> None:
    """Show who looked at far more today than he used to and than others in the same roles.

    Raises:
        GuijuError: nobody was named to whom it may be shown.
    """
    now = to_micros(env.now())
    viewer = viewer_of(account)
    if not audits_looks(viewer):
        typer.echo("查阅异常只供审计管理员查看。")
        return
    found = list_outliers(viewer, now, read_look_limits(env.shipped_law()), peers_of(now))
    for one in found:
        typer.echo(
            f"{one.account}：今日查阅 {one.things} 项，本人平日中位数 {one.own_median:g}，"
            f"同岗位当日中位数 {one.peers_median:g}。只是提示，须先向本人了解情况。"
        )
    if not found:
        typer.echo("今日没有查阅数量异常的人员。")
