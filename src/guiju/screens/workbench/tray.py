"""The in-tray as lists: 待办 待阅 已办 已阅, each row with what to do next."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from guiju.actions.beside import COPY
from guiju.actions.queries import list_done, list_read, list_to_do, list_to_read
from guiju.actions.queries.tray import TaskShown, task_labels
from guiju.actions.rows import NoteShown
from guiju.actions.waiting import installed_tasks
from guiju.bureau.names import NamesThen, unit_names
from guiju.findings.life.story import StepShown
from guiju.findings.queries import FindingShown, list_findings_named
from guiju.screens.components.badge import Badge, Tone
from guiju.screens.components.form.field import Choice
from guiju.screens.components.light import Light, light_of_due
from guiju.screens.components.link import Link
from guiju.screens.components.table.listing import Column, Facet, Listing
from guiju.screens.components.table.query import Query
from guiju.screens.components.tabs import Tab, Tabs
from guiju.screens.findings.cells import Button, Several
from guiju.screens.findings.words import (
    about_link,
    about_said,
    act_address,
    finding_address,
    order_act_address,
    order_address,
    severity_badge,
)
from guiju.screens.kit.drawing import address
from guiju.screens.kit.figures import said_instant
from guiju.screens.kit.visit import Visit
from guiju.screens.threads.words import event_label, rule_title

PER_PAGE = 20
_ORDER_ACTS = {"sign_for": "sign_for_order", "mend": "mend", "redispatch": "transfer_order", "close": "close_order"}
_FINDING_ACTS = {"dispatch": "dispatch_order", "reply": "dispute"}


def note_address(name: str) -> str:
    """Where a note is answered."""
    return address("notes.one", name=name)


class Tray:
    """待办 for one visit; ``counts`` says how much of each kind waits."""

    def __init__(self, visit: Visit, counts: Mapping[str, int]) -> None:
        self.at, self.counts = visit.at, counts
        self.asked = visit.request.GET.getlist("task")
        self.unit_names = NamesThen({})
        self.found: Mapping[str, FindingShown] = {}

    def listing(self) -> Listing:
        """The declaration of the list."""
        tasks = tuple(
            Choice(name, f"{_(word)} {self.counts.get(name, 0)}")
            for name, word in task_labels().items()
            if self.counts.get(name) or name in self.asked
        )
        return Listing(
            name="tray",
            title=_("待办"),
            columns=(
                Column("task", _("待办事项"), self._what, is_head=True, written=lambda row: _(row.label)),
                Column("rule", _("问题"), lambda row: Link(_said(row), _page_of(row)), written=_said),
                Column("about", _("案件等"), self._about, written=self._about_written),
                Column("severity", _("程度"), lambda row: severity_badge(row.severity) if row.severity else ""),
                Column("term", _("期限"), self._term),
                Column("unit", _("单位"), lambda row: self.unit_names.at(row.unit, self.at), is_quiet=True),
                Column("since", _("送来"), lambda row: said_instant(row.since_at), is_quiet=True),
                Column("act", _("办理"), lambda row: Button(_act_word(row.task), act_of(row), row.task in _QUICK),
                       written=lambda row: ""),
            ),
            rows=self._rows,
            count=self._count,
            facets=(Facet("task", _("种类"), tasks, is_many=True),) if tasks else (),
            empty=_("没有待办事项。"),
            per_page=PER_PAGE,
            note=_("先到期的在前；标“代”的是别人委托给您的。"),
            marked=lambda row: "late" if row.due_at is not None and row.due_at < self.at else "",
        )  # fmt: skip

    def _rows(self, visit: Visit, query: Query, start: int, number: int) -> Sequence[TaskShown]:
        rows = list_to_do(visit.viewer, tasks=query.of("task"), skip=start, limit=number)
        self.unit_names = unit_names({row.unit for row in rows} - {""})
        names = sorted({row.finding for row in rows})
        self.found = {one.id: one for one in list_findings_named(visit.viewer, names)}
        return rows

    def _count(self, _visit: Visit, query: Query, most: int) -> int:
        wanted = query.of("task") or tuple(self.counts)
        return min(sum(self.counts.get(name, 0) for name in wanted), most)

    def _what(self, row: TaskShown) -> object:
        badge = Badge(_(row.label), Tone.INFO)
        return Several((badge, Badge(_("代"), Tone.WARNING))) if row.on_behalf else badge

    def _about(self, row: TaskShown) -> object:
        return about_link(self.found[row.finding]) if row.finding in self.found else ""

    def _about_written(self, row: TaskShown) -> str:
        return about_said(self.found[row.finding]) if row.finding in self.found else ""

    def _term(self, row: TaskShown) -> Light | str:
        return "" if row.due_at is None else light_of_due(row.since_at, row.due_at, self.at)


def notes_listing(title: str, *, is_read: bool, count: int) -> Listing:
    """待阅 or 已阅."""
    chosen = list_read if is_read else list_to_read

    def rows(visit: Visit, _query: Query, start: int, number: int) -> Sequence[NoteShown]:
        return chosen(visit.viewer, skip=start, limit=number)

    return Listing(
        name="read" if is_read else "to_read",
        title=title,
        columns=(
            Column("what", _("文书"), lambda row: Link(_said_kind(row), note_address(row.name)), is_head=True,
                   written=_said_kind),
            Column("order", _("整改单"), lambda row: Link(row.order[:8], order_address(row.order)),
                   written=lambda row: row.order),
            Column("asked", _("送来"), lambda row: said_instant(row.asked_at)),
            Column("answered", _("阅知"), lambda row: said_instant(row.answered_at)),
        ),
        rows=rows,
        count=lambda _visit, _query, most: min(count, most),
        empty=_("没有已阅的文书。") if is_read else _("没有待阅的文书。"),
    )  # fmt: skip


def done_listing(title: str, count: int) -> Listing:
    """已办: what the visitor himself has done."""

    def rows(visit: Visit, _query: Query, start: int, number: int) -> Sequence[StepShown]:
        return list_done(visit.viewer, skip=start, limit=number)

    return Listing(
        name="done",
        title=title,
        columns=(
            Column("what", _("办理"), lambda row: event_label(row.type), is_head=True),
            Column("rule", _("问题"), _rule_of, written=lambda row: rule_title(row.rule) if row.rule else ""),
            Column("at", _("时间"), lambda row: said_instant(row.recorded_at)),
            Column("behalf", _("代"), lambda row: row.on_behalf, is_quiet=True),
            Column("reason", _("理由"), lambda row: row.reason, is_quiet=True),
        ),
        rows=rows,
        count=lambda _visit, _query, most: min(count, most),
        empty=_("还没有办理过。"),
    )


def tabs_of(here: str, to_do: int, papers: Mapping[str, int]) -> Tabs:
    """The four lists, each with how many lie in it."""
    pages = (
        ("workbench", _("待办"), to_do), ("tray.to_read", _("待阅"), papers["to_read"]),
        ("tray.done", _("已办"), papers["done"]), ("tray.read", _("已阅"), papers["read"]),
    )  # fmt: skip
    return Tabs(_("工作台"), tuple(Tab(title, address(name), name == here, count) for name, title, count in pages))


_QUICK = frozenset({"sign_for", "mend", "redispatch", "close", "countersign", "dispatch", "reply"})
"""What can be done in the drawer at once; the rest needs a look at the whole page first."""


def act_of(row: TaskShown) -> str:
    """Where a task is done."""
    if row.task in installed_tasks():
        return installed_tasks()[row.task].address(row.ref)
    if row.task in _ORDER_ACTS:
        return order_act_address(row.ref, _ORDER_ACTS[row.task])
    if row.task in _FINDING_ACTS:
        return act_address(row.finding, _FINDING_ACTS[row.task])
    if row.task == "countersign":
        return note_address(row.ref)
    return order_address(row.ref) if row.task == "review" else finding_address(row.finding)


def _act_word(task: str) -> str:
    if task in installed_tasks():
        return _(installed_tasks()[task].act)
    return {
        "sign_for": _("签收"), "mend": _("提交整改"), "redispatch": _("重派"), "review": _("复核"),
        "close": _("销号"), "countersign": _("会签"), "verify": _("核查"), "check_again": _("核查"),
        "dispatch": _("派单"), "decide_dispute": _("处理"), "approve_waiver": _("批复"), "reply": _("申辩"),
    }[task]  # fmt: skip


def _said(row: TaskShown) -> str:
    """What a task is about: the rule of its finding, or what the subject says that has put it in."""
    found = installed_tasks().get(row.task)
    return rule_title(row.rule) if found is None else found.said(row.rule)


def _page_of(row: TaskShown) -> str:
    if row.task in installed_tasks():
        return act_of(row)
    is_of_order = row.task in ("sign_for", "mend", "redispatch", "review", "close")
    return order_address(row.ref) if is_of_order else finding_address(row.finding)


def _said_kind(row: NoteShown) -> str:
    return _("抄送的整改单") if row.kind == COPY else _("会签")


def _rule_of(row: StepShown) -> Link | str:
    return Link(rule_title(row.rule), finding_address(row.finding)) if row.finding else ""
