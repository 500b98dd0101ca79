"""Stays in the case area: arrival, checks, questions under a camera, rest, departure."""

from guiju.project.demo.flow import Flow
from guiju.project.demo.wall_calendar import DAY, HOUR


def film(flow: Flow, start: int, end: int, kind: str, unit: str = "") -> None:
    """A recording with a margin of three minutes on either side, stored within hours and later drawn for review."""
    flow.serial("recording")
    flow.add(start - 3, "recordings.started", kind=kind, unit=unit)
    flow.add(end + 3, "recordings.ended", kind=kind, unit=unit)
    flow.add(end + flow.chance.some(40, 300), "recordings.uploaded", kind=kind, unit=unit)
    if flow.chance.often(0.05):
        flow.add(end + DAY, "recordings.tagged", unit=unit)


def summon(flow: Flow, at: int, form: str = "written") -> None:
    """A summons that the unit's head has approved."""
    flow.act()
    flow.facts["stay"] = kind_of(flow)
    flow.add(at - 40, "cases.approved", flow.crew.unit_head, approver="unit_head", matter="summons")
    flow.add(at, "custody.summoned", form=form, kind=kind_of(flow))


def kind_of(flow: Flow) -> str:
    """Which law governs a stay: that of public order, of other administrative cases, or of crimes."""
    if flow.facts.get("kind") == "criminal":
        return "criminal"
    return "public_order" if flow.facts.get("public_order") else "administrative"


def enter(flow: Flow, at: int) -> None:
    """Arrival, written down, entry, safety check, belongings, fingerprints and the notice of rights."""
    keepers = "、".join(flow.crew.keepers)
    flow.add(at, "custody.arrived", kind=flow.facts["stay"])
    flow.add(at + 2, "custody.times_noted", moment="arrival")
    flow.add(at + 4, "custody.area_entered", keepers, flow.crew.area)
    flow.add(at + 8, "custody.safety_checked", keepers, flow.crew.area)
    flow.add(at + 14, "custody.belongings_listed", keepers, flow.crew.area)
    if not flow.facts.get("collected"):
        flow.facts["collected"] = True
        flow.add(at + 16, "cases.approved", flow.crew.unit_head, approver="unit_head", matter="biometrics")
        flow.add(at + 20, "custody.info_collected", kind=kind_of(flow))
    flow.add(at + 24, "custody.rights_notified")


def leave(flow: Flow, at: int, destination: str = "home") -> None:
    """Belongings returned, out of the area, the time written down, and away."""
    keepers = "、".join(flow.crew.keepers)
    flow.add(at - 9, "custody.belongings_returned", keepers, flow.crew.area)
    flow.add(at - 4, "custody.area_left", keepers, flow.crew.area, destination=destination, ground="finished")
    flow.add(at - 1, "custody.times_noted", moment="departure")
    flow.add(at, "custody.left")


def wait(flow: Flow, start: int, end: int) -> None:
    """A while in the waiting room, looked after every ten minutes or so."""
    sex = "女" if flow.facts.get("female") else "男"
    keeper, room = flow.crew.keepers[0], f"{flow.crew.area}{sex}候问室{1 + hash_of(flow.number) % 4}"
    fields = {"room": room}
    flow.add(start, "custody.waiting_started", keeper, flow.crew.area, **fields)
    for at in range(start + 10, end, 10):
        flow.add(at, "custody.watched", keeper, flow.crew.area, **fields)
    flow.add(end, "custody.waiting_ended", keeper, flow.crew.area, **fields)


def hash_of(text: str) -> int:
    """A number that a text always gives."""
    return sum(ord(letter) * place for place, letter in enumerate(text, start=1))


def guard_minor(flow: Flow, at: int) -> None:
    """A guardian beside a minor."""
    if flow.facts.get("minor"):
        flow.add(at, "custody.guardian_present")


def inquire(flow: Flow, at: int, minutes: int) -> int:
    """Questions to a suspect of an administrative offence, filmed whole and signed; the minute they end."""
    guard_minor(flow, at - 6)
    film(flow, at, at + minutes, "area")
    # Twenty rooms a unit in turn: cases that meet on one morning, even after a long holiday, have rooms of their own.
    room = f"{flow.crew.unit}询问室{1 + int(flow.number[-5:]) % 20:02}"
    flow.add(at, "custody.inquiry_started", kind=flow.facts["stay"], room=room)
    flow.add(at + minutes - 2, "custody.record_signed", kind="inquiry")
    flow.add(at + minutes, "custody.inquiry_ended", room=room)
    return at + minutes


def interrogate(flow: Flow, at: int, minutes: int, place: str, first: bool = False) -> int:
    """Questions to a suspect of a crime, filmed whole and signed; the minute they end."""
    guard_minor(flow, at - 6)
    film(flow, at, at + minutes, "interrogation")
    flow.add(at, "custody.interrogation_started", place=place, first=first)
    flow.add(at + minutes - 2, "custody.record_signed", kind="interrogation")
    flow.add(at + minutes, "custody.interrogation_ended")
    return at + minutes


def question(flow: Flow, arrived: int) -> int:
    """A summons in an administrative case from the paper to the door, within six hours; the minute of departure."""
    summon(flow, arrived - 35, "forced" if flow.chance.often(0.05) else "written")
    enter(flow, arrived)
    flow.add(arrived + 30, "custody.family_notified", document="传唤通知书")
    end = inquire(flow, arrived + 40, 55 + flow.chance.some(0, 30))
    flow.add(end + 10, "custody.rest_recorded")
    if flow.chance.often(0.3) or flow.moments.get("waiting"):
        wait(flow, end + 15, end + 55)
        end += 45
    left = end + 40 + flow.chance.some(0, 60)
    if flow.chance.often(0.08):
        flow.add(arrived + 6 * HOUR, "custody.term_extended", flow.crew.unit_head, approver="unit_head")
        flow.add(arrived + 7 * HOUR, "custody.rest_recorded")
        left = arrived + 13 * HOUR
    leave(flow, left)
    return left


def prolong(flow: Flow, arrived: int, approver: str, rank: str) -> int:
    """A criminal stay lengthened before its twelve hours are over, with another rest; the minute of departure."""
    flow.add(arrived + 9 * HOUR, "custody.rest_recorded")
    flow.add(arrived + 10 * HOUR, "custody.term_extended", approver, approver=rank)
    return arrived + 14 * HOUR


def questioned_in_the_centre(flow: Flow, at: int, first: bool = False) -> int:
    """Questions in the detention centre, of which every one is an act of its own."""
    flow.act()
    flow.add(at - 10, "custody.interrogation_pass_shown")
    flow.add(at - 5, "custody.rights_notified")
    return interrogate(flow, at, 70 + flow.chance.some(0, 40), "detention_centre", first)


def stopped(flow: Flow) -> None:
    """A stop in the street that leads to continued questioning, without a case; now and then a lengthened one."""
    to_hours = 24 if flow.chance.often(0.45) else 12
    if to_hours == 24 and flow.chance.often(0.5):
        to_hours = 48
    flow.keys = {key: value for key, value in flow.keys.items() if key != "case"}
    flow.act()
    start = flow.when("stopped", flow.begin)
    weak = to_hours == 12 and flow.chance.often(0.4)
    if weak and flow.chance.often(0.7):  # let go late in the evening, fetched by the family
        start = start // DAY * DAY + 20 * HOUR
    flow.facts |= {"stay": "stop", "vulnerable": weak}
    flow.add(start, "custody.arrived", kind="stop")
    flow.add(start, "custody.stop_started")
    flow.add(start + 12, "custody.family_notified", document="继续盘问通知书")
    flow.add(start + 16, "custody.belongings_listed", "、".join(flow.crew.keepers), flow.crew.area)
    end = start + 5 * HOUR + flow.chance.some(0, 5 * HOUR)
    if weak:
        end = start + 3 * HOUR
    if to_hours >= 24:
        approver = "county_duty_leader"
        flow.add(start + 11 * HOUR, "custody.stop_extended", flow.crew.leader, to_hours=24, approver=approver)
        end = start + 20 * HOUR
    if to_hours >= 48:
        approver = "county_supervising_leader"
        flow.add(start + 22 * HOUR, "custody.stop_extended", flow.crew.leader, to_hours=48, approver=approver)
        end = start + DAY + 15 * HOUR
    if end > start + 12 * HOUR:
        flow.add(start + 11 * HOUR + 30, "custody.bedding_provided")
    for meal in range(start + 5 * HOUR, end, 6 * HOUR):
        flow.add(meal, "custody.rest_recorded")
    flow.add(end - 8, "custody.belongings_returned", "、".join(flow.crew.keepers), flow.crew.area)
    flow.add(end, "custody.stop_ended", handover="family" if weak else "left_alone")
