"""What a role may be allowed to do in inspecting, and how a question of a check-list may be answered."""

from enum import StrEnum

READ_INSPECTIONS = "read_inspections"
DRAW_SAMPLE = "draw_sample"
CHECK_ON_SITE = "check_on_site"
ISSUE_CIRCULAR = "issue_circular"


class Answer(StrEnum):
    """How a question stands after somebody has looked."""

    YES = "yes"
    NO = "no"
    NOT_APPLICABLE = "na"
    OPEN = "open"

    @property
    def label(self) -> str:
        """The word for it."""
        return _LABELS[self]


_LABELS = {Answer.YES: "是", Answer.NO: "否", Answer.NOT_APPLICABLE: "不适用", Answer.OPEN: "未查"}
KINDS = {"case": "案卷", "call": "警情", "item": "涉案财物", "unit": "场所"}
"""What may be inspected: a kind of key, and what people call one of them. A place is named by its unit."""
