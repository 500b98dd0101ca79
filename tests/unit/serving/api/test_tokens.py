"""A token opens what its holder may do, for the roles, the unit and the time that it is for, and nothing else."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from tests.ledgers import moment
from tests.unit.actions.conftest import dispatched, mended
from tests.unit.bureau.conftest import EAST_SQUAD
from tests.unit.serving.api.conftest import EAST, EAST_STATION, WEST_STATION, Program, in_path

from guiju.actions.acts import COMMAND
from guiju.bureau import commands
from guiju.bureau.models import ApiToken, RoleGrant
from guiju.bureau.permissions.checks import PermissionRefused
from guiju.bureau.permissions.holding import (
    Narrowing,
    is_one_who_may,
    may,
    narrowed,
    persons_behind,
    roles_of,
)
from guiju.bureau.permissions.tokens import draw_token
from guiju.facts.draft import Actor
from guiju.subjects.cases.commands.hands import commanding_unit


def refused(program):
    answer = program.get("me")
    return (answer.status, answer.said.get("code")) == (401, "api.token")


def test_nothing_opens_without_a_token(desk):
    assert refused(Program())
    assert refused(Program("guiju_0011223344556677_" + "0" * 64))
    assert refused(Program("nonsense"))


def test_a_token_opens_nothing_before_somebody_else_has_granted_it(desk):
    drawn = desk.asked("legal")
    assert refused(Program(drawn.text))
    commands.grant_token(drawn.name, **desk.station.words("sec1"))
    assert Program(drawn.text).get("me").said["token"]["unit"] == EAST_STATION


def test_a_token_ends_with_its_term(desk):
    program = desk.program("legal", days=2)
    desk.station.book.pass_time(days=1)
    assert not refused(program)
    desk.station.book.pass_time(days=1)
    assert refused(program)


@pytest.mark.parametrize("by", ["legal", "sec2"])
def test_a_token_is_ended_by_its_holder_or_by_a_security_administrator(desk, by):
    drawn = desk.granted("legal")
    commands.revoke_token(drawn.name, **desk.station.words(by))
    assert refused(Program(drawn.text))
    with pytest.raises(PermissionRefused):
        commands.grant_token(drawn.name, **desk.station.words("sec1"))


def test_nobody_else_ends_a_token_or_grants_it(desk):
    drawn = desk.asked("legal")
    for act in (commands.grant_token, commands.revoke_token):
        for account in ("chief", "sys", "aud"):
            with pytest.raises(PermissionRefused):
                act(drawn.name, **desk.station.words(account))
    with pytest.raises(PermissionRefused):
        commands.grant_token(drawn.name, **desk.station.words("legal"))


def test_nobody_asks_for_a_token_of_another_account(desk):
    drawn = draw_token()
    until = moment("2026-04-01T00:00")
    for account in ("sec1", "chief"):
        with pytest.raises(PermissionRefused):
            commands.ask_token(
                drawn, roles=["legal_officer"], unit=EAST_STATION, valid_until=until, **desk.station.words(account)
            )


@pytest.mark.parametrize(
    ("roles", "unit", "days"),
    [
        (("unit_chief",), EAST_STATION, 30), (("legal_officer",), WEST_STATION, 30), (("legal_officer",), EAST, 30),
        (("legal_officer",), "", 30), (("legal_officer",), EAST_STATION, 367), (("legal_officer",), EAST_STATION, -1),
        (("legal_officer", "security_administrator"), EAST_STATION, 30),
    ],
)  # fmt: skip
def test_a_token_is_never_for_more_than_its_holder_is(desk, roles, unit, days):
    with pytest.raises(PermissionRefused):
        commands.ask_token(
            draw_token(), roles=roles, unit=unit, valid_until=desk.station.book.now + timedelta(days=days),
            **desk.station.words("legal"),
        )  # fmt: skip


def test_no_administrator_gets_a_token(desk):
    with pytest.raises(PermissionRefused):
        commands.ask_token(
            draw_token(), roles=["system_administrator"], unit=EAST, valid_until=moment("2026-04-01T00:00"),
            **desk.station.words("sys"),
        )  # fmt: skip


def test_a_token_is_worth_no_more_than_its_holder_at_the_moment_of_use(desk):
    found, program = desk.station.searched(), desk.program("legal")
    assert program.get(f"findings/{in_path(found)}").status == 200
    grant = RoleGrant.objects.get(account="legal").event
    commands.revoke_role(grant, **desk.station.words("sec1"))
    desk.station.book.pass_time(seconds=1)
    assert program.get(f"findings/{in_path(found)}").status == 404
    assert program.post(f"findings/{in_path(found)}/acts/verify_group", {}).status == 404
    commands.close_account("legal", **desk.station.words("sys"))
    assert refused(program)


def test_a_token_for_one_role_cannot_do_what_another_role_of_the_same_person_may(desk):
    desk.station.grant("legal", "lead_officer", EAST_STATION)
    desk.station.book.pass_time(seconds=1)
    found = desk.station.searched()
    whole, less = desk.program("legal"), desk.program("legal", roles=("lead_officer",))
    address = f"findings/{in_path(found)}/acts/verify_group"
    answer = less.post(address, {"reason": "越权"})
    assert (answer.status, answer.said["code"]) == (403, "findings.not_entitled")
    assert less.get("imports").status == 403
    assert whole.post(address, {"reason": "属实"}).status == 200
    assert {one.role.name for one in roles_of("legal", desk.station.now)} == {"legal_officer", "lead_officer"}


def test_a_token_for_one_unit_sees_and_does_nothing_in_another_of_the_same_person(desk):
    found = desk.station.searched()
    whole, squad = desk.program("clerk"), desk.program("clerk", unit=EAST_SQUAD)
    assert whole.get("findings").said["count"] == 1
    assert squad.get("findings").said["count"] == 0
    assert squad.get(f"findings/{in_path(found)}").status == 404
    assert squad.post(f"findings/{in_path(found)}/acts/verify_group", {}).status == 404
    assert whole.post(f"findings/{in_path(found)}/acts/verify_group", {}).status == 200


def test_through_a_token_nobody_sees_what_is_only_his_own(desk):
    """A case of another unit in which the holder took part is his to see at a page, and no affair of a program."""
    found = desk.station.searched(officer="0251001")
    assert desk.station.scope("west").own_kinds
    assert desk.program("west").get(f"findings/{in_path(found)}").status == 404


def test_a_token_in_the_address_or_a_cookie_opens_nothing(desk):
    drawn = desk.granted("legal")
    bare = Program()
    assert bare.get("me", token=drawn.text).status == 401
    bare.client.cookies["guiju_token"] = drawn.text
    bare.client.cookies["sessionid"] = "0" * 32
    assert bare.get("me").status == 401
    with_both = Program(drawn.text)
    assert with_both.get("me", token=drawn.text).status == 422


def test_a_token_opens_no_page(desk):
    program = desk.program("legal")
    answer = program.client.get("/findings/", headers=program.headers)
    assert answer.status_code == 302 and answer.headers["Location"].startswith("/sign-in/")


def test_a_page_session_opens_no_operation(desk):
    from guiju.screens.sign_in import samples

    samples.install(lambda: [type("One", (), {"account": "legal"})()])
    bare = Program()
    assert bare.client.post("/sign-in/sample/", {"account": "legal"}).status_code == 303
    assert bare.get("me").status == 401
    samples.install(lambda: ())


def test_the_secret_stands_nowhere(desk):
    drawn = desk.granted("legal")
    Program(drawn.text).get("me")
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            assert not [row for row in cursor.fetchall() if drawn.secret in repr(row)], table


def test_a_row_that_guiju_did_not_write_opens_nothing(desk):
    drawn = desk.granted("legal", days=1)
    ApiToken.objects.filter(name=drawn.name).update(until=2**62)
    assert refused(Program(drawn.text))
    ApiToken.objects.filter(name=drawn.name).update(unit=EAST)
    assert refused(Program(drawn.text))


def test_the_same_submission_asks_for_one_token(desk):
    words = desk.station.words(Actor("legal"))
    said = {"roles": ["legal_officer"], "unit": EAST_STATION, "valid_until": moment("2026-04-01T00:00")}
    drawn = draw_token()
    first = commands.ask_token(drawn, **said, **words)
    assert commands.ask_token(drawn, **said, **words).ids == first.ids
    assert ApiToken.objects.count() == 1


def test_what_a_token_may_is_told_to_its_bearer(desk):
    said = desk.program("legal").get("me").said
    assert (said["account"], said["roles"]) == ("legal", ["法制员"])
    assert said["token"]["roles"] == ["legal_officer"] and said["at"].endswith("+08:00")
    assert "secret" not in json.dumps(said) and "digest" not in json.dumps(said)


def test_a_token_for_fewer_roles_does_nothing_that_its_holder_may_not(desk):
    """He commands the county and inspects it: whose orders he gives, his mending he reviews under no token."""
    station = desk.station
    station.grant("leader", "inspector", EAST)
    station.book.pass_time(seconds=1)
    order = dispatched(station, station.verified(station.searched()))
    answered = mended(station, order)
    address, said = f"orders/{in_path(order)}/acts/review_rectification", {"reason": "已看", "about": answered}
    for roles in (("bureau_leader", "inspector"), ("inspector",), ("bureau_leader",)):
        answer = desk.program("leader", roles=roles, unit=EAST).post(address, {**said, "accepted": True})
        assert answer.status == 403, (roles, answer.said)
    assert desk.program("inspector").post(address, {**said, "accepted": True}).status == 200


def test_what_bars_somebody_is_asked_of_all_that_he_is(desk):
    station = desk.station
    station.grant("leader", "inspector", EAST)
    station.book.pass_time(seconds=1)
    persons = persons_behind(account="leader")
    for roles in (("inspector",), ("bureau_leader",), ("inspector", "bureau_leader"), ()):
        with narrowed(Narrowing("leader", roles, EAST_SQUAD)):
            assert is_one_who_may("leader", COMMAND, EAST_STATION, station.now)
            assert commanding_unit(persons, EAST_STATION, station.now) == EAST
            assert not may("leader", COMMAND, EAST_STATION, station.now), "nor is he let do more"


def test_one_operator_does_not_sign_twice(desk):
    """Whoever holds the machine types in any name; the second signature is then given on the page."""
    drawn, words = draw_token(), desk.station.words
    until = desk.station.book.now + timedelta(days=30)
    typed = words(Actor("legal", "operator"))
    commands.ask_token(drawn, roles=["legal_officer"], unit=EAST_STATION, valid_until=until, **typed)
    with pytest.raises(PermissionRefused, match="操作员"):
        commands.grant_token(drawn.name, **words(Actor("sec1", "operator")))
    assert refused(Program(drawn.text))
    commands.grant_token(drawn.name, **words("sec1"))
    assert not refused(Program(drawn.text))


def test_an_operator_enters_the_second_signature_where_the_first_was_given_on_the_page(desk):
    drawn = desk.asked("legal")
    commands.grant_token(drawn.name, **desk.station.words(Actor("sec1", "operator")))
    assert not refused(Program(drawn.text))
