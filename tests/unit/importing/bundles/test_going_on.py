"""What was cut off goes on, what could not stand comes in later, and a key that changes needs two again."""

import pytest
from tests.ledgers import SHANGHAI, moment
from tests.unit.importing.bundles.conftest import COUNTY, PLACES, STATION, lines_of

from guiju.facts.draft import Actor, Draft
from guiju.facts.importing.bundles import checking, recording, taking
from guiju.facts.importing.bundles.origins import (
    Card,
    checked_card,
    confirm_origin,
    find_trust_proposal,
    list_origins,
    own_card,
    propose_origin,
)
from guiju.facts.importing.order import ImportOrder
from guiju.facts.keys.signer import create_keys
from guiju.facts.tables.places import replace_places
from guiju.project.catalogue import VOCABULARY
from guiju.values.clock import to_micros
from guiju.values.errors import GuijuError
from guiju.values.scope import FOREVER

pytestmark = pytest.mark.slow

NEW_STATION = "990153000000"


class Killed(BaseException):
    """The process ends here."""


@pytest.fixture
def small_chunks(monkeypatch):
    for home in (taking, checking):
        monkeypatch.setattr(home, "CHUNK", 2)


@pytest.mark.parametrize("after", [1, 2, 3])
def test_a_bundle_that_was_cut_off_goes_on_and_nothing_is_doubled(
    county, city, tmp_path, small_chunks, monkeypatch, after
):
    for number in range(5):
        county.record("cases.accepted", f"2026-03-01T1{number}:30", case=f"C{number}")
    county.export(tmp_path / "1")
    calls = []
    real = recording.Recorder.record

    def record(self, rows):
        done = real(self, rows)
        calls.append(len(rows))
        if len(calls) == after:
            raise Killed
        return done

    with monkeypatch.context() as patched:
        patched.setattr(recording.Recorder, "record", record)
        with pytest.raises(Killed):
            city.take(tmp_path / "1")
    assert len(city.facts()) == 2 * (after - 1)
    done = city.take(tmp_path / "1")
    assert done.was_resumed
    assert len(city.facts()) == len(set(city.facts())) == 8
    assert (done.batch.done, done.batch.recorded) == (8, 8)


def test_another_bundle_waits_until_the_one_that_was_cut_off_is_whole(
    county, city, tmp_path, small_chunks, monkeypatch
):
    county.export(tmp_path / "1")
    with monkeypatch.context() as patched:
        patched.setattr(taking, "_finish", lambda *words: (_ for _ in ()).throw(Killed()))
        with pytest.raises(Killed):
            city.take(tmp_path / "1")
    county.record("cases.filed", "2026-03-02T10:00", case="A1")
    county.export(tmp_path / "2", since=0)
    with pytest.raises(GuijuError) as refused:
        city.take(tmp_path / "2")
    assert refused.value.code == "bundle.unfinished"
    city.take(tmp_path / "1")
    done = city.take(tmp_path / "2")
    assert (done.batch.recorded, done.batch.repeated) == (1, 3)


def test_a_file_that_changes_after_it_was_checked_records_nothing_of_it(county, city, make_side, tmp_path, monkeypatch):
    county.export(tmp_path / "1")
    stranger, other = make_side("stranger"), tmp_path / "2"
    stranger.record("cases.filed", "2026-03-02T10:00", case="A1")
    stranger.export(other)
    real = taking.check_bundle

    def check(path, *, progress):
        done = real(path, progress=progress)
        path.write_bytes(other.read_bytes())
        return done

    monkeypatch.setattr(taking, "check_bundle", check)
    with pytest.raises(GuijuError) as refused:
        city.take(tmp_path / "1")
    assert refused.value.code == "bundle.forged"
    assert city.facts() == []


def test_what_names_an_unknown_unit_is_refused_alone_and_comes_in_once_it_is_known(county, city, tmp_path):
    county.record("cases.accepted", "2026-03-01T15:00", unit=NEW_STATION, case="A8")
    county.record("cases.filed", "2026-03-01T16:00", unit=NEW_STATION, case="A8")
    county.export(tmp_path / "1")
    done = city.take(tmp_path / "1")
    assert (done.batch.recorded, done.batch.refused) == (3, 2)
    county.record("cases.filed", "2026-03-02T10:00", case="A1")
    county.export(tmp_path / "2")
    assert city.take(tmp_path / "2").batch.recorded == 1
    with city.at():
        replace_places((code, 0, FOREVER, path) for code, path in (*PLACES, (NEW_STATION, "126")))
    again = city.take(tmp_path / "1")
    assert (again.was_known, again.late) == (True, 2)
    assert (again.batch.recorded, again.batch.refused) == (5, 0)
    assert city.facts()[-2:] == [("case:9901:A8", "cases.accepted"), ("case:9901:A8", "cases.filed")]
    before = city.state()
    assert city.take(tmp_path / "1").late == 0
    assert city.state() == before


def test_a_correction_of_what_was_refused_is_refused_with_it(county, city, tmp_path):
    number = county.record("cases.accepted", "2026-03-01T15:00", unit=NEW_STATION, case="A8")
    with county.at() as book:
        draft = Draft.of(
            "cases.accepted", moment("2026-03-01T15:10"), {"case": "A8", "unit": STATION}, local=SHANGHAI,
            unit_as_of=STATION, corrects=number, reason="笔误", approver="chief",
        )  # fmt: skip
        book.write(draft, key="c")
    county.export(tmp_path / "1")
    assert city.take(tmp_path / "1").batch.refused == 2


def test_a_new_key_counts_only_when_two_have_said_so(county, city, tmp_path):
    county.export(tmp_path / "1")
    city.take(tmp_path / "1")
    with county.at():
        county.book.signer = create_keys(county.folder / "new")
    county.record("cases.filed", "2026-03-02T10:00", case="A1")
    county.export(tmp_path / "2")
    with pytest.raises(GuijuError) as refused:
        city.take(tmp_path / "2")
    assert refused.value.code == "bundle.forged"
    city.trust(county)
    assert city.take(tmp_path / "2").batch.recorded == 1


def test_a_key_that_was_replaced_signs_no_bundle_any_more(county, city, tmp_path):
    old = county.book.signer
    county.export(tmp_path / "1")
    county.book.signer = create_keys(county.folder / "new")
    city.trust(county)
    with pytest.raises(GuijuError) as refused:
        city.take(tmp_path / "1")
    assert "更换" in refused.value.sentence
    with county.at():
        from tests.unit.importing.bundles.conftest import quiet, stays

        from guiju.facts.importing.bundles.exporting import export_again

        export_again(tmp_path / "again", 1, stays=stays, progress=quiet)
    assert lines_of(tmp_path / "again")[1][4] == old.key_id
    assert city.take(tmp_path / "again").batch.recorded == 3


def test_nobody_alone_brings_a_key_in(county, make_side):
    city = make_side("lonely")
    with county.at():
        card = own_card(county.book.name)
    with city.at() as book:
        replace_places((code, 0, FOREVER, path) for code, path in PLACES)
        at = to_micros(book.now)
        number = propose_origin(card, COUNTY, actor=Actor("甲"), at=at, idem_key="p").ids[0]
        assert list_origins() == []
        with pytest.raises(GuijuError):
            confirm_origin(find_trust_proposal(number), actor=Actor("甲"), at=at, idem_key="c")
        confirm_origin(find_trust_proposal(number), actor=Actor("乙"), at=at, idem_key="c")
        assert [one.unit for one in list_origins()] == [COUNTY]
        assert find_trust_proposal(number) is None


def test_a_unit_has_one_ledger_and_a_ledger_one_unit(county, city, make_side):
    with county.at():
        card = own_card(county.book.name)
    with make_side("second").at() as book:
        other = own_card(book.name)
    with city.at():
        for said, unit in ((other, COUNTY), (card, STATION), (card, "990199000000")):
            with pytest.raises(GuijuError) as refused:
                propose_origin(said, unit, actor=Actor("甲"), at=1, idem_key="x")
            assert refused.value.code == "bundle.origin"


@pytest.mark.parametrize(
    "said", [{}, {"guiju": "origin-1"}, {"guiju": "origin-1", "ledger": "zz", "hash": "sha256", "public": "00"}]
)
def test_a_card_that_is_none_is_refused(said):
    with pytest.raises(GuijuError) as refused:
        checked_card(said)
    assert refused.value.code == "bundle.origin"


def test_a_card_whose_key_was_exchanged_is_refused(county):
    with county.at():
        card = own_card(county.book.name)
    said = {
        "guiju": "origin-1", "ledger": card.ledger, "hash": card.hash_name, "key_id": card.key_id, "public": "11" * 32,
    }  # fmt: skip
    with pytest.raises(GuijuError):
        checked_card(said)
    assert checked_card(said | {"public": card.public}) == Card(card.ledger, "sha256", card.public)


def test_no_file_may_pass_for_what_a_ledger_reports(tmp_path):
    with pytest.raises(GuijuError) as refused:
        ImportOrder(tmp_path / "x.csv", "下级账本 990100000000", "甲", known=VOCABULARY)
    assert refused.value.code == "import.source"


def test_a_version_that_settles_other_chunks_goes_on_at_the_right_row(county, city, tmp_path, monkeypatch):
    for number in range(5):
        county.record("cases.accepted", f"2026-03-01T1{number}:30", case=f"C{number}")
    county.export(tmp_path / "1")

    def chunks_of(length):
        for home in (taking, checking):
            monkeypatch.setattr(home, "CHUNK", length)

    chunks_of(2)
    real = recording.Recorder.record

    def record(self, rows):
        if rows[0][1]:
            raise Killed
        return real(self, rows)

    with monkeypatch.context() as patched:
        patched.setattr(recording.Recorder, "record", record)
        with pytest.raises(Killed):
            city.take(tmp_path / "1")
    chunks_of(5)
    assert city.take(tmp_path / "1").batch.recorded == 8
