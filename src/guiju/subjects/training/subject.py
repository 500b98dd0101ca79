"""教育训练, as the spine sees it."""

from guiju.subjects.training.events import EVENTS
from guiju.values.subject import Subject

SUBJECT = Subject("training", "教育训练", EVENTS)
