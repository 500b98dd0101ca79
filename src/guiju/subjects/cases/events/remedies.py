"""救济归档: reconsideration, compensation, publication, closing."""

from guiju.subjects.cases.events.forms import case_event

REMEDIES = (
    case_event(
        "cases.reconsideration_received", "收到当事人提交的复议申请", keys=("case", "person"), attributes=("to_uphold",)
    ),
    case_event("cases.reconsideration_forwarded", "转送复议机关", keys=("case", "person")),
    case_event(
        "cases.reconsideration_copy_received",
        "收到复议申请书副本",
        keys=("case", "person"),
        attributes=("simple",),
        flags=("simple",),
    ),
    case_event("cases.reconsideration_answered", "提交复议答复书", keys=("case", "person")),
    case_event("cases.reconsideration_decided", "收到复议决定", keys=("case", "person"), attributes=("comply_by",)),
    case_event("cases.reconsideration_complied", "履行复议决定", keys=("case", "person")),
    case_event("cases.correction_notice_received", "收到纠正违法通知书", keys=("case",), attributes=("reply_by",)),
    case_event("cases.correction_notice_answered", "回复纠正违法通知书", keys=("case",)),
    case_event("cases.supervision_notice_received", "收到行政执法监督文书", keys=("case",), attributes=("reply_by",)),
    case_event("cases.supervision_notice_answered", "回复行政执法监督文书", keys=("case",)),
    case_event("cases.superior_order_received", "收到上级责令纠正", keys=("case",)),
    case_event("cases.superior_order_executed", "执行上级责令纠正", keys=("case",)),
    case_event("cases.compensation_claimed", "收到赔偿申请", keys=("case", "person")),
    case_event("cases.compensation_decided", "作出赔偿决定", keys=("case", "person")),
    case_event("cases.compensation_served", "送达赔偿决定书", keys=("case", "person"), is_receipted=True),
    case_event("cases.penalty_published", "公开处罚决定", keys=("case", "person")),
    case_event("cases.penalty_revoked", "处罚决定变更撤销", keys=("case", "person")),
    case_event("cases.publication_withdrawn", "撤回处罚决定信息", keys=("case", "person")),
    case_event("cases.closed", "结案", keys=("case",), attributes=("outcome",)),
    case_event("cases.archived", "归档", keys=("case",)),
    case_event("cases.file_destroyed", "案卷销毁", keys=("case",)),
    case_event(
        "cases.reconsideration_hearing_held",
        "参加行政复议听证",
        keys=("case", "person"),
        attributes=("leader_attended", "absence_explained", "delegate_attended"),
    ),
)
