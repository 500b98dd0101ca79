"""案件, as the spine sees it."""

from guiju.subjects.cases.events import EVENTS
from guiju.values.subject import Subject

SUBJECT = Subject("cases", "案件", EVENTS)
