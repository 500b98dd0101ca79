"""From what a county had sealed to what stands here: the same facts under names that no other ledger can take.

Numbers of cases, persons, items … get the mark of their origin, for only within their own ledger are they told apart;
police numbers and unit codes are the same everywhere. The county's exact bytes, header and leaf stand in the body, so
that anybody can see what was sealed there. What does not travel, or what no unit of the origin answers for, is refused
row by row; its leaf stays known.
"""

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from guiju.facts.draft import Draft, DraftRefused
from guiju.facts.events import IMPORT_BEGUN
from guiju.facts.importing.bundles.checking import Row, parse_body
from guiju.facts.importing.bundles.form import BODY, PREV
from guiju.facts.importing.bundles.origins import Origin
from guiju.facts.keys.blind_index import is_document_number
from guiju.facts.tables.places import standing_places
from guiju.facts.take_in.mapping import DEFAULT_ZONE
from guiju.facts.verify.parts.outside.origins import stream_here
from guiju.facts.wiring import personal_hand, tolerance_of
from guiju.values.clock import from_micros
from guiju.values.event import COMMON_KEYS, ENTERED_AT, IDENTIFYING, KEY_MISSING, KEYS, FieldValue

QUALIFIED = frozenset(kind for kind in KEYS if kind not in COMMON_KEYS)
"""What only the origin tells apart."""
IMPORT = "import"
STREAM, TYPE, SCHEMA, AT, RECORDED_AT, WRITER, WRITER_KIND, UNIT = 3, 5, 6, 7, 8, 9, 10, 12
"""Where the columns of an event stand in its line."""
_FORMAT = 1
_ZONE = ZoneInfo(DEFAULT_ZONE)
_SEALED = {"data", "fields", "key", "of"}


@dataclass(frozen=True, slots=True)
class Earlier:
    """What stands here of an event that the origin corrects: its id, and when it was first entered, if that is told."""

    event: int
    entered_at: FieldValue | None


class Ground:
    """What decides whether a row can stand here: whose it is, the tree of units, which types stay at home."""

    def __init__(self, origin: Origin, stays: Callable[[str], bool]) -> None:
        self.origin, self.stays = origin, stays
        self._within = origin.paths
        self._places: dict[str, list[tuple[int, int, str]]] = {}
        for code, since, until, path in standing_places():
            self._places.setdefault(code, []).append((since, until, path))

    def check_unit(self, unit: str, at: int) -> None:
        """Make sure that a unit was the origin's, or below it, at an instant.

        Raises:
            DraftRefused: it was not, or nobody has registered it.
        """
        paths = [path for since, until, path in self._places.get(unit, ()) if since <= at < until]
        if not paths:
            raise DraftRefused(f"单位“{unit}”没有登记。")
        if not any(path.startswith(own) for path in paths for own in self._within):
            raise DraftRefused(f"单位“{unit}”当时不属于报送单位“{self.origin.unit}”。")


def draft_of(
    row: Row, ground: Ground, *, begun: Mapping[tuple[str, int], tuple[int, int]], earlier: Earlier | None
) -> Draft:
    """What is to be recorded of an event's line.

    ``begun`` says which event here stands for the beginning of an import there; ``earlier`` what the event corrects.

    Raises:
        DraftRefused: it cannot stand here.
    """
    said, kind, at, origin = parse_body(row), row[TYPE], row[AT], ground.origin
    if row[SCHEMA] != _FORMAT:
        raise DraftRefused(f"记录的格式版本是 {row[SCHEMA]}。")
    fields = _open_fields(kind, said)
    if kind == IMPORT_BEGUN:
        return _draft(row, said, origin, fields, stream=origin.actor.name)
    if ground.stays(kind):
        raise DraftRefused(f"“{kind}”只能由本账本记录，报送包只能带它的叶值。")
    for unit in {row[UNIT], str(fields.get("unit", ""))} - {""}:
        ground.check_unit(unit, at)
    if "corrects" in said and earlier is None:
        raise DraftRefused("它所更正的记录没有带入。")
    fields = {name: _marked(origin.mark, name, value) for name, value in fields.items()}
    if tolerance_of(kind) is not None and row[WRITER_KIND] != IMPORT:
        first = from_micros(row[RECORDED_AT], _ZONE).isoformat() if earlier is None else earlier.entered_at
        fields = {name: value for name, value in fields.items() if name != ENTERED_AT}
        fields |= {ENTERED_AT: first} if first is not None else {}
    sealed = said.get("personal")
    if sealed is not None:
        fields |= dict.fromkeys(_names(kind, sealed, fields), KEY_MISSING)
    source = _source(said, row[WRITER], begun)
    return _draft(
        row, said, origin, fields, stream=stream_here(row[STREAM], origin.mark), sealed=sealed, unit_as_of=row[UNIT],
        corrects=None if earlier is None else earlier.event, reason=str(said.get("reason", "")),
        approver=str(said.get("approver", "")), **source,
    )  # fmt: skip


def corrected_leaf(row: Row) -> str:
    """The leaf, in the origin's ledger, of what an event's line corrects; empty where it corrects nothing."""
    said = parse_body(row)
    return str(said.get("corrects_leaf", "")) if "corrects" in said else ""


def _draft(line: Row, said: Mapping[str, Any], origin: Origin, fields: Mapping[str, FieldValue], **more: Any) -> Draft:
    sealed_there = {
        "ledger": origin.ledger, "hash": origin.hash_name, "mark": origin.mark, "index": line[1], "leaf": line[2],
        "header": line[3:BODY], "prev": line[PREV], "body": line[BODY],
    }  # fmt: skip
    try:
        local = said["day"], said["second"], said["offset"]
    except KeyError as error:
        raise DraftRefused("记录没有写明当地日期。") from error
    return Draft(line[TYPE], line[AT], *local, fields, origin=sealed_there, **more)


def _open_fields(kind: str, said: Mapping[str, Any]) -> dict[str, FieldValue]:
    """The fields that stand in clear, none of which may name anybody."""
    fields: dict[str, FieldValue] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in said["fields"].items()
    }
    hand = personal_hand()
    if hand is not None and hand.names(kind, fields):
        raise DraftRefused("个人信息没有加密。")
    if any(isinstance(value, str) and is_document_number(value) for value in fields.values()):
        raise DraftRefused("记录里有一个居民身份证号码。")
    return fields


def _names(kind: str, sealed: object, fields: Mapping[str, FieldValue]) -> Sequence[str]:
    """What is sealed: only what is personal here too, or a county could hide any date that its duty is counted by."""
    if not isinstance(sealed, dict) or set(sealed) != _SEALED or not _is_sealing(sealed):
        raise DraftRefused("加密的个人信息不成形。")
    names: list[str] = sealed["fields"]
    hand = personal_hand()
    wanted = frozenset(IDENTIFYING) if hand is None else hand.declared.get(kind, frozenset(IDENTIFYING))
    wrong = [name for name in names if name not in wanted or name in fields or name in KEYS]
    if wrong:
        raise DraftRefused(f"“{wrong[0][:64]}”不是可以加密的个人信息，或者同时又写了明文。")
    return names


def _is_sealing(sealed: Mapping[str, Any]) -> bool:
    names, texts = sealed["fields"], [sealed[name] for name in ("data", "key", "of")]
    try:
        base64.b64decode(texts[0], validate=True)
    except (ValueError, TypeError):
        return False
    is_listed = isinstance(names, list) and len({*map(str, names)}) == len(names)
    return is_listed and all(isinstance(one, str) for one in (*names, *texts))


def _marked(mark: str, name: str, value: FieldValue) -> FieldValue:
    if name not in QUALIFIED or value in ("", (), None):
        return value
    if isinstance(value, tuple):
        return tuple(f"{mark}:{one}" for one in value)
    return f"{mark}:{value}"


def _source(
    said: Mapping[str, Any], writer: str, begun: Mapping[tuple[str, int], tuple[int, int]]
) -> dict[str, int | None]:
    """Which import here stands for the one that brought a row there: what it declared decides what is unknown."""
    source = said.get("source")
    if source is None:
        return {}
    try:
        batch, place = begun[writer, source["begun"]]
        return {"batch": batch, "begun": place, "row": source["row"]}
    except (KeyError, TypeError) as error:
        raise DraftRefused("带来它的那次导入没有随包报送。") from error
