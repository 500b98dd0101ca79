"""The units for which a visitor may do something, to choose among."""

from django.utils.translation import gettext as _

from guiju.bureau.registry import units_at
from guiju.findings.life.entitlement import reaches_for
from guiju.screens.components.form.field import Choice
from guiju.screens.findings.listing import Findings
from guiju.screens.kit.visit import Visit


def units_to_choose(
    visit: Visit, act: str, *, by_record: bool = False, listed: Findings | None = None
) -> tuple[Choice, ...]:
    """The units for which his roles were granted, and those below of which there are findings.

    ``by_record``: as records name them, for what is recorded of a finding's own unit; ``listed`` are the findings,
    where they were asked for already.
    """
    listed = Findings(visit) if listed is None else listed
    granted = [] if by_record else [one.unit for one in reaches_for(visit.viewer, act, visit.at)]
    known = {} if by_record else units_at({*granted, *listed.units} - {""}, visit.at)
    found = {unit.code: unit.name for one in granted if (unit := known.get(one)) is not None}
    for name in listed.units:
        unit = known.get(name)
        found.setdefault(unit.code if unit else name, unit.name if unit else listed.unit_names.at(name, visit.at))
    return tuple(Choice(code, name or _("未命名")) for code, name in sorted(found.items()))
