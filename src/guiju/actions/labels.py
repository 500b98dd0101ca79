"""What people call the fields of what is recorded about mending."""

from collections.abc import Mapping

LABELS: Mapping[str, str] = {
    "order": "整改单编号",
    "to_officer": "指定民警",
    "to_unit": "承办单位",
    "order_term": "整改期限",
    "campaign": "专项整治编号",
    "proof_event": "整改依据的记录",
    "proof_leaf": "整改依据的叶值",
    "paper_hash": "所附材料摘要值",
    "paper_name": "所附材料名称",
    "mended_event": "完成整改的记录",
    "mended_leaf": "完成整改的叶值",
    "accepted": "复核通过",
    "note": "会签或抄送编号",
    "agrees": "会签同意",
    "talk": "约谈编号",
    "attendees": "参加人员",
    "findings": "涉及的疑似问题",
    "commitments": "承诺的整改事项",
    "fulfilled": "承诺已落实",
    "campaign_title": "专项整治名称",
    "rules": "涉及的规则",
    "campaign_from": "专项整治开始时间",
    "campaign_until": "专项整治结束时间",
}
