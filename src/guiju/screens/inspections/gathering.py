"""The whole out of which a sample is drawn: what was asked for, in words and as the things of which it holds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from guiju.actions.inspections.acts import KINDS
from guiju.actions.inspections.commands.planning import LARGEST_POPULATION
from guiju.actions.unit_acts import hand_in_unit
from guiju.bureau.queries import list_units as list_bureau_units
from guiju.bureau.registry import UnitThen, unit_at
from guiju.facts.tables.places import paths_at
from guiju.findings.law import law_in_force
from guiju.findings.life.entitlement import reaches_for
from guiju.screens.components.form.field import Choice
from guiju.screens.inspections.words import kind_said
from guiju.screens.kit.figures import said_date
from guiju.screens.kit.visit import Visit
from guiju.screens.threads.queries import LARGEST_PAGE, list_threads, list_units
from guiju.screens.threads.wanted import Wanted
from guiju.values.errors import GuijuError

PLACE = "unit"
ANY, OPEN, CLOSED = "any", "open", "closed"
MOST_UNITS = 500


class AskedWrongly(GuijuError):
    """An address that names no population."""

    code = "inspections.asked"
    remedy = "请从“制定抽查计划”重新选择范围。"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be inspected: things of a kind in a unit and below it, opened in a period (both days included)."""

    kind: str
    unit: str
    since: date | None
    until: date | None
    state: str

    def to_query(self) -> dict[str, str]:
        """The same as the parameters of an address."""
        said = {"kind": self.kind, "unit": self.unit, "state": self.state}
        days = {"since": self.since, "until": self.until}
        return said | {name: day.isoformat() for name, day in days.items() if day is not None}

    def words(self, unit_name: str) -> str:
        """The same in words, as it is recorded."""
        parts = [_("%(unit)s（含下级）的%(kind)s") % {"unit": unit_name, "kind": kind_said(self.kind)}]
        if self.since is not None and self.until is not None:
            parts.append(
                _("%(since)s 至 %(until)s 发生") % {"since": said_date(self.since), "until": said_date(self.until)}
            )
        if self.state != ANY:
            parts.append(_("已办结") if self.state == CLOSED else _("未办结"))
        return "，".join(parts)


def units_within(visit: Visit, act: str, *, below: str = "") -> tuple[UnitThen, ...]:
    """The open units within reach of the roles that allow something, in the order of the tree; ``below`` narrows them
    to a unit and those under it.
    """
    reaches = reaches_for(visit.viewer, act, visit.at)
    units = list_bureau_units(visit.viewer, at=visit.at, size=MOST_UNITS).items
    top = next((one.path for one in units if one.code == below), "")
    return tuple(
        one for one in units
        if one.is_open and one.path.startswith(top) and any(reach.covers(one.path) for reach in reaches)
    )  # fmt: skip


def unit_choices(units: Iterable[UnitThen]) -> tuple[Choice, ...]:
    """Units to choose among."""
    return tuple(Choice(one.code, one.name or _("未命名")) for one in units)


def asked_of(given: Mapping[str, str]) -> Asked:
    """What an address asks for.

    Raises:
        AskedWrongly: it does not say it as the page would.
    """
    try:
        since = date.fromisoformat(given["since"]) if given.get("since") else None
        until = date.fromisoformat(given["until"]) if given.get("until") else None
    except ValueError as error:
        raise AskedWrongly(_("日期不对。")) from error
    found = Asked(given.get("kind", ""), given.get("unit", ""), since, until, given.get("state", ANY))
    if found.kind not in KINDS or found.state not in (ANY, OPEN, CLOSED) or not found.unit:
        raise AskedWrongly(_("没有说明抽查的对象和单位。"))
    if found.kind != PLACE and (since is None or until is None or since > until):
        raise AskedWrongly(_("没有说明起止日期，或者起止颠倒。"))
    return found


def gathered(visit: Visit, asked: Asked, act: str) -> list[str]:
    """All things of which it holds, within what the visitor may see and inspect; one more than may be, at most.

    Raises:
        NotForYou: no role of his reaches the unit.
    """
    hand_in_unit(visit.viewer, act, asked.unit)
    whole = unit_at(asked.unit, visit.at)
    top = "" if whole is None else whole.path
    if asked.kind == PLACE:
        below = units_within(visit, act, below=asked.unit)
        # A county is its stations: what has others below it is no place of its own.
        return [one.code for one in below if not any(other.parent == one.code for other in below)]
    paths = paths_at(visit.at)
    names = [one for one in list_units(visit.viewer, asked.kind) if paths.get(one, "").startswith(top)]
    return _things(visit, asked, names) if names else []


def _things(visit: Visit, asked: Asked, units: Sequence[str]) -> list[str]:
    assert asked.since is not None
    assert asked.until is not None
    midnight = law_in_force().local.midnight
    wanted = Wanted(
        units=tuple(units), opened_from=midnight(asked.since.toordinal()),
        opened_until=midnight(asked.until.toordinal() + 1),
        is_closed=None if asked.state == ANY else asked.state == CLOSED,
    )  # fmt: skip
    found: list[str] = []
    while len(found) <= LARGEST_POPULATION:
        part = list_threads(
            visit.viewer, asked.kind, wanted, at=visit.at, sort="number", is_descending=False, skip=len(found),
            limit=LARGEST_PAGE,
        )  # fmt: skip
        found += [one.value for one in part]
        if len(part) < LARGEST_PAGE:
            break
    return found
