"""What a writer hands to the ledger: what happened, not yet recorded."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from math import isfinite
from typing import Any

from guiju.facts.keys.blind_index import is_document_number
from guiju.facts.keys.personal_fields import owner_of, without
from guiju.facts.wiring import personal_hand
from guiju.values.clock import LocalTime, to_micros
from guiju.values.errors import GuijuError
from guiju.values.event import IDENTIFYING, KEYS, FieldValue
from guiju.values.recorded import keys_of

ACTOR_KINDS = ("person", "system", "import", "operator")
STREAM_KINDS = ("case", "call", "item", "room", "recording", "act", "person", "officer", "unit", "plan")
"""The first of these keys that an event carries names its stream."""
LONGEST = 160
LONGEST_TYPE, LONGEST_UNIT, LONGEST_REASON = 64, 32, 2_000
LARGEST_BODY = 4 * 1024 * 1024
"""Bytes of one event; what is larger is a paper, whose hash stands in the event."""
_NUMBER, _MAY_IDENTIFY = 18, frozenset((*IDENTIFYING, "person"))
_NUMBER_REMEDY = "请改用人员编号；确须记录号码的，列名映射为 document_number，号码随人加密保存。"
_FIRST, _LAST = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
_MAY_BE_NONE = ("corrects", "batch", "row", "begun")
_BOUNDS = (
    ("at", to_micros(_FIRST), to_micros(_LAST)), ("day", 1, _LAST.toordinal()), ("second", 0, 86_399),
    ("offset", -1_440, 1_440),
    ("corrects", 1, 2**63 - 1), ("batch", 1, 2**63 - 1), ("row", 0, 2**63 - 1),
    ("begun", 1, 2**63 - 1),
)  # fmt: skip
_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True).encode


class PersonalNotWired(GuijuError):
    """Something personal was to be recorded where nobody has handed over the keys of persons."""

    code = "personal.not_wired"
    remedy = "请用 guiju 命令打开账本；密钥目录里应有 persons.sqlite3 和 index.key。"


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
    ``approver``; ``batch`` and ``row`` say where an imported event came from, ``begun`` which place the event that
    began this import has in the stream of its source. ``sealed_for`` says whose key seals what is personal (case:C1)
    where the event speaks of a case that it must not name among its keys. ``origin`` says where an event of another
    ledger stands there, and ``sealed`` is what it holds there in the place of personal fields.
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
    begun: int | None = None
    sealed_for: str = ""
    origin: Mapping[str, Any] | None = None
    sealed: Mapping[str, Any] | None = None

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
class Corrected:
    """What a correction stands upon: the id of the first version, and the leaf of the one that it corrects."""

    first: int
    leaf: bytes


@dataclass(frozen=True, slots=True)
class Prepared:
    """A draft in the exact bytes and columns in which it will stand."""

    draft: Draft
    stream: str
    body: bytes
    keys: tuple[tuple[str, str], ...]
    first: int | None = None


def prepare(draft: Draft, corrected: Corrected | None = None) -> Prepared:
    """The body, the keys and the stream of a draft; ``corrected`` is what it corrects, if it does.

    Raises:
        DraftRefused: it names nothing that it is about, or a value does not fit.
        PersonalNotWired, PersonKeysRefused: it holds something personal, and there are no keys to seal it with.
    """
    check_draft(draft)
    draft = _with_coded_person(draft)
    keys = keys_of(draft.fields)
    stream = draft.stream or _stream_of(keys)
    for kind, value in keys:
        _check_fits(kind, value, LONGEST)
    _check_fits("stream", stream, LONGEST)
    _check_fits("type", draft.type, LONGEST_TYPE)
    _check_fits("on_behalf", draft.on_behalf, LONGEST)
    _check_fits("unit_as_of", draft.unit_as_of, LONGEST_UNIT)
    _check_fits("reason", draft.reason, LONGEST_REASON)
    _check_fits("approver", draft.approver, LONGEST)
    body = body_of(draft, corrected, _sealed(draft, keys) if draft.origin is None else draft.sealed)
    if len(body) > LARGEST_BODY:
        raise DraftRefused(
            f"“{draft.type}”的内容超过 {LARGEST_BODY // 1024 // 1024} MB。", remedy="请把长文作为材料附上。"
        )
    return Prepared(draft, stream, body, keys, None if corrected is None else corrected.first)


def names_of(idem_key: str, count: int) -> list[str]:
    """The idempotency keys of the events of one submission, in their order."""
    return [idem_key] if count == 1 else [f"{idem_key}#{number}" for number in range(count)]


def check_hand(actor: Actor, idem_key: str) -> None:
    """Refuse a writer without a name, of no kind, or whose submission has no key or one that does not fit.

    Raises:
        DraftRefused: one of these.
    """
    if actor.kind not in ACTOR_KINDS or not actor.name or not idem_key:
        raise DraftRefused("缺少记录人或提交号。")
    _check_fits("actor", actor.name, LONGEST)
    _check_fits("idem_key", idem_key, LONGEST - 8)


def check_draft(draft: Draft) -> None:
    """Refuse numbers that no database or calendar holds, and values that are neither scalars nor lists of texts.

    Raises:
        DraftRefused: one of these.
    """
    for name, least, most in _BOUNDS:
        number = getattr(draft, name)
        if number is None and name in _MAY_BE_NONE:
            continue
        if not isinstance(number, int) or not least <= number <= most:
            raise DraftRefused(f"“{name}”不是可以记录的数。")
    if (draft.batch is None) != (draft.begun is None):
        raise DraftRefused("来源批次没有写全。")
    for name, value in draft.fields.items():
        if not isinstance(name, str) or not 0 < len(name) <= LONGEST:
            raise DraftRefused("字段名是空的、太长或不是文字。")
        if not _is_sayable(value):
            raise DraftRefused(f"“{_shown(name)}”的值不是文字、64 位以内的数、真假，也不是文字的列表。")
        if type(value) is str and len(value) == _NUMBER and name not in _MAY_IDENTIFY and is_document_number(value):
            raise DraftRefused(f"“{_shown(name)}”是一个居民身份证号码，账本不收。", remedy=_NUMBER_REMEDY)


def _with_coded_person(draft: Draft) -> Draft:
    """The draft, with a code where the source calls a person by his document number."""
    person = draft.fields.get("person")
    if type(person) is not str or not is_document_number(person):
        return draft
    hand = personal_hand()
    if hand is None:
        raise PersonalNotWired("人员编号写的是居民身份证号码，没有索引密钥不能换成编号。")
    return replace(draft, fields={**draft.fields, "person": hand.index.code_for(person)})


def _sealed(draft: Draft, keys: tuple[tuple[str, str], ...]) -> Mapping[str, Any] | None:
    """What stands in the body in the place of the personal fields; None where there are none."""
    hand = personal_hand()
    if hand is None:
        if any(draft.fields.get(name) for name in IDENTIFYING):
            raise PersonalNotWired("没有人员密钥库，不能记录个人信息。")
        return None
    names = hand.names(draft.type, draft.fields)
    if not names:
        return None
    owner = draft.sealed_for or owner_of(keys, STREAM_KINDS)
    if not owner:
        raise DraftRefused(f"“{draft.type}”含有个人信息，却没有写明是谁的。")
    return hand.seal(draft.type, draft.at, owner, names, draft.fields)


def body_of(draft: Draft, corrected: Corrected | None = None, sealed: Mapping[str, Any] | None = None) -> bytes:
    """The exact bytes that are stored and hashed; ``sealed`` stands in them for the personal fields.

    Law:    docs/ledger-format.md §2: ids are not hashed, so what another event is named by is its leaf or its place.
    Raises:
        DraftRefused: a field is neither text, number, truth value nor a list of texts; or what it corrects is not told.
    """
    fields = {name: value for name, value in draft.fields.items() if value not in ("", (), None)}
    said: dict[str, object] = {"day": draft.day, "fields": fields, "offset": draft.offset, "second": draft.second}
    if sealed is not None:
        said |= {"fields": without(fields, sealed["fields"]), "personal": sealed}
    if draft.origin is not None:
        said["origin"] = draft.origin
    if draft.batch is not None:
        said["source"] = {"batch": draft.batch, "begun": draft.begun, "row": draft.row}
    if (draft.corrects is None) != (corrected is None):
        raise DraftRefused("没有查明所更正的记录。")
    if corrected is not None:
        said |= {"corrects": draft.corrects, "corrects_leaf": corrected.leaf.hex(), "first": corrected.first}
    for name in ("reason", "approver"):
        if getattr(draft, name):
            said[name] = getattr(draft, name)
    try:
        return _encode(said).encode()
    except (TypeError, ValueError) as error:
        raise DraftRefused(f"“{draft.type}”含有不能记录的值。") from error


def _is_sayable(value: object) -> bool:
    if isinstance(value, str) or value is None:
        return True
    if isinstance(value, int):
        return -(2**63) <= value < 2**63
    if isinstance(value, float):
        return isfinite(value)
    return isinstance(value, tuple) and all(isinstance(one, str) for one in value)


def _check_fits(name: str, value: str, most: int) -> None:
    if not isinstance(value, str):
        raise DraftRefused(f"“{name}”不是文字。")
    if len(value) > most or "\x00" in value or not _is_whole(value):
        raise DraftRefused(f"“{name}”太长，或含有空字符、残缺的字符：“{_shown(value)}…”。")


def _is_whole(value: str) -> bool:
    """Whether every character can be written: half of a surrogate pair cannot."""
    if value.isascii():
        return True
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _shown(value: str) -> str:
    return value[:24].encode("utf-8", "replace").decode()


def _stream_of(keys: tuple[tuple[str, str], ...]) -> str:
    named = dict(reversed(keys))
    for kind in STREAM_KINDS:
        if kind in named:
            return f"{kind}:{named[kind]}"
    sentence = f"没有写明这件事关于什么（{'、'.join(KEYS)}都为空）。"
    raise DraftRefused(sentence)
