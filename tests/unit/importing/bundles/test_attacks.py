"""What is not what the county sealed is turned away in one sentence, before anything of it is recorded."""

import gzip
import hashlib
import json

import pytest
from tests.unit.importing.bundles.conftest import FOREIGN, OTHER, STATION, lines_of, stays, write_lines

from guiju.facts.importing.bundles.form import Head, encoded, statement
from guiju.values.errors import GuijuError

HEAD, CHECKPOINT, FIRST_EVENT, SECOND_EVENT = 0, 1, 2, 3


def change_body(lines):
    lines[FIRST_EVENT][14] = lines[FIRST_EVENT][14].replace("A1", "B1")


def change_time(lines):
    lines[FIRST_EVENT][7] += 60_000_000


def change_unit(lines):
    lines[FIRST_EVENT][12] = FOREIGN


def change_writer(lines):
    lines[FIRST_EVENT][9] = "somebody"


def change_leaf(lines):
    lines[FIRST_EVENT][2] = "00" * 32


def hide(lines):
    lines[FIRST_EVENT] = ["leaf", 0, "00" * 32]


def leave_out(lines):
    del lines[SECOND_EVENT]


def put_in(lines):
    lines.insert(FIRST_EVENT, lines[FIRST_EVENT])


def swap(lines):
    lines[FIRST_EVENT], lines[SECOND_EVENT] = lines[SECOND_EVENT], lines[FIRST_EVENT]


def renumber(lines):
    lines[HEAD][4] = 7


def other_name(lines):
    lines[HEAD][2] = "ab" * 16


def change_root(lines):
    text = lines[CHECKPOINT][2]
    at = text.index("root: ") + 6
    lines[CHECKPOINT][2] = text[:at] + "0" * 64 + text[at + 64 :]


def odd_number(lines):
    lines[FIRST_EVENT][8] = str(lines[FIRST_EVENT][8])


def more_after_the_end(lines):
    lines.append(["event", 99, "00"])


def wrong_count(lines):
    lines[-2][1] += 1


def no_list(lines):
    lines[FIRST_EVENT] = "event"


FORGERIES = (
    change_body, change_time, change_unit, change_writer, change_leaf, hide, leave_out, put_in, swap, renumber,
    other_name, change_root, odd_number, more_after_the_end, wrong_count, no_list,
)  # fmt: skip


def test_a_bundle_that_was_touched_is_refused_and_the_refusal_recorded(county, city, tmp_path):
    county.export(tmp_path / "1")
    codes = []
    for forge in FORGERIES:
        lines = lines_of(tmp_path / "1")
        forge(lines)
        with pytest.raises(GuijuError) as refused:
            city.take(write_lines(tmp_path / "forged", lines))
        assert refused.value.code.startswith("bundle."), forge
        assert refused.value.remedy, forge
        assert city.facts() == [], forge
        codes.append(refused.value.code)
    recorded = city.rows("SELECT body FROM event WHERE type = 'ledger.bundle_refused' ORDER BY id")
    assert [json.loads(bytes(body))["fields"]["refusal_code"] for (body,) in recorded] == codes
    assert city.take(tmp_path / "1").batch.recorded == 3


@pytest.mark.slow
def test_half_a_file_is_refused_whole(county, city, tmp_path):
    county.export(tmp_path / "1")
    data = (tmp_path / "1").read_bytes()
    for share in (0, 0.2, 0.6, 0.99):
        (tmp_path / "cut").write_bytes(data[: int(len(data) * share)])
        with pytest.raises(GuijuError) as refused:
            city.take(tmp_path / "cut")
        assert refused.value.code == "bundle.damaged"
    with pytest.raises(GuijuError) as refused:
        city.take(write_lines(tmp_path / "cut", lines_of(tmp_path / "1")[:-1]))
    assert refused.value.code == "bundle.damaged"
    assert city.facts() == []


@pytest.mark.slow
def test_a_bundle_of_a_ledger_that_nobody_confirmed_is_refused(county, city, make_side, tmp_path):
    stranger = make_side("stranger")
    stranger.record("cases.accepted", "2026-03-01T10:00", case="A1")
    stranger.export(tmp_path / "1")
    with pytest.raises(GuijuError) as refused:
        city.take(tmp_path / "1")
    assert refused.value.code == "bundle.unknown_origin"


@pytest.mark.slow
def test_another_county_cannot_speak_in_the_name_of_the_first(county, city, make_side, tmp_path):
    other = make_side("other")
    other.record("cases.accepted", "2026-03-01T10:00", unit=FOREIGN, case="B1")
    city.trust(other, OTHER)
    county.export(tmp_path / "1")
    other.export(tmp_path / "2")
    ours, theirs = lines_of(tmp_path / "1"), lines_of(tmp_path / "2")
    spliced = [ours[0], theirs[1], *theirs[2:]]
    with pytest.raises(GuijuError) as refused:
        city.take(write_lines(tmp_path / "spliced", spliced))
    assert refused.value.code == "bundle.forged"
    mixed = [*ours[:3], theirs[2], *ours[4:]]
    with pytest.raises(GuijuError):
        city.take(write_lines(tmp_path / "mixed", mixed))
    assert city.facts() == []


@pytest.mark.slow
def test_the_same_case_number_of_two_counties_is_two_cases(county, city, make_side, tmp_path):
    other = make_side("other")
    other.record("cases.accepted", "2026-03-01T10:00", unit=FOREIGN, case="A1", person="P1")
    city.trust(other, OTHER)
    county.export(tmp_path / "1")
    other.export(tmp_path / "2")
    city.take(tmp_path / "1")
    city.take(tmp_path / "2")
    assert {stream for stream, _ in city.facts()} == {"case:9901:A1", "case:9901:A2", "case:9902:A1"}


def test_a_record_for_a_unit_of_another_county_stays_out(county, city, tmp_path):
    county.record("cases.accepted", "2026-03-01T15:00", unit=FOREIGN, case="A9")
    county.export(tmp_path / "1")
    done = city.take(tmp_path / "1")
    assert (done.batch.recorded, done.batch.refused) == (3, 1)
    assert "case:9901:A9" not in {stream for stream, _ in city.facts()}


def test_a_gap_is_named_and_what_comes_late_fills_it(county, city, tmp_path):
    county.export(tmp_path / "1")
    county.record("cases.filed", "2026-03-02T10:00", case="A1")
    county.export(tmp_path / "2")
    with pytest.raises(GuijuError) as refused:
        city.take(tmp_path / "2")
    assert refused.value.code == "bundle.gap"
    assert "第 0 包" in refused.value.sentence
    city.take(tmp_path / "1")
    assert city.take(tmp_path / "2").batch.recorded == 1


@pytest.mark.slow
def test_a_county_that_went_back_and_on_is_seen_to_have_forked(county, city, make_side, tmp_path):
    """The county's database is put back; it writes something else and signs it with its own good key."""
    kept = (tmp_path / "county.sqlite3").read_bytes()
    county.record("cases.filed", "2026-03-02T10:00", case="A1")
    county.export(tmp_path / "1")
    city.take(tmp_path / "1")
    for end in ("-wal", "-shm"):
        (tmp_path / f"county.sqlite3{end}").unlink(missing_ok=True)
    (tmp_path / "county.sqlite3").write_bytes(kept)
    for number in range(4):
        county.record("cases.withdrawn", "2026-03-02T10:00", case=f"A{number}")
    county.export(tmp_path / "2")
    with pytest.raises(GuijuError) as refused:
        city.take(tmp_path / "2")
    assert refused.value.code == "bundle.forked"


@pytest.mark.slow
def test_a_bundle_with_a_bomb_in_a_line_is_refused(city, tmp_path, monkeypatch):
    monkeypatch.setattr("guiju.facts.importing.bundles.form.LONGEST_LINE", 1_000)
    with gzip.open(tmp_path / "bomb", "wb") as file:
        file.write(b"[" * 5_000 + b"\n")
    with pytest.raises(GuijuError) as refused:
        city.take(tmp_path / "bomb")
    assert refused.value.code == "bundle.damaged"


@pytest.mark.slow
def test_a_county_whose_program_was_changed_cannot_bring_what_stays_at_home(county, city, tmp_path):
    """Its leaves and signatures are good; the content of a permission is still nobody's business here."""
    county.record("bureau.role_granted", "2026-03-01T14:00", unit="", officer=("012345",), account="x")
    with county.at() as book:
        book.pass_time(minutes=1)
    county_stays = stays
    monkey = pytest.MonkeyPatch()
    monkey.setattr("tests.unit.importing.bundles.conftest.stays", lambda kind: kind.startswith("ledger."))
    county.export(tmp_path / "1")
    monkey.setattr("tests.unit.importing.bundles.conftest.stays", county_stays)
    done = city.take(tmp_path / "1")
    monkey.undo()
    assert (done.batch.recorded, done.batch.refused) == (3, 1)
    assert city.rows("SELECT count(*) FROM event WHERE type LIKE 'bureau.%%'") == [(0,)]


@pytest.mark.slow
def test_the_signature_is_over_number_and_digest(county, tmp_path):
    county.export(tmp_path / "1")
    lines = lines_of(tmp_path / "1")
    said = b"".join(encoded(line) for line in lines[:-1])
    text = statement(Head(*lines[0][2:]), hashlib.sha256(said).hexdigest())
    assert county.book.signer.sign(text).hex() == lines[-1][2]
    assert lines[FIRST_EVENT][12] == STATION
