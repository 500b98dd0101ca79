"""Requests made up from the description of the interface find no failure of the server, and no answer beside it."""

import pytest
from tests.bench.api import examine, interface

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with interface("station", tmp_path_factory.mktemp("api")) as made:
        yield made


@pytest.mark.filterwarnings("ignore")
def test_no_request_that_anybody_makes_up_is_a_failure_of_the_server(site):
    tally = examine(site, cases=600, number=1)
    assert (tally.errors, tally.faults) == (0, [])
    assert tally.cases >= 600 and tally.statuses[200] > 100
