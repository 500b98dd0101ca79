"""How what identifies somebody is shown to those who need not know it: enough to tell two apart, no more."""

from collections.abc import Mapping

from guiju.values.event import IDENTIFYING, UNREADABLE, FieldValue

_SHOWN = {"person_name": (1, 0), "document_number": (3, 2), "phone": (3, 2)}
"""How many characters at the beginning and at the end stay; of what is not listed none does."""
HIDDEN = "*"


def masked(fields: Mapping[str, FieldValue]) -> dict[str, FieldValue]:
    """The fields of an event with what identifies somebody masked."""
    return {name: mask(name, value) if name in IDENTIFYING else value for name, value in fields.items()}


def mask(name: str, value: FieldValue) -> FieldValue:
    """One value masked; a word that stands for an unreadable one says itself.

    >>> mask("person_name", "张三丰"), mask("phone", "13800000000"), mask("home_address", "某路1号")
    ('张**', '138******00', '***')
    """
    if value in UNREADABLE or value in ("", ()):
        return value
    text = str(value)
    begin, end = _SHOWN.get(name, (0, 0))
    if (begin, end) == (0, 0):
        return HIDDEN * 3
    if len(text) <= begin + end:
        return HIDDEN * len(text)
    return text[:begin] + HIDDEN * (len(text) - begin - end) + text[len(text) - end :]
