"""Who asks, and the threads that he may see: cases, calls, items, with what happened, what is due, what was found."""

from typing import Literal

from ninja import Query

from guiju.bureau.roles import READ_CASES
from guiju.facts.keys.signer import public_keys
from guiju.facts.proof.receipt import receipt_of
from guiju.facts.queries import EventShown, get_event
from guiju.findings.explaining import explain
from guiju.findings.queries import DutyShown, FindingShown
from guiju.project import env
from guiju.project.site.api.door import reading, token_of
from guiju.project.site.api.words import At, Day, Listed, MaybeAt, Name, Number, Paged, Text, Told, period
from guiju.screens.kit.page import SIGNED_IN
from guiju.screens.kit.visit import Visit
from guiju.screens.threads.queries import (
    MANY,
    ThreadNotFound,
    ThreadShown,
    count_threads,
    get_thread,
    list_contents,
    list_threads,
)
from guiju.screens.threads.wanted import Wanted
from guiju.screens.threads.wiring import wiring
from guiju.screens.threads.words import event_label, rule_title
from guiju.values.event import FieldValue

CASE, TAG = "case", "案件和其他事项"
Value = FieldValue
Colour = Literal["red", "yellow", "blue", "green", "none", "grey"]


class TokenTold(Told):
    """What the token is narrowed to."""

    name: str
    unit: str
    roles: list[str]
    until: At


class Me(Told):
    """Who asks: the account behind the token, and what is open to it now."""

    account: str
    name: str
    officer: str
    unit: str
    roles: list[str]
    permissions: list[str]
    token: TokenTold
    at: At


class ThreadTold(Told):
    """One case, call or item as a list has it; ``open_findings`` is null where the token may not know."""

    kind: str
    value: str
    title: str
    category: str
    unit: str
    opened_at: At
    last_at: At
    closed_at: MaybeAt
    next_due_at: MaybeAt
    open_findings: int | None
    light: str
    light_word: str
    lead: list[str]


class EventTold(Told):
    """One record of the ledger; what identifies somebody is masked."""

    id: int
    type: str
    label: str
    happened_at: At
    recorded_at: At
    actor: str
    actor_kind: str
    unit: str
    fields: dict[str, Value]
    corrects: int | None
    corrected_by: int | None


class DutyTold(Told):
    """One duty that is still open: what must be done by when."""

    id: str
    rule: str
    title: str
    kind: str
    value: str
    trigger_at: At
    due_at: MaybeAt
    severity: str
    unit: str
    officers: list[str]
    owed_by: str


class SuspectTold(Told):
    """One finding of a thread, in short."""

    id: str
    rule: str
    title: str
    severity: str
    is_standing: bool
    due_at: MaybeAt


class WholeThread(Told):
    """All of one thread that the token may see; ``is_cut``: there is more of it than the earliest 500 records."""

    thread: ThreadTold
    events: list[EventTold]
    duties: list[DutyTold]
    findings: list[SuspectTold]
    is_cut: bool


class Why(Told):
    """How a date was reached, from the article to the outcome."""

    id: str
    rule: str
    title: str
    edition: str
    later_editions: list[str]
    lines: list[str]


class ReceiptTold(Told):
    """The receipt of a sealed record: its place in the tree and the signed checkpoint over it."""

    code: str
    receipt: dict[str, object]


class ThreadsWanted(Paged):
    """The conditions of a list of threads; an empty one asks for nothing."""

    q: Text = ""
    unit: list[Name] = []
    light: list[Literal["red", "yellow", "blue", "green", "none"]] = []
    category: list[Name] = []
    state: Literal["open", "closed"] | None = None
    findings: bool | None = None
    opened_from: Day | None = None
    opened_until: Day | None = None
    sort: Literal["last", "opened", "number", "findings", "unit", "due"] = "last"
    descending: bool = True


def me(visit: Visit) -> Me:
    """令牌背后的账号，以及此刻可用的角色和权限。"""
    row, holder = token_of(visit), visit.holder
    token = TokenTold(name=row.name, unit=row.unit, roles=row.roles.split(","), until=row.until)
    return Me(
        account=holder.account, name=holder.name, officer=holder.officer, unit=holder.unit, roles=list(holder.roles),
        permissions=sorted(holder.permissions), token=token, at=visit.at,
    )  # fmt: skip


def cases(visit: Visit, wanted: Query[ThreadsWanted]) -> Listed[ThreadTold]:
    """案件列表；条件与页面相同。"""
    return threads(visit, CASE, wanted)


def case(visit: Visit, case: Name) -> WholeThread:
    """一个案件：记录、到期事项、疑似问题。"""
    return thread(visit, CASE, case)


def threads(visit: Visit, kind: Name, wanted: Query[ThreadsWanted]) -> Listed[ThreadTold]:
    """一类事项（如警情 call、涉案财物 item）的列表。"""
    if kind not in wiring().words:
        raise ThreadNotFound("没有这一类事项。")
    first, end = period(wanted.opened_from, wanted.opened_until)
    asked = Wanted(
        units=tuple(wanted.unit), lights=tuple(wanted.light), categories=tuple(wanted.category), text=wanted.q.strip(),
        opened_from=first, opened_until=end, has_findings=wanted.findings,
        is_closed=None if wanted.state is None else wanted.state == "closed",
    )  # fmt: skip
    rows = list_threads(
        visit.viewer, kind, asked, at=visit.at, sort=wanted.sort, is_descending=wanted.descending, skip=wanted.skip,
        limit=wanted.limit,
    )  # fmt: skip
    count = count_threads(visit.viewer, kind, asked, at=visit.at)
    items = [thread_told(one) for one in rows]
    return Listed(items=items, count=min(count, MANY), is_more=count > MANY, page=wanted.page, limit=wanted.limit)


def thread(visit: Visit, kind: Name, value: Name) -> WholeThread:
    """一个事项：记录、到期事项、疑似问题。"""
    found = get_thread(visit.viewer, kind, value, at=visit.at)
    contents = list_contents(visit.viewer, found)
    return WholeThread(
        thread=thread_told(found), events=[event_told(one) for one in contents.events],
        duties=[duty_told(one) for one in contents.duties], findings=[_suspect(one) for one in contents.findings],
        is_cut=contents.is_cut,
    )  # fmt: skip


def why(visit: Visit, name: Name) -> Why:
    """为什么是这一天：一个到期事项或疑似问题的期限是怎样得出的。"""
    told = explain(visit.viewer, name, at=visit.at)
    return Why(
        id=told.duty.id, rule=told.duty.rule, title=told.title, edition=told.edition, later_editions=list(told.later),
        lines=list(told.lines),
    )  # fmt: skip


def event(visit: Visit, number: Number) -> EventTold:
    """账本中的一条记录。"""
    return event_told(get_event(visit.viewer, number))


def receipt(visit: Visit, number: Number) -> ReceiptTold:
    """一条记录的回执：不依赖本系统即可用 guiju-verify 核验。"""
    get_event(visit.viewer, number)
    made = receipt_of(number, public_keys(env.keys_folder()))
    return ReceiptTold(code=made.code, receipt=dict(made.said))


def thread_told(row: ThreadShown) -> ThreadTold:
    """A thread as the interface tells it."""
    return ThreadTold(
        kind=row.kind, value=row.value, title=row.title, category=row.category, unit=row.unit, opened_at=row.opened_at,
        last_at=row.last_at, closed_at=row.closed_at, next_due_at=row.next_due_at, open_findings=row.open_findings,
        light=row.light.colour, light_word=row.light.word, lead=list(row.lead),
    )  # fmt: skip


def event_told(row: EventShown) -> EventTold:
    """A record as the interface tells it."""
    return EventTold(
        id=row.id, type=row.type, label=event_label(row.type), happened_at=row.happened_at, recorded_at=row.recorded_at,
        actor=row.actor, actor_kind=row.actor_kind, unit=row.unit_as_of, fields=dict(row.fields),
        corrects=row.corrects, corrected_by=row.corrected_by,
    )  # fmt: skip


def duty_told(row: DutyShown) -> DutyTold:
    """A running duty as the interface tells it."""
    return DutyTold(
        id=row.id, rule=row.rule, title=rule_title(row.rule), kind=row.kind, value=row.value, trigger_at=row.trigger_at,
        due_at=row.due_at, severity=row.severity, unit=row.unit, officers=list(row.officers), owed_by=row.owed_by,
    )  # fmt: skip


def _suspect(row: FindingShown) -> SuspectTold:
    return SuspectTold(
        id=row.id, rule=row.rule, title=rule_title(row.rule), severity=row.severity, is_standing=row.is_standing,
        due_at=row.due_at,
    )  # fmt: skip


ENDPOINTS = (
    reading("me", "me", me, SIGNED_IN, "当前令牌", Me, TAG, is_noted=False),
    reading("cases", "cases", cases, READ_CASES, "案件列表", Listed[ThreadTold], TAG),
    reading("case", "cases/<path:case>", case, READ_CASES, "一个案件", WholeThread, TAG),
    reading("threads", "threads/<str:kind>", threads, READ_CASES, "其他事项列表", Listed[ThreadTold], TAG),
    reading("thread", "threads/<str:kind>/<path:value>", thread, READ_CASES, "一个事项", WholeThread, TAG),
    reading("why", "duties/<path:name>/why", why, READ_CASES, "为什么是这一天", Why, TAG),
    reading("event", "events/<int:number>", event, READ_CASES, "一条记录", EventTold, TAG),
    reading("receipt", "events/<int:number>/receipt", receipt, READ_CASES, "回执", ReceiptTold, TAG),
)
