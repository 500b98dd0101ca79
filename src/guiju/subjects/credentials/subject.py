"""执法资格, as the spine sees it."""

from guiju.subjects.credentials.events import EVENTS
from guiju.values.subject import Subject

SUBJECT = Subject("credentials", "执法资格", EVENTS)
