"""What the service keeps of a visitor between two requests is never older than what the bureau has recorded."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.unit.sign_in.browsing import as_sample

from guiju.bureau import commands
from guiju.bureau.projector import rebuild
from guiju.facts.histories import every_event

STATION = "990151000000"
CHIEF = "所队长"


@pytest.fixture
def guest(site):
    """A browser of somebody who has an account and no role yet."""
    site.office.account("guest")
    client = as_sample(site, "guest")
    assert CHIEF not in page(client)
    return client


def page(client):
    """A page as it is shown; its head says the roles of who is there."""
    return client.get("/kit/why/").content.decode()


def test_a_role_counts_from_the_next_page_on_and_no_page_longer_than_it_stands(site, guest):
    given = site.office.grant("guest", "unit_chief", STATION)
    assert CHIEF in page(guest)
    commands.revoke_role(given, **site.office.words("sec1"))
    assert CHIEF not in page(guest)


def test_a_role_that_runs_out_is_gone_at_that_instant(site, guest):
    begun = site.office.book.now
    ends = begun + timedelta(minutes=10)
    site.office.grant("guest", "unit_chief", STATION, valid_until=ends)
    said = []
    for now in (begun, ends - timedelta(seconds=1), ends):
        site.office.book.now = now
        said.append(CHIEF in page(guest))
    assert said == [True, True, False]


def test_a_role_that_was_delegated_ends_with_that_of_its_giver(site, guest):
    site.office.account("giver", officer="E1")
    given = site.office.grant("giver", "unit_chief", STATION)
    until = site.office.book.now + timedelta(days=1)
    commands.delegate("unit_chief", "guest", unit=STATION, valid_until=until, **site.office.words("giver"))
    assert CHIEF in page(guest)
    commands.revoke_role(given, **site.office.words("sec1"))
    assert CHIEF not in page(guest)


def test_an_account_that_is_closed_is_out_with_the_next_click(site, guest):
    assert guest.get("/").status_code != 302
    commands.close_account("guest", **site.office.words("sys"))
    assert guest.get("/").status_code == 302


def test_what_is_made_again_from_the_ledger_is_looked_at_again(site, guest):
    site.office.grant("guest", "unit_chief", STATION)
    assert CHIEF in page(guest)
    rebuild(one for part in every_event() for one in part)
    with CaptureQueriesContext(connection) as asked:
        assert CHIEF in page(guest)
    assert any("bureau_role_grant" in one["sql"] for one in asked)


def test_while_nothing_changes_nobody_is_asked_about_twice(site, guest):
    page(guest)
    with CaptureQueriesContext(connection) as asked:
        page(guest)
    statements = [one["sql"] for one in asked]
    assert [sum(table in one for one in statements) for table in ("django_session", "site_account", "bureau_mark")] == [
        1, 1, 1,
    ]  # fmt: skip
    assert len(statements) == 3
