"""接处警: the words for what can happen."""

from functools import partial

from guiju.values.event import EventType

_event = partial(EventType, retention="call")

EVENTS = (
    _event("calls.received", "接报警", keys=("call",), attributes=("channel", "emergency")),
    _event("calls.dispatched", "派警", keys=("call",), attributes=("zone", "emergency"), flags=("emergency",)),
    _event("calls.delay_reported", "报告途中受阻", keys=("call",)),
    _event("calls.arrived", "到达现场", keys=("call",)),
    _event(
        "calls.disposed",
        "处置反馈",
        keys=("call",),
        attributes=("valid", "police_scope", "disposition", "emergency"),
        flags=("emergency",),
    ),
    _event("calls.cancelled", "取消派警或并入其他警情", keys=("call",)),
    _event("calls.registered", "接报案登记", keys=("call", "case"), attributes=("channel",)),
    _event("calls.receipt_given", "出具接报案回执", keys=("call", "case")),
    _event("calls.desk_shift_started", "110值守开始", keys=("act",)),
    _event("calls.desk_shift_ended", "110值守结束", keys=("act",)),
)
