"""The one list of what is switched on."""

from guiju.bureau.events import EVENTS as BUREAU_EVENTS
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
from guiju.values.vocabulary import Vocabulary

SUBJECTS = (CALLS, CASES, CONDUCT, CREDENTIALS, CUSTODY, EVALUATION, PROPERTY, PUBLICITY, RECORDINGS, TRAINING)
VOCABULARY = Vocabulary(
    [*BUREAU_EVENTS, *(kind for subject in SUBJECTS for kind in subject.events)],
    credential_types=("credentials.granted", "credentials.ended"),
    field_labels=FIELD_LABELS,
    value_labels=VALUE_LABELS,
)
