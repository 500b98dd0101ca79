"""What a county with a changed program, and its own good keys, can bring about at the city: as little as possible."""

import hashlib
import json
import re

import pytest
from tests.ledgers import moment
from tests.unit.importing.bundles.conftest import COUNTY, OTHER, STATION, lines_of, write_lines
from tests.unit.importing.bundles.test_verified import problems

from guiju.facts.appending import write
from guiju.facts.commands import append
from guiju.facts.draft import Actor, Draft, Prepared
from guiju.facts.events import ORIGIN_CONFIRMED
from guiju.facts.importing.bundles.form import EVENT, Head, encoded, statement
from guiju.facts.importing.bundles.origins import (
    Card,
    confirm_origin,
    find_trust_proposal,
    list_origins,
    local_draft,
    propose_origin,
)
from guiju.facts.turns import writing
from guiju.facts.verify.parts.digests import sha256
from guiju.facts.verify.parts.event_leaf import keys_in_body, leaf_hash
from guiju.facts.verify.parts.tree import Peaks
from guiju.facts.wiring import wiring
from guiju.values.clock import to_micros
from guiju.values.errors import GuijuError

pytestmark = pytest.mark.slow

A, B = Actor("city-a"), Actor("city-b")


def signed(county, path, lines, before=()):
    """A bundle of these lines, its tree and signatures made good again by the county itself."""
    rows = lines[2:-2]
    for index, row in enumerate(rows, lines[0][5]):
        row[1] = index
    tree = Peaks(sha256)
    tree.extend([bytes.fromhex(row[2]) for row in (*before, *rows)])
    size = lines[0][5] + len(rows)
    text = re.sub(r"size: \d+", f"size: {size}", lines[1][2])
    text = re.sub(r"root: \w+", f"root: {tree.root().hex()}", text)
    signer = county.book.signer
    lines[0][6] = lines[1][1] = size
    lines[1][2:] = [text, signer.sign(text.encode()).hex(), signer.key_id]
    lines[-2][1] = len(rows)
    digest = hashlib.sha256(b"".join(encoded(line) for line in lines[:-1])).hexdigest()
    lines[-1] = ["signature", signer.key_id, signer.sign(statement(Head(*lines[0][2:]), digest)).hex()]
    return write_lines(path, lines)


def say(county, said, *, case="A9", later=0):
    """The county's own program records a body of whatever form."""
    at = to_micros(moment("2026-03-01T15:00"))
    whole = {"day": 739_676, "second": 54_000, "offset": 480, **said}
    whole["fields"] = {"case": case, "unit": STATION, **said.get("fields", {})}
    draft = Draft("cases.accepted", at, 739_676, 54_000, 480, whole["fields"], unit_as_of=STATION)
    body = json.dumps(whole, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    made = Prepared(draft, f"case:{case}", body, (("case", case), ("unit", STATION)))
    with county.at() as book, writing():
        book.pass_time(seconds=1)
        clock = to_micros(book.now) + later
        write([made], actor=Actor("clerk"), idem_keys=[f"{case}{later}"], clock=clock)


def test_a_signed_bundle_that_was_not_touched_is_taken(county, city, tmp_path):
    county.export(tmp_path / "1")
    assert city.take(signed(county, tmp_path / "2", lines_of(tmp_path / "1"))).batch.recorded == 3


@pytest.mark.parametrize(
    "said",
    [
        {"fields": {"note": ""}},
        {"fields": {"officer": []}},
        {"reason": 5},
        {"approver": ""},
        {"personal": None, "reason": ""},
        {"corrects": 1, "corrects_leaf": "\0", "first": 1, "reason": "误录"},
    ],
)
def test_what_cannot_be_compared_with_its_original_is_refused_by_row_and_the_city_stays_green(
    county, city, tmp_path, said
):
    say(county, said)
    county.export(tmp_path / "1")
    done = city.take(tmp_path / "1")
    assert (done.batch.recorded, done.batch.refused) == (3, 1)
    assert problems(city, tmp_path) == []


def sealed(*names, **more):
    """Something that stands in the place of personal fields."""
    return {"data": "AAAA", "fields": list(names), "key": "k", "of": "case:A9", **more}


@pytest.mark.parametrize(
    "personal",
    [
        sealed("decided_at"),
        sealed("unit"),
        sealed("case"),
        sealed("person_name", data="?"),
        sealed([]),
        ["person_name"],
    ],
)
def test_no_field_is_hidden_by_being_called_personal(county, city, tmp_path, personal):
    say(county, {"personal": personal})
    county.export(tmp_path / "1")
    done = city.take(tmp_path / "1")
    assert (done.batch.recorded, done.batch.refused) == (3, 1)
    assert problems(city, tmp_path) == []


def test_what_is_personal_here_too_may_be_sealed(county, city, tmp_path):
    say(county, {"personal": sealed("person_name")})
    county.export(tmp_path / "1")
    assert city.take(tmp_path / "1").batch.recorded == 4


def test_a_row_that_stands_twice_in_a_bundle_is_named_before_anything_is_recorded(county, city, tmp_path):
    county.export(tmp_path / "1")
    lines = lines_of(tmp_path / "1")
    lines.insert(4, list(lines[2]))
    with pytest.raises(GuijuError) as refused:
        city.take(signed(county, tmp_path / "2", lines))
    assert (refused.value.code, "不止一条" in refused.value.sentence) == ("bundle.forged", True)
    assert city.facts() == []


def test_a_row_of_an_earlier_bundle_does_not_block_the_next(county, city, tmp_path):
    county.export(tmp_path / "1")
    city.take(tmp_path / "1")
    county.record("cases.filed", "2026-03-02T10:00", case="A1")
    county.export(tmp_path / "2")
    first, second = lines_of(tmp_path / "1"), lines_of(tmp_path / "2")
    again = next(row for row in first if row[0] == EVENT)
    second.insert(2, list(again))
    done = city.take(signed(county, tmp_path / "3", second, before=first[2:-2]))
    assert (done.batch.recorded, done.batch.refused) == (1, 1)
    assert problems(city, tmp_path) == []


@pytest.mark.parametrize("column", [2, 15])
def test_a_leaf_has_one_spelling(county, city, tmp_path, column):
    county.record("cases.filed", "2026-03-01T11:00", case="A1")
    county.export(tmp_path / "1")
    lines = lines_of(tmp_path / "1")
    last = next(row for row in lines[::-1] if row[0] == EVENT)
    last[column] = last[column].upper()
    with pytest.raises(GuijuError) as refused:
        city.take(signed(county, tmp_path / "2", lines))
    assert "不成形" in refused.value.sentence
    assert city.facts() == []


def test_a_backdated_row_is_refused_and_its_leaf_kept(county, city, tmp_path):
    say(county, {}, case="B1", later=90_000_000)
    say(county, {}, case="B2", later=-90_000_000)
    county.export(tmp_path / "1")
    done = city.take(tmp_path / "1")
    assert (done.batch.recorded, done.batch.refused) == (4, 1)
    assert "case:9901:B2" not in {stream for stream, _ in city.facts()}
    assert city.take(tmp_path / "1").late == 0
    assert problems(city, tmp_path) == []


def test_a_row_that_was_recorded_before_all_calendars_is_refused_alone(county, city, tmp_path):
    county.export(tmp_path / "1")
    lines = lines_of(tmp_path / "1")
    row = lines[2]
    row[8] = -(10**18)
    keys = keys_in_body(json.loads(row[14])["fields"])
    row[2] = leaf_hash(row[3:14], bytes.fromhex(row[15]), keys, row[14].encode()).hex()
    done = city.take(signed(county, tmp_path / "2", lines))
    assert (done.batch.recorded, done.batch.refused) == (2, 1)


def test_what_is_sealed_in_the_future_has_to_wait(county, city, tmp_path):
    with county.at() as book:
        book.pass_time(minutes=10)
    county.export(tmp_path / "1")
    believed, city.believed = city.believed, [city]
    with pytest.raises(GuijuError) as refused:
        city.take(tmp_path / "1")
    assert "晚于现在" in refused.value.sentence
    city.believed = believed
    assert city.take(tmp_path / "1").batch.recorded == 3


def test_of_two_ledgers_proposed_for_one_unit_the_one_confirmed_first_stands(city):
    with city.at():
        at = wiring().clock()
        cards = [Card(name * 16, "sha256", "11" * 32) for name in ("ab", "cd")]
        one, two = [
            find_trust_proposal(propose_origin(card, OTHER, actor=A, at=at, idem_key=card.ledger).ids[0])
            for card in cards
        ]
        confirm_origin(one, actor=B, at=at, idem_key="c1")
        with pytest.raises(GuijuError) as refused:
            confirm_origin(two, actor=B, at=at, idem_key="c2")
        assert refused.value.code == "bundle.origin"
        # The city's own program passes over the question.
        words = {"origin_ledger": "cd" * 16, "origin_unit": OTHER, "origin_hash": "sha256", "origin_key": "11" * 32}
        said = words | {"origin_key_id": two.card.key_id, "proposal": two.number, "proposal_leaf": two.leaf}
        append([local_draft(ORIGIN_CONFIRMED, said, at)], actor=B, idem_key="c3")
        assert [(one.unit, one.ledger) for one in list_origins()][1:] == [(OTHER, "ab" * 16)]
        assert list_origins()[0].unit == COUNTY
