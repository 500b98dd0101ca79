"""What the permission matrix stands on: records of every unit, and an account for every role."""

from datetime import timedelta

from tests.unit.bureau.conftest import CITY, EAST, EAST_STATION, WEST, WEST_STATION

from guiju.bureau import commands
from guiju.bureau.permissions.tokens import draw_token
from guiju.facts.draft import Actor
from guiju.facts.tables.places import path_at
from guiju.findings.models import DataGap, Finding, RunningDuty
from guiju.project.catalogue import SUBJECTS, VOCABULARY
from guiju.project.roles import ROLES, WITHHELD
from guiju.project.site.jobs.commands import enqueue_import
from guiju.scores.reports.lights import GREEN
from guiju.screens.threads.models import Thread, ThreadDuty
from guiju.screens.threads.queries import ThreadShown
from guiju.screens.threads.wiring import install, wiring_of

RELATIONS = {"own": EAST, "sibling": WEST, "parent": CITY, "child": EAST_STATION, "other": WEST_STATION}
"""How a unit stands to the one on which every role is granted."""
LATER = timedelta(days=300)
KINDS = ("cases.accepted", "custody.detained", "property.seized", "evaluation.unit_enrolled")


class Land:
    """Records of every unit, and an account for every role on the same unit."""

    def __init__(self, office):
        self.office = office
        self.events, self.accounts, self.threads, self.jobs, self.tokens = {}, {}, {}, {}, {}
        install(wiring_of(SUBJECTS, VOCABULARY, WITHHELD))
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
            self.tokens[relation] = draw_token()
            term = {"unit": unit, "valid_until": office.book.now + timedelta(days=90)}
            commands.ask_token(self.tokens[relation], roles=["custodian"], **term, **office.words(f"holder-{relation}"))
            office.account(f"wanting-{relation}")
            commands.propose_role(f"wanting-{relation}", "custodian", unit=unit, **office.words("sec1"))
            until = office.book.now + LATER
            commands.delegate("unit_chief", f"holder-{relation}", unit=unit, valid_until=until, **office.words("giver"))
            self.find(relation, unit, self.events[relation][0])
            self.thread(relation, unit)
            self.jobs[relation] = enqueue_import(
                "", f"{relation}.csv", source="办案系统", actor=f"holder-{relation}", at=office.now
            )
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

    def thread(self, relation, unit):
        """The case as a row of the unit, with its finding and its running duty."""
        now, case = self.office.now, f"C-{relation}"
        instants = {"opened_at": now, "last_at": now, "closed_at": None, "next_due_at": None}
        Thread.objects.create(
            kind="case", value=case, unit=unit, placed_at=now, unit_path=path_at(unit, now), title="案件", category="",
            remind_at=None, warn_at=None, open_findings=1, extra='{"lead": []}', **instants,
        )  # fmt: skip
        for duty in (f"F-{relation}", f"D-{relation}"):
            ThreadDuty.objects.create(
                kind="case", value=case, duty=duty, is_finding=duty[0] == "F", is_standing=True, due_at=None,
                remind_at=None, warn_at=None,
            )  # fmt: skip
        self.threads[relation] = ThreadShown(
            "case", case, "案件", "", unit, **instants, open_findings=1, light=GREEN, lead=()
        )
