"""Property in a case: taken under an approval, handed over within the day, kept, used, and given its due."""

from guiju.project.demo.flow import Flow
from guiju.project.demo.stays import film
from guiju.project.demo.wall_calendar import DAY, HOUR, office, reading


def seize(flow: Flow, at: int, copies: int) -> int:
    """An item seized by two officers and handed to the store within hours; the minute it stands on the shelf."""
    flow.serial("item")
    flow.act()
    approve(flow, at - 50)
    film(flow, at, at + 15, "body_camera")
    flow.add(at, "property.seized", list_copies=copies)
    flow.add(at + 10, "cases.document_served", document="扣押清单", recipient="holder")
    return keep(flow, at + 3 * HOUR + flow.chance.some(0, 9 * HOUR))


def approve(flow: Flow, at: int) -> None:
    """Leave to seize: from the county in administrative cases, from the unit's head in criminal ones."""
    county = flow.facts["kind"] == "administrative"
    officer = flow.crew.leader if county else flow.crew.unit_head
    flow.add(at, "property.seizure_approved", officer, approver="county_head" if county else "unit_head")


def freeze(flow: Flow, at: int) -> None:
    """A deposit frozen for six months and freed long before they end."""
    seized = flow.keys.get("item", "")
    flow.serial("item")
    flow.add(at - 60, "cases.approved", flow.crew.leader, approver="county_head", matter="freeze")
    flow.add(at, "property.frozen", frozen_until=date_of(at + 180 * DAY))
    freed = flow.when("freed", office(at, 70 + flow.chance.some(0, 30), 10))
    flow.add(freed, "property.released")
    flow.keys["item"] = seized


def date_of(at: int) -> str:
    """The date of a minute, as a paper writes it."""
    return reading(at)[:10]


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
    keep(flow, at + 3 * HOUR)
    flow.add(office(at, 1, 16), "property.released", flow.crew.custodian, flow.crew.store)
