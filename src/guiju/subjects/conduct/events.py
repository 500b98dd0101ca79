"""执法监督与责任: the words for what can happen."""

from functools import partial

from guiju.values.event import EventType

_event = partial(EventType, retention="personnel")
# 一件检举控告、一次停职或禁闭、一项过错,各有自己的编号(act);过错另属于案件。
_complaint = partial(_event, keys=("act",))
_measure = partial(_event, keys=("act",))
_fault = partial(_event, keys=("case", "act"))

EVENTS = (
    _complaint(
        "conduct.complaint_received",
        "收到检举控告",
        attributes=("ongoing", "anonymous"),
        flags=("ongoing", "anonymous"),
        is_receipted=True,
    ),
    _complaint("conduct.complaint_transferred", "转送检举控告"),
    _complaint("conduct.inspectors_dispatched", "派出督察人员"),
    _complaint("conduct.response_given", "反馈现场处置情况"),
    _complaint("conduct.complaint_taken_up", "开始查处检举控告"),
    _complaint("conduct.complaint_closed", "查结检举控告"),
    _complaint("conduct.complaint_result_notified", "告知检举控告查处结果"),
    _measure("conduct.suspension_ordered", "决定停止执行职务", attributes=("days", "approver")),
    _measure("conduct.suspension_ended", "结束停止执行职务"),
    _measure("conduct.suspension_appealed", "不服停止执行职务申诉"),
    _measure("conduct.confinement_ordered", "决定禁闭", attributes=("days", "approver")),
    _measure("conduct.confinement_started", "执行禁闭", attributes=("days",)),
    _measure("conduct.confinement_ended", "解除禁闭"),
    _measure("conduct.confinement_appealed", "不服禁闭申诉"),
    _measure("conduct.appeal_decided", "作出申诉决定"),
    _event(
        "conduct.inspector_appointed",
        "任命督察人员",
        attributes=("education", "service_years", "inspection_trained"),
        flags=("inspection_trained",),
    ),
    _fault("conduct.fault_found", "发现执法过错线索"),
    _fault("conduct.fault_taken_up", "立项查处执法过错"),
    _fault("conduct.fault_taken_over", "上级公安机关直接查处执法过错"),
    _fault("conduct.fault_referred", "移送法制部门认定执法过错"),
    _fault("conduct.fault_ruled_out", "认定不构成执法过错", attributes=("determined_by",)),
    _fault("conduct.unlawful_order_reported", "报告上级违法指令", is_receipted=True),
    _fault(
        "conduct.fault_determined",
        "认定执法过错",
        attributes=("fault_kind", "determined_by", "grave"),
        flags=("grave",),
    ),
    _fault("conduct.liability_assigned", "确定过错责任人", attributes=("liable_role", "fault_cause", "share")),
    _fault("conduct.liability_waived", "决定不予追究过错责任"),
    _fault("conduct.fault_handled", "作出过错处理", attributes=("handling", "misconduct")),
    _event("conduct.misconduct_confirmed", "查实违法违纪行为", keys=("case", "act"), attributes=("listed_item",)),
    _event("conduct.sanction_case_opened", "处分立案", keys=("case", "act")),
    _event(
        "conduct.sanction_decided",
        "作出处分决定",
        keys=("case", "act"),
        attributes=("sanction", "liable_role", "misconduct"),
    ),
    _event("conduct.stop_death_confirmed", "查明继续盘问期间非正常死亡", keys=("act",)),
)
