"""What the verbs about papers do between the ledger, the shelf and the reader."""

import secrets
from datetime import timedelta
from pathlib import Path

import typer

from guiju.facts.draft import Actor
from guiju.facts.papers.attaching import attach_paper
from guiju.facts.papers.census import clear_orphans, take_census
from guiju.facts.papers.reading import list_papers, read_paper
from guiju.facts.papers.shelf import Shelf, ShelfRefused
from guiju.facts.papers.sniffing import LARGEST
from guiju.project import env
from guiju.project.ledger.viewer import viewer_of
from guiju.values.clock import LocalTime, from_micros, to_micros

_KINDS = {"jpg": "jpeg", "tif": "tiff"}
_BEIJING = LocalTime.fixed(timedelta(hours=8)).zone
_SHOWN = 20


def shelf() -> Shelf:
    """The papers of this bureau."""
    return Shelf(env.papers_folder())


def actor_of(account: str) -> Actor:
    """The operator of the machine, in the name of an account where one was named."""
    return Actor(account or env.account() or "operator", "operator")


def attach(event: int, file: Path, *, kind: str, account: str) -> int:
    """Attach a file to a record; the number of the paper.

    Raises:
        GuijuError: the record is not to be seen, the file is refused, or it cannot be stored.
    """
    ending = file.suffix.lower().removeprefix(".")
    try:
        with file.open("rb") as opened:
            data = opened.read(LARGEST + 1)
    except OSError as error:
        raise ShelfRefused(f"“{file.name}”读不出来：{error.strerror}。", remedy="请核对文件和权限。") from error
    told = attach_paper(
        viewer_of(account), event, data, name=file.name, kind=kind or _KINDS.get(ending, ending), shelf=shelf(),
        actor=actor_of(account), at=to_micros(env.now()), idem_key=secrets.token_hex(16),
    )  # fmt: skip
    return told.appended.ids[0]


def show(about: str, *, account: str) -> None:
    """List the papers of a case, or of ``kind:value``."""
    kind, _, value = about.rpartition(":")
    found = list_papers(viewer_of(account), kind or "case", value)
    for one in found:
        at = from_micros(one.attached_at, _BEIJING).strftime("%Y-%m-%d %H:%M")
        typer.echo(f"{one.number}  {one.name}（{one.kind}，{one.size:,} 字节）{at} {one.attached_by}")
    if not found:
        typer.echo("没有您可以查看的材料。")


def fetch(number: int, into: Path, *, purpose: str, account: str) -> str:
    """Write a paper in clear into a file; its name.

    Raises:
        GuijuError: it is not to be seen, not there, or the file cannot be written.
    """
    read = read_paper(
        viewer_of(account), number, shelf=shelf(), purpose=purpose, actor=actor_of(account),
        at=to_micros(env.now()),
    )  # fmt: skip
    try:
        with into.open("xb") as file:
            into.chmod(0o600)
            file.write(read.data)
    except OSError as error:
        raise ShelfRefused(f"“{into.name}”写不进去：{error.strerror}。", remedy="请换一个不存在的文件名。") from error
    return read.name


def count(*, clear: bool) -> bool:
    """Say what is missing, changed or unnamed; whether everything is there."""
    if clear:
        gone = clear_orphans(shelf(), at=int(env.now().timestamp()))
        typer.echo(f"已删除 {len(gone)} 个没有记录提到的文件。")
    found = take_census(shelf())
    for what, numbers in (("缺失", found.missing), ("被改动", found.changed)):
        for number in numbers[:_SHOWN]:
            typer.secho(f"编号 {number} 的材料{what}", fg="red")
    for name in found.orphans[:_SHOWN]:
        typer.echo(f"没有记录提到的文件：{name}")
    typer.echo(
        f"共 {found.named} 份材料，缺失 {len(found.missing)}，被改动 {len(found.changed)}，"
        f"没有记录提到的文件 {len(found.orphans)}。"
    )
    return found.is_whole
