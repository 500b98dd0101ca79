"""Who works in the invented city: units, officers and auxiliaries, as codes and never as people."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from guiju.project.demo.flow import Row
from guiju.project.demo.wall_calendar import DAY, HOUR, day

COUNTIES = ("青墟县", "砚溪县", "柏垣县", "霁川县", "鹿坪县", "苇湾县", "松涧县")
STATIONS = ("城东", "城西", "砚桥", "柳渡", "砾埠", "竹湾", "杏坞", "梅涧", "苇塘", "霜岭")
OFFICES = {
    "leaders": "局领导",
    "desk": "指挥中心",
    "legal": "法制大队",
    "criminal": "刑事侦查大队",
    "order": "治安管理大队",
    "area": "执法办案管理中心",
    "store": "涉案财物管理中心",
}
# They keep records of their own; who works there is no officer of the bureau's offices.
HOUSES = {"centre": "看守所", "house": "拘留所", "inspection": "警务督察大队"}
STATIONS_OF = {"station": 1, "town": 6}
"""How many of the stations a small sample has; a county has them all."""
# Heads in each office, then officers in a station and auxiliaries in a station: 123, 163, 2,968 and 30 in all.
SIZES = {
    "station": ((2, 2, 2, 5, 2, 3, 2), 12, 6),
    "town": ((5, 6, 8, 20, 12, 8, 4), 10, 8),
    "county": ((5, 6, 8, 20, 12, 8, 4), 10, 8),
    "city": ((7, 22, 20, 60, 35, 20, 10), 25, 25),
}


@dataclass(slots=True)
class Member:
    """An officer or an auxiliary: a number, and an invented display code that says where he works."""

    code: str
    display: str
    unit: str
    kind: str
    post: str
    credentials: tuple[str, ...] = ()


@dataclass(slots=True)
class Unit:
    """A station, a squad or an office of a county bureau."""

    name: str
    code: str
    bureau: int
    members: list[Member] = field(default_factory=list)

    @property
    def short(self) -> str:
        """A station's own name, as the tables of the sample call it."""
        return self.name[:-3].split("公安局")[1]

    def police(self, post: str = "") -> list[str]:
        """The numbers of its officers, of one post if asked."""
        return [m.code for m in self.members if m.kind == "police" and post in ("", m.post)]


@dataclass(slots=True)
class Bureau:
    """One county: its offices by role, its stations, and the units that keep records of their own."""

    name: str
    offices: dict[str, Unit]
    stations: list[Unit]
    houses: dict[str, Unit] = field(default_factory=dict)

    @property
    def units(self) -> list[Unit]:
        """All units, offices first."""
        return [*self.offices.values(), *self.stations]

    def auxiliaries(self) -> list[str]:
        """The numbers of the auxiliaries of all stations."""
        return [m.code for station in self.stations for m in station.members if m.kind == "auxiliary"]


def muster(scale: str) -> list[Bureau]:
    """The bureaus of a scale; the same every time, for nothing here is left to chance."""
    sizes, per_station, helpers = SIZES[scale]
    bureaus = []
    for number, county in enumerate(COUNTIES if scale == "city" else COUNTIES[:1], start=1):
        offices = {}
        for place, ((role, label), size) in enumerate(zip(OFFICES.items(), sizes, strict=True), start=1):
            unit = Unit(f"{county}公安局{label}", f"99{number:02}{place:02}00", number)
            _man(unit, role, size, 0)
            offices[role] = unit
        stations = []
        for place, label in enumerate(STATIONS[: STATIONS_OF.get(scale, len(STATIONS))], start=51):
            unit = Unit(f"{county}公安局{label}派出所", f"99{number:02}{place:02}00", number)
            _man(unit, "station", per_station, helpers)
            stations.append(unit)
        houses = {}
        for place, (role, label) in enumerate(HOUSES.items(), start=31):
            houses[role] = Unit(f"{county}公安局{label}", f"99{number:02}{place:02}00", number)
        bureaus.append(Bureau(f"{county}公安局", offices, stations, houses))
    return bureaus


_POSTS = {
    "leaders": ("leader",),
    "desk": ("dispatcher",),
    "legal": ("legal_reviewer",),
    "criminal": ("unit_head", "legal_officer", "investigator"),
    "order": ("unit_head", "legal_officer", "investigator"),
    "area": ("area_keeper",),
    "store": ("custodian",),
    "station": ("unit_head", "legal_officer", "investigator"),
}
_BASIC = "enforcement_qualification"
_ADVANCED = (_BASIC, "advanced_enforcement_qualification")
_NAMES = {
    "leader": _ADVANCED,
    "unit_head": _ADVANCED,
    "legal_officer": _ADVANCED,
    "legal_reviewer": (*_ADVANCED, "legal_profession_qualification"),
}


def _man(unit: Unit, role: str, officers: int, auxiliaries: int) -> None:
    posts = _POSTS[role]
    short = unit.name.split("公安局")[1]
    for nth in range(officers):
        post = posts[min(nth, len(posts) - 1)]
        code = f"{unit.code[2:6]}{nth + 1:03}"
        names = _NAMES.get(post, (_BASIC,))
        unit.members.append(Member(code, f"{short}民警{nth + 1:02}", unit.name, "police", post, names))
    for nth in range(auxiliaries):
        code = f"F{unit.code[2:6]}{nth + 1:03}"
        unit.members.append(Member(code, f"{short}辅警{nth + 1:02}", unit.name, "auxiliary", "auxiliary"))


def postings(bureaus: list[Bureau], dice: Random) -> Iterator[Row]:
    """The roster as events: who came to which unit, and which credentials each officer holds."""
    first = day("2021-03-01")
    for bureau in bureaus:
        for unit in bureau.units:
            for member in unit.members:
                at = (first + dice.randrange(0, 1200)) * DAY + 9 * HOUR
                yield {
                    "type": "bureau.officer_posted",
                    "at": at,
                    "officer": member.code,
                    "unit": unit.name,
                    "post": member.post,
                    "kind": member.kind,
                }
                for nth, name in enumerate(member.credentials):
                    yield {
                        "type": "credentials.granted",
                        "at": at + (nth + 1) * 30 * DAY,
                        "officer": member.code,
                        "unit": unit.name,
                        "name": name,
                        "until": "2029-12-31",
                    }
