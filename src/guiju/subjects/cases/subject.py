"""案件, as the spine sees it."""

from guiju.subjects.cases.events import EVENTS
from guiju.subjects.cases.screens import opinions
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
SUBJECT = Subject("cases", "案件", EVENTS, threads=(THREADS,), panels={"case": opinions})
