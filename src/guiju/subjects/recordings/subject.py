"""音视频, as the spine sees it."""

from guiju.subjects.recordings.events import EVENTS
from guiju.values.subject import Subject

SUBJECT = Subject("recordings", "音视频", EVENTS, handling=("recordings.started", "recordings.ended"))
