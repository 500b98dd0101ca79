"""How a case begins and ends: the call, the report, acceptance and filing; closing and the archive."""

from guiju.project.demo import stays
from guiju.project.demo.flow import Flow
from guiju.project.demo.wall_calendar import DAY, day, office

_NEW_LAW = day("2026-01-01")


def is_new(at: int) -> bool:
    """Whether the revised public order law is in force."""
    return at // DAY >= _NEW_LAW


def answer_call(flow: Flow, report: bool = True) -> int:
    """The call, the way to the scene, what was done there under the camera, and the entry; the minute of the entry."""
    at, crew, some = flow.begin, flow.crew, flow.chance.some
    sent = flow.when("dispatched", at + 1)
    arrived = flow.when("at_scene", sent + 5 + some(3, 14))
    disposed = arrived + 30 + some(0, 60)
    if report and flow.chance.often(0.08):
        return walk_in(flow, at)
    flow.act()
    emergency = flow.chance.often(0.2)
    flow.facts |= {"emergency": emergency, "zone": "suburban" if arrived - sent <= 10 else "rural"}
    flow.add(at, "calls.received", crew.dispatcher, crew.desk)
    flow.add(sent, "calls.dispatched", crew.dispatcher, crew.desk)
    stays.film(flow, arrived, disposed, "body_camera")
    flow.add(arrived, "calls.arrived")
    flow.add(disposed, "calls.disposed", valid=True, police_scope=True, disposition="case")
    registered = flow.when("registered", disposed + 4)
    flow.add(registered, "calls.registered")
    flow.add(registered + 2, "calls.receipt_given")
    if report:
        flow.add(registered, "cases.reported")
    return registered + 2


def walk_in(flow: Flow, at: int) -> int:
    """A report at the station's window, entered on the spot; the minute of the entry."""
    registered = at + 10 + flow.chance.some(0, 30)
    flow.add(at, "calls.received", channel="walk_in")
    flow.add(registered, "calls.registered", channel="walk_in")
    flow.add(registered + 2, "calls.receipt_given")
    flow.add(registered + 3, "calls.disposed", valid=True, police_scope=True, disposition="case")
    flow.add(registered, "cases.reported", in_person=True)
    return registered + 5


def open_case(flow: Flow, public_order: bool = True) -> int:
    """From the call to the case: accepted, receipt given, filed where the law of the day says so; when it stands."""
    flow.facts |= {"kind": "administrative", "public_order": public_order}
    ended = flow.when("act_ended", flow.begin - 20)
    flow.add(ended, "cases.act_ended")
    at = flow.when("accepted", answer_call(flow) + 12 + flow.chance.some(0, 30))
    flow.add(at, "cases.accepted")
    flow.add(at + 5, "cases.receipt_given")
    if is_new(at):
        flow.add(at + 8, "cases.filed", approver="unit_head")
    flow.add(at + 10, "cases.lead_assigned", flow.crew.pair[0])
    flow.add(at + 12, "cases.party_registered", role="suspect")
    flow.add(at + 13, "cases.party_registered", role="victim", person=flow.victim)
    return at + 13


def close(flow: Flow, at: int, outcome: str) -> None:
    """Closed, and archived within a month."""
    flow.add(at, "cases.closed", outcome=outcome)
    flow.add(office(at, 12 + flow.chance.some(0, 9), 10), "cases.archived")
