"""What a role lets its holder do, in the words of a station: one short phrase for each permission."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy

from guiju.actions import acts as act
from guiju.actions.inspections import acts as inspecting
from guiju.bureau import roles as bureau
from guiju.findings.lawmaking import acts as lawmaking
from guiju.findings.life import acts as life
from guiju.screens.kit.words import Said

PERMITTED: Mapping[str, Said] = {
    bureau.RECORD: gettext_lazy("登记办案环节"),
    bureau.CORRECT: gettext_lazy("提请补录和更正"),
    bureau.APPROVE_CORRECTION: gettext_lazy("批准他人的补录和更正"),
    bureau.IMPORT_FILES: gettext_lazy("导入数据"),
    bureau.EXPORT: gettext_lazy("导出清单"),
    "submit_for_approval": gettext_lazy("送审"),
    "review_case": gettext_lazy("审核案件"),
    "review_legality": gettext_lazy("法制审核"),
    "record_discussion": gettext_lazy("登记集体讨论"),
    "approve_decision": gettext_lazy("审批决定"),
    "cross_review": gettext_lazy("交叉复审"),
    "draw_cross_review": gettext_lazy("抽取交叉复审"),
    "read_refused_approvals": gettext_lazy("查看未予办理的审批操作"),
    life.VERIFY: gettext_lazy("核查疑似问题"),
    life.GIVE_OPINION: gettext_lazy("对疑似问题提出意见"),
    life.PROPOSE_WAIVER: gettext_lazy("提请豁免"),
    life.APPROVE_WAIVER: gettext_lazy("批准豁免"),
    life.DECIDE_DISPUTE: gettext_lazy("裁定申辩"),
    life.REOPEN: gettext_lazy("重新打开问题"),
    act.DISPATCH: gettext_lazy("派发整改单"),
    act.RECEIVE: gettext_lazy("签收整改单"),
    act.URGE: gettext_lazy("催办"),
    act.REVIEW: gettext_lazy("复核整改"),
    act.CLOSE: gettext_lazy("销号"),
    act.HOLD_TALK: gettext_lazy("约谈"),
    act.RUN_CAMPAIGN: gettext_lazy("开展专项整治"),
    act.COMMAND: gettext_lazy("指挥本单位整改"),
    inspecting.READ_INSPECTIONS: gettext_lazy("查看督察抽查"),
    inspecting.DRAW_SAMPLE: gettext_lazy("制定抽查计划并抽取"),
    inspecting.CHECK_ON_SITE: gettext_lazy("现场检查"),
    inspecting.ISSUE_CIRCULAR: gettext_lazy("印发通报"),
    lawmaking.PROPOSE_LAW: gettext_lazy("提请修改规则页"),
    lawmaking.PUBLISH_LAW: gettext_lazy("发布规则页"),
    bureau.READ_BURDEN: gettext_lazy("查看填报负担"),
    bureau.TRUST_ORIGIN: gettext_lazy("确认上报来源"),
    bureau.KEEP_TEMPLATES: gettext_lazy("管理文书模板"),
    bureau.READ_REGISTERS: gettext_lazy("查看单位和人员名册"),
    bureau.KEEP_UNITS: gettext_lazy("登记单位"),
    bureau.KEEP_ROSTER: gettext_lazy("登记人员和任免"),
    bureau.PROPOSE_DESTRUCTION: gettext_lazy("提请销毁人员密钥"),
    bureau.CONFIRM_DESTRUCTION: gettext_lazy("批准销毁人员密钥"),
    bureau.HOLD_DATA: gettext_lazy("冻结销毁"),
    bureau.KEEP_ACCOUNTS: gettext_lazy("管理账号"),
    bureau.READ_ACCOUNTS: gettext_lazy("查看账号"),
    bureau.READ_ROLES: gettext_lazy("查看授权"),
    bureau.PROPOSE_ROLE: gettext_lazy("提请授予角色"),
    bureau.GRANT_ROLE: gettext_lazy("批准授予角色"),
    bureau.RESET_SECOND_FACTOR: gettext_lazy("重置第二重验证"),
    bureau.READ_AUDIT: gettext_lazy("查看审计记录"),
    bureau.READ_LOOKS: gettext_lazy("查看查阅和导出记录"),
}
"""In the order in which a page names them."""


def permitted_said(permissions: Iterable[str]) -> str:
    """What some permissions let one do; a permission of a part that has no word here is left as it is called."""
    held = set(permissions)
    known = [str(word) for name, word in PERMITTED.items() if name in held]
    return "、".join([*known, *sorted(held - set(PERMITTED))])
