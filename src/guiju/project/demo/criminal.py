"""Criminal cases, each told from the call to the procuratorate as the law wants it."""

from typing import Any

from guiju.project.demo import items, stays
from guiju.project.demo.flow import Flow
from guiju.project.demo.lawful import WOMAN
from guiju.project.demo.opening import answer_call
from guiju.project.demo.remedies import DURING_A_CASE, defended, perhaps
from guiju.project.demo.wall_calendar import DAY, HOUR, office


def open_case(flow: Flow) -> int:
    """Accepted, receipt given, and filed under the county head's approval the next day; the minute of filing."""
    flow.facts |= {"kind": "criminal", "public_order": False}
    if flow.chance.often(0.04):
        flow.facts |= {"minor": True, "age": 17, **(WOMAN if flow.chance.often(0.5) else {})}
    at = answer_call(flow) + 10
    flow.add(at, "cases.accepted")
    flow.add(at + 5, "cases.receipt_given")
    filed = flow.when("filed", at + 5 * HOUR + flow.chance.some(0, 15 * HOUR))
    flow.act()
    flow.add(filed - 50, "cases.reviewed", flow.crew.legal_officer)
    flow.add(filed - 20, "cases.approved", flow.crew.leader, approver="county_head", matter="filing")
    flow.add(filed, "cases.filed", approver="county_head")
    flow.add(filed + 15, "cases.lead_assigned", flow.crew.pair[0])
    flow.add(filed + 15, "cases.suspect_registered")
    return filed + 15


def look_around(flow: Flow, at: int) -> None:
    """Scene, search, line-up and seizure, each with what it needs, as chance has it."""
    often, planted = flow.chance.often, flow.moments
    if often(0.5) or planted.get("scene"):
        flow.act()
        start = flow.when("scene", at + 30)
        stays.film(flow, start, start + 80, "body_camera")
        flow.add(start, "cases.scene_examined")
    if often(0.4) or planted.get("searched"):
        flow.act()
        start = flow.when("searched", at + 5 * HOUR)
        flow.add(start - 90, "cases.approved", flow.crew.leader, approver="county_head", matter="search")
        stays.film(flow, start, start + 70, "body_camera")
        flow.add(start, "cases.searched")
    if often(0.6) or planted.get("seized"):
        flow.facts["seized"] = True
        shelf = items.seize(flow, flow.when("seized", at + 7 * HOUR), 3)
        if often(0.2) or planted.get("used"):
            items.use(flow, flow.when("used", office(shelf, 1, 9)))
    if (often(0.18) and not flow.facts.get("brief")) or planted.get("frozen"):
        items.freeze(flow, flow.when("frozen", office(at, 2, 10)))
    if often(0.3) or planted.get("lineup"):
        flow.act()
        start = flow.when("lineup", at + 9 * HOUR)
        stays.film(flow, start, start + 25, "interrogation")
        flow.add(start, "cases.lineup_held")


def part_with(flow: Flow, at: int) -> None:
    """What becomes of the property before the file leaves the house."""
    if not flow.facts.get("seized"):
        return
    if flow.moments.get("unrelated"):
        items.give_back(flow, flow.moments["unrelated"])
    elif flow.moments.get("returned") or flow.chance.often(0.4):
        items.return_to_victim(flow, flow.when("returned", at))
    else:
        flow.add(at, "property.transferred", flow.crew.custodian, flow.crew.store)


def question(flow: Flow, arrived: int, away: bool = True) -> int:
    """A summons or arrest brought in: first questions in the case area; the minute of departure."""
    stays.summon(flow, arrived - 35)
    stays.enter(flow, arrived)
    flow.add(arrived + 30, "custody.family_notified", document="传唤通知书")
    end = stays.interrogate(flow, arrived + 45, 80 + flow.chance.some(0, 60), "interrogation_room", first=True)
    flow.add(end + 10, "custody.rest_recorded")
    if flow.chance.often(0.4):
        stays.wait(flow, end + 15, end + 65)
        end += 55
    longer = away and flow.chance.often(0.12)
    left = stays.prolong(flow, arrived, flow.crew.unit_head, "unit_head") if longer else end + 45
    stays.leave(flow, left, "home" if away else "detention_centre")
    return left


def detain(flow: Flow, at: int) -> int:
    """Detention: approved before, the family told, the centre reached and questions asked within hours."""
    flow.facts["in_custody"] = True
    flow.act()
    flow.add(at - 60, "cases.approved", flow.crew.leader, approver="county_head", matter="detention")
    flow.add(at, "custody.detained")
    flow.add(at + 90, "custody.family_notified", document="拘留通知书")
    flow.add(at + 3 * HOUR, "custody.admitted", place="detention_centre")
    stays.questioned_in_the_centre(flow, at + 8 * HOUR)
    return at


def arrest(flow: Flow, at: int) -> int:
    """Arrest: executed at once by two, the family told and questions asked within hours."""
    flow.act()
    flow.add(at, "custody.arrested")
    flow.add(at + 2 * HOUR, "custody.family_notified", document="逮捕通知书")
    stays.questioned_in_the_centre(flow, at + 6 * HOUR)
    return at


def request_arrest(flow: Flow, detained: int, approved: bool, days: int = 3) -> int:
    """The request within its term, and the procuratorate's answer within seven days; the minute of the answer."""
    if days > 3:
        ground = "special" if days <= 7 else "gang"
        flow.act()
        at = detained + 2 * DAY
        flow.add(at - 30, "cases.approved", flow.crew.leader, approver="county_head", matter="detention_extension")
        flow.add(at, "custody.extended", flow.crew.leader, to_days=days, ground=ground, approver="county_head")
    asked = flow.when("asked", (detained // DAY + days - 1) * DAY + 16 * HOUR)
    flow.add(asked, "cases.arrest_requested")
    answered = flow.when("answered", (asked // DAY + 5) * DAY + 10 * HOUR)
    flow.add(answered, "cases.arrest_decided", approved=approved)
    return answered


def finish(flow: Flow, at: int) -> None:
    """Investigation closed under approval, the file and the things sent on the same day."""
    flow.act()
    flow.add(at - 5 * HOUR, "cases.reviewed", flow.crew.legal_officer)
    flow.add(at - 4 * HOUR, "cases.approved", flow.crew.leader, approver="county_head", matter="closing")
    flow.add(at - 3 * HOUR, "cases.investigation_closed", approver="county_head")
    part_with(flow, at - 2 * HOUR)
    flow.add(at, "cases.sent_for_prosecution")
    flow.add(at + 30, "cases.party_notified", matter="transfer", recipient="suspect")
    flow.add(office(at, 45, 10), "cases.closed", outcome="prosecuted")
    flow.add(office(at, 60, 10), "cases.archived")


def arrested(flow: Flow) -> None:
    """Detained, arrested, sent for prosecution within two months."""
    custody(flow, 3)


def ganged(flow: Flow) -> None:
    """Detained up to thirty days because several acted together, then arrested."""
    custody(flow, 30)


def special(flow: Flow) -> None:
    """Detained up to seven days, then arrested."""
    custody(flow, 7)


def custody(flow: Flow, days: int) -> None:
    """From filing through detention and arrest to the procuratorate."""
    filed = open_case(flow)
    look_around(flow, filed)
    arrived = flow.when("arrived", office(filed, 1, 8))
    question(flow, arrived, away=False)
    detained = detain(flow, flow.when("detained", arrived + 5 * HOUR))
    perhaps(flow, detained, (defended,), 0.15)
    answered = request_arrest(flow, detained, True, days)
    begun = arrest(flow, flow.when("arrested", answered + 60))
    term = 40 + flow.chance.some(0, 10)
    if flow.moments.get("longer") or (not flow.moments and flow.chance.often(0.2)):
        flow.add(begun + 40 * DAY, "custody.extension_requested", to_months=3)
        flow.add(begun + 45 * DAY, "custody.extended", flow.crew.leader, **EXTENSION)
        term = 70
    sent = flow.when("sent", office(begun, term, 15))
    finish(flow, sent)
    if flow.moments.get("returned_once") or (not flow.moments and flow.chance.often(0.1)):
        back = flow.when("returned_once", office(sent, 20, 10))
        flow.add(back, "cases.supplement_returned")
        flow.add(office(back, 15, 15), "cases.supplement_finished")


EXTENSION: dict[str, Any] = {"to_months": 3, "ground": "complex", "approver": "superior_procuratorate"}


def refused(flow: Flow) -> None:
    """Arrest refused: released at once, on bail until the file is sent."""
    filed = open_case(flow)
    arrived = flow.when("arrived", office(filed, 1, 8))
    question(flow, arrived, away=False)
    detained = detain(flow, flow.when("detained", arrived + 5 * HOUR))
    answered = request_arrest(flow, detained, False)
    flow.add(answered + 50, "custody.released", ground="arrest_refused")
    flow.add(answered + 70, "custody.bail_started")
    sent = office(answered, 90, 15)
    flow.add(sent + 30, "custody.bail_ended")
    finish(flow, sent)


def bailed(flow: Flow) -> None:
    """Summoned, questioned, on bail, sent for prosecution."""
    filed = open_case(flow)
    look_around(flow, filed)
    perhaps(flow, filed, DURING_A_CASE, 0.1)
    left = question(flow, flow.when("arrived", office(filed, 1, 9)))
    flow.act()
    bail = flow.when("bailed", left + 70)
    flow.add(bail - 40, "cases.approved", flow.crew.leader, approver="county_head", matter="bail")
    deposit = flow.chance.often(0.3)
    pledge: dict[str, Any] = (
        {"guarantee": "deposit", "deposit": 3000} if deposit else {"guarantee": "guarantor", "deposit": 0}
    )
    flow.add(bail, "custody.bail_started", **pledge)
    sent = flow.when("sent", office(bail, 80 + flow.chance.some(0, 60), 15))
    flow.add(sent + 30, "custody.bail_ended")
    finish(flow, sent)


def watched(flow: Flow) -> None:
    """Under residential surveillance for four months."""
    filed = open_case(flow)
    left = question(flow, flow.when("arrived", office(filed, 1, 9)))
    start = flow.when("watched", left + 80)
    flow.add(start - 40, "cases.approved", flow.crew.leader, approver="county_head", matter="residence_watch")
    designated = flow.chance.often(0.3)
    flow.add(start, "custody.residence_watch_started", place="designated" if designated else "home")
    if designated:
        flow.add(start + 5 * HOUR, "custody.family_notified", document="监视居住通知书")
    sent = office(start, 120, 15)
    flow.add(sent + 30, "custody.residence_watch_ended")
    finish(flow, sent)


def compelled(flow: Flow) -> None:
    """Brought in by force under the county head's paper, then on bail."""
    filed = open_case(flow)
    arrived = flow.when("arrived", office(filed, 1, 9))
    flow.act()
    flow.add(arrived - 90, "cases.approved", flow.crew.leader, approver="county_head", matter="compelled")
    flow.add(arrived - 35, "custody.compelled", approver="county_head")
    flow.facts["stay"] = "compelled"
    stays.enter(flow, arrived)
    flow.add(arrived + 30, "custody.family_notified", document="传唤通知书")
    end = stays.interrogate(flow, arrived + 45, 90, "interrogation_room", first=True)
    flow.add(end + 10, "custody.rest_recorded")
    longer = flow.chance.often(0.4)
    left = stays.prolong(flow, arrived, flow.crew.leader, "county_head") if longer else end + 45
    stays.leave(flow, left)
    bail = left + 75
    flow.add(bail, "custody.bail_started")
    sent = office(bail, 100, 15)
    flow.add(sent + 30, "custody.bail_ended")
    finish(flow, sent)


def unsolved(flow: Flow) -> None:
    """Filed, the scene examined, nobody found yet."""
    filed = open_case(flow)
    look_around(flow, filed)


def not_filed(flow: Flow) -> None:
    """Reviewed and not filed, the complainant told within the day."""
    flow.facts |= {"kind": "criminal", "public_order": False}
    at = answer_call(flow) + 10
    flow.add(at, "cases.accepted")
    flow.add(at + 5, "cases.receipt_given")
    flow.act()
    refused_at = flow.when("refused", at + 20 * HOUR)
    flow.add(refused_at - 40, "cases.reviewed", flow.crew.legal_officer)
    flow.add(refused_at - 20, "cases.approved", flow.crew.leader, approver="county_head", matter="filing")
    flow.add(refused_at, "cases.not_filed", approver="county_head")
    flow.add(refused_at + 6 * HOUR, "cases.document_served", document="不予立案通知书", recipient="complainant")
    flow.add(office(refused_at, 20, 10), "cases.closed", outcome="not_filed")


def dismissed(flow: Flow) -> None:
    """Detained, found to be no crime: dismissed, released at once, everyone told, things given back."""
    filed = open_case(flow)
    flow.facts["brief"] = True  # over within days: no deposit is frozen that would outlast the case
    look_around(flow, filed)
    arrived = flow.when("arrived", office(filed, 1, 8))
    question(flow, arrived, away=False)
    detained = detain(flow, flow.when("detained", arrived + 5 * HOUR))
    flow.act()
    ended = flow.when("dismissed", (detained // DAY + 2) * DAY + 10 * HOUR)
    flow.add(ended - 60, "cases.approved", flow.crew.leader, approver="county_head", matter="dismissal")
    flow.add(ended, "cases.dismissed", approver="county_head")
    flow.add(ended + 40, "custody.released", ground="dismissed")
    if flow.facts.get("seized"):
        items.give_back(flow, ended + 45)
    flow.add(ended + 4 * HOUR, "cases.party_notified", matter="dismissal", recipient="suspect")
    flow.add(ended + 5 * HOUR, "cases.party_notified", matter="dismissal", recipient="victim", person=flow.victim)
    flow.add(office(ended, 10, 10), "cases.closed", outcome="dismissed")


def turned_down(flow: Flow) -> None:
    """Another bureau's crime, sent there within hours."""
    flow.facts |= {"kind": "criminal", "public_order": False}
    at = answer_call(flow) + 10
    flow.add(at, "cases.accepted")
    flow.add(at + 5, "cases.receipt_given")
    flow.add(at + 6 * HOUR, "cases.handed_to_other_unit")
