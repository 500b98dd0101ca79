"""单位与人员: the words for what can happen."""

from functools import partial

from guiju.values.event import EventType

_event = partial(EventType, retention="personnel")

EVENTS = (
    _event("bureau.unit_opened", "设立单位", attributes=("unit_kind",)),
    _event("bureau.unit_closed", "撤销单位"),
    _event("bureau.officer_posted", "任职", attributes=("post", "kind")),
    _event("bureau.officer_left", "离任", attributes=("post",)),
)
