"""教育训练: the words for what can happen."""

from functools import partial

from guiju.values.event import EventType

_event = partial(EventType, retention="personnel")

EVENTS = (
    _event("training.attended", "参加训练", attributes=("training_days", "training_workdays")),
    _event("training.passed", "训练合格"),
    _event("training.post_approved", "批准上岗任职或晋升"),
    _event("training.course_held", "组织集中训练", attributes=("course_days",)),
    _event("training.weapon_course_held", "组织武器警械使用训练"),
)
