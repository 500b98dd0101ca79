"""What the permission matrix stands on: records of every unit, and an account for every role."""

from datetime import timedelta

from tests.unit.bureau.conftest import CITY, EAST, EAST_STATION, WEST, WEST_STATION

from guiju.bureau import commands
from guiju.facts.draft import Actor
from guiju.findings.models import DataGap, Finding, RunningDuty
from guiju.project.roles import ROLES

RELATIONS = {"own": EAST, "sibling": WEST, "parent": CITY, "child": EAST_STATION, "other": WEST_STATION}
"""How a unit stands to the one on which every role is granted."""
LATER = timedelta(days=300)
KINDS = ("cases.accepted", "custody.detained", "property.seized", "evaluation.unit_enrolled")


class Land:
    """Records of every unit, and an account for every role on the same unit."""

    def __init__(self, office):
        self.office = office
        self.events, self.accounts = {}, {}
        office.account("giver")
        office.grant("giver", "unit_chief", CITY)
        for relation, unit in RELATIONS.items():
            number = f"P-{relation}"
            words = office.words(Actor("operator", "operator"))
            commands.register_officer(number, f"某{relation}", kind="police", unit=unit, **words)
            words = office.words(Actor("operator", "operator"), "2025-02-01T09:00")
            commands.post_officer(number, unit, "investigator", **words)
            self.events[relation] = [
                office.event(kind, "2026-03-01T10:00", unit=unit, case=f"C-{relation}", officer=(number,))
                for kind in KINDS
            ]
            office.account(f"holder-{relation}")
            office.grant(f"holder-{relation}", "custodian", unit)
            office.account(f"wanting-{relation}")
            commands.propose_role(f"wanting-{relation}", "custodian", unit=unit, **office.words("sec1"))
            until = office.book.now + LATER
            commands.delegate("unit_chief", f"holder-{relation}", unit=unit, valid_until=until, **office.words("giver"))
            self.find(relation, unit, self.events[relation][0])
        for role in ROLES.values():
            office.account(f"r-{role.name}")
            term = {"valid_until": office.book.now + timedelta(days=30)} if role.longest_days else {}
            office.grant(f"r-{role.name}", role.name, "" if role.is_administrator else EAST, **term)
            self.accounts[role.name] = f"r-{role.name}"

    def find(self, relation, unit, trigger):
        """A finding and a running duty of the unit."""
        said = {
            "rule": "r", "edition": "2013-01-01", "kind": "case", "value": f"C-{relation}", "trigger": trigger,
            "fan": -1, "trigger_at": self.office.now, "due_at": self.office.now, "due_on": None, "severity": "major",
            "measure": "law", "unit": unit, "officers": f"P-{relation}", "keys": "{}",
        }  # fmt: skip
        Finding.objects.create(
            id=f"F-{relation}", trigger_type=KINDS[0], outcome="late", settled_at=None, unverified="", law="[]",
            pack="", is_standing=True, found_event=None, found_at=None, withdrawn_event=None, returns=0, **said,
        )  # fmt: skip
        RunningDuty.objects.create(id=f"D-{relation}", owed_by="", **said)
        if not DataGap.objects.exists():
            DataGap.objects.create(kind="case", value="C", rule="r", missing="source", duties=1)
