"""The sample bureau as its own registers know it: units, people, accounts and roles, each by the bureau's commands.

Every act has a submission number of its own and says the same each time: done again, it records nothing.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from guiju.bureau import commands
from guiju.bureau.commands.entry_rows import EntryRow
from guiju.bureau.models import UnitState
from guiju.bureau.permissions.accounts import is_founded
from guiju.facts.draft import Actor
from guiju.project.demo.roster import Bureau, Unit, muster
from guiju.project.demo.sample import SITE_FROM
from guiju.project.site.sample_accounts import (
    AUDIT,
    CHIEF,
    COUNTY,
    EAST,
    FIRST,
    INSPECTION,
    POLITICAL,
    SAMPLE_ACCOUNTS,
    SECOND,
    SYSTEM,
    TECHNICAL,
    WEST,
    SampleAccount,
    invented_name,
)

OPERATOR = Actor("operator", "operator")
BEGUN = datetime.fromisoformat(SITE_FROM)
REGISTERED = BEGUN - timedelta(days=3)
"""When the registers were opened: so late in the year that no yearly duty arises from it."""
NAMED = datetime.fromisoformat("2021-01-04T09:00+08:00")
"""From when the names in the roster hold: before anybody was posted."""
_KINDS = {
    "leaders": "other", "desk": "command_centre", "legal": "legal", "criminal": "squad", "order": "squad",
    "area": "other", "store": "other", "centre": "detention_house", "house": "detention_house",
    "inspection": "inspection",
}  # fmt: skip
_ROLES = {
    SYSTEM: "system_administrator", FIRST: "security_administrator", SECOND: "security_administrator",
    AUDIT: "audit_administrator",
}  # fmt: skip
_MORE = (
    ("0151091", EAST, "political_instructor", "police"),
    ("0151092", EAST, "deputy_chief", "police"),
    ("0133001", INSPECTION, "inspector", "police"),
    ("0141001", POLITICAL, "desk_officer", "police"),
    *((f"014200{nth}", TECHNICAL, "desk_officer", "civil") for nth in range(1, 5)),
)
"""Those whom the export does not know: nobody of them handles cases."""
Share = Callable[[float], None]


def words(key: str, actor: Actor = OPERATOR, at: datetime = REGISTERED) -> dict[str, Any]:
    """What every command is told: by whom, when, and a submission number that stays the same."""
    return {"actor": actor, "at": at, "idem_key": f"sample:{key}"}


def open_bureau(scale: str) -> None:
    """Units, those of whom the export says nothing, accounts and roles: all that must stand before records come."""
    rows = [EntryRow(nth, fields) for nth, fields in enumerate(_units(muster(scale)), start=1)]
    commands.import_units(
        rows, kinds=("bureau", "station", *_KINDS.values(), "political"), actor=OPERATOR, at=REGISTERED
    )
    for officer, unit, post, kind in _MORE:
        name = invented_name(officer)
        commands.register_officer(officer, name, kind=kind, unit=unit, **words(f"register:{officer}", at=NAMED))
        commands.post_officer(officer, unit, post, kind=kind, **words(f"post:{officer}"))
    if not is_founded():
        founders = [(name, f"officer:{_officer_of(name)}", role) for name, role in _ROLES.items()]
        commands.found(founders, **words("found"))
    for one in SAMPLE_ACCOUNTS:
        if one.account not in _ROLES:
            _open_account(one)
    for one in SAMPLE_ACCOUNTS:
        _give_roles(one)


def name_officers(scale: str, share: Share) -> None:
    """What everybody of the export is called; who serves a second station, and who moved to another.

    It follows the records: a history that begins here would count as kept here from its beginning.
    """
    told = [(unit, member) for bureau in muster(scale) for unit in bureau.units for member in unit.members]
    for nth, (unit, member) in enumerate(told, start=1):
        key = f"register:{member.code}"
        name, code = invented_name(member.code), code_of(unit)
        commands.register_officer(member.code, name, kind=member.kind, unit=code, **words(key, at=NAMED))
        share(nth / len(told))
    if _stands(WEST):
        commands.post_officer("0151002", WEST, "legal_officer", is_additional=True, **words("serve:0151002"))
        commands.post_officer("0152010", EAST, "community_officer", **words("move:0152010"))


def code_of(unit: Unit) -> str:
    """The twelve digits of a unit of the sample."""
    return f"{unit.code}0000"


def _units(bureaus: list[Bureau]) -> Iterator[dict[str, str]]:
    is_city = len(bureaus) > 1
    if is_city:
        yield _unit("990000000000", "青墟市公安局", "bureau", "")
    for nth, bureau in enumerate(bureaus, start=1):
        above = f"99{nth:02}00000000"
        yield _unit(above, bureau.name, "bureau", "990000000000" if is_city else "")
        for role, unit in {**bureau.offices, **bureau.houses}.items():
            yield _unit(code_of(unit), unit.name, _KINDS[role], above, len(unit.police()))
        for station in bureau.stations:
            yield _unit(code_of(station), station.name, "station", above, len(station.police()))
    yield _unit(POLITICAL, f"{bureaus[0].name}政工监督室", "political", COUNTY)
    yield _unit(TECHNICAL, f"{bureaus[0].name}科技信息化大队", "other", COUNTY)


def _unit(code: str, name: str, kind: str, parent: str, posts: int = 0) -> dict[str, str]:
    day = f"{REGISTERED:%Y-%m-%d}"
    said = {"code": code, "name": name, "kind": kind, "parent": parent, "opened_on": day}
    return {**said, "establishment": str(posts)} if posts else said


def _open_account(one: SampleAccount) -> None:
    signed = words(f"account:{one.account}", Actor(SYSTEM, "operator"))
    if one.officer:
        commands.open_account(one.account, natural_person=f"officer:{one.officer}", officer=one.officer, **signed)
    else:
        commands.open_account(one.account, natural_person=f"visitor:{one.account}", **signed)


def _give_roles(one: SampleAccount) -> None:
    """Each role under two signatures; what the chief lends him he alone signs."""
    until = BEGUN + timedelta(days=one.days) if one.days else None
    for unit in (unit for unit in one.units if _stands(unit)):
        key = f"{one.account}:{unit}"
        if one.is_lent and until is not None:
            signed = words(f"lend:{key}", Actor(CHIEF, "operator"))
            commands.delegate(one.role, one.account, unit=unit, valid_until=until, **signed)
            continue
        signed = words(f"propose:{key}", Actor(FIRST, "operator"))
        asked = commands.propose_role(one.account, one.role, unit=unit, valid_until=until, **signed).ids[0]
        commands.grant_role(asked, **words(f"grant:{key}", Actor(SECOND, "operator")))


def _stands(unit: str) -> bool:
    return UnitState.objects.filter(code=unit).exists()


def _officer_of(account: str) -> str:
    return next(one.officer for one in SAMPLE_ACCOUNTS if one.account == account)
