"""The column headings of the sample export, as a case system would name them."""

from guiju.bureau.events import EVENTS as BUREAU
from guiju.facts.events import EVENTS as LEDGER
from guiju.project.demo.lawful import FALLBACK, LAWFUL
from guiju.project.field_labels import FIELD_LABELS
from guiju.subjects.calls.events import EVENTS as CALLS
from guiju.subjects.cases.events import EVENTS as CASES
from guiju.subjects.conduct.events import EVENTS as CONDUCT
from guiju.subjects.credentials.events import EVENTS as CREDENTIALS
from guiju.subjects.custody.events import EVENTS as CUSTODY
from guiju.subjects.evaluation.events import EVENTS as EVALUATION
from guiju.subjects.property.events import EVENTS as PROPERTY
from guiju.subjects.publicity.events import EVENTS as PUBLICITY
from guiju.subjects.recordings.events import EVENTS as RECORDINGS
from guiju.subjects.training.events import EVENTS as TRAINING

_EVENTS = (
    *LEDGER, *BUREAU, *CALLS, *CASES, *CONDUCT, *CREDENTIALS, *CUSTODY, *EVALUATION, *PROPERTY, *PUBLICITY, *RECORDINGS,
    *TRAINING,
)  # fmt: skip
TOLD = {kind.name: kind for kind in _EVENTS if not kind.is_internal}
"""What a case system can tell; the machine's own words no file may bring. The catalogue has more, and knows the law."""


def _declared() -> tuple[str, ...]:
    names = ["person", "item", "act", "call", "room", "recording", "plan"]
    for kind in TOLD.values():
        names += [name for name in kind.attributes if name not in names]
    return tuple(names)


COLUMNS = _declared()
HEADINGS = {**{name: name for name in COLUMNS}, **FIELD_LABELS, "type": "环节", "at": "时间"}
_GIVEN_BY_STEPS = {"to_days": int, "to_months": int, "valid": bool, "police_scope": bool}
KINDS = {name: type(value) for page in (FALLBACK, *LAWFUL.values()) for name, value in page.items()} | _GIVEN_BY_STEPS
