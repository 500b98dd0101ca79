"""执法质量考评: the words for what can happen."""

from functools import partial

from guiju.values.event import EventType

_event = partial(EventType, retention="personnel")
# 一份考评方案有自己的编号(plan);一处瑕疵属于案件,有自己的编号(act)。
_scheme = partial(_event, keys=("plan",))
_flaw = partial(_event, keys=("case", "act"))

EVENTS = (
    _scheme("evaluation.scheme_adopted", "印发考评方案"),
    _scheme("evaluation.indicator_adopted", "确定考评指标", attributes=("scope", "basis")),
    _scheme("evaluation.funding_allocated", "核定办案经费", attributes=("basis",)),
    _event("evaluation.unit_enrolled", "单位列入考评"),
    _event("evaluation.officer_enrolled", "民警列入考评"),
    _event(
        "evaluation.unit_evaluated",
        "完成单位执法质量考评",
        attributes=("grade", "unqualified_years", "veto"),
        flags=("veto",),
    ),
    _event("evaluation.officer_evaluated", "完成民警执法质量考评"),
    _flaw("evaluation.flaw_found", "发现执法瑕疵"),
    _flaw("evaluation.flaw_scored", "将执法瑕疵计入考评"),
    _flaw("evaluation.flaw_corrected", "改正执法瑕疵"),
    _event("evaluation.unit_criticised", "通报批评单位"),
    _event("evaluation.honours_cancelled", "取消评优资格", keys=("act",)),
    _event("evaluation.leader_admonished", "诫勉谈话"),
    _event("evaluation.leadership_adjusted", "调整所队领导班子"),
    _event("evaluation.leader_removed", "主要领导引咎辞职或免职"),
    _event("evaluation.appraisal_held", "开展警务评议"),
    _event("evaluation.analysis_published", "通报执法状况评析"),
    _event("evaluation.case_meeting_held", "召开案件评析会"),
    _event("evaluation.progress_reported", "报送工作进展"),
)
