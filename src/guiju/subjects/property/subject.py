"""涉案财物, as the spine sees it."""

from guiju.subjects.property.events import EVENTS
from guiju.values.subject import Subject
from guiju.values.thread import ThreadWords

THREADS = ThreadWords(
    "item",
    "涉案财物",
    opened_by=("property.seized", "property.preserved", "property.sealed", "property.frozen"),
    closed_by=("property.released", "property.returned_to_victim", "property.transferred", "property.disposed"),
    led_by=("property.handed_over",),
)
SUBJECT = Subject("property", "涉案财物", EVENTS, threads=(THREADS,))
