"""The one-file verifier sees at the city whether what the county reported still stands there, whole and unchanged."""

import json

import pytest
from tests.unit.importing.bundles.conftest import FOREIGN, PLACES, STATION
from tests.unit.importing.bundles.test_going_on import NEW_STATION
from tests.unit.importing.conftest import rows

from guiju.facts.appending import write
from guiju.facts.commands import append_chunk
from guiju.facts.draft import Actor, Draft, Prepared, prepare
from guiju.facts.importing.bundles import recording
from guiju.facts.importing.bundles.origins import list_origins, local_draft
from guiju.facts.proof.dump import write_dump
from guiju.facts.proof.receipt import receipt_of
from guiju.facts.proof.snapshot import snapshot
from guiju.facts.seal.sealer import seal
from guiju.facts.tables.places import replace_places
from guiju.facts.turns import writing
from guiju.facts.verify.parts.bundle import verify_bundle
from guiju.facts.verify.parts.dump import verify_dump
from guiju.facts.wiring import wiring
from guiju.values.scope import FOREVER

pytestmark = pytest.mark.slow


def problems(side, tmp_path):
    """What the verifier names, seal first."""
    with side.at() as book:
        while seal():
            pass
        path = tmp_path / "dump"
        with snapshot() as source, path.open("w", encoding="utf-8") as out:
            write_dump(source, {book.signer.key_id: book.signer.public}, out)
        report = verify_dump(str(path), [book.signer.public])
    return sorted(report.counts)


@pytest.fixture
def reported(county, city, tmp_path):
    """A county that has reported twice, with rows that were refused at first and came in later."""
    county.record("cases.accepted", "2026-03-01T15:00", unit=NEW_STATION, case="A8")
    county.record("cases.accepted", "2026-03-01T15:00", unit=FOREIGN, case="A9")
    county.record("privacy.persons_searched", "2026-03-01T14:00", unit="", officer=("012345",))
    county.export(tmp_path / "1")
    city.take(tmp_path / "1")
    county.record("cases.filed", "2026-03-02T10:00", case="A1")
    county.export(tmp_path / "2")
    city.take(tmp_path / "2")
    with city.at():
        replace_places((code, 0, FOREVER, path) for code, path in (*PLACES, (NEW_STATION, "126")))
    assert city.take(tmp_path / "1").late == 1
    return city


def test_what_was_reported_is_whole(reported, tmp_path):
    assert problems(reported, tmp_path) == []


def rewrite(said, change):
    """A body with something changed, as the city's own program would write it if it lied."""
    change(said)
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def lie(side, change, *, key="lie", stream="", unit=STATION, writer=None):
    """The city's own program records an event again, changed, with good leaves and signatures of its own."""
    with side.at() as book, writing():
        book.pass_time(minutes=1)
        [[own_stream, kind, at, body]] = rows(
            "SELECT stream, type, happened_at, body FROM event WHERE type = 'cases.filed'"
        )
        said = json.loads(bytes(body))
        raw = rewrite(said, change)
        keys = tuple(sorted((name, str(said["fields"][name])) for name in ("case", "unit")))
        draft = Draft(kind, at, said["day"], said["second"], said["offset"], said["fields"], unit_as_of=unit)
        [origin] = list_origins()
        made = Prepared(draft, stream or own_stream, raw, keys)
        write([made], actor=writer or origin.actor, idem_keys=[key], clock=wiring().clock())


def test_a_record_that_says_here_something_else_than_there_is_named(reported, tmp_path):
    def change(said):
        said["day"] -= 1

    lie(reported, change)
    assert problems(reported, tmp_path) == ["origin.record"]


def test_a_quoted_record_that_was_altered_is_named(reported, tmp_path):
    def change(said):
        said["origin"]["header"][5] -= 1

    lie(reported, change)
    assert problems(reported, tmp_path) == ["origin.record"]


def other_mark(said):
    """The same under the mark of another county."""
    said["origin"]["mark"] = "9902"
    said["fields"]["case"] = "9902:A1"


@pytest.mark.parametrize(
    ("change", "how"),
    [
        (lambda said: None, {"stream": "case:9901:A2"}),
        (lambda said: None, {"unit": FOREIGN}),
        (lambda said: None, {"writer": Actor("import:下级账本 990200000000", "import")}),
        (other_mark, {"stream": "case:9902:A1"}),
    ],
)
def test_a_record_of_the_county_that_is_given_to_another_is_named(reported, tmp_path, change, how):
    lie(reported, change, **how)
    assert "origin.record" in problems(reported, tmp_path)


def test_a_record_in_the_countys_name_that_quotes_nothing_is_named(reported, tmp_path):
    lie(reported, lambda said: said.pop("origin"))
    assert problems(reported, tmp_path) == ["origin.unquoted"]


def test_a_record_of_the_county_that_stands_here_twice_is_named(reported, tmp_path):
    lie(reported, lambda said: None)
    assert problems(reported, tmp_path) == ["origin.place"]


def test_a_checkpoint_that_nobody_confirmed_is_named(reported, tmp_path):
    with reported.at(), writing():
        [origin] = list_origins()
        [[body]] = rows("SELECT body FROM event WHERE type = 'ledger.bundle_taken' ORDER BY id LIMIT 1")
        fields = json.loads(bytes(body))["fields"]
        fields["origin_signature"] = "00" * 64
        fields["subtree_roots"] = tuple(fields["subtree_roots"])
        draft = prepare(local_draft("ledger.bundle_taken", fields, wiring().clock()))
        append_chunk([draft], actor=origin.actor, idem_keys=["again"])
    assert problems(reported, tmp_path) == ["origin.signature"]


def test_a_leaf_that_was_kept_from_the_list_leaves_a_gap(county, city, tmp_path, monkeypatch):
    county.record("privacy.persons_searched", "2026-03-01T14:00", unit="", officer=("012345",))
    county.export(tmp_path / "1")
    monkeypatch.setattr(recording.Recorder, "_tell_leaves", lambda self, kept, refused, first: None)
    city.take(tmp_path / "1")
    assert problems(city, tmp_path) == ["origin.missing"]


def test_a_receipt_of_the_city_proves_what_the_county_had_sealed(reported):
    with reported.at() as book:
        [[number]] = rows("SELECT id FROM event WHERE type = 'cases.filed'")
        said = receipt_of(number, {book.signer.key_id: book.signer.public}).to_json()
    assert verify_bundle(said.encode(), [book.signer.public]).clean
