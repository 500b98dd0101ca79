"""执法公开, as the spine sees it."""

from guiju.subjects.publicity.events import EVENTS
from guiju.values.subject import Subject

SUBJECT = Subject("publicity", "执法公开", EVENTS)
