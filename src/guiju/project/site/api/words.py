"""The values that the interface reads and writes: bounded texts, dates and instants with their offset."""

from datetime import date
from typing import Annotated, Generic, TypeVar

from ninja import Header
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainSerializer, WithJsonSchema

from guiju.findings.law import law_in_force
from guiju.screens.kit.figures import ZONE
from guiju.values.clock import from_micros

MOST, USUAL, LAST_PAGE = 100, 50, 1_000
LARGEST = 2**53
Item = TypeVar("Item")


def _said(at: int | None) -> str | None:
    return None if at is None else from_micros(at, ZONE).isoformat()


def plain(text: str) -> str:
    """A text without control characters.

    Raises:
        ValueError: it has some.
    """
    if any(ord(one) < 32 and one not in "\n\t" for one in text):
        raise ValueError("含有控制字符")
    return text


def _one_line(text: str) -> str:
    if not text.isprintable():
        raise ValueError("含有不可见字符")
    return text


At = Annotated[int, PlainSerializer(_said, return_type=str), WithJsonSchema({"type": "string", "format": "date-time"})]
"""An instant, told in the bureau's zone with its offset."""
MaybeAt = Annotated[
    int | None, PlainSerializer(_said, return_type=str | None),
    WithJsonSchema({"anyOf": [{"type": "string", "format": "date-time"}, {"type": "null"}]}),
]  # fmt: skip
Name = Annotated[str, Field(min_length=1, max_length=400), AfterValidator(_one_line)]
"""What something is called by: a number, a code, an id."""
Text = Annotated[str, Field(max_length=1_000), AfterValidator(plain)]
Number = Annotated[int, Field(ge=1, le=LARGEST)]
Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2199, 12, 31))]
IdemKey = Annotated[
    str,
    Header(
        ..., alias="Idempotency-Key", min_length=8, max_length=64, pattern="^[A-Za-z0-9_-]+$",
        description="同一次提交用同一个键：重发不会重复办理；同一个键换了内容会被拒绝。",
    ),
]  # fmt: skip


class Asked(BaseModel):
    """What is sent to the interface: a field that is not declared is refused."""

    model_config = ConfigDict(extra="forbid")


class Told(BaseModel):
    """What the interface answers: read off the values that queries give."""

    model_config = ConfigDict(from_attributes=True)


class Paged(Asked):
    """Which part of a list is asked for."""

    page: int = Field(1, ge=1, le=LAST_PAGE)
    limit: int = Field(USUAL, ge=1, le=MOST)

    @property
    def skip(self) -> int:
        """How many lines come before."""
        return (self.page - 1) * self.limit


class Listed(Told, Generic[Item]):
    """One part of a list, and how many lines there are in all; ``is_more``: there are more than were counted."""

    items: list[Item]
    count: int
    is_more: bool = False
    page: int
    limit: int


def period(first: date | None, last: date | None) -> tuple[int | None, int | None]:
    """From the beginning of the first day to the end of the last; half-open, in microseconds."""
    midnight = law_in_force().local.midnight
    return (
        midnight(first.toordinal()) if first else None,
        midnight(last.toordinal() + 1) if last else None,
    )
