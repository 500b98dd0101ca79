"""What a writer hands to the ledger: what happened, not yet recorded."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from guiju.values.clock import LocalTime, to_micros
from guiju.values.errors import GuijuError
from guiju.values.event import KEYS, FieldValue
from guiju.values.recorded import keys_of

ACTOR_KINDS = ("person", "system", "import", "operator")
STREAM_KINDS = ("case", "call", "item", "room", "recording", "person", "officer", "unit", "plan", "act")
"""The first of these keys that an event carries names its stream."""
LONGEST = 160
_LIMITS = (("stream", LONGEST), ("type", 64), ("on_behalf", LONGEST), ("unit_as_of", 32))


class DraftRefused(GuijuError):
    """What was to be recorded cannot be recorded as it is."""

    code = "ledger.draft"
    remedy = "请更正后重新提交；原有记录没有改变。"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who writes into Guiju: a person by account, the system, an import, or an operator at the machine."""

    name: str
    kind: str = "person"


@dataclass(frozen=True, slots=True)
class Draft:
    """One thing that happened, to be recorded.

    Unit: ``at`` microseconds since the epoch, ``day`` proleptic ordinal of the local day, ``second`` local second of
    that day, ``offset`` minutes east of Greenwich as written. ``stream`` may stay empty: then the first key that the
    event carries names it. ``corrects`` is the id of the event that this one corrects, with its ``reason`` and
    ``approver``; ``batch`` and ``row`` say where an imported event came from.
    """

    type: str
    at: int
    day: int
    second: int
    offset: int
    fields: Mapping[str, FieldValue] = field(default_factory=dict)
    stream: str = ""
    on_behalf: str = ""
    unit_as_of: str = ""
    corrects: int | None = None
    reason: str = ""
    approver: str = ""
    batch: int | None = None
    row: int | None = None

    @classmethod
    def of(
        cls, type_name: str, happened_at: datetime, fields: Mapping[str, FieldValue], *, local: LocalTime, **more: Any
    ) -> "Draft":
        """A draft of something that happened at an aware instant, its local day counted in ``local``."""
        at = to_micros(happened_at)
        day, second = local.locate(at)
        shift = happened_at.astimezone(local.zone).utcoffset()
        offset = 0 if shift is None else int(shift.total_seconds()) // 60
        return cls(type_name, at, day, second, offset, fields, **more)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A draft in the exact bytes and columns in which it will stand."""

    draft: Draft
    stream: str
    body: bytes
    keys: tuple[tuple[str, str], ...]
    first: int | None = None


def prepare(draft: Draft, first: int | None = None) -> Prepared:
    """The body, the keys and the stream of a draft; ``first`` is the first version of what it corrects.

    Raises:
        DraftRefused: it names nothing that it is about, or a value does not fit.
    """
    keys = keys_of(draft.fields)
    stream = draft.stream or _stream_of(keys)
    for (kind, value), most in ((pair, LONGEST) for pair in keys):
        if len(value) > most or "\x00" in value:
            raise DraftRefused(f"“{kind}”的值太长或含有空字符：“{value[:24]}…”。")
    for name, most in _LIMITS:
        said = stream if name == "stream" else str(getattr(draft, name))
        if len(said) > most or "\x00" in said:
            raise DraftRefused(f"“{name}”太长或含有空字符：“{said[:24]}…”。")
    return Prepared(draft, stream, body_of(draft, first), keys, first)


def body_of(draft: Draft, first: int | None = None) -> bytes:
    """The exact bytes that are stored and hashed.

    Raises:
        DraftRefused: a field is neither text, number, truth value nor a list of texts.
    """
    said: dict[str, object] = {
        "day": draft.day,
        "fields": {name: value for name, value in draft.fields.items() if value not in ("", (), None)},
        "offset": draft.offset,
        "second": draft.second,
    }
    if draft.batch is not None:
        said["source"] = {"batch": draft.batch, "row": draft.row}
    if draft.corrects is not None:
        said |= {"corrects": draft.corrects, "first": first or draft.corrects}
    for name in ("reason", "approver"):
        if getattr(draft, name):
            said[name] = getattr(draft, name)
    try:
        text = json.dumps(said, ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True)
        return text.encode()
    except (TypeError, ValueError) as error:
        raise DraftRefused(f"“{draft.type}”含有不能记录的值。") from error


def _stream_of(keys: tuple[tuple[str, str], ...]) -> str:
    named = dict(reversed(keys))
    for kind in STREAM_KINDS:
        if kind in named:
            return f"{kind}:{named[kind]}"
    sentence = f"没有写明这件事关于什么（{'、'.join(KEYS)}都为空）。"
    raise DraftRefused(sentence)
