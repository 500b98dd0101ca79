"""Two versions of a record side by side, under the names that people use; what differs is marked."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from guiju.bureau.names import NamesThen, officer_names, unit_names
from guiju.screens.kit.figures import said_instant
from guiju.screens.threads.wiring import wiring
from guiju.values.event import FieldValue


@dataclass(frozen=True, slots=True)
class Side:
    """One version of a record. Unit: ``at`` microseconds since the epoch."""

    type: str
    at: int
    fields: Mapping[str, FieldValue]


@dataclass(frozen=True, slots=True)
class Compared:
    """One line: what it is called, how it stands, how it would stand."""

    label: str
    before: str
    after: str

    @property
    def is_changed(self) -> bool:
        """Whether the two differ."""
        return self.before != self.after


def event_label(name: str) -> str:
    """What people call an event."""
    kind = wiring().vocabulary.types.get(name)
    return kind.label if kind is not None and kind.label else name


def compare(before: Side | None, after: Side) -> list[Compared]:
    """The lines of two versions, the changed ones first; without a version before, everything is new."""
    names = _names(before, after)
    lines = [
        Compared(_("环节"), event_label(before.type) if before else "", event_label(after.type)),
        Compared(_("发生时间"), said_instant(before.at) if before else "", said_instant(after.at)),
    ]
    every = {**(before.fields if before else {}), **after.fields}
    for name in every:
        old = before.fields.get(name) if before else None
        lines.append(
            Compared(
                wiring().vocabulary.field_label(name),
                _said(name, old, before.at if before else after.at, names),
                _said(name, after.fields.get(name), after.at, names),
            )
        )
    return sorted(lines, key=lambda line: not line.is_changed)


def changes_of(before: Side, after: Side) -> str:
    """What differs, in a line."""
    return "；".join(
        f"{line.label}：{line.before or _('（无）')} → {line.after or _('（无）')}"
        for line in compare(before, after)
        if line.is_changed
    )


def _names(before: Side | None, after: Side) -> tuple[NamesThen, NamesThen]:
    officers: set[str] = set()
    units: set[str] = set()
    for side in (before, after):
        if side is not None:
            officers.update(_parts(side.fields.get("officer")))
            units.update(_parts(side.fields.get("unit")))
    return officer_names(officers), unit_names(units)


def _parts(value: FieldValue | None) -> tuple[str, ...]:
    if value is None or value == "":
        return ()
    return value if isinstance(value, tuple) else (str(value),)


def _said(name: str, value: FieldValue | None, at: int, names: tuple[NamesThen, NamesThen]) -> str:
    if isinstance(value, bool) or value in ("true", "false"):
        return _("是") if value in (True, "true") else _("否")
    parts = _parts(value)
    if name in ("officer", "unit"):
        known = names[0] if name == "officer" else names[1]
        return "、".join(f"{said}（{one}）" if (said := known.at(one, at)) != one else one for one in parts)
    return "、".join(wiring().vocabulary.value_label(name, one) for one in parts)
