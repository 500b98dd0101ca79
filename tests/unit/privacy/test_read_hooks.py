"""What the site hands over about looking stands in the ledger: pages in a batch, exports before they leave."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test import RequestFactory
from tests.unit.privacy.conftest import VIEWER

from guiju.facts.events import LIST_EXPORTED
from guiju.facts.privacy.look_table import follow_looks
from guiju.facts.privacy.looked import LookLimits
from guiju.facts.queries import list_stream
from guiju.facts.wiring import install, wiring
from guiju.project import env
from guiju.project.ledger.bureau_desks.personal.look_limits import LookLimitsRefused, read_look_limits
from guiju.project.site.reading import Reading
from guiju.screens.kit.seen import Seen
from guiju.screens.kit.site import Exported
from guiju.screens.kit.visit import Holder, Visit


@pytest.fixture
def visit(safe):
    safe.wire(follow_looks)
    return Visit(RequestFactory().get("/"), VIEWER, Holder("viewer", officer="A7"), safe.now())


def test_a_page_is_recorded_with_reader_number_purpose_and_conditions(visit):
    reading = Reading(LookLimits(1, 1, 1))
    seen = Seen("threads.one", "case", "A1", "light=red")
    reading.looking(visit, seen)
    reading.looked(visit, seen)
    assert reading.log.flush() == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT account, officer, page, kind, value, purposes, detail, is_withheld FROM look")
        assert cursor.fetchall() == [
            ("viewer", "A7", "threads.one", "case", "A1", "case_handling", "light=red", 0)
        ]  # fmt: skip


def test_an_export_is_sealed_before_it_leaves_and_keeps_no_words_that_were_searched_by(visit):
    install(replace(wiring(), receipted=frozenset({LIST_EXPORTED})))
    Reading(LookLimits(1, 1, 1)).exported(visit, Exported("cases", "?q=某甲&light=red", "xlsx", "N1", 3))
    [one] = list_stream(VIEWER, "reads:viewer")
    assert (one.type, one.fields["list_conditions"], one.fields["row_count"]) == (
        "privacy.list_exported", "q=…&light=red", 3,
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM leaf l JOIN event e ON e.id = l.event WHERE e.id = %s", (one.id,))
        assert cursor.fetchone() == (1,)


def test_the_limits_are_read_from_the_bureaus_file_and_a_gap_in_it_is_refused(tmp_path):
    assert read_look_limits(env.shipped_law()) == LookLimits(daily=300, least=60, times=3)
    told = (env.shipped_law() / "look_limits.yaml").read_text(encoding="utf-8")
    (tmp_path / "look_limits.yaml").write_text(told.replace("number: 60", "number: viele"), encoding="utf-8")
    with pytest.raises(LookLimitsRefused, match="outlier_least"):
        read_look_limits(tmp_path)
