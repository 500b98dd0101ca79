"""涉案财物, as the spine sees it."""

from guiju.subjects.property.events import EVENTS
from guiju.values.subject import Subject

SUBJECT = Subject("property", "涉案财物", EVENTS)
