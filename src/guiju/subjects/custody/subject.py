"""办案区与羁押, as the spine sees it."""

from guiju.subjects.custody.events import EVENTS
from guiju.values.subject import Subject

HANDLING = (
    "custody.summoned", "custody.compelled", "custody.arrived", "custody.spot_checked", "custody.stop_started",
    "custody.sobering_started", "custody.taken_away", "custody.area_entered", "custody.safety_checked",
    "custody.belongings_listed", "custody.belongings_stored", "custody.info_collected", "custody.inquiry_started",
    "custody.inquiry_ended", "custody.interrogation_started", "custody.interrogation_ended", "custody.record_signed",
    "custody.rights_notified", "custody.detained", "custody.extension_requested", "custody.family_notified",
    "custody.arrested", "custody.bail_started", "custody.residence_watch_started", "custody.admin_detained",
    "custody.examination_started", "custody.terror_restraint_started", "custody.counsel_right_notified",
    "custody.lawyer_opinion_recorded", "custody.warrant_signed", "custody.brought_to_jurisdiction",
    "custody.border_control_imposed",
)  # fmt: skip
"""Who brings somebody in, questions, searches or holds him; not who guards the centre, nor who approves a term."""
SUBJECT = Subject("custody", "办案区与羁押", EVENTS, handling=HANDLING)
