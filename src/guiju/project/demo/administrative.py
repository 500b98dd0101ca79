"""Administrative cases, each told from the call to the archive as the law wants it."""

from typing import Any

from guiju.project.demo import items, stays
from guiju.project.demo.flow import Flow
from guiju.project.demo.lawful import FRAIL
from guiju.project.demo.opening import answer_call, close, is_new, open_case
from guiju.project.demo.remedies import AFTER_A_PENALTY, DURING_A_CASE, perhaps
from guiju.project.demo.wall_calendar import DAY, HOUR, MADE_UP, RESTS, office


def propose(flow: Flow, at: int, fine: int, detention: int) -> None:
    """What is proposed is told to the person, who may answer."""
    flow.facts |= {"fine": fine, "detention_days": detention}
    flow.facts |= {"proposed_fine": fine, "proposed_detention_days": detention}
    flow.add(at, "cases.penalty_proposed")
    flow.add(at + 20, "cases.prenotice_given", guardian=bool(flow.facts.get("minor")))
    if flow.chance.often(0.15) or flow.moments.get("defence"):
        flow.add(at + 35, "cases.defence_submitted")
        flow.add(at + 95, "cases.defence_reviewed")


def decide(flow: Flow, at: int, fine: int, detention: int, level: str = "") -> int:
    """Review, approval, decision, and service on both sides the same day; the minute of the decision."""
    crew = flow.crew
    county = bool(detention) or not crew.station or fine > (1000 if is_new(at) else 500)
    level = level or ("county" if county else "station")
    flow.act()
    flow.add(at - 100, "cases.reviewed", crew.legal_officer)
    if level == "county":
        flow.add(at - 60, "cases.legally_reviewed", crew.legal_reviewer, flow.crew.unit)
    approver = crew.leader if level == "county" else crew.unit_head
    rank = "county_head" if level == "county" else "unit_head"
    flow.add(at - 25, "cases.approved", approver, approver=rank, matter="penalty")
    flow.add(at, "cases.penalty_decided", decider_level=level)
    serve(flow, at + 25)
    if flow.facts.get("seized"):
        flow.add(at, "property.disposition_decided", way="destroyed")
        flow.add(at + 45, "property.disposed", crew.custodian, crew.store)
    return at


def serve(flow: Flow, at: int) -> None:
    """The decision in the hands of the person punished and of the person wronged."""
    flow.add(at, "cases.document_served", document="penalty_decision", recipient="punished")
    flow.add(at + 90, "cases.document_served", document="penalty_decision", recipient="victim", person=flow.victim)


def fined(flow: Flow) -> None:
    """A fine that the station may decide itself."""
    at = open_case(flow)
    left = stays.question(flow, flow.when("arrived", office(at, 1, 9, 30)))
    perhaps_seize(flow, at)
    perhaps(flow, at, DURING_A_CASE, 0.02)
    end = finish_fine(flow, left)
    close(flow, office(end, 16, 15), "penalised")


def perhaps_seize(flow: Flow, at: int) -> None:
    """Now and then something is seized, and now and then it is needed again."""
    if flow.chance.often(0.2) or flow.moments.get("seized"):
        flow.facts["seized"] = True
        shelf = items.seize(flow, flow.when("seized", office(at, 2, 9, 30)), 2)
        if flow.chance.often(0.3) or flow.moments.get("used"):
            items.use(flow, flow.when("used", office(shelf, 1, 9)))


def finish_fine(flow: Flow, left: int) -> int:
    """Proposal, review, decision and payment of a small fine; the minute of the decision."""
    fine = 200 if flow.chance.some(0, 2) == 0 else 500
    decided = flow.when("decided", office(left, 3 + flow.chance.some(0, 5), 15))
    propose(flow, office(decided, -1, 9) if decided // DAY > left // DAY + 1 else decided - 5 * HOUR, fine, 0)
    decide(flow, decided, fine, 0)
    flow.add(office(decided, 2 + flow.chance.some(0, 6), 11), "cases.fine_paid")
    perhaps(flow, decided, AFTER_A_PENALTY, 0.04)
    return decided


def quick(flow: Flow) -> None:
    """The quick procedure, agreed to in writing and over within a day and a half."""
    at = open_case(flow)
    arrived = flow.when("arrived", at + 35)
    left = stays.question(flow, arrived)
    flow.add(left - 25, "cases.quick_procedure_agreed")
    flow.add(left - 20, "cases.quick_procedure_started")
    decided = flow.when("decided", arrived + 24 * HOUR)
    propose(flow, decided - 3 * HOUR, 300, 0)
    decide(flow, decided, 300, 0)
    flow.add(office(decided, 4, 11), "cases.fine_paid")
    close(flow, office(decided, 8, 15), "penalised")


def detained(flow: Flow) -> None:
    """Administrative detention: decided by the county, carried out at once except on the old and on nursing women."""
    if frail := flow.chance.often(0.18):
        flow.facts |= {"not_executed": True, **FRAIL[flow.chance.some(0, 1)]}
    at = open_case(flow)
    left = stays.question(flow, flow.when("arrived", at + 40))
    days = 5 if flow.chance.some(0, 1) == 0 else 7
    decided = flow.when("decided", office(left, 2 + flow.chance.some(0, 4), 11))
    propose(flow, decided - 3 * HOUR, 0, days)
    flow.facts["complex"] = flow.chance.often(0.1)
    decide(flow, decided, 0, days)
    if not frail:
        execute(flow, decided + 40, days)
    close(flow, office(decided, days + 25, 15), "penalised")


def execute(flow: Flow, at: int, days: int) -> None:
    """Detention carried out from the decision to the day of release; now and then put off against a deposit."""
    if flow.chance.often(0.05) or flow.moments.get("suspended"):
        flow.add(at, "cases.suspension_requested")
        flow.add(at + 30, "custody.family_notified", document="行政拘留家属通知书")
        flow.add(at + 3 * HOUR, "cases.detention_suspended", deposit=200 * days)
        at = office(at, 20, 9)
        flow.add(at + 5 * HOUR, "cases.deposit_refunded")
    flow.add(at, "custody.admin_detained", days=days)
    flow.add(at + 30, "custody.family_notified", document="行政拘留家属通知书")
    flow.add(at + 150, "custody.admitted", place="detention_house")
    for outdoors in range(at + DAY + 150, at + days * DAY, DAY):
        flow.add(outdoors, "custody.outdoor_recorded", unit=flow.crew.house)
    flow.add(at + days * DAY, "custody.released", ground="served")


def mediated(flow: Flow) -> None:
    """A quarrel among neighbours that ends in an agreement."""
    at = open_case(flow)
    flow.add(office(at, 1, 15), "cases.mediation_started")
    agreed = flow.when("agreed", office(at, 3 + flow.chance.some(0, 8), 16))
    flow.add(agreed, "cases.mediation_agreed")
    close(flow, office(agreed, 4, 10), "mediated")


def failed_mediation(flow: Flow) -> None:
    """An agreement that is not kept: the term begins anew, and a decision follows."""
    at = open_case(flow)
    left = stays.question(flow, flow.when("arrived", office(at, 1, 10)))
    flow.add(office(left, 1, 15), "cases.mediation_started")
    agreed = flow.when("agreed", office(left, 4, 15))
    flow.add(agreed, "cases.mediation_agreed")
    failed = flow.when("failed", office(agreed, 12, 10))
    flow.add(failed, "cases.mediation_failed")
    end = finish_fine(flow, failed)
    close(flow, office(end, 16, 15), "penalised")


def appraised(flow: Flow) -> None:
    """An injury appraised, the opinion told to both sides, then a decision."""
    at = open_case(flow)
    left = stays.question(flow, flow.when("arrived", office(at, 1, 10)))
    flow.act()
    sent = flow.when("appraisal", office(left, 1, 10))
    flow.add(sent, "cases.appraisal_started", psychiatric=False)
    back = flow.when("opinion", office(sent, 9 + flow.chance.some(0, 8), 10))
    flow.add(back, "cases.appraisal_finished")
    flow.add(back + 4 * HOUR, "cases.appraisal_notified")
    flow.add(back + 5 * HOUR, "cases.appraisal_notified", person=flow.victim)
    end = finish_fine(flow, back + 6 * HOUR)
    close(flow, office(end, 16, 15), "penalised")


def on_spot(flow: Flow) -> None:
    """A penalty on the spot, reported within the day."""
    flow.facts |= {"kind": "administrative", "public_order": not flow.chance.often(0.15)}
    at = answer_call(flow, report=False)
    fine = 200 if is_new(at) else 100
    spot = flow.when("spot", at - 30)
    flow.add(spot, "cases.penalised_on_spot", fine=fine)
    flow.add(spot + 2, "cases.document_served", document="penalty_decision", recipient="punished")
    flow.add(spot + 92, "cases.document_served", document="penalty_decision", recipient="victim", person=flow.victim)
    flow.add(spot + 6 * HOUR, "cases.penalty_reported")
    if flow.chance.often(0.4) or flow.moments.get("collected"):
        flow.facts |= {"fine": fine}
        ground = "no_objection" if is_new(at) else "no_fixed_abode"
        flow.add(spot + 4, "cases.fine_collected_on_spot", amount=fine, ground=ground)
        flow.add(spot + 5, "cases.fine_receipt_given")
        flow.add(spot + 7 * HOUR, "cases.fine_handed_in")
        flow.add(spot + 20 * HOUR, "cases.fine_banked", unit=flow.crew.store)
    close(flow, office(spot, 3, 10), "penalised")


def calm_monday(at: int) -> int:
    """Nine o'clock on a Monday after which no holiday or made-up day falls for three weeks."""
    number = at // DAY + 1
    while not is_calm(number):
        number += 1
    return number * DAY + 9 * HOUR


def is_calm(number: int) -> bool:
    """Whether a day is a Monday with three plain weeks before it."""
    return (number + 3) % 7 == 0 and not any(number + ahead in RESTS | MADE_UP for ahead in range(21))


def heard(flow: Flow) -> None:
    """A large fine: the right to a hearing told, the hearing asked for, announced in time, and held."""
    if young := flow.chance.often(0.5) or bool(flow.moments.get("young")):
        flow.facts |= {"minor": True, "age": 17}
    at = open_case(flow)
    left = stays.question(flow, flow.when("arrived", office(at, 1, 9, 30)))
    flow.facts |= {"fine": 5000, "detention_days": 0, "proposed_fine": 5000, "proposed_detention_days": 0}
    told = flow.when("told", calm_monday(left))
    flow.add(told, "cases.penalty_proposed")
    flow.add(told + 20, "cases.prenotice_given", guardian=young)
    flow.add(told + 25, "cases.hearing_right_notified", guardian=young)
    if flow.moments.get("waiver") or (not flow.moments and not young and flow.chance.often(0.5)):
        flow.add(told + 60, "cases.hearing_waived")
        decided = flow.when("decided", office(told, 2, 15))
    else:
        asked = flow.when("asked", told + 3 * HOUR)
        flow.add(asked, "cases.hearing_requested")
        flow.add(asked + 2 * HOUR, "cases.hearing_accepted")
        flow.add(asked + 3 * HOUR, "cases.hearing_notified")
        held = flow.when("held", (asked // DAY + 10) * DAY + 9 * HOUR)
        flow.add(held, "cases.hearing_held", flow.crew.legal_reviewer, held_publicly=not young)
        decided = flow.when("decided", office(held, 3, 15))
    flow.add(decided - 2 * HOUR, "cases.discussed", flow.crew.leader)
    flow.facts["grave"] = flow.chance.often(0.5)
    decide(flow, decided, 5000, 0)
    flow.add(office(decided, 5, 11), "cases.fine_paid")
    close(flow, office(decided, 16, 15), "penalised")


def spared(flow: Flow) -> None:
    """Looked into, and no penalty imposed."""
    at = open_case(flow)
    left = stays.question(flow, flow.when("arrived", office(at, 1, 14)))
    ended = office(left, 4, 15)
    flow.act()
    flow.add(ended - 100, "cases.reviewed", flow.crew.legal_officer)
    flow.add(ended - 25, "cases.approved", flow.crew.leader, approver="county_head", matter="no_penalty")
    flow.add(ended, "cases.not_punished")
    flow.add(ended + 30, "cases.document_served", document="no_penalty_decision", recipient="punished")
    refusal = {"document": "no_penalty_decision", "recipient": "victim", "person": flow.victim}
    flow.add(ended + 60, "cases.document_served", **refusal)
    close(flow, office(ended, 3, 10), "not_punished")


def extended(flow: Flow) -> None:
    """A complex case: extended in time by the superior bureau, decided within the longer term."""
    at = open_case(flow)
    left = stays.question(flow, flow.when("arrived", office(at, 1, 10)))
    parent = is_new(at) and flow.crew.station
    if flow.moments.get("seized"):
        perhaps_seize(flow, at)
    fields: dict[str, Any] = {"approver": "parent_psb" if parent else "superior_psb", "station_case": flow.crew.station}
    flow.add(at // DAY * DAY + 25 * DAY + 10 * HOUR, "cases.term_extended", flow.crew.leader, nth=1, **fields)
    if is_new(at) and (flow.moments.get("twice") or flow.chance.often(0.3)):
        flow.add(at // DAY * DAY + 55 * DAY + 10 * HOUR, "cases.term_extended", flow.crew.leader, nth=2, **fields)
        left = at + 60 * DAY
    else:
        left = at + 32 * DAY
    end = finish_fine(flow, left)
    close(flow, office(end, 16, 15), "penalised")


def handed_over(flow: Flow) -> None:
    """Another unit's business, sent there within hours."""
    flow.facts |= {"kind": "administrative", "public_order": True}
    at = answer_call(flow)
    flow.add(at + 30, "cases.found_outside_jurisdiction")
    flow.add(at + 70, "cases.handed_to_other_unit")


def inspected(flow: Flow) -> None:
    """A place inspected with a certificate, evidence preserved, a fine decided."""
    at = open_case(flow)
    flow.act()
    looked = flow.when("inspected", office(at, 1, 10))
    flow.add(looked - 60, "cases.approved", flow.crew.leader, approver="county_head", matter="inspection")
    stays.film(flow, looked, looked + 50, "body_camera")
    flow.add(looked, "cases.inspected")
    items.preserve(flow, flow.when("preserved", looked + 90))
    left = stays.question(flow, flow.when("arrived", office(looked, 1, 9, 30)))
    end = finish_fine(flow, left)
    close(flow, office(end, 16, 15), "penalised")


def minor(flow: Flow) -> None:
    """A minor questioned beside a guardian: a warning, or a first offender's detention that is not carried out."""
    flow.facts |= {"minor": True, "age": 16}
    at = open_case(flow)
    left = stays.question(flow, flow.when("arrived", office(at, 1, 14)))
    decided = flow.when("decided", office(left, 4, 15))
    days = 3 if flow.chance.often(0.4) else 0
    flow.facts |= {"first_offence": bool(days), "not_executed": bool(days)}
    propose(flow, decided - 6 * HOUR, 0, days)
    decide(flow, decided, 0, days)
    close(flow, office(decided, 3, 10), "penalised")


def other(flow: Flow) -> None:
    """An administrative case outside the public order law, with its ninety days."""
    at = open_case(flow, public_order=False)
    left = stays.question(flow, flow.when("arrived", office(at, 1, 10)))
    end = finish_fine(flow, office(left, 20, 9))
    close(flow, office(end, 16, 15), "penalised")
