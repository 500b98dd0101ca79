"""执法公开: the words for what can happen."""

from functools import partial

from guiju.values.event import EventType

_event = partial(EventType, retention="publicity")

EVENTS = (
    _event("publicity.unit_listed", "列为执法公开单位"),
    _event("publicity.unit_delisted", "不再列为执法公开单位"),
    # 公示和目录都记所含的项数:四项即处罚机关、立案依据、实施程序、救济渠道;十一类即主动公开的范围。
    _event("publicity.penalty_matters_published", "公示行政处罚事项", attributes=("items",)),
    _event("publicity.catalogue_published", "公布执法公开目录", attributes=("items",)),
    _event("publicity.guide_published", "公布执法公开指南"),
    # 每条执法信息以行为编号(act)区别;audience:向社会公开,还是只告知特定对象。
    _event("publicity.information_formed", "形成应公开的执法信息", keys=("act",), attributes=("audience",)),
    _event("publicity.secrecy_reviewed", "公开前保密审查", keys=("act",), attributes=("cleared",)),
    _event("publicity.information_published", "公开执法信息", keys=("act",)),
    _event("publicity.parties_informed", "告知特定对象或提供查询", keys=("act",)),
    _event("publicity.disclosure_refused", "依法不予公开", keys=("act",)),
    _event("publicity.regulation_issued", "制定与公众利益直接有关的规定", keys=("act",)),
)
