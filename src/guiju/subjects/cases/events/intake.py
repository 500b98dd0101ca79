"""受案立案: what happens before a case is filed, and when it is."""

from guiju.subjects.cases.events.forms import case_event

INTAKE = (
    case_event(
        "cases.reported",
        "报案控告举报扭送",
        keys=("case", "call"),
        attributes=("kind", "public_order", "complainant", "duplicate", "identity_withheld", "in_person"),
        flags=("public_order", "duplicate", "identity_withheld", "in_person"),
    ),
    case_event("cases.evidence_submitted", "报案人提供证据材料", keys=("case", "call"), attributes=("kind",)),
    case_event("cases.evidence_receipt_given", "出具接受证据清单", keys=("case", "call")),
    case_event(
        "cases.accepted",
        "受案",
        keys=("case",),
        attributes=("kind", "public_order", "confidential", "auxiliary", "self_found"),
        flags=("confidential", "auxiliary", "self_found"),
    ),
    case_event("cases.receipt_given", "交付受案回执", keys=("case",)),
    case_event("cases.filed", "立案", keys=("case",), attributes=("kind", "public_order", "approver")),
    case_event("cases.review_extended", "延长立案审查期限", keys=("case",), attributes=("ground", "approver")),
    case_event(
        "cases.not_filed", "不予立案", keys=("case",), attributes=("complainant", "approver"), flags=("complainant",)
    ),
    case_event(
        "cases.referral_received",
        "接收行政执法机关移送",
        keys=("case",),
        attributes=("incomplete",),
        flags=("incomplete",),
    ),
    case_event("cases.referral_answered", "书面通知移送机关", keys=("case",)),
    case_event("cases.reasons_demanded", "检察院要求说明不立案理由", keys=("case",)),
    case_event("cases.reasons_sent", "书面说明不立案理由", keys=("case",)),
    case_event("cases.filing_ordered", "检察院通知立案", keys=("case",)),
    case_event("cases.suspect_registered", "登记犯罪嫌疑人", keys=("case", "person")),
    case_event("cases.party_notified", "告知当事人", keys=("case", "person"), attributes=("matter", "recipient")),
    case_event("cases.handed_to_other_unit", "移送管辖", keys=("case",)),
    case_event("cases.lead_assigned", "确定主办民警", keys=("case",)),
    case_event("cases.recusal_requested", "申请回避", keys=("case", "act")),
    case_event("cases.recusal_extended", "延长回避决定期限", keys=("case", "act"), attributes=("approver",)),
    case_event("cases.recusal_decided", "决定回避", keys=("case", "act")),
)
