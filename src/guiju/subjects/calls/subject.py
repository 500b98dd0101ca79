"""接处警, as the spine sees it."""

from guiju.subjects.calls.events import EVENTS
from guiju.values.subject import Subject
from guiju.values.thread import ThreadWords

THREADS = ThreadWords(
    "call",
    "警情",
    opened_by=("calls.received",),
    closed_by=("calls.disposed", "calls.cancelled"),
    led_by=("calls.dispatched", "calls.arrived"),
    title=("emergency",),
)
HANDLING = ("calls.arrived", "calls.disposed", "calls.registered")
"""Who went to the scene or took the report down; not who answered the telephone."""
SUBJECT = Subject("calls", "接处警", EVENTS, threads=(THREADS,), handling=HANDLING)
