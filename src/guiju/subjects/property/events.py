"""涉案财物: the words for what can happen."""

from functools import partial

from guiju.values.event import EventType

_event = partial(EventType, retention="case_file")

EVENTS = (
    _event("property.seizure_approved", "批准扣押", keys=("case", "item"), attributes=("approver",)),
    _event(
        "property.seized",
        "扣押",
        keys=("case", "item", "act"),
        attributes=(
            "kind",
            "public_order",
            "onspot",
            "remote",
            "high_value",
            "valuable",
            "cash",
            "photographed",
            "list_copies",
            "holder",
            "for_appraisal",
        ),
        flags=("public_order", "onspot", "remote", "high_value", "valuable", "cash", "for_appraisal"),
    ),
    _event(
        "property.seizure_recorded",
        "制作查封扣押笔录",
        keys=("case", "item"),
        attributes=("holder_signed", "refusal_noted"),
        flags=("refusal_noted",),
    ),
    _event("property.earlier_measure_grounded", "注明受案前可以采取措施的法律依据", keys=("case", "item")),
    _event(
        "property.decision_served",
        "交付财物措施决定书",
        keys=("case", "item"),
        attributes=("list_attached",),
        flags=("list_attached",),
    ),
    _event("property.preserved", "先行登记保存", keys=("case", "item")),
    _event("property.sealed", "查封", keys=("case", "item"), attributes=("kind",)),
    _event(
        "property.frozen",
        "冻结",
        keys=("case", "item"),
        attributes=("kind", "asset", "grave", "term_months", "frozen_until", "approver", "terror"),
        flags=("grave", "terror"),
    ),
    _event(
        "property.freeze_renewed",
        "续行冻结",
        keys=("case", "item"),
        attributes=("kind", "asset", "grave", "term_months", "frozen_until", "approver"),
        flags=("grave",),
    ),
    _event("property.term_extended", "延长扣押查封冻结", keys=("case", "item"), attributes=("approver",)),
    _event("property.brought_back", "异地提取后返回", keys=("case",)),
    _event("property.testing_approved", "批准紧急鉴定暂缓移交", keys=("case", "item"), attributes=("approver",)),
    _event("property.testing_finished", "紧急鉴定完成", keys=("case", "item")),
    _event("property.handed_over", "移交保管人员", keys=("case", "item"), attributes=("kind", "custodian")),
    _event(
        "property.registered",
        "入库登记",
        keys=("case", "item"),
        attributes=("kind", "shelf", "store", "store_ground"),
    ),
    _event("property.damage_found", "盘点发现使用损毁或短少", keys=("case", "item")),
    _event(
        "property.checked_out",
        "调用出库",
        keys=("case", "item"),
        attributes=("kind", "approver", "return_by"),
    ),
    _event("property.checked_in", "归还入库", keys=("case", "item")),
    _event("property.appraisal_started", "涉案财物委托鉴定", keys=("case", "item")),
    _event("property.appraisal_finished", "收到涉案财物鉴定意见", keys=("case", "item")),
    _event(
        "property.found_unrelated",
        "查明与案件无关",
        keys=("case", "item"),
        attributes=("kind", "public_order", "others_property"),
        flags=("public_order", "others_property"),
    ),
    _event("property.owner_notified", "告知财物所有人", keys=("case", "item")),
    _event("property.claim_notice_given", "通知或公告认领", keys=("case", "item"), attributes=("kind",)),
    _event("property.disposition_decided", "作出财物处理决定", keys=("case", "item"), attributes=("way",)),
    _event("property.released", "解除退还", keys=("case", "item")),
    _event(
        "property.returned_to_victim",
        "发还被害人",
        keys=("case", "item"),
        attributes=("kind", "approver", "photographed", "valued", "recipient", "signed"),
    ),
    _event("property.transferred", "随案移送", keys=("case", "item"), attributes=("list_copies",)),
    _event(
        "property.confiscated",
        "收缴财物",
        keys=("case", "item"),
        attributes=("decider_level", "contraband", "item_value"),
        flags=("contraband",),
    ),
    _event(
        "property.disposed",
        "变卖销毁上缴",
        keys=("case", "item"),
        attributes=("kind", "way", "perishable", "approver", "photographed"),
        flags=("perishable",),
    ),
)
