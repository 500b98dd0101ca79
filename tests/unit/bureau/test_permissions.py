"""Who may be given what, by whom, and what nobody can do alone."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from tests.ledgers import SHANGHAI, moment
from tests.unit.bureau.conftest import EAST, EAST_STATION, OPERATOR, WEST

from guiju.bureau import commands
from guiju.bureau.events import PERMISSION_TYPES, ROLE_GRANTED
from guiju.bureau.models import Capacity, RoleGrant, RoleProposal
from guiju.bureau.permissions.checking import check_permissions
from guiju.bureau.permissions.checks import PermissionRefused
from guiju.bureau.permissions.holding import may, roles_of
from guiju.facts.draft import Actor, Draft
from guiju.facts.histories import every_event


def held(office, account):
    return [one.role.name for one in roles_of(account, office.now)]


def permissions():
    return [one for part in every_event() for one in part if one.event.type in PERMISSION_TYPES]


def execute(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_a_role_counts_only_after_the_second_signature(office):
    office.account("li", person="N-li")
    proposal = commands.propose_role("li", "unit_chief", unit=EAST_STATION, **office.words("sec1")).ids[0]
    assert held(office, "li") == []
    commands.grant_role(proposal, **office.words("sec2"))
    assert held(office, "li") == ["unit_chief"]


def test_the_second_signature_is_not_the_first_ones(office):
    office.account("li")
    proposal = commands.propose_role("li", "unit_chief", unit=EAST_STATION, **office.words("sec1")).ids[0]
    with pytest.raises(PermissionRefused):
        commands.grant_role(proposal, **office.words("sec1"))
    assert held(office, "li") == []


def test_a_second_account_of_the_same_person_is_no_second_signature(office):
    office.account("sec1b", person="N-sec1")
    office.account("li")
    commands.propose_role("sec1b", "security_administrator", **office.words("sec2"))
    waiting = RoleProposal.objects.get(account="sec1b").event
    office.account("sec3")
    office.grant("sec3", "security_administrator")
    commands.grant_role(waiting, **office.words("sec3"))
    proposal = commands.propose_role("li", "unit_chief", unit=EAST_STATION, **office.words("sec1")).ids[0]
    with pytest.raises(PermissionRefused):
        commands.grant_role(proposal, **office.words("sec1b"))


@pytest.mark.parametrize("signer", ["sys", "aud", "li", "nobody"])
def test_only_a_security_administrator_signs(office, signer):
    office.account("li")
    with pytest.raises(PermissionRefused):
        commands.propose_role("li", "unit_chief", unit=EAST_STATION, **office.words(signer))


def test_nobody_signs_for_himself_under_another_account(office):
    office.account("wang", person="N-sec1")
    with pytest.raises(PermissionRefused):
        commands.propose_role("wang", "security_administrator", **office.words("sec1"))
    office.account("zhao", person="N-sec2")
    proposal = commands.propose_role("zhao", "security_administrator", **office.words("sec1")).ids[0]
    with pytest.raises(PermissionRefused):
        commands.grant_role(proposal, **office.words("sec2"))


def test_an_administrator_holds_no_other_capacity(office):
    with pytest.raises(PermissionRefused):
        office.grant("aud", "system_administrator")
    office.account("aud2", person="N-aud")
    with pytest.raises(PermissionRefused):
        office.grant("aud2", "unit_chief", EAST_STATION)
    office.account("li")
    office.grant("li", "unit_chief", EAST_STATION)
    with pytest.raises(PermissionRefused):
        office.grant("li", "audit_administrator")


def test_the_database_itself_refuses_a_second_capacity(office):
    with pytest.raises(IntegrityError), transaction.atomic():
        Capacity.objects.create(holding="case|N-aud", natural_person="N-aud", kind="case")
    with pytest.raises(IntegrityError), transaction.atomic():
        execute("UPDATE bureau_capacity SET kind = 'case' WHERE natural_person = 'N-aud'")
    with pytest.raises(IntegrityError), transaction.atomic():
        execute("UPDATE bureau_role_grant SET capacity = 'case' WHERE account = 'aud'")


def test_who_lays_the_office_down_may_take_up_case_work(office):
    office.account("li")
    grant = office.grant("li", "audit_administrator")
    commands.revoke_role(grant, **office.words("li"))
    office.book.pass_time(seconds=1)
    office.grant("li", "unit_chief", EAST_STATION)
    assert held(office, "li") == ["unit_chief"]
    assert Capacity.objects.get(natural_person="N-li").kind == "case"


def test_the_first_administrators_are_named_once(office):
    office.book.pass_time(days=1)
    people = [
        (f"x{n}", f"X{n}", role)
        for n, role in enumerate(
            ["system_administrator", "security_administrator", "security_administrator", "audit_administrator"]
        )
    ]
    with pytest.raises(PermissionRefused):
        commands.found(people, **office.words(OPERATOR))


def test_a_role_begins_with_its_recording_however_it_is_dated(office):
    office.account("li")
    office.grant("li", "unit_chief", EAST_STATION, valid_from=moment("2020-01-01T00:00"))
    assert not may("li", "correct", EAST_STATION, office.now - 1)
    assert may("li", "correct", EAST_STATION, office.now)


def test_a_visiting_seat_ends_by_itself(office):
    office.account("guest")
    with pytest.raises(PermissionRefused):
        office.grant("guest", "visiting_inspector", EAST)
    office.grant("guest", "visiting_inspector", EAST, valid_until=office.book.now + timedelta(days=7))
    assert held(office, "guest") == ["visiting_inspector"]
    office.book.pass_time(days=7)
    assert held(office, "guest") == []


def test_a_closed_account_holds_nothing(office):
    office.account("li")
    office.grant("li", "unit_chief", EAST_STATION)
    commands.close_account("li", **office.words("sys"))
    assert held(office, "li") == []


def test_a_permission_is_never_corrected(office):
    office.account("li")
    grant = office.grant("li", "unit_chief", EAST_STATION)
    said = Draft.of(
        ROLE_GRANTED, office.book.now, {"account": "li", "unit": EAST}, local=SHANGHAI,
        corrects=grant, reason="笔误", approver="sec1", stream="account:li",
    )  # fmt: skip
    with pytest.raises(PermissionRefused):
        office.book.write(said)


def test_a_grant_that_is_written_past_the_commands_is_refused(office):
    """Whoever calls the ledger directly meets the same rule: the events decide, not the caller."""
    office.account("li")
    fields = {"account": "li", "bureau_role": "unit_chief", "unit": EAST_STATION, "proposal": 1}
    draft = Draft.of(ROLE_GRANTED, office.book.now, fields, local=SHANGHAI, stream="account:li")
    for actor in (Actor("sec1"), Actor("loader", "import"), Actor("guiju", "system"), Actor("op", "operator")):
        with pytest.raises(PermissionRefused):
            office.book.write(draft, key=actor.name, actor=actor)


def test_what_a_file_says_of_roles_permits_nothing(office):
    office.account("li")
    fields = {"account": "li", "bureau_role": "unit_chief", "unit": EAST_STATION}
    source = {"batch": 1, "row": 2, "begun": 1}
    draft = Draft.of(ROLE_GRANTED, office.book.now, fields, local=SHANGHAI, stream="account:li", **source)
    office.book.write(draft, actor=Actor("loader", "import"))
    assert held(office, "li") == []


@pytest.mark.parametrize("name", PERMISSION_TYPES)
def test_an_import_permits_nothing_even_under_the_name_of_who_may_sign(office, name):
    office.account("li")
    proposal = commands.propose_role("li", "unit_chief", unit=EAST_STATION, **office.words("sec1")).ids[0]
    fields = {"account": "li", "bureau_role": "unit_chief", "unit": EAST_STATION, "proposal": proposal}
    draft = Draft.of(name, office.book.now, fields, local=SHANGHAI, stream="account:li")
    with pytest.raises(PermissionRefused, match="数据导入不能授权"):
        office.book.write(draft, actor=Actor("sec2", "import"))
    assert held(office, "li") == []


def test_the_double_click_grants_once(office):
    office.account("li")
    words = office.words("sec1")
    first = commands.propose_role("li", "unit_chief", unit=EAST_STATION, **words)
    again = commands.propose_role("li", "unit_chief", unit=EAST_STATION, **words)
    assert (first.ids, again.is_repeat) == (again.ids, True)
    signed = office.words("sec2")
    commands.grant_role(first.ids[0], **signed)
    assert commands.grant_role(first.ids[0], **signed).is_repeat
    assert RoleGrant.objects.filter(account="li").count() == 1


ATTACKS = {
    "another role": "UPDATE bureau_role_grant SET role = 'bureau_leader' WHERE account = 'li'",
    "another unit": f"UPDATE bureau_role_grant SET unit = '{WEST}' WHERE account = 'li'",
    "another account": "UPDATE bureau_role_grant SET account = 'sys' WHERE account = 'li'",
    "a longer term": "UPDATE bureau_role_grant SET until = 9000000000000000000 WHERE account = 'li'",
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_row_that_somebody_edited_grants_nothing_and_is_named(office, attack):
    office.account("li")
    number = office.grant("li", "unit_chief", EAST_STATION, valid_until=office.book.now + timedelta(days=3))
    execute(ATTACKS[attack])
    assert held(office, "li") == []
    assert held(office, "sys") == ["system_administrator"]
    assert [(one.table, one.row, one.what) for one in check_permissions(permissions())] == [
        ("bureau_role_grant", str(number), "seal")
    ]


def test_a_row_that_was_true_once_and_is_put_back_is_named(office):
    """It bears a good seal; only the ledger shows that the role was revoked since."""
    office.account("li")
    number = office.grant("li", "unit_chief", EAST_STATION)
    until, mac = RoleGrant.objects.values_list("until", "mac").get(event=number)
    office.book.pass_time(days=1)
    commands.revoke_role(number, **office.words("sec1"))
    execute("UPDATE bureau_role_grant SET until = %s, mac = %s WHERE event = %s", until, mac, number)
    problems = check_permissions(permissions())
    assert [(one.table, one.row, one.what) for one in problems] == [("bureau_role_grant", str(number), "different")]
    assert "账本" in problems[0].sentence


def test_a_row_that_was_deleted_is_named(office):
    office.account("li")
    number = office.grant("li", "unit_chief", EAST_STATION)
    execute("DELETE FROM bureau_role_grant WHERE event = %s", number)
    assert [(one.row, one.what) for one in check_permissions(permissions())] == [(str(number), "missing")]


def test_an_untouched_bureau_has_no_problem_and_the_check_changes_nothing(office):
    office.account("li")
    office.grant("li", "unit_chief", EAST_STATION)
    before = list(RoleGrant.objects.order_by("event").values_list())
    assert check_permissions(permissions()) == []
    assert list(RoleGrant.objects.order_by("event").values_list()) == before
