"""调查侦查: searches, appraisals, mediation, evidence."""

from guiju.subjects.cases.events.forms import admin_event, case_event

INVESTIGATION = (
    case_event(
        "cases.searched", "搜查", keys=("case", "act"), attributes=("witness", "warrant", "urgent"), flags=("urgent",)
    ),
    case_event(
        "cases.inspected", "检查(行政)", keys=("case", "act"), attributes=("place", "certificate", "onspot", "approver")
    ),
    case_event("cases.scene_examined", "现场勘查", keys=("case", "act"), attributes=("grave",), flags=("grave",)),
    case_event("cases.experiment_started", "侦查实验开始", keys=("case", "act"), attributes=("approver",)),
    case_event("cases.experiment_ended", "侦查实验结束", keys=("case", "act")),
    case_event("cases.evidence_requisitioned", "调取证据", keys=("case", "act"), attributes=("kind", "approver")),
    case_event("cases.electronically_signed", "电子签名捺印", keys=("case", "person", "act")),
    case_event(
        "cases.lineup_held",
        "辨认",
        keys=("case", "act"),
        attributes=("foils", "object", "place", "police_present"),
    ),
    case_event(
        "cases.appraisal_started",
        "委托鉴定",
        keys=("case", "act", "person"),
        attributes=("psychiatric",),
        flags=("psychiatric",),
    ),
    case_event(
        "cases.appraisal_finished",
        "收到鉴定意见",
        keys=("case", "act", "person"),
        attributes=("used_as_evidence",),
    ),
    case_event("cases.reappraisal_requested", "申请重新鉴定", keys=("case", "act", "person")),
    case_event("cases.reappraisal_approved", "准予重新鉴定", keys=("case", "act")),
    case_event("cases.reappraisal_refused", "不准补充鉴定或重新鉴定", keys=("case", "act")),
    case_event("cases.appraisal_notified", "告知鉴定意见", keys=("case", "act", "person")),
    case_event(
        "cases.term_extended",
        "批准延长办案期限",
        keys=("case",),
        attributes=("approver", "nth", "station_case"),
        flags=("station_case",),
    ),
    case_event("cases.mediation_started", "开始调解", keys=("case",), attributes=("auxiliary",), flags=("auxiliary",)),
    admin_event("cases.mediation_barred", "出现不适用调解的情形", keys=("case",), attributes=("ground",)),
    admin_event("cases.mediation_requested", "当事人申请或同意调解", keys=("case",)),
    admin_event("cases.guardian_notice_waived", "未成年人本人同意不通知监护人", keys=("case", "person")),
    case_event("cases.mediation_agreed", "调解达成协议", keys=("case",)),
    case_event("cases.mediation_failed", "调解未成或不履行", keys=("case",)),
    case_event(
        "cases.penalty_proposed", "拟处罚", keys=("case", "person"), attributes=("fine", "detention_days", "licence")
    ),
    admin_event("cases.converted_to_criminal", "转为刑事案件", keys=("case",)),
    admin_event(
        "cases.party_registered",
        "登记当事人",
        keys=("case", "person"),
        attributes=("role", "minor", "deputy", "township_deputy", "public_official", "foreigner"),
        personal=("minor",),
        flags=("minor", "deputy", "township_deputy", "public_official", "foreigner"),
    ),
    admin_event(
        "cases.injury_noted",
        "登记伤情",
        keys=("case", "person"),
        attributes=("serious", "appraisal_requested", "disputed"),
        flags=("serious", "appraisal_requested", "disputed"),
    ),
    admin_event("cases.injury_appraisal_declined", "拒绝伤情鉴定已记录", keys=("case", "person")),
    case_event("cases.act_ended", "违法行为终了", keys=("case",), attributes=("public_order", "harm"), flags=("harm",)),
    admin_event("cases.found_outside_jurisdiction", "审查认为不属本单位管辖", keys=("case",)),
    admin_event("cases.quick_procedure_agreed", "书面告知快速办理并签名同意", keys=("case", "person")),
    admin_event(
        "cases.quick_procedure_started",
        "适用快速办理",
        keys=("case", "person"),
        attributes=("disability", "minor", "mental_illness", "hearing_case", "expected_detention_days"),
        personal=("disability", "minor", "mental_illness"),
        standing=("minor",),
        flags=("disability", "minor", "mental_illness", "hearing_case"),
    ),
    admin_event("cases.quick_procedure_converted", "转为一般程序", keys=("case", "person")),
    admin_event("cases.evidence_collected", "收集证据", keys=("case",), attributes=("evidence",)),
)
