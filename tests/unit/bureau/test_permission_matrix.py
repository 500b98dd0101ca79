"""Every public query and command, every role, every relation of units: what is foreign is neither read nor changed.

The lists are made from the modules themselves. A new query without a viewer, or a new command without an actor, fails;
so does a new one that nobody has put to the test below.
"""

import importlib
import inspect
import pkgutil
from datetime import timedelta

import pytest
from django.db import transaction
from tests.ledgers import SHANGHAI, moment
from tests.unit.bureau.asking import asked, seen
from tests.unit.bureau.conftest import WEST
from tests.unit.bureau.land import KINDS, RELATIONS, Land

import guiju
from guiju.bureau import commands
from guiju.bureau import queries as bureau
from guiju.bureau.commands.entry_rows import EntryRow
from guiju.bureau.permissions.tokens import draw_token
from guiju.facts import commands as ledger
from guiju.facts import queries as facts
from guiju.facts.draft import Draft
from guiju.facts.importing.mending.proposals import find_proposal
from guiju.findings import commands as finding_commands
from guiju.findings import queries as findings
from guiju.project.catalogue import VOCABULARY
from guiju.project.roles import ROLES
from guiju.project.site.jobs import queries as jobs
from guiju.values.errors import GuijuError

NO_VIEWER = {
    "guiju.findings.queries.finding_of": "words for a row that somebody was shown",
    "guiju.findings.queries.duty_of": "words for a row that somebody was shown",
    "guiju.screens.threads.queries.is_in_thread": "of a thread that the viewer was shown; yes or no",
    "guiju.project.site.jobs.queries.is_night_due": "the service asks itself",
}
NO_ACTOR = {
    "guiju.facts.commands.attempting": "runs the work it is handed, which names its actor",
    "guiju.facts.commands.corrected_by": "a question about the draft of a correction",
    "guiju.facts.commands.follow": "tells the followers of what append has recorded",
    "guiju.bureau.commands.corrections.may_approve": "a question; it names approver and initiator",
    "guiju.project.site.jobs.commands.enqueue_nightly": "the tick alone asks for what is done at night",
    "guiju.project.site.jobs.commands.note_night": "the tick alone",
    "guiju.project.site.jobs.commands.forget_jobs": "the tick alone",
    "guiju.project.site.jobs.commands.clear_away": "the worker alone, when a job is over",
}
QUEUED = {
    f"guiju.project.site.jobs.commands.enqueue_{kind}"
    for kind in ("import", "rebuild_check", "backup", "outlook", "judging")
}
"""They only queue: the page that calls them states its permission, and an import asks the roles again.

That it does: tests/unit/serving/test_jobs.py and tests/unit/screens/imports.
"""

ELSEWHERE = ("guiju.findings.life.", "guiju.actions.", "guiju.findings.lawmaking.")
"""Put to the same test, with every state, by tests/unit/actions/test_matrix.py; law by findings/lawmaking there."""


def public(word):
    """The public functions of every module, or package, of this name."""
    found = {}
    for module in pkgutil.walk_packages(guiju.__path__, "guiju."):
        if module.name.split(".")[-1] != word:
            continue
        home = importlib.import_module(module.name)
        for name, function in inspect.getmembers(home, inspect.isfunction):
            if not name.startswith("_") and function.__module__.startswith(module.name):
                found[f"{function.__module__}.{name}"] = function
    return found


QUERIES, COMMANDS = public("queries"), public("commands")


def by_name(functions):
    return {f"{one.__module__}.{one.__name__}" for one in functions}


def test_every_query_takes_a_viewer_and_every_command_an_actor():
    blind = {name for name, one in QUERIES.items() if "viewer" not in inspect.signature(one).parameters}
    assert blind == set(NO_VIEWER)
    bare = {name for name, one in COMMANDS.items() if "actor" not in inspect.signature(one).parameters}
    assert bare == set(NO_ACTOR)
    assert all(
        inspect.signature(one).parameters["viewer"].default is inspect.Parameter.empty
        for name, one in QUERIES.items()
        if name not in NO_VIEWER
    )


@pytest.fixture
def land(office):
    return Land(office)


WHOLE = {findings.list_gaps, jobs.count_jobs}
"""Answers that belong to no unit: only administrators, and of jobs whoever keeps the system, get any."""
OF_THE_BUREAU = (facts.list_recorded, facts.count_recorded)
"""What was recorded of the bureau itself: administrators see that as they see its tables."""
OF_RECORDS = (facts.get_event, facts.list_events, facts.list_stream, facts.count_events, facts.list_said)


def lawful(role, relation):
    """Whether a role on the unit may see anything of a unit that stands so to it."""
    return relation == "own" or (relation == "child" and role.is_subtree)


def is_of_the_bureau(query):
    """Whether administrators may have its answers."""
    return query.__module__ == bureau.__name__ or query in OF_THE_BUREAU


def test_no_role_reads_what_is_not_within_its_unit(land):
    leaks, blind, tried, answered = [], [], set(), set()
    for role in ROLES.values():
        viewer = land.office.scope(land.accounts[role.name])
        for relation in RELATIONS:
            for query, is_seen in asked(land, viewer, relation).items():
                tried.add(query)
                answered |= {query} if is_seen else set()
                if is_seen and not role.is_administrator and not lawful(role, relation):
                    leaks.append((role.name, relation, query.__name__))
                if role.is_administrator and is_seen and not is_of_the_bureau(query):
                    leaks.append((role.name, relation, query.__name__))
                if query in OF_RECORDS and not role.is_administrator and not is_seen and lawful(role, relation):
                    blind.append((role.name, relation, query.__name__))
        assert seen(lambda viewer=viewer: findings.list_gaps(viewer)) <= role.is_administrator
        assert seen(lambda viewer=viewer: jobs.count_jobs(viewer)) == (role.name == "system_administrator")
    assert leaks == []
    assert {name for name, _, _ in blind} == set()
    # What nobody is ever told of would pass for well kept: each query tells somebody something.
    answered |= {query for query, is_seen in asked(land, land.office.scope("holder-own"), "own").items() if is_seen}
    assert by_name(tried - answered) == set()
    assert by_name(tried | WHOLE) | set(NO_VIEWER) == {name for name in QUERIES if not name.startswith(ELSEWHERE)}


def test_what_is_foreign_and_what_does_not_exist_get_the_same_answer(land):
    viewer = land.office.scope(land.accounts["unit_chief"])
    told = []
    for ask in (
        lambda: facts.get_event(viewer, land.events["sibling"][0]),
        lambda: facts.get_event(viewer, 10**9),
    ):
        with pytest.raises(facts.NotFound) as caught:
            ask()
        told.append(str(caught.value))
    for code in (WEST, "123456789012"):
        with pytest.raises(bureau.NotFound) as caught:
            bureau.get_unit(viewer, code, at=land.office.now)
        told.append(str(caught.value))
    assert told[0] == told[1]
    assert told[2] == told[3]


def attempts(land, relation, role):
    """Every command tried by an account on a unit, its people and its records."""
    unit, number, name = RELATIONS[relation], f"P-{relation}", f"holder-{relation}"
    account, office = land.accounts[role], land.office
    words = office.words(account)
    row = {"code": unit, "name": "改名", "kind": "station"}
    post = {"officer": f"Q-{relation}", "kind": "police", "unit": unit, "post": "investigator"}
    correction = Draft.of(
        KINDS[0], moment("2026-03-01T11:00"), {"case": f"C-{relation}"}, local=SHANGHAI, unit_as_of=unit,
        corrects=land.events[relation][0], reason="笔误",
    )  # fmt: skip
    asked = commands.propose_record(correction, known=VOCABULARY, **office.words("giver")).ids[0]
    signed = find_proposal(asked).content_hash
    proposal = next(row.event for row in bureau.RoleProposal.objects.all() if row.account == f"wanting-{relation}")
    grant = bureau.RoleGrant.objects.get(account=name).event
    lent = bureau.Delegation.objects.get(taker=name).event
    until = office.book.now + timedelta(days=9)
    return {
        commands.open_unit: lambda: commands.open_unit("990199000000", "新", kind="station", parent=unit, **words),
        commands.rename_unit: lambda: commands.rename_unit(unit, "改", **words),
        commands.change_unit_kind: lambda: commands.change_unit_kind(unit, "squad", **words),
        commands.move_unit: lambda: commands.move_unit(unit, "990152000000", **words),
        commands.close_unit: lambda: commands.close_unit(unit, **words),
        commands.fix_establishment: lambda: commands.fix_establishment(unit, 3, **words),
        commands.import_units: lambda: must(
            commands.import_units([EntryRow(2, row)], kinds=("station",), actor=words["actor"], at=words["at"])
        ),
        commands.import_roster: lambda: must(
            commands.import_roster([EntryRow(2, post)], actor=words["actor"], at=words["at"])
        ),
        commands.register_officer: lambda: commands.register_officer(number, "改", kind="police", unit=unit, **words),
        commands.post_officer: lambda: commands.post_officer("Q9", unit, "investigator", **words),
        commands.end_post: lambda: commands.end_post(number, unit, **words),
        commands.open_account: lambda: commands.open_account(f"new-{relation}", natural_person="N", **words),
        commands.close_account: lambda: commands.close_account(name, **words),
        commands.reset_sign_in: lambda: commands.reset_sign_in(name, "password", **words),
        commands.propose_role: lambda: commands.propose_role(f"wanting-{relation}", "custodian", unit=unit, **words),
        commands.grant_role: lambda: commands.grant_role(proposal, **words),
        commands.refuse_role: lambda: commands.refuse_role(proposal, **words),
        commands.revoke_role: lambda: commands.revoke_role(grant, **words),
        commands.delegate: lambda: commands.delegate(role, name, unit=unit, valid_until=until, **words),
        commands.withdraw: lambda: commands.withdraw(lent, **words),
        commands.ask_token: lambda: commands.ask_token(
            draw_token(), roles=[role], unit=unit, valid_until=until, **words
        ),
        commands.grant_token: lambda: commands.grant_token(land.tokens[relation].name, **words),
        commands.revoke_token: lambda: commands.revoke_token(land.tokens[relation].name, **words),
        commands.propose_record: lambda: commands.propose_record(correction, known=VOCABULARY, **words),
        commands.approve_record: lambda: commands.approve_record(asked, content_hash=signed, **words),
        commands.refuse_record: lambda: commands.refuse_record(asked, reason="不实", **words),
    }


def must(imported):
    """An import refuses row by row; here a refused row counts as a refusal."""
    if imported.refused:
        raise GuijuError(imported.refused[0].reason)


UNITS = {commands.open_unit, commands.rename_unit, commands.change_unit_kind, commands.move_unit, commands.close_unit,
         commands.fix_establishment, commands.import_units}  # fmt: skip
ROSTER = {commands.register_officer, commands.post_officer, commands.end_post, commands.import_roster}
PERMISSIONS = {commands.propose_role, commands.grant_role, commands.refuse_role, commands.revoke_role,
               commands.withdraw, commands.grant_token, commands.revoke_token}  # fmt: skip
MACHINE = {ledger.append, ledger.append_chunk, finding_commands.report_findings, commands.found}
"""What no page calls for a person: the commands above stand before the first two, the tick and the operator call the
others."""


def is_entitled(role, relation, command):
    """What a role may do, written down once more and not read from the roles."""
    within = lawful(ROLES[role], relation)
    if command in UNITS | ROSTER:
        # Moving needs both ends: the squad below the own unit is one, and the own unit cannot go below it.
        is_impossible = command is commands.move_unit and relation == "own"
        return role == "political_department" and within and not is_impossible
    if command in PERMISSIONS:
        return role == "security_administrator"
    if command in {commands.open_account, commands.close_account, commands.reset_sign_in}:
        return role == "system_administrator"
    if command is commands.delegate:
        return within and ROLES[role].is_delegable
    if command is commands.ask_token:
        return within and not ROLES[role].is_administrator
    if command is commands.propose_record:
        # Whoever writes something down must be able to write it down late, for another to approve.
        writers = {"lead_officer", "custodian", "area_warden", "legal_officer", "unit_chief", "legal_department"}
        return role in writers and within
    return role in {"unit_chief", "legal_department"} and within


@pytest.mark.parametrize(
    "roles",
    [
        pytest.param(("unit_chief", "political_department"), id="two-roles"),
        pytest.param(tuple(ROLES), marks=pytest.mark.slow, id="every-role"),
    ],
)
def test_no_role_changes_what_is_not_within_its_unit(land, roles):
    wrong, tried = [], set()
    for role in roles:
        for relation in RELATIONS:
            for command, attempt in attempts(land, relation, role).items():
                tried.add(command)
                if done(attempt) != is_entitled(role, relation, command):
                    wrong.append((role, relation, command.__name__))
    assert wrong == []
    assert by_name(tried | MACHINE) | set(NO_ACTOR) | QUEUED == {
        name for name in COMMANDS if not name.startswith(ELSEWHERE)
    }


class _Undone(Exception):
    pass


def done(attempt):
    """Whether the attempt succeeds; whatever it does is undone."""
    try:
        with transaction.atomic():
            attempt()
            raise _Undone
    except _Undone:
        return True
    except GuijuError:
        return False
