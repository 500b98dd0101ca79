"""执法监督与责任, as the spine sees it."""

from guiju.subjects.conduct.events import EVENTS
from guiju.values.subject import Subject

SUBJECT = Subject("conduct", "执法监督与责任", EVENTS)
