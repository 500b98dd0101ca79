"""案件, as the spine sees it."""

from collections.abc import Sequence
from typing import Any

from guiju.subjects.cases.events import EVENTS
from guiju.subjects.cases.events.review import HANDLING
from guiju.subjects.cases.projector.crossing import CROSS_REVIEWS
from guiju.subjects.cases.projector.submission import SUBMISSIONS
from guiju.subjects.cases.queries.tasks import TASKS
from guiju.subjects.cases.screens.panel import opinions
from guiju.values.subject import Subject
from guiju.values.thread import ThreadWords

THREADS = ThreadWords(
    "case",
    "案件",
    opened_by=("cases.reported", "cases.accepted", "cases.filed", "cases.referral_received", "cases.penalised_on_spot"),
    # 移送起诉后,公安机关的侦查即告终结;检察院退回补充侦查的,重新打开。
    closed_by=(
        "cases.closed", "cases.dismissed", "cases.not_filed", "cases.handed_to_other_unit", "cases.merged",
        "cases.sent_for_prosecution",
    ),
    reopened_by=("cases.filed", "cases.filing_ordered", "cases.supplement_returned"),
    led_by=("cases.lead_assigned",),
    category="kind",
    title=("public_order", "offence"),
)  # fmt: skip


def _pages() -> Sequence[Any]:
    # They reach the bureau's tables, which are classes that Django must know of first.
    from guiju.subjects.cases.screens.pages import PAGES

    return PAGES


def _draw(at: int) -> int:
    from guiju.subjects.cases.commands.monthly import draw_due_months

    return draw_due_months(at=at)


SUBJECT = Subject(
    "cases", "案件", EVENTS, threads=(THREADS,), handling=HANDLING, panels={"case": opinions},
    projections=(SUBMISSIONS, CROSS_REVIEWS), tasks=TASKS, pages=_pages, chores=(_draw,),
)  # fmt: skip
