"""What `guiju corrections` does between what waits for a decision and the reader."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import typer

from guiju.bureau.commands import mending
from guiju.bureau.models import Account
from guiju.bureau.wiring import wiring as bureau
from guiju.facts.draft import Draft
from guiju.facts.events import PROPOSAL_APPROVED, PROPOSAL_REFUSED, PROPOSAL_WITHDRAWN
from guiju.facts.importing.mending.deciding import draft_of_version
from guiju.facts.importing.mending.lists import (
    HeldShown,
    ProposalShown,
    count_held,
    count_proposals,
    get_held,
    get_proposal,
    list_held,
    list_proposals,
)
from guiju.facts.queries import get_event
from guiju.project.catalogue import VOCABULARY
from guiju.project.ledger.batch_lists import DECISIONS
from guiju.project.ledger.bureau_desks.permissions import words
from guiju.project.ledger.listing import PAGE, show_listing, words_of_ledger
from guiju.project.ledger.viewer import viewer_of
from guiju.project.options import moment_of
from guiju.scores.reports.table import Cell, Column, Instant, Kind, Table
from guiju.values.errors import GuijuError
from guiju.values.event import FieldValue

AT_ONCE = 500
_HELD = (
    Column("编号", Kind.NUMBER), Column("关于"), Column("环节"), Column("原时间", Kind.INSTANT),
    Column("改为", Kind.INSTANT), Column("时间提前"), Column("其他改动", widest=60), Column("状态"),
    Column("批次", Kind.NUMBER), Column("数据源"), Column("导入人"), Column("决定人"), Column("理由"),
)  # fmt: skip
_PROPOSED = (
    Column("编号", Kind.NUMBER), Column("事项"), Column("环节"), Column("发生时间", Kind.INSTANT), Column("关于"),
    Column("提请人"), Column("提请时间", Kind.INSTANT), Column("理由", widest=60), Column("状态"), Column("单位"),
    Column("办理人"), Column("办理意见", widest=60),
)  # fmt: skip
_STATES = {PROPOSAL_APPROVED: "已批准", PROPOSAL_REFUSED: "已驳回", PROPOSAL_WITHDRAWN: "已撤回"}


class FieldUnread(GuijuError):
    """A field on the command line is not written as name=value."""

    code = "corrections.field"
    remedy = "写成 --set 案件编号=… 或 --set case=…；更正时等号后留空表示删去这一项。"


def show_waiting(*, account: str, decided: bool, page: int, xlsx: Path | None) -> None:
    """What waits for a decision: corrections from imports, then what people proposed.

    Raises:
        OutputRefused: a workbook cannot be written there.
    """
    viewer = viewer_of(account)
    waits = {"is_waiting": not decided}

    def held(skip: int, limit: int) -> list[tuple[Cell, ...]]:
        return [_held_row(one) for one in list_held(viewer, offset=skip, at_most=limit, **waits)]

    def proposed(skip: int, limit: int) -> list[tuple[Cell, ...]]:
        return [_proposed_row(one) for one in list_proposals(viewer, offset=skip, at_most=limit, **waits)]

    beside = [None if xlsx is None else xlsx.with_name(f"{xlsx.stem}-{name}{xlsx.suffix}") for name in ("导入", "提请")]
    count = count_held(viewer, **waits)
    _show(("held", "导入带来的更正"), _HELD, count, held, "没有等待放行的更正。", page, beside[0], 8)
    count = count_proposals(viewer, **waits)
    _show(("proposed", "提请的补录和更正"), _PROPOSED, count, proposed, "没有等待批准的提请。", page, beside[1], 9)


def show_proposal(number: int, *, account: str) -> None:
    """One proposal: what would be recorded, beside what stands.

    Raises:
        ProposalUnknown: there is none for this account.
    """
    one, said = get_proposal(viewer_of(account), number), words_of_ledger()
    typer.echo(f"{_matter(one)} {one.number}：{_event(one.type)}，{one.initiator}于{said.instant(one.proposed_at)}提请")
    typer.echo(f"理由：{one.reason}")
    if one.before is not None:
        typer.echo(f"原记录 {one.before.id}：{said.instant(one.before.happened_at)}，{_fields(one.before.fields)}")
    typer.echo(f"{'更正为' if one.is_correction else '补录为'}：{said.instant(one.happened_at)}，{_fields(one.fields)}")
    typer.echo(f"内容摘要：{one.content_hash}")
    typer.echo(f"状态：{_state(one)}" + ("" if one.decision is None else f"（{one.decision.by}）{one.decision.reason}"))


def show_held(number: int, *, account: str) -> None:
    """One correction from an import, beside what stands.

    Raises:
        ProposalUnknown: there is none for this account.
    """
    one, said = get_held(viewer_of(account), number), words_of_ledger()
    typer.echo(f"更正 {one.number}：批次 {one.batch} 第 {one.row} 行，{one.source}，{one.importer}导入")
    before = f"{_event(one.type_before)}，{said.instant(one.happened_before)}，{_fields(one.fields_before)}"
    typer.echo(f"原记录 {one.event}：{before}")
    typer.echo(f"更正为：{_event(one.type)}，{said.instant(one.happened_at)}，{_fields(one.fields)}")
    typer.echo(f"状态：{DECISIONS[one.state]}" + (f"（{one.decided_by}）{one.reason}" if one.decided_by else ""))


def propose_late(kind: str, *, at: str, fields: list[str], reason: str, by: str) -> None:
    """Ask for something to be recorded that happened earlier.

    Raises:
        GuijuError: it cannot be proposed, or not by this account.
    """
    said = {name: value for name, value in _read(fields).items() if value != ""}
    draft = Draft.of(kind, _moment(at), said, local=bureau().local, reason=reason)
    _propose(draft, by)


def propose_correction(event: int, *, at: str, fields: list[str], reason: str, by: str) -> None:
    """Ask for a record to be corrected; what is not mentioned stays as it is.

    Raises:
        GuijuError: it cannot be proposed, or not by this account.
    """
    # Only who may see a record learns anything of it by correcting it.
    get_event(viewer_of(by), event)
    draft = draft_of_version(event, _read(fields), _moment(at) if at else None)
    _propose(replace(draft, reason=reason), by)


def decide(number: int, *, content_hash: str, is_refusal: bool, reason: str, by: str) -> None:
    """Approve a proposal, or turn it down or take it back.

    Raises:
        GuijuError: it is decided already, says something else by now, or is not for this account to decide.
    """
    if is_refusal:
        mending.refuse_record(number, reason=reason, **words(by))
        typer.echo(f"提请 {number} 已驳回或撤回，账本不变。")
        return
    done = mending.approve_record(number, content_hash=content_hash, reason=reason, **words(by))
    typer.echo(f"提请 {number} 已批准，记录编号 {done.appended.ids[0]}；登记时间以批准之时为准。")
    for receipt in done.receipts:
        typer.echo(f"回执短码：{receipt.code}")


def decide_held(number: int, *, is_refusal: bool, reason: str, by: str) -> None:
    """Release one correction that an import brought, or turn it down.

    Raises:
        GuijuError: there is none, or it is not for this account to decide.
    """
    # Before there are accounts, a name is only a name: it says who decides, not what he may see.
    one = get_held(viewer_of(by if Account.objects.exists() else ""), number)
    act = mending.refuse_batch if is_refusal else mending.release_batch
    done = act(one.batch, reason=reason, actor=words(by)["actor"], only=[number])
    if done.overtaken:
        typer.echo(f"更正 {number} 所更正的记录已有更新的版本，没有放行。")
    elif done.count:
        typer.echo(f"更正 {number} 已{'驳回，账本不变' if is_refusal else '放行'}。")
    else:
        typer.echo(f"更正 {number} 已经决定过。")


def _propose(draft: Draft, by: str) -> None:
    done = mending.propose_record(draft, known=VOCABULARY, **words(by))
    number = done.ids[0]
    typer.echo(f"已提请，编号 {number}。请另一名有批准权的人员执行 guiju corrections show {number}，核对后批准。")


def _read(fields: list[str]) -> dict[str, FieldValue]:
    names = {label: name for name, label in VOCABULARY.field_labels.items()}
    found: dict[str, FieldValue] = {}
    for one in fields:
        written, mark, value = one.partition("=")
        if not mark or not written.strip():
            raise FieldUnread(f"“{one}”不是“名称=值”。")
        name = names.get(written.strip(), written.strip())
        parts = tuple(sorted(part for part in value.strip().split("、") if part))
        found[name] = parts if name == "officer" else VOCABULARY.word_of(name, value.strip())
    return found


def _moment(text: str) -> datetime:
    moment = moment_of(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=bureau().local.zone)


def _show(
    name: tuple[str, str], columns: tuple[Column, ...], count: int, rows: Callable[[int, int], list[tuple[Cell, ...]]],
    empty: str, page: int, xlsx: Path | None, on_screen: int,
) -> None:  # fmt: skip
    def everything() -> Iterator[tuple[Cell, ...]]:
        for skip in range(0, count, AT_ONCE):
            yield from rows(skip, AT_ONCE)

    shown = Table(*name, "", columns, count, lambda: iter(rows((page - 1) * PAGE, PAGE)), empty)
    show_listing(
        shown, page=page, whole=Table(*name, "", columns, count, everything, empty), xlsx=xlsx, columns=on_screen
    )


def _held_row(one: HeldShown) -> tuple[Cell, ...]:
    return (
        one.number, _about(one.stream), _event(one.type), Instant(one.happened_before), Instant(one.happened_at),
        "是" if one.is_earlier else "", _differences(one.fields_before, one.fields), DECISIONS[one.state], one.batch,
        one.source, one.importer, one.decided_by, one.reason,
    )  # fmt: skip


def _proposed_row(one: ProposalShown) -> tuple[Cell, ...]:
    named = [name for name in ("case", "call", "person", "item") if name in one.fields]
    about = "，".join(f"{VOCABULARY.field_label(name)} {one.fields[name]}" for name in named)
    decided = one.decision
    return (
        one.number, _matter(one), _event(one.type), Instant(one.happened_at), about, one.initiator,
        Instant(one.proposed_at), one.reason, _state(one), one.unit, "" if decided is None else decided.by,
        "" if decided is None else decided.reason,
    )  # fmt: skip


def _matter(one: ProposalShown) -> str:
    return "更正" if one.is_correction else "补录"


def _state(one: ProposalShown) -> str:
    return "待批准" if one.decision is None else _STATES[one.decision.type]


def _differences(before: Mapping[str, FieldValue], after: Mapping[str, FieldValue]) -> str:
    names = [name for name in sorted({*before, *after}) if before.get(name) != after.get(name)]
    return "；".join(
        f"{VOCABULARY.field_label(name)}：{_value(name, before.get(name))}→{_value(name, after.get(name))}"
        for name in names
    )


def _fields(fields: Mapping[str, FieldValue]) -> str:
    return "，".join(f"{VOCABULARY.field_label(name)} {_value(name, fields[name])}" for name in sorted(fields))


def _value(name: str, value: FieldValue | None) -> str:
    if value is None:
        return "空"
    if isinstance(value, bool):
        return "是" if value else "否"
    return "、".join(value) if isinstance(value, tuple) else VOCABULARY.value_label(name, str(value))


def _about(stream: str) -> str:
    kind, _, value = stream.partition(":")
    return f"{VOCABULARY.field_label(kind)} {value}"


def _event(name: str) -> str:
    kind = VOCABULARY.types.get(name)
    return kind.label if kind is not None else name
