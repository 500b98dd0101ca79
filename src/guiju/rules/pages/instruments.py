"""The laws, rules and documents that pages may cite, as `law/instruments.yaml` lists them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from guiju.rules.instrument import Instrument, Version
from guiju.rules.pages.refusal import Spot
from guiju.values.clock import Clock

RANKS = {
    "law": "法律",
    "regulation": "行政法规",
    "interpretation": "司法解释",
    "rule": "部门规章",
    "normative": "规范性文件",
    "policy": "内部文件（非法律）",
}
"""What kind of text an instrument is, the highest first; a policy document is off until a bureau adopts it."""
UNREAD = "待核"
_KEYS = ("name", "rank", "versions", "clock", "workdays", "superseded_by", "note")


def read_instruments(file: str, content: Mapping[str, Any]) -> Mapping[str, Instrument]:
    """Every listed instrument by its short name.

    Raises:
        LawRefused: an entry has an unknown key, clock, rank or successor, or its texts overlap.
    """
    spot, listed = Spot(file), {}
    for name, value in content.items():
        value, inner = value or {}, spot.of(name)
        if not isinstance(value, Mapping):
            inner.refuse("应为 {name: 全称, rank: 效力层级, clock: 时钟, workdays: […]}")
        inner.only(value, _KEYS)
        exact, up_to = _workdays(value.get("workdays"), inner.of("workdays"))
        clock, rank = value.get("clock"), value.get("rank")
        if clock is not None:
            inner.of("clock").only([clock], [item.value for item in Clock], "时钟")
        if rank is not None:
            inner.of("rank").only([rank], RANKS, "效力层级")
        by = value.get("superseded_by") or []
        by = by if isinstance(by, list) else [by]
        inner.of("superseded_by").only(by, content, "法规")
        listed[str(name)] = Instrument(
            str(name),
            Clock(clock) if clock else None,
            exact,
            up_to,
            full_name=str(value.get("name") or name),
            rank=str(rank or ""),
            versions=_versions(value.get("versions"), inner.of("versions")),
            superseded_by=tuple(by),
            note=str(value.get("note") or ""),
        )
    return listed


def _workdays(value: Any, spot: Spot) -> tuple[frozenset[int], int]:
    days = value or []
    if not isinstance(days, Mapping | list):
        spot.refuse("应为 [2, 3, 5, 7] 或 {up_to: 10}")
    capped = days.get("up_to") if isinstance(days, Mapping) else 0
    listed = days if isinstance(days, list) else []
    if any(type(day) is not int for day in (capped, *listed)):
        spot.refuse("应为 [2, 3, 5, 7] 或 {up_to: 10}")
    return frozenset(listed), int(capped or 0)


def _versions(value: Any, spot: Spot) -> tuple[Version, ...]:
    items = [] if value is None else value
    if not isinstance(items, list):
        spot.refuse("应为 [{from: 施行日, to: 失效日, note: 文号}] 的列表")
    read: list[Version] = []
    for number, item in enumerate(items):
        inner = spot.of(number + 1)
        if not isinstance(item, Mapping):
            inner.refuse("应为 {from: 施行日, to: 失效日, note: 文号}")
        inner.only(item, ("from", "to", "note"))
        version = Version(
            day_or_unread(item.get("from"), inner.of("from")),
            None if item.get("to") is None else day_or_unread(item["to"], inner.of("to")),
            str(item.get("note") or ""),
        )
        if read and (read[-1].to_day is None or version.from_day is None or version.from_day < read[-1].to_day):
            inner.refuse("与上一文本重叠，或上一文本没有写 to")
        read.append(version)
    return tuple(read)


def day_or_unread(value: Any, spot: Spot) -> int | None:
    """A day as ordinal, or None for 待核.

    Raises:
        LawRefused: it is neither.
    """
    if value == UNREAD:
        return None
    try:
        return date.fromisoformat(str(value)).toordinal()
    except ValueError:
        spot.refuse(f"“{value}”不是 2026-01-01 这样的日期，也不是“{UNREAD}”")
