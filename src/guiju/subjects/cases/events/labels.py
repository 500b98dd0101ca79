"""What people call the fields of submissions, opinions and approvals."""

REVIEW_LABELS = {
    "submission": "送审编号",
    "submission_version": "送审版本",
    "decision_kind": "送审的决定",
    "facts_found": "认定的事实和证据",
    "decision_grounds": "法律依据和理由",
    "proposed_decision": "拟作出的决定",
    "content_salt": "内容随机数",
    "attached_papers": "所附材料的摘要",
    "case_features": "案件情形",
    "needed_steps": "应经环节",
    "handling_officers": "办案人员",
    "commanding_unit": "由办案负责人领导的单位",
    "check_answers": "核对清单答复",
    "ballots": "各人意见",
    "adoptions": "采纳情况",
    "draw_month": "抽取月份",
    "draw_share": "抽取比例（千分比）",
    "drawn_from": "抽取总数",
    "cross_reviewer": "交叉复审人",
}
