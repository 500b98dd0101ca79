"""Names and numbers that come with an import go the same way; what was erased does not come back with the next one."""

import json

import pytest
from django.db import connection
from tests.unit.importing.conftest import rows
from tests.unit.privacy.conftest import NUMBER

from guiju.facts.histories import history
from guiju.facts.importing.lists import list_refused
from guiju.facts.importing.release import release
from guiju.facts.privacy.retention import holds_readable
from guiju.project.ledger.viewer import operator
from guiju.values.event import DESTROYED

HEADER = ("case", "person", "type", "happened_at", "person_name", "minor")
ROW = ("A1", "P1", "custody.arrived", "2026-03-01T10:00+08:00", "某甲", "是")


def bodies():
    return [json.loads(bytes(body)) for (body,) in rows("SELECT body FROM event WHERE type LIKE 'custody.%%'")]


def test_an_import_seals_names_and_what_its_types_hold_personal(safe, export, bring):
    bring(export(ROW, ("A2", "P2", *ROW[2:]), header=HEADER))
    assert [sorted(one["personal"]["fields"]) for one in bodies()] == [["minor", "person_name"]] * 2
    assert "某甲" not in json.dumps(bodies(), ensure_ascii=False)
    assert history("case", "A1")[0].event.get("person_name") == "某甲"


def test_the_same_export_again_adds_nothing_and_a_changed_name_waits(safe, export, bring):
    bring(export(ROW, header=HEADER))
    assert bring(export(ROW, ("A3", "P3", *ROW[2:]), header=HEADER, name="b.csv")).batch.recorded == 1
    changed = bring(export((*ROW[:4], "某丙", "是"), header=HEADER, name="c.csv"))
    assert changed.batch.held == 1
    [(body, digest)] = rows("SELECT body, digest FROM held_correction")
    assert "某丙".encode() not in bytes(body)
    assert len(digest) == 64
    release(changed.batch.event, by="乙", reason="核对无误")
    assert history("case", "A1")[0].event.get("person_name") == "某丙"


def test_what_was_destroyed_does_not_come_back_with_the_next_export(safe, export, bring):
    bring(export(ROW, header=HEADER))
    safe.keys.destroy([bodies()[0]["personal"]["key"]])
    again = bring(export(ROW, ("A3", "P3", *ROW[2:]), header=HEADER, name="b.csv"))
    assert (again.batch.held, again.batch.recorded, again.batch.repeated) == (0, 1, 1)
    assert history("case", "A1")[0].event.get("person_name") == DESTROYED
    assert not holds_readable("person", "P1")


def test_a_correction_whose_key_is_destroyed_while_it_waits_is_not_recorded(safe, export, bring):
    bring(export(ROW, header=HEADER))
    changed = bring(export((*ROW[:4], "某丙", "是"), header=HEADER, name="c.csv"))
    safe.keys.destroy([bodies()[0]["personal"]["key"]])
    assert release(changed.batch.event, by="乙", reason="核对无误").overtaken == 1


def test_persons_called_by_their_numbers_get_codes_before_anything_is_derived(safe, export, bring):
    bring(export(("A1", NUMBER, "custody.arrived", "2026-03-01T10:00+08:00", "某甲", "是"), header=HEADER))
    code = safe.hand.index.code_for(NUMBER)
    assert rows("SELECT value FROM event_key WHERE kind = 'person'") == [(code,)]
    assert (
        bring(export(("A1", NUMBER, *ROW[2:]), ("A2", NUMBER, *ROW[2:]), header=HEADER, name="b.csv")).batch.recorded
        == 1
    )


def test_a_number_in_any_other_column_refuses_the_row(safe, export, bring):
    done = bring(export(("A1", "P1", "custody.arrived", "2026-03-01T10:00+08:00", NUMBER, ""),
                        header=(*HEADER[:4], "ground", "minor")))  # fmt: skip
    assert (done.batch.recorded, done.batch.refused) == (0, 1)
    [told] = list_refused(operator(), done.batch.event)
    assert NUMBER not in told.reason


@pytest.mark.parametrize("table", ["event", "event_key", "held_correction", "refused_row", "person_index"])
def test_no_table_holds_a_name_or_a_number_in_clear(safe, export, bring, table):
    header = ("case", "person", "type", "happened_at", "person_name", "document_number")
    row = ("A1", NUMBER, "parties.identified", "2026-03-01T10:00+08:00", "某甲", NUMBER)
    bring(export(row, header=header))
    bring(export((*row[:4], "某丙", NUMBER), header=header, name="b.csv"))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")
        said = repr([[bytes(v).decode() if isinstance(v, bytes | memoryview) and not _is_hash(v) else v for v in row]
                     for row in cursor.fetchall()])  # fmt: skip
    for text in ("某甲", "某丙", NUMBER):
        assert text not in said


def _is_hash(value):
    return len(bytes(value)) == 32
