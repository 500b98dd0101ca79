"""The one list of what is switched on."""

from collections.abc import Collection

from guiju.actions.events import EVENTS as ACTION_EVENTS
from guiju.actions.inspections.events import EVENTS as INSPECTION_EVENTS
from guiju.bureau.events import EVENTS as BUREAU_EVENTS
from guiju.facts.events import EVENTS as LEDGER_EVENTS
from guiju.findings.events import EVENTS as FINDING_EVENTS
from guiju.findings.life.events import EVENTS as LIFE_EVENTS
from guiju.project.env import switched_off
from guiju.project.field_labels import FIELD_LABELS
from guiju.project.value_labels import VALUE_LABELS
from guiju.subjects.calls.subject import SUBJECT as CALLS
from guiju.subjects.cases.subject import SUBJECT as CASES
from guiju.subjects.conduct.subject import SUBJECT as CONDUCT
from guiju.subjects.credentials.subject import SUBJECT as CREDENTIALS
from guiju.subjects.custody.subject import SUBJECT as CUSTODY
from guiju.subjects.evaluation.subject import SUBJECT as EVALUATION
from guiju.subjects.property.subject import SUBJECT as PROPERTY
from guiju.subjects.publicity.subject import SUBJECT as PUBLICITY
from guiju.subjects.recordings.subject import SUBJECT as RECORDINGS
from guiju.subjects.training.subject import SUBJECT as TRAINING
from guiju.values.subject import Subject
from guiju.values.vocabulary import Vocabulary

EVERY_SUBJECT = (
    CALLS, CASES, CONDUCT, CREDENTIALS, CUSTODY, EVALUATION, PROPERTY, PUBLICITY, RECORDINGS, TRAINING,
)  # fmt: skip


def vocabulary_of(subjects: Collection[Subject]) -> Vocabulary:
    """The words of the spine and of these subjects; what speaks of the others is left out of the law."""
    return Vocabulary(
        [
            *LEDGER_EVENTS,
            *BUREAU_EVENTS,
            *FINDING_EVENTS,
            *LIFE_EVENTS,
            *ACTION_EVENTS,
            *INSPECTION_EVENTS,
            *(kind for subject in subjects for kind in subject.events),
        ],
        credential_types=("credentials.granted", "credentials.ended") if CREDENTIALS in subjects else ("", ""),
        field_labels=FIELD_LABELS,
        value_labels=VALUE_LABELS,
        absent={subject.name for subject in EVERY_SUBJECT if subject not in subjects},
    )


SUBJECTS = tuple(subject for subject in EVERY_SUBJECT if subject.name not in switched_off())
VOCABULARY = vocabulary_of(SUBJECTS)
