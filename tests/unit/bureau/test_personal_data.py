"""Who may decide about personal data: two organs, two human beings, whatever accounts and delegations they hold."""

from datetime import timedelta

import pytest
from tests.unit.bureau.conftest import CITY, WEST
from tests.unit.privacy.conftest import Safe

from guiju.bureau.commands import delegate
from guiju.bureau.commands.corrections import OwnAct
from guiju.bureau.commands.entitlement import NotEntitled
from guiju.bureau.commands.personal_data import (
    decide_destruction,
    fix_retention,
    lift_hold,
    place_hold,
    propose_destruction,
)
from guiju.bureau.projector import follow_bureau
from guiju.facts.draft import Actor
from guiju.facts.histories import history
from guiju.facts.privacy.destruction import DestructionRefused, State, list_destructions, settle
from guiju.facts.privacy.person_index import follow_persons
from guiju.project.ledger.bureau_desks.personal.privacy_desk import classes
from guiju.values.event import DESTROYED


@pytest.fixture
def safe(office):
    safe = Safe(office.book)
    safe.wire(follow_bureau, follow_persons)
    for name, role in (("legal", "legal_department"), ("leader", "bureau_leader"), ("watch", "inspector")):
        office.account(name)
        office.grant(name, role, CITY)
    office.account("legal2", person="N-leader")
    office.grant("legal2", "legal_department", CITY)
    office.account("plain")
    office.grant("plain", "lead_officer", CITY)
    office.event(
        "parties.identified", "2026-03-01T10:00", unit=CITY, case="A1", person="P1", person_name="某甲", phone="1"
    )
    return safe


def propose(office, account="legal"):
    told = propose_destruction("person", "P1", reason="期限已满", classes=classes(), **office.words(account))
    return told.appended.ids[0]


def decide(office, number, account):
    decide_destruction(number, is_confirmed=True, reason="同意", **office.words(account))


def term(office, account="legal", approver="leader"):
    told = {"basis": "本局规定", "reason": "首次确定", "approver": Actor(approver)}
    fix_retention("case_file", 1, **told, **office.words(account))


def test_the_whole_way_from_term_to_destruction(office, safe):
    term(office)
    office.book.pass_time(days=40)
    number = propose(office)
    decide(office, number, "leader")
    office.book.pass_time(days=31)
    [done] = settle(safe.now()).destroyed
    assert done.owner == "person:P1"
    [one] = history("person", "P1", ["parties.identified"])
    assert one.event.get("person_name") == DESTROYED


def test_only_the_roles_that_may_propose_and_confirm(office, safe):
    with pytest.raises(NotEntitled):
        term(office, account="plain")
    with pytest.raises(NotEntitled):
        term(office, approver="plain")
    term(office)
    office.book.pass_time(days=40)
    with pytest.raises(NotEntitled):
        propose(office, "plain")
    with pytest.raises(NotEntitled):
        propose(office, "leader")
    number = propose(office)
    for account in ("plain", "legal", "aud", "sys"):
        with pytest.raises(NotEntitled):
            decide(office, number, account)
    assert list_destructions()[0].state is State.PROPOSED


def test_one_human_being_with_two_accounts_does_not_sign_twice(office, safe):
    with pytest.raises(OwnAct):
        term(office, account="legal2", approver="leader")
    term(office)
    office.book.pass_time(days=40)
    number = propose(office, "legal2")
    with pytest.raises(OwnAct):
        decide(office, number, "leader")
    decide(office, number, "watch")


def test_the_right_to_confirm_is_not_borrowed_from_who_proposed(office, safe):
    term(office)
    office.grant("legal", "bureau_leader", CITY)
    until = office.book.now + timedelta(days=200)
    delegate("bureau_leader", "plain", unit=CITY, valid_until=until, **office.words("legal"))
    office.book.pass_time(days=40)
    number = propose(office)
    with pytest.raises(OwnAct):
        decide(office, number, "plain")


def test_a_hold_is_lifted_by_somebody_who_did_not_place_it(office, safe):
    hold = place_hold("person", "P1", reason="诉讼", **office.words("watch")).appended.ids[0]
    with pytest.raises(OwnAct):
        lift_hold(hold, reason="已结", approver=Actor("watch"), **office.words("legal"))
    with pytest.raises(NotEntitled):
        lift_hold(hold, reason="已结", approver=Actor("plain"), **office.words("legal"))
    lift_hold(hold, reason="已结", approver=Actor("leader"), **office.words("legal"))


def test_who_lent_the_right_to_propose_does_not_confirm(office, safe):
    term(office)
    office.grant("leader", "legal_department", CITY)
    until = office.book.now + timedelta(days=200)
    delegate("legal_department", "plain", unit=CITY, valid_until=until, **office.words("leader"))
    office.book.pass_time(days=40)
    number = propose(office, "plain")
    with pytest.raises(OwnAct):
        decide(office, number, "leader")
    decide(office, number, "watch")


def test_nobody_learns_or_decides_anything_about_somebody_of_another_place(office, safe):
    term(office)
    for name, role in (("westlegal", "legal_department"), ("westleader", "bureau_leader")):
        office.account(name)
        office.grant(name, role, WEST)
    office.book.pass_time(days=40)
    said = []
    for person in ("P1", "nobody"):
        with pytest.raises(DestructionRefused) as refused:
            told = office.words("westlegal")
            propose_destruction("person", person, reason="期限已满", classes=classes(), **told)
        said.append(refused.value.sentence)
    assert said[0] == said[1]
    number = propose(office)
    for number_or_none in (number, number + 1_000):
        with pytest.raises(DestructionRefused, match="没有等待批准的这份提请"):
            decide(office, number_or_none, "westleader")
    decide(office, number, "leader")
