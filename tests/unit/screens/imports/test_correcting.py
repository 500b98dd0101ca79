"""A wrong record is put right on the site: asked for from the record itself, decided by another, both versions kept."""

import pytest
from tests.unit.bureau.conftest import EAST_STATION

from guiju.facts.histories import history
from guiju.facts.importing.mending.lists import list_proposals

pytestmark = pytest.mark.slow


@pytest.fixture
def record(site):
    """The number of a record that somebody wrote at the station."""
    return site.desk.event(
        "cases.accepted",
        "2026-02-10T08:00",
        unit=EAST_STATION,
        case="C1",
        public_order=True,
        told_by="110",
    )


def latest(case="C1"):
    [one] = [one for one in history("case", case) if one.event.type == "cases.accepted"]
    return one


def test_a_correction_waits_for_another_and_then_stands_beside_the_first_version(site, record):
    station, page = site.as_("station"), f"/threads/case/C1/records/{record}/correct/"
    shown = station.text(page)
    assert "2026年2月10日 08:00" in shown and "提请更正：受案" in shown
    kept = {"field-public_order": "yes", "field-told_by": "110"}
    fields = {"happened_at": "2026-02-10T08:30", **kept, "reason": "受案登记表为八时三十分"}
    answer = station.send(page, "c" * 32, _act="propose", **fields)
    [proposal] = list_proposals(site.desk.scope("station"))
    assert answer.headers["Location"] == f"/imports/proposals/{proposal.number}/"
    before = latest()
    assert before.id == record, "nothing counts before it is approved"
    assert proposal.is_correction and proposal.fields["public_order"] is True and proposal.fields["case"] == "C1"
    assert proposal.fields["told_by"] == "110", "what nobody touched stays, even in words that no page knows"
    again = station.send(page, "c" * 32, _act="propose", **fields)
    assert again.headers["Location"] == answer.headers["Location"], "sent twice, proposed once"
    own = station.text(answer.headers["Location"])
    assert "撤回" in own and 'value="approve"' not in own, "nobody approves his own"
    chief = site.as_("chief")
    address = f"/imports/proposals/{proposal.number}/?content={proposal.content_hash}"
    assert chief.send(address, _act="approve", reason="与登记表一致").status_code == 302
    after = latest()
    assert after.event.at - before.event.at == 30 * 60 * 1_000_000 and after.first == record
    moved = station.get(page)
    assert moved.headers["Location"] == f"/threads/case/C1/records/{after.id}/correct/", (
        "the latest version is what is corrected"
    )


def test_a_correction_that_changes_nothing_or_gives_no_reason_is_refused(site, record):
    station, page = site.as_("station"), f"/threads/case/C1/records/{record}/correct/"
    same = {
        "happened_at": "2026-02-10T08:00",
        "field-public_order": "yes",
        "field-told_by": "110",
    }
    assert station.send(page, _act="propose", reason="", **same).status_code == 422
    answer = station.send(page, _act="propose", reason="笔误", **same)
    assert answer.status_code == 422 and "与现有记录相同" in answer.content.decode()
    assert list_proposals(site.desk.scope("station")) == []


def test_what_the_visitor_may_not_see_or_nobody_may_correct_is_not_found(site, record):
    assert site.as_("west").get(f"/threads/case/C1/records/{record}/correct/").status_code == 404
    station = site.as_("station")
    assert station.get(f"/threads/case/C2/records/{record}/correct/").status_code == 404, "by its own case only"
    assert station.get("/threads/case/C1/records/999999/correct/").status_code == 404
    page = f"/threads/case/C1/records/{record}/correct/"
    fields = {"happened_at": "2026-02-10T08:30", "reason": "笔误"}
    station.send(page, _act="propose", **fields)
    [proposal] = list_proposals(site.desk.scope("station"))
    assert station.get(f"/threads/case/C1/records/{proposal.number}/correct/").status_code == 404, (
        "a proposal is no record of the case"
    )
