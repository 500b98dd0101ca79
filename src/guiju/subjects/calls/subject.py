"""接处警, as the spine sees it."""

from guiju.subjects.calls.events import EVENTS
from guiju.values.subject import Subject

SUBJECT = Subject("calls", "接处警", EVENTS)
