"""执法资格: the words for what can happen."""

from functools import partial

from guiju.values.event import EventType

_event = partial(EventType, retention="personnel")

EVENTS = (
    _event("credentials.granted", "授予资格", attributes=("name", "until")),
    _event("credentials.ended", "资格终止", attributes=("name",)),
)
