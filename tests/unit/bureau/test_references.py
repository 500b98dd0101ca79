"""A signature is given under one event, whichever id it bears: ids are not hashed and may be exchanged unseen."""

import pytest
from tests.ledgers import SHANGHAI, moment
from tests.unit.bureau.conftest import EAST, EAST_STATION, WEST
from tests.unit.tamper.hand import hand_on
from tests.unit.tamper.rewriting import swap_ids

from guiju.bureau import commands
from guiju.bureau.events import DELEGATION_WITHDRAWN, PERMISSION_TYPES, ROLE_GRANTED, ROLE_REFUSED, ROLE_REVOKED
from guiju.bureau.permissions.checking import check_permissions
from guiju.bureau.permissions.checks import PermissionRefused, ReferenceTurned
from guiju.bureau.permissions.holding import roles_of
from guiju.bureau.projector import rebuild
from guiju.facts.draft import Actor, Draft
from guiju.facts.histories import every_event, latest


def held(office, account):
    return [(one.role.name, one.unit) for one in roles_of(account, office.now)]


def everything():
    return [one for part in every_event() for one in part]


def turned():
    told = [one for one in everything() if one.event.type in PERMISSION_TYPES]
    return {one.row for one in check_permissions(told) if one.what == "turned"}


def exchange(office, one, other):
    with hand_on(office.book.address) as hand:
        swap_ids(hand, one, other)


def leaf_of(number):
    return latest([number])[0].leaf.hex()


def propose(office, account, unit):
    return commands.propose_role(account, "unit_chief", unit=unit, **office.words("sec1")).ids[0]


@pytest.fixture
def staffed(office):
    """Li and Wang have accounts and nothing else."""
    for name in ("li", "wang"):
        office.account(name)
    return office


def test_every_signature_names_what_it_is_given_under_by_its_leaf(staffed):
    first, second = propose(staffed, "li", EAST), propose(staffed, "wang", WEST)
    granted = commands.grant_role(first, **staffed.words("sec2")).ids[0]
    refused = commands.refuse_role(second, **staffed.words("sec2")).ids[0]
    until = moment("2026-12-01T00:00")
    lent = commands.delegate("unit_chief", "wang", unit=EAST, valid_until=until, **staffed.words("li")).ids[0]
    withdrawn = commands.withdraw(lent, **staffed.words("li")).ids[0]
    revoked = commands.revoke_role(granted, **staffed.words("sec1")).ids[0]
    said = [one.event for one in latest([granted, refused, withdrawn, revoked])]
    assert [one.get("proposal_leaf") for one in said[:2]] == [leaf_of(first), leaf_of(second)]
    assert (said[2].get("delegation_leaf"), said[3].get("granted_by_event_leaf")) == (leaf_of(lent), leaf_of(granted))
    assert turned() == set()


@pytest.mark.parametrize("leaf", ["", "another", "capitals"])
def test_a_second_signature_under_another_leaf_grants_nothing(staffed, leaf):
    mine, other = propose(staffed, "li", EAST), propose(staffed, "li", WEST)
    said = {"": "", "another": leaf_of(other), "capitals": leaf_of(mine).upper()}[leaf]
    fields = {
        "account": "li", "bureau_role": "unit_chief", "unit": EAST, "proposal": mine, "proposal_leaf": said,
    }  # fmt: skip
    draft = Draft.of(ROLE_GRANTED, staffed.book.now, fields, local=SHANGHAI, stream="account:li")
    with pytest.raises(ReferenceTurned):
        staffed.book.write(draft, actor=Actor("sec2"))
    assert held(staffed, "li") == []


@pytest.mark.parametrize(
    ("name", "field"),
    [(ROLE_REFUSED, "proposal"), (ROLE_REVOKED, "granted_by_event"), (DELEGATION_WITHDRAWN, "delegation")],
)
def test_nothing_is_ended_under_another_leaf(staffed, name, field):
    number = staffed.grant("li", "unit_chief", EAST)
    said = {field: number, f"{field}_leaf": "0" * 64}
    with pytest.raises(PermissionRefused):
        staffed.book.write(Draft.of(name, staffed.book.now, said, local=SHANGHAI, stream="x:1"), actor=Actor("sec2"))
    assert held(staffed, "li") == [("unit_chief", EAST)]


def test_a_signature_turned_to_another_proposal_is_named_and_grants_nothing_when_the_tables_are_made_again(staffed):
    first, second = propose(staffed, "li", EAST), propose(staffed, "li", WEST)
    granted = commands.grant_role(first, **staffed.words("sec2")).ids[0]
    exchange(staffed, first, second)
    assert turned() == {str(granted)}
    assert granted in rebuild(everything())
    assert held(staffed, "li") == []


@pytest.mark.parametrize("with_what", ["another grant", "an earlier event"])
@pytest.mark.parametrize("which", ["grant", "revocation"])
def test_a_revoked_role_stays_revoked_whatever_ids_are_exchanged(staffed, with_what, which):
    grants = [staffed.grant(name, "unit_chief", EAST_STATION) for name in ("li", "wang")]
    staffed.book.pass_time(days=1)
    revoked = commands.revoke_role(grants[0], **staffed.words("sec1")).ids[0]
    assert (held(staffed, "li"), held(staffed, "wang")) == ([], [("unit_chief", EAST_STATION)])
    moved = {"grant": grants[0], "revocation": revoked}[which]
    exchange(staffed, moved, grants[1] if with_what == "another grant" else 1)
    if which == "grant":
        assert turned() >= {str(revoked)}
    rebuild(everything())
    assert held(staffed, "li") == []


def test_a_refused_proposal_stays_refused_whatever_ids_are_exchanged(staffed):
    first, second = propose(staffed, "li", EAST), propose(staffed, "wang", WEST)
    refused = commands.refuse_role(first, **staffed.words("sec2")).ids[0]
    exchange(staffed, first, second)
    assert turned() == {str(refused)}
    rebuild(everything())
    with pytest.raises(PermissionRefused):
        commands.grant_role(second, **staffed.words("sec2"))
    commands.grant_role(first, **staffed.words("sec2"))
    assert (held(staffed, "li"), held(staffed, "wang")) == ([], [("unit_chief", WEST)])


def test_a_withdrawn_delegation_stays_withdrawn_whatever_ids_are_exchanged(staffed):
    staffed.grant("li", "unit_chief", EAST)
    until = moment("2026-12-01T00:00")
    lent = commands.delegate("unit_chief", "wang", unit=EAST, valid_until=until, **staffed.words("li")).ids[0]
    assert held(staffed, "wang") == [("unit_chief", EAST)]
    withdrawn = commands.withdraw(lent, **staffed.words("wang")).ids[0]
    exchange(staffed, lent, 1)
    assert turned() == {str(withdrawn)}
    rebuild(everything())
    assert held(staffed, "wang") == []
