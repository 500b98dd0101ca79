"""What is personal stands sealed in the ledger; with its key it reads as before, without it nobody reads it again."""

import json
import subprocess
import sys

import pytest
from django.db import connection
from tests.unit.privacy.conftest import NUMBER, VIEWER, every_byte

from guiju.facts.draft import DraftRefused, PersonalNotWired
from guiju.facts.histories import history
from guiju.facts.keys.blind_index import is_document_number, normalised
from guiju.facts.keys.personal_fields import PersonalAltered
from guiju.facts.proof.dump import write_dump
from guiju.facts.proof.snapshot import snapshot
from guiju.facts.proof.verifier import TOOL, key_lines, write_tool
from guiju.facts.queries import get_event
from guiju.facts.seal.sealer import seal
from guiju.rules.predicate import Absence, FieldTest, Filled, Literal, RowView, holds
from guiju.values.event import DESTROYED, KEY_MISSING


def body(number):
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM event WHERE id = %s", (number,))
        return json.loads(bytes(cursor.fetchone()[0]))


def verified(book, folder):
    """The exit status of the one-file verifier over this ledger."""
    while seal():
        pass
    write_tool(folder / TOOL)
    (folder / "trusted").write_text(key_lines({book.signer.key_id: book.signer.public}))
    with snapshot() as source, (folder / "dump").open("w", encoding="utf-8", newline="\n") as out:
        write_dump(source, {}, out)
    words = [sys.executable, "-I", "-S", TOOL, "dump", "--key", "trusted", "--json"]
    done = subprocess.run(words, cwd=folder, env={}, capture_output=True)
    return done.returncode, json.loads(done.stdout)


def test_a_name_stands_nowhere_in_clear_and_reads_as_it_was_written(book, safe, identify):
    number = identify(person_name="某甲乙", document_number=NUMBER, phone="13800000000")
    [one] = history("person", "P1")
    assert one.event.get("person_name") == "某甲乙"
    assert one.event.get("document_number") == NUMBER
    assert set(body(number)["fields"]) == {"case", "person"}
    connection.close()
    stored = every_byte(book.folder)
    if connection.vendor == "sqlite":
        assert b"A1" in stored
        for text in ("某甲乙", NUMBER, "13800000000"):
            assert text.encode() not in stored


def test_an_attribute_of_health_or_age_is_sealed_and_the_judge_reads_it(book, safe):
    number = book.record("custody.arrived", "2026-03-01T10:00", case="A1", person="P1", minor=True, kind="criminal")
    [one] = history("case", "A1")
    assert one.event.get("minor") is True
    assert body(number)["fields"] == {"case": "A1", "kind": "criminal", "person": "P1"}
    assert body(number)["personal"]["fields"] == ["minor"]


def test_the_same_submission_again_gives_the_same_bytes(book, safe, identify):
    assert identify() == identify()


def test_two_persons_never_share_a_key_and_sealed_texts_do_not_tell_their_length(book, safe, identify):
    first = identify("P1", person_name="某甲")
    second = identify("P2", person_name="某乙某丙某丁")
    told = [body(number)["personal"] for number in (first, second)]
    assert told[0]["key"] != told[1]["key"]
    assert len(told[0]["data"]) == len(told[1]["data"])


def test_once_the_key_is_destroyed_the_ledger_verifies_and_the_values_are_gone(book, safe, identify, tmp_path):
    number = identify()
    assert verified(book, tmp_path)[0] == 0
    safe.keys.destroy([body(number)["personal"]["key"]])
    [one] = history("person", "P1")
    assert one.event.get("person_name") == DESTROYED
    assert get_event(VIEWER, number).fields["person_name"] == DESTROYED
    assert verified(book, tmp_path)[0] == 0


def test_a_key_destroyed_by_another_process_is_gone_here_at_once(book, safe, identify):
    number = identify()
    assert history("person", "P1")[0].event.get("person_name") == "某甲"
    other = type(safe.keys)(safe.folder, safe.now)
    other.destroy([body(number)["personal"]["key"]])
    assert history("person", "P1")[0].event.get("person_name") == DESTROYED


def test_a_person_who_comes_back_after_destruction_gets_another_key(book, safe, identify):
    first = identify()
    safe.keys.destroy([body(first)["personal"]["key"]])
    second = identify(phone="1")
    assert body(second)["personal"]["key"] != body(first)["personal"]["key"]
    assert [one.event.get("person_name") for one in history("person", "P1")] == [DESTROYED, "某甲"]


def test_a_store_without_the_key_says_so_and_not_that_it_was_destroyed(book, safe, identify):
    identify()
    (safe.folder / "persons.sqlite3").unlink()
    from guiju.facts.keys.person_keys import create_person_keys

    create_person_keys(safe.folder)
    safe.wire()
    assert history("person", "P1")[0].event.get("person_name") == KEY_MISSING


def test_sealed_data_moved_to_another_record_is_refused(book, safe, identify):
    first, second = body(identify("P1")), body(identify("P2"))
    with pytest.raises(PersonalAltered):
        safe.hand.unseal("parties.identified", 0, first["personal"])
    with pytest.raises(PersonalAltered):
        safe.hand.unseal("parties.identified", 1_772_330_400_000_000, {**second["personal"], "of": "person:P1"})


def test_what_is_destroyed_is_unclear_to_a_rule_and_never_a_breach():
    row = RowView(lambda name: DESTROYED, lambda name: Absence.EMPTY, 0, {})
    missing = []
    assert holds(FieldTest("minor", Literal((True,))), row, missing) is None
    assert holds(FieldTest("minor", Literal((False,))), row, missing) is None
    assert holds(FieldTest("minor", Filled(True)), row, missing) is True
    assert missing == ["minor", "minor"]


def test_people_see_an_identity_masked(book, safe, identify):
    number = identify(person_name="某甲乙", document_number=NUMBER, phone="13800000000", home_address="某路1号")
    shown = get_event(VIEWER, number).fields
    assert shown["person_name"] == "某**"
    assert shown["document_number"] == "110*************2X"
    assert shown["phone"] == "138******00"
    assert shown["home_address"] == "***"


def test_a_document_number_is_no_code_of_a_person_and_stands_in_no_other_field(book, safe):
    book.record("cases.accepted", "2026-03-01T10:00", case="A1", person=NUMBER)
    [one] = history("case", "A1")
    assert one.event.get("person") == safe.hand.index.code_for(NUMBER)
    assert one.keys == (("case", "A1"), ("person", safe.hand.index.code_for(NUMBER)))
    with pytest.raises(DraftRefused, match="身份证号码"):
        book.record("cases.accepted", "2026-03-01T10:00", case="A1", ground=NUMBER)


def test_without_keys_nothing_personal_is_taken_in(book):
    with pytest.raises(PersonalNotWired):
        book.record("parties.identified", "2026-03-01T10:00", person="P1", person_name="某甲")
    with pytest.raises(PersonalNotWired):
        book.record("cases.accepted", "2026-03-01T10:00", person=NUMBER)


def test_an_event_without_anything_personal_is_stored_as_before(book, safe):
    number = book.record("cases.accepted", "2026-03-01T10:00", case="A1", kind="criminal")
    assert body(number)["fields"] == {"case": "A1", "kind": "criminal"}
    assert "personal" not in body(number)
    assert safe.keys.count() == (0, 0)


@pytest.mark.parametrize(
    ("text", "is_number"),
    [
        (NUMBER, True), ("１１０１０５１９４９１２３１００２Ｘ", True), ("11010519491231002x", True),
        ("110105194912310021", False), ("110105194913310029", False), ("123456789012345678", False), ("A1", False),
    ],
)  # fmt: skip
def test_a_document_number_is_known_by_its_date_and_its_check_digit(text, is_number):
    assert is_document_number(text) is is_number


def test_full_width_case_and_spaces_make_no_difference_to_a_search():
    assert normalised("person_name", "某 甲·乙") == normalised("person_name", "某甲乙")
    assert normalised("document_number", "１１０ 105x") == "110105x"
    assert normalised("phone", "+86 138-0000-0000") == normalised("phone", "１３８００００００００")


def test_appending_needs_the_key_on_the_disk_first(book, safe, monkeypatch):
    def broken(*words, **more):
        raise RuntimeError("power cut")

    monkeypatch.setattr("guiju.facts.commands.write", broken)
    with pytest.raises(RuntimeError):
        book.record("parties.identified", "2026-03-01T10:00", person="P9", person_name="某甲")
    assert len(safe.keys.states("person:P9")) == 1
    assert history("person", "P9") == []
