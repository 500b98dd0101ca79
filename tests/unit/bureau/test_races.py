"""Two who sign at the same moment: one of them wins, and nobody becomes two things at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from tests.unit.bureau.conftest import EAST_STATION

from guiju.bureau import commands
from guiju.bureau.models import Capacity, RoleGrant
from guiju.bureau.permissions.checks import PermissionRefused
from guiju.values.errors import GuijuError


def together(*acts):
    """Run acts at the same moment, each on a connection of its own; what each of them came to."""
    start = Barrier(len(acts))

    def run(act):
        start.wait()
        try:
            act()
        except GuijuError as error:
            return type(error)
        finally:
            connections["default"].close()
        return None

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.mark.parametrize("attempt", range(3))
def test_a_proposal_is_granted_once(office, attempt):
    office.account("li")
    office.account("sec3")
    office.grant("sec3", "security_administrator")
    proposal = commands.propose_role("li", "unit_chief", unit=EAST_STATION, **office.words("sec1")).ids[0]
    second, third = office.words("sec2"), office.words("sec3")
    done = together(
        lambda: commands.grant_role(proposal, **second),
        lambda: commands.grant_role(proposal, **third),
    )
    assert sorted(done, key=str) == [PermissionRefused, None]
    assert RoleGrant.objects.filter(account="li").count() == 1


@pytest.mark.parametrize("attempt", range(3))
def test_nobody_becomes_an_administrator_and_an_officer_in_the_same_moment(office, attempt):
    office.account("li")
    case = commands.propose_role("li", "unit_chief", unit=EAST_STATION, **office.words("sec1")).ids[0]
    audit = commands.propose_role("li", "audit_administrator", **office.words("sec1")).ids[0]
    words = [office.words("sec2"), office.words("sec2")]
    done = together(
        lambda: commands.grant_role(case, **words[0]),
        lambda: commands.grant_role(audit, **words[1]),
    )
    assert sorted(done, key=str) == [PermissionRefused, None]
    assert Capacity.objects.filter(natural_person="N-li").count() == 1
