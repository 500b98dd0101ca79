"""What `guiju import` does between the file, the ledger and the reader."""

import hashlib
from pathlib import Path

import typer

from guiju.facts.draft import Actor
from guiju.facts.importing.order import ImportOrder
from guiju.facts.importing.release import Decided
from guiju.facts.importing.run import Imported, import_file
from guiju.facts.take_in.caps import FileRefused
from guiju.facts.take_in.mapping import Mapping, load_mapping
from guiju.project.catalogue import VOCABULARY
from guiju.project.progress import progress_bar
from guiju.values.errors import GuijuError

UNMAPPED_SHOWN = 5


class Undecided(GuijuError):
    """The command line asks for two things at once, or for nothing."""

    code = "import.command"
    remedy = "见 guiju import --help。"


def run_import(file: Path, *, source: str, mapping: Path | None, unit: str, by: str) -> None:
    """Import a file and tell what became of its rows.

    Raises:
        GuijuError: the file, the mapping, a name or the ledger is refused.
    """
    if not source:
        raise Undecided("没有写明数据来自哪个系统。", remedy="加上 --source 名称，例如 --source 办案系统。")
    order = order_of(file, source=source, mapping=mapping, unit=unit, by=by)
    with progress_bar() as tell:
        done = import_file(order, progress=tell)
    _tell(file, done)


def order_of(file: Path, *, source: str, mapping: Path | None, unit: str, by: str) -> ImportOrder:
    """What is to be imported, with the words of its mapping.

    Raises:
        GuijuError: the mapping or a name is refused.
    """
    words, digest = _mapping(mapping)
    return ImportOrder(file, source, by, words, digest, unit, known=VOCABULARY)


def decide(*, released: int | None, rejected: int | None, by: str, reason: str) -> None:
    """Release or reject what waits in a batch.

    Raises:
        GuijuError: there is no such batch, or it cannot be decided by this person.
    """
    # Accounts are rows of classes that only an opened ledger knows.
    from guiju.bureau.commands.mending import refuse_batch, release_batch

    if released is not None:
        done: Decided = release_batch(released, reason=reason, actor=Actor(by.strip(), "operator"))
        typer.echo(f"批次 {released}：放行更正 {done.count:,} 条。")
        if done.overtaken:
            typer.echo(f"另有 {done.overtaken:,} 条所更正的记录已有更新的版本，没有放行。")
    elif rejected is not None:
        done = refuse_batch(rejected, reason=reason, actor=Actor(by.strip(), "operator"))
        typer.echo(f"批次 {rejected}：驳回更正 {done.count:,} 条，账本不变。")


def _mapping(path: Path | None) -> tuple[Mapping, str]:
    if path is None:
        return Mapping.canonical(), hashlib.sha256(b"").hexdigest()
    words = load_mapping(path)
    try:
        return words, hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise FileRefused(f"读不出映射文件“{path.name}”。") from error


def _tell(file: Path, done: Imported) -> None:
    batch = done.batch
    if done.was_known:
        typer.echo(f"“{file.name}”已作为批次 {batch.event} 导入完毕，这次没有增加任何记录。")
        return
    resumed = "（接着上次中断处）" if done.was_resumed else ""
    typer.echo(f"批次 {batch.event}{resumed}：{batch.rows:,} 行已记入账本并签封。")
    typer.echo(
        f"  新记录 {batch.recorded:,}，与账本相同 {batch.repeated:,}，待放行的更正 {batch.held:,}，"
        f"拒绝 {batch.refused:,} 行，以前有而这次没有的 {batch.missing:,} 条"
    )
    if batch.held or batch.refused or batch.missing:
        typer.echo(f"  明细：guiju import --batch {batch.event}")
    if batch.held:
        typer.echo(f"  放行：guiju import --release {batch.event} --by 姓名 --reason 理由（不能是导入人本人）")
    if done.unmapped:
        listed = "、".join(f"{name}（{count:,}）" for name, count in done.unmapped[:UNMAPPED_SHOWN])
        more = f"等 {len(done.unmapped)} 种" if len(done.unmapped) > UNMAPPED_SHOWN else ""
        typer.secho(f"注意：未映射的环节照原名记录，不参与比对：{listed}{more}。", fg="yellow", err=True)
    for name in done.unknown_events:
        near = VOCABULARY.nearest(name)
        hint = f"，最接近的是“{near}”" if near else ""
        typer.secho(f"注意：映射里的事件“{name}”不在词汇表中{hint}。", fg="yellow", err=True)
