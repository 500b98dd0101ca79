"""执法质量考评, as the spine sees it."""

from guiju.subjects.evaluation.events import EVENTS
from guiju.values.subject import Subject

SUBJECT = Subject("evaluation", "执法质量考评", EVENTS)
