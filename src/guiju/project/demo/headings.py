"""The column headings of the sample export, as a case system would name them."""

from guiju.project.catalogue import VOCABULARY
from guiju.project.demo.lawful import FALLBACK, LAWFUL
from guiju.project.field_labels import FIELD_LABELS

TOLD = {name: kind for name, kind in VOCABULARY.types.items() if not kind.is_internal}
"""What a case system can tell; the machine's own words no file may bring."""


def _declared() -> tuple[str, ...]:
    names = ["person", "item", "act", "call", "room", "recording", "plan"]
    for kind in TOLD.values():
        names += [name for name in kind.attributes if name not in names]
    return tuple(names)


COLUMNS = _declared()
HEADINGS = {**{name: name for name in COLUMNS}, **FIELD_LABELS, "type": "环节", "at": "时间"}
_GIVEN_BY_STEPS = {"to_days": int, "to_months": int, "valid": bool, "police_scope": bool}
KINDS = {name: type(value) for page in (FALLBACK, *LAWFUL.values()) for name, value in page.items()} | _GIVEN_BY_STEPS
