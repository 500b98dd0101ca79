"""Property in a case: taken under an approval, handed over within the day, kept, used, and given its due."""

from typing import Any

from guiju.project.demo.flow import Flow
from guiju.project.demo.stays import film
from guiju.project.demo.wall_calendar import DAY, HOUR, date_of, office


def seize(flow: Flow, at: int, copies: int) -> int:
    """An item seized by two officers and handed to the store within hours; the minute it stands on the shelf."""
    flow.serial("item")
    flow.act()
    often, criminal = flow.chance.often, flow.facts["kind"] == "criminal"
    on_spot, dear, far = often(0.1), criminal and often(0.1), not criminal and often(0.1)
    approve(flow, at + 5 * HOUR if on_spot and not criminal else at - 50, high=dear)
    film(flow, at, at + 15, "body_camera")
    fields: dict[str, Any] = {"high_value": dear, "valuable": dear, "onspot": on_spot and not criminal, "remote": far}
    flow.add(at, "property.seized", **fields, list_copies=copies)
    if far:
        flow.add(at + 2 * HOUR, "property.brought_back")
    flow.add(at + 10, "cases.document_served", document="扣押清单", recipient="holder")
    if criminal:
        flow.add(at + 12, "property.seizure_recorded")
    else:
        flow.add(at + 10, "property.decision_served")
    if dear:
        flow.add(at + 3 * HOUR, "property.appraisal_started")
        flow.add(office(at, 4, 15), "property.appraisal_finished")
    return keep(flow, at + 3 * HOUR + flow.chance.some(0, 9 * HOUR))


def approve(flow: Flow, at: int, high: bool = False) -> None:
    """Leave to seize: from the county in administrative cases and for dear things, else from the unit's head."""
    county = high or flow.facts["kind"] == "administrative"
    officer = flow.crew.leader if county else flow.crew.unit_head
    flow.add(at, "property.seizure_approved", officer, approver="county_head" if county else "unit_head")


def freeze(flow: Flow, at: int) -> None:
    """A deposit frozen for six months and freed long before they end."""
    seized = flow.keys.get("item", "")
    flow.serial("item")
    flow.add(at - 60, "cases.approved", flow.crew.leader, approver="county_head", matter="freeze")
    asset = ("deposit", "equity", "securities")[flow.chance.some(0, 2)]
    flow.add(at, "property.frozen", asset=asset, frozen_until=date_of(at + 180 * DAY))
    freed = flow.when("freed", office(at, 70 + flow.chance.some(0, 30), 10))
    flow.add(freed, "property.released")
    flow.keys["item"] = seized


def keep(flow: Flow, at: int) -> int:
    """The hand-over to a custodian who investigates nothing, and the entry in his register."""
    flow.add(at, "property.handed_over", flow.crew.custodian, flow.crew.store, custodian=flow.crew.custodian)
    flow.add(at + 20, "property.registered", flow.crew.custodian, flow.crew.store)
    return at + 20


def use(flow: Flow, at: int) -> None:
    """Out of the store for half a day, with leave of the unit's head."""
    flow.add(at - 30, "cases.approved", flow.crew.unit_head, approver="unit_head", matter="checkout")
    flow.add(at, "property.checked_out", flow.crew.custodian, flow.crew.store, return_by=date_of(at + 3 * DAY))
    flow.add(at + 4 * HOUR, "property.checked_in", flow.crew.custodian, flow.crew.store)


def give_back(flow: Flow, at: int) -> None:
    """Found to have nothing to do with the case, and given back the same day."""
    flow.add(at, "property.found_unrelated")
    flow.add(at + 70, "property.released", flow.crew.custodian, flow.crew.store)


def return_to_victim(flow: Flow, at: int) -> None:
    """Photographed, valued, approved by the county's head, and returned to whom it was taken from."""
    flow.add(at - 2 * HOUR, "cases.approved", flow.crew.leader, approver="county_head", matter="return_to_victim")
    flow.add(at, "property.returned_to_victim", flow.crew.custodian, flow.crew.store)


def preserve(flow: Flow, at: int) -> None:
    """Evidence registered and kept where it lies, and decided upon before the week is out."""
    flow.serial("item")
    flow.act()
    approve(flow, at - 45)
    flow.add(at, "property.preserved")
    flow.add(at + 10, "property.decision_served")
    keep(flow, at + 3 * HOUR)
    flow.add(office(at, 1, 16), "property.released", flow.crew.custodian, flow.crew.store)
