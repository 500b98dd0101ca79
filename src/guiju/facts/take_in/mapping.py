"""How the names of a foreign file become ours: the mapping file, checked word by word."""

from collections.abc import Iterable
from collections.abc import Mapping as Pairs
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from guiju.facts.take_in.caps import MappingRefused, shown
from guiju.values.event import KEYS, Scalar

DEFAULT_ZONE = "Asia/Shanghai"
WORDS = ("timezone", "columns", "formats", "events", "where", "wide", "attributes", "values", "records", "sheet")
SECTIONS = ("columns", "formats", "events", "where", "wide", "attributes", "values")
COLUMNS = ("type", "happened_at", *KEYS)
Names = tuple[str, ...]
"""The source columns of one field; several are joined by a space."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a value of the source's type column means: an event, and constants that it implies."""

    event: str
    constants: tuple[tuple[str, Scalar], ...] = ()


@dataclass(frozen=True, slots=True)
class Mapping:
    """How the columns and values of one source are to be read.

    ``targets`` holds what ``events`` and ``where`` say, ``wide`` the event of each date column, ``values`` our word
    for the source's words in an attribute (others stay as they are). Where ``is_canonical``, the columns bear our own
    names and every other column is an attribute.
    """

    zone: str = DEFAULT_ZONE
    columns: Pairs[str, Names] = field(default_factory=dict)
    formats: Pairs[str, str] = field(default_factory=dict)
    targets: Pairs[str, Target] = field(default_factory=dict)
    wide: Pairs[str, str] = field(default_factory=dict)
    attributes: Pairs[str, Names] = field(default_factory=dict)
    records: Names = ()
    sheet: str | int | None = None
    is_canonical: bool = False
    values: Pairs[str, Pairs[str, Scalar]] = field(default_factory=dict)

    @classmethod
    def canonical(cls) -> "Mapping":
        """The mapping of a file that already uses our names for its columns and events."""
        return cls(is_canonical=True)

    @property
    def declared(self) -> frozenset[str]:
        """The event types that the mapping says its source records."""
        named = {target.event for target in self.targets.values()}
        return frozenset(named | set(self.wide.values()) | set(self.records))


def load_mapping(path: Path | str) -> Mapping:
    """The mapping written in a file.

    Raises:
        MappingRefused: a word is unknown (the nearest valid one is named), a value has the wrong shape.
    """
    from guiju.facts.take_in.mapping_text import read_mapping_text  # YAML is not needed by the reading process

    return read_mapping(read_mapping_text(Path(path)))


def read_mapping(content: Pairs[str, Any]) -> Mapping:
    """The mapping that plain values describe.

    Raises:
        MappingRefused: as for ``load_mapping``.
    """
    for word in content:
        _known(word, WORDS, "映射文件")
    section = {word: _section(content, word) for word in SECTIONS}
    columns = {key: _names(value, f"columns.{key}") for key, value in section["columns"].items()}
    for key in columns:
        _known(key, COLUMNS, "columns")
    attributes = {key: _names(value, f"attributes.{key}") for key, value in section["attributes"].items()}
    for key in attributes:
        if key in COLUMNS:
            raise MappingRefused(f"attributes 里的“{key}”不是属性，应当写在 columns 里。")
    mapping = Mapping(
        zone=_zone(content.get("timezone", DEFAULT_ZONE)),
        columns=columns,
        formats=_formats(section["formats"], attributes),
        targets=_targets(section["events"], section["where"]),
        wide={name: _event(value, f"wide.{name}") for name, value in section["wide"].items()},
        attributes=attributes,
        values={name: _words(value, name, attributes) for name, value in section["values"].items()},
        records=_records(content.get("records")),
        sheet=_sheet(content.get("sheet")),
        is_canonical=not columns and not attributes and not section["wide"],
    )
    _check_whole(mapping)
    return mapping


def _check_whole(mapping: Mapping) -> None:
    if mapping.is_canonical:
        return
    if mapping.wide:
        if mapping.targets or {"type", "happened_at"} & set(mapping.columns):
            sentence = "wide 与 type、happened_at、events、where 不能同时写。"
            raise MappingRefused(sentence, remedy="一行一案用 wide，否则不写 wide。")
    else:
        lacking = [key for key in ("type", "happened_at") if key not in mapping.columns]
        if lacking:
            sentence = f"columns 里缺少“{'、'.join(lacking)}”。"
            raise MappingRefused(sentence, remedy="请写明环节列和时间列；一行一案用 wide。")
    if not set(mapping.columns) & set(KEYS):
        sentence = f"columns 里没有任何关联键（{'、'.join(KEYS)}）。"
        raise MappingRefused(sentence, remedy="至少写明 case（案件编号）一列。")


def _known(word: str, valid: Iterable[str], place: str) -> None:
    choices = list(valid)
    if word in choices:
        return
    near = _nearest(word, choices)
    raise MappingRefused(
        f"{place}里不认识“{shown(word)}”，最接近的是“{near}”。", remedy=f"可用的有：{'、'.join(choices)}。"
    )


def _nearest(word: str, choices: list[str]) -> str:
    from difflib import get_close_matches

    return get_close_matches(word, choices, n=1, cutoff=0.0)[0]


def _section(content: Pairs[str, Any], word: str) -> dict[str, Any]:
    value = content.get(word)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise MappingRefused(f"{word} 应当是“名称: 值”的列表。")
    return {_text(key, word): item for key, item in value.items()}


def _text(value: object, place: str) -> str:
    if isinstance(value, str | int | float) and not isinstance(value, bool) and str(value).strip():
        return str(value).strip()
    raise MappingRefused(f"{place} 里的“{shown(value)}”应当是文字。", remedy="true、false、数字等要加引号。")


def _event(value: object, place: str) -> str:
    if isinstance(value, list | dict):
        raise MappingRefused(f"{place} 应当是一个事件名。")
    return _text(value, place)


def _names(value: object, place: str) -> Names:
    if isinstance(value, list):
        if not value:
            raise MappingRefused(f"{place} 是空的列表。")
        return tuple(_text(part, place) for part in value)
    return (_text(value, place),)


def _targets(events: Pairs[str, Any], where: Pairs[str, Any]) -> dict[str, Target]:
    targets = {name: Target(_event(value, f"events.{name}")) for name, value in events.items()}
    for name, value in where.items():
        if name in targets:
            raise MappingRefused(f"“{shown(name)}”同时写在 events 和 where 里。", remedy="请只留一处。")
        if not isinstance(value, dict) or "event" not in value:
            raise MappingRefused(f"where.{shown(name)} 应当写成 {{event: 事件名, set: {{…}}}}。")
        for word in value:
            _known(str(word), ("event", "set"), f"where.{shown(name)} ")
        targets[name] = Target(_event(value["event"], f"where.{name}.event"), _constants(value.get("set"), name))
    return targets


def _constants(value: object, name: str) -> tuple[tuple[str, Scalar], ...]:
    if value is None:
        return ()
    if not isinstance(value, dict):
        raise MappingRefused(f"where.{shown(name)}.set 应当是“属性: 值”的列表。")
    constants = []
    for key, constant in value.items():
        if not isinstance(constant, str | int | float | bool) or key in ("type", "happened_at"):
            sentence = f"where.{shown(name)}.set 里的“{shown(key)}”不能这样设定。"
            raise MappingRefused(sentence, remedy="只能给键或属性设一个值。")
        constants.append((_text(key, f"where.{name}.set"), constant))
    return tuple(constants)


def _words(value: object, name: str, attributes: Pairs[str, Names]) -> Pairs[str, Scalar]:
    if attributes and name not in attributes:
        _known(name, attributes, "values")
    if not isinstance(value, dict) or not all(isinstance(word, str | int | float | bool) for word in value.values()):
        raise MappingRefused(f"values.{shown(name)} 应是“原值: 规范值”的映射。")
    return {str(word): meant for word, meant in value.items()}


def _formats(formats: Pairs[str, Any], attributes: Pairs[str, Names]) -> dict[str, str]:
    from guiju.facts.take_in.instants import is_format

    for key, value in formats.items():
        _known(key, ("happened_at", *attributes), "formats")
        if not isinstance(value, str) or not is_format(value):
            raise MappingRefused(f"formats.{key} 的“{shown(value)}”不是时间格式。", remedy="例如 %Y-%m-%d %H:%M。")
    return dict(formats)


def _records(value: object) -> Names:
    if value is None:
        return ()
    if not isinstance(value, list):
        raise MappingRefused("records 应当是事件名的列表。")
    return tuple(_event(name, "records") for name in value)


def _sheet(value: object) -> str | int | None:
    if value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 1):
        return value
    if isinstance(value, int):
        raise MappingRefused(f"sheet 的“{value}”不是工作表。", remedy="请写工作表的名称，或从 1 数起的序号。")
    return _text(value, "sheet")


def _zone(value: object) -> str:
    name = _text(value, "timezone")
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        from zoneinfo import available_timezones

        near = _nearest(name, sorted(available_timezones()))
        sentence = f"不认识时区“{shown(name)}”，最接近的是“{near}”。"
        raise MappingRefused(sentence, remedy="例如 Asia/Shanghai。") from error
    return name
