"""The scale of a year: how many points a finding of each severity takes from a case, decided by the legal section."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NoReturn

from guiju.rules.pages.refusal import Spot
from guiju.rules.pages.yaml_text import read_yaml
from guiju.scores.forbidden import find_forbidden
from guiju.values.errors import GuijuError

SEVERITIES = ("fatal", "major", "minor")
KEYS = ("year", "decided_by", "source", "full", "floor", "deductions", "overrides", "bands", "veto", "ties")
BAND_KEYS = ("name", "zh", "from", "source")
_QUANTITIES = ("count", "number", "amount", "sum", "total", "quota", "rate", "ratio", "share")
_FREE_TEXT = ("decided_by", "source", "zh", "name", "note")


class ScaleRefused(GuijuError):
    """The scale of a year cannot be used; nothing is scored by it."""

    code = "scale.refused"
    remedy = "请改正 law/scales 中的评分标准后再运行。"


@dataclass(frozen=True, slots=True)
class Band:
    """A grade and the points from which it is given, the bound included."""

    name: str
    label: str
    floor: Decimal


@dataclass(frozen=True, slots=True)
class Scale:
    """Points at the start, points that a finding takes away, and the bound below which a case does not fall."""

    year: int
    full: Decimal
    floor: Decimal
    deductions: Mapping[str, Decimal]
    overrides: Mapping[str, Decimal] = field(default_factory=dict)
    bands: tuple[Band, ...] = ()
    veto: frozenset[str] = frozenset()

    def deduction(self, rule: str, severity: str) -> Decimal:
        """The points that one finding takes, once it is verified."""
        return self.overrides.get(rule, self.deductions[severity])

    def points(self, deducted: Decimal) -> Decimal:
        """What is left of the full points; never below the floor."""
        return max(self.floor, self.full - deducted)


def open_scale(folder: Path, year: int, *, rules: Collection[str] | None = None) -> Scale:
    """The scale of ``year``, else of the nearest earlier year, else of the earliest there is.

    Raises:
        ScaleRefused: there is none, or the one that counts is not fully understood.
    """
    years = {int(path.stem): path for path in folder.glob("*.yaml") if path.stem.isdecimal()}
    if not years:
        raise ScaleRefused(f"{folder.name} 中没有任何年度的评分标准。", remedy=f"请补上 law/scales/{year}.yaml。")
    earlier = [known for known in years if known <= year]
    return load_scale(years[max(earlier) if earlier else min(years)], rules=rules)


def load_scale(path: Path, *, rules: Collection[str] | None = None) -> Scale:
    """The scale written in one file.

    ``rules`` are the pages of the law; where given, ``overrides`` and ``veto`` may name no other.

    Law: 行政处罚法 第七十四条 and the bans of ``forbidden``. Unit: points.

    Raises:
        ScaleRefused: it scores by a forbidden indicator, or a key, number or rule in it is not understood.
    """
    content = read_yaml(path, Spot(path.name))
    if not isinstance(content, Mapping):
        _refuse(path, "应为一个映射(year、full、deductions……)")
    _lint(path, content, rules or ())
    _only(path, "", content, KEYS)
    for key in ("year", "full", "deductions"):
        if key not in content:
            _refuse(path, f"缺少 {key}")
    deductions = _points(path, "deductions", content["deductions"])
    _only(path, "deductions", deductions, SEVERITIES)
    absent = [name for name in SEVERITIES if name not in deductions]
    if absent:
        _refuse(path, f"deductions 缺少 {'、'.join(absent)}")
    overrides = _points(path, "overrides", content.get("overrides") or {})
    veto = content.get("veto") or []
    if not isinstance(veto, list):
        _refuse(path, "veto 应为规则编号的列表")
    if rules is not None:
        _only(path, "overrides", overrides, rules)
        _only(path, "veto", veto, rules)
    if content.get("ties", "shared") != "shared":
        _refuse(path, "ties 只能是 shared（同分同位）")
    full, floor = _number(path, "full", content["full"]), _number(path, "floor", content.get("floor", 0))
    if floor >= full:
        _refuse(path, "floor 应小于 full")
    return Scale(
        _year(path, content["year"]), full, floor, deductions, overrides,
        _bands(path, content.get("bands") or []), frozenset(str(item) for item in veto),
    )  # fmt: skip


def _lint(path: Path, content: Mapping[str, Any], rules: Collection[str]) -> None:
    """Refuse a forbidden indicator wherever an item may be named, before anything else is looked at."""
    for name in _names(content):
        banned = None if name in rules else find_forbidden(_told(name))
        if banned is not None:
            raise ScaleRefused(
                f"{path.name}：“{name}”属于{banned.label}，依{banned.authority}不得作为考核评分项目。",
                code="scale.forbidden_indicator",
                remedy="请删去这一项；此类数字可以作为风险提示列出，但不评分、不排名。",
            )


def _told(name: str) -> str:
    """The part of a name that says what is counted: the duty of a rule id (``fines.send-notice``), else all of it."""
    subject, dot, duty = name.partition(".")
    return duty if dot and subject.isidentifier() and duty not in _QUANTITIES else name


def _names(value: Any, key: str = "") -> Iterator[str]:
    if isinstance(value, Mapping):
        for inner, held in value.items():
            yield str(inner)
            yield from _names(held, str(inner))
    elif isinstance(value, list):
        for held in value:
            yield from _names(held, key)
    elif isinstance(value, str) and key not in _FREE_TEXT:
        yield value


def _refuse(path: Path, reason: str) -> NoReturn:
    raise ScaleRefused(f"{path.name}:{reason}。")


def _only(path: Path, place: str, given: Collection[str], allowed: Collection[str]) -> None:
    for word in given:
        if word not in allowed:
            close = get_close_matches(str(word), [str(item) for item in allowed], n=1, cutoff=0.5)
            hint = f"，是否应为“{close[0]}”？" if close else ""
            _refuse(path, f"{place + ' 中' if place else ''}不认识的项“{word}”{hint}")


def _number(path: Path, place: str, value: Any) -> Decimal:
    try:
        number = None if isinstance(value, bool) else Decimal(str(value))
    except InvalidOperation:
        number = None
    if number is None or not number.is_finite() or number < 0:
        _refuse(path, f"{place} 应为不小于零的数，而不是“{value}”")
    return number


def _points(path: Path, place: str, value: Any) -> dict[str, Decimal]:
    if not isinstance(value, Mapping):
        _refuse(path, f"{place} 应为“名称：分值”的映射")
    return {str(name): _number(path, f"{place}.{name}", held) for name, held in value.items()}


def _year(path: Path, value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        _refuse(path, "year 应为年份")
    return value


def _bands(path: Path, value: Any) -> tuple[Band, ...]:
    bands = []
    for item in value if isinstance(value, list) else _refuse(path, "bands 应为列表"):
        if not isinstance(item, Mapping) or "name" not in item or "from" not in item:
            _refuse(path, "bands 的每一项应为 {name, zh, from, source}")
        _only(path, "bands", item, BAND_KEYS)
        name, floor = str(item["name"]), _number(path, "bands.from", item["from"])
        bands.append(Band(name, str(item.get("zh", name)), floor))
    if any(lower.floor >= higher.floor for higher, lower in zip(bands, bands[1:], strict=False)):
        _refuse(path, "bands 应由高到低排列")
    return tuple(bands)
