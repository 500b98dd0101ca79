"""案件: the words for what can happen."""

from guiju.subjects.cases.events.intake import INTAKE
from guiju.subjects.cases.events.investigation import INVESTIGATION
from guiju.subjects.cases.events.penalty import PENALTY
from guiju.subjects.cases.events.prosecution import PROSECUTION
from guiju.subjects.cases.events.remedies import REMEDIES
from guiju.subjects.cases.events.review import REVIEW

EVENTS = (*INTAKE, *INVESTIGATION, *PENALTY, *REVIEW, *PROSECUTION, *REMEDIES)
