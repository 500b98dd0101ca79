"""办案区与羁押, as the spine sees it."""

from guiju.subjects.custody.events import EVENTS
from guiju.values.subject import Subject

SUBJECT = Subject("custody", "办案区与羁押", EVENTS)
