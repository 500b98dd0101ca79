"""The units for which a visitor may do something, to choose among."""

from django.utils.translation import gettext as _

from guiju.bureau.registry import unit_at
from guiju.findings.life.entitlement import reaches_for
from guiju.screens.components.form.field import Choice
from guiju.screens.findings.listing import Findings
from guiju.screens.kit.visit import Visit


def units_to_choose(visit: Visit, act: str, *, by_record: bool = False) -> tuple[Choice, ...]:
    """The units for which his roles were granted, and those below of which there are findings.

    ``by_record``: as records name them, for what is recorded of a finding's own unit.
    """
    found: dict[str, str] = {}
    if not by_record:
        for reach in reaches_for(visit.viewer, act, visit.at):
            unit = unit_at(reach.unit, visit.at)
            if unit is not None:
                found[unit.code] = unit.name
    listed = Findings(visit)
    for name in listed.units:
        unit = None if by_record else unit_at(name, visit.at)
        found.setdefault(unit.code if unit else name, unit.name if unit else listed.unit_names.at(name, visit.at))
    return tuple(Choice(code, name or _("未命名")) for code, name in sorted(found.items()))
