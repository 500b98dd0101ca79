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
HANDLING = (
    "property.seized", "property.seizure_recorded", "property.preserved", "property.sealed", "property.frozen",
    "property.freeze_renewed", "property.brought_back", "property.testing_finished", "property.handed_over",
    "property.registered", "property.damage_found", "property.checked_out", "property.checked_in",
    "property.appraisal_started", "property.found_unrelated", "property.owner_notified", "property.claim_notice_given",
    "property.released", "property.returned_to_victim", "property.transferred", "property.disposed",
)  # fmt: skip
"""Who takes, keeps, lends out or gives back what belongs to the case; not who approves or decides about it."""
SUBJECT = Subject("property", "涉案财物", EVENTS, threads=(THREADS,), handling=HANDLING)
