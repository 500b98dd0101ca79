"""An imported record is bound to its import, and a correction to what it corrects, by what is hashed."""

import json

import pytest
from tests.chaos.verified import verified
from tests.unit.importing.conftest import rows

from guiju.facts.histories import history
from guiju.facts.importing.journal import BatchUnknown
from guiju.facts.importing.own_events import begun_of
from guiju.facts.importing.release import release
from guiju.facts.seal.sealer import seal

ACCEPTED = ("A1", "P1", "cases.accepted", "2026-03-01 08:00", "criminal", "U1")
ROWS = [ACCEPTED, ("B1", "", "cases.accepted", "2026-03-02 08:00", "criminal", "U2")]


def test_what_every_import_brought_and_corrected_is_bound_to_it_by_hash(book, bring, export):
    bring(export(*ROWS))
    later = [(*ACCEPTED[:3], "2026-03-01 08:30", *ACCEPTED[4:]), *ROWS[1:]]
    second = bring(export(*later, name="b.csv")).batch.event
    release(second, by="乙", reason="改错")
    [told] = history("case", "A1", ["cases.accepted"])
    said = json.loads(bytes(rows("SELECT body FROM event WHERE id = %s", told.id)[0][0]))
    [(place,)] = rows("SELECT seq FROM event WHERE id = %s", second)
    assert said["source"] == {"batch": second, "begun": place, "row": 2}
    assert said["corrects_leaf"] == bytes(rows("SELECT leaf FROM event WHERE id = %s", told.corrects)[0][0]).hex()
    seal()
    assert verified(book.signer) == []


def test_what_began_no_import_is_no_batch(bring, export):
    number = bring(export(*ROWS)).batch.event
    assert begun_of(number) == 1
    with pytest.raises(BatchUnknown):
        begun_of(number + 1)
