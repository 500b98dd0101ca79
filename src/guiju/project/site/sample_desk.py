"""What `guiju demo` does: the sample bureau in a ledger of its own, and the site over it."""

import webbrowser
from pathlib import Path

import typer

from guiju.project import env
from guiju.project.progress import progress_bar
from guiju.project.site.sample_accounts import SAMPLE_ACCOUNTS
from guiju.project.site.sample_ledger import make_sample_ledger


def run_sample(
    scale: str, folder: Path, *, seed: int, port: int, is_served: bool, show_page: bool, verbs: typer.Typer
) -> None:
    """Make the sample's ledger where it is not whole, tell which accounts there are, and serve the site.

    Raises:
        GuijuError: the scale is unknown, the folder is refused, or the service cannot start.
    """
    with progress_bar() as tell:
        home = make_sample_ledger(folder, scale, seed, tell)
    typer.echo(f"演示账本：{home}（全部虚构；时钟是演示时钟）")
    for one in SAMPLE_ACCOUNTS:
        typer.echo(f"  {one.account:<18}{one.role_label}　{one.unit}　{one.sentence}")
    if not is_served:
        typer.echo(f"启动站点：GUIJU_HOME={home} guiju serve --port {port}")
        return
    # The service knows models, which only a started Django has.
    from guiju.project.site.serving import run

    def tell_ready(address: str) -> None:
        typer.echo(f"演示站点已启动：{address}，按 Ctrl-C 停止。")
        if show_page and env.has_display():
            webbrowser.open(address)

    run(port=port, verbs=verbs, on_ready=tell_ready)
    typer.echo("演示站点已停止。下次执行同一命令时接着用这个账本。")
