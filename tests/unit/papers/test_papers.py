"""A paper is sealed with its person's key, is read through its record, is counted, and is destroyed with the key."""

import json
import os
import time
from dataclasses import replace

import pytest
from django.db import connection
from tests.unit.papers.conftest import PDF
from tests.unit.privacy.conftest import VIEWER

from guiju.facts.draft import Actor
from guiju.facts.papers.census import clear_orphans, copy_papers, count_whole, take_census
from guiju.facts.papers.reading import PaperDestroyed, PaperUnreadable, list_papers, read_paper
from guiju.facts.papers.shelf import Shelf
from guiju.facts.privacy.reads import PurposeRefused
from guiju.facts.queries import NotFound, get_event, list_stream
from guiju.values.event import DESTROYED


@pytest.fixture
def arrived(book, safe):
    return book.record("custody.arrived", "2026-03-01T10:00", case="A1", person="P1", unit="U1")


@pytest.fixture
def read(safe, shelf):
    def look(number, viewer=VIEWER, purpose="case_handling"):
        return read_paper(viewer, number, shelf=shelf, purpose=purpose, actor=Actor(viewer.account), at=safe.now())

    return look


def stored(shelf):
    [path] = [path for path in shelf.folder.rglob("*") if path.is_file()]
    return path


def test_a_paper_reads_as_it_was_and_lies_sealed_under_its_own_hash(shelf, arrived, attach, read):
    number = attach(arrived)
    path = stored(shelf)
    assert PDF not in path.read_bytes()
    with connection.cursor() as cursor:
        cursor.execute("SELECT body, stream, unit_as_of FROM event WHERE id = %s", (number,))
        body, stream, unit = cursor.fetchone()
    said = json.loads(bytes(body))
    assert said["fields"]["paper"] == path.name
    assert (stream, unit) == ("case:A1", "")
    assert "某甲" not in bytes(body).decode()
    found = read(number)
    assert (found.data, found.name, found.kind) == (PDF, "某甲 传唤证.pdf", "pdf")


def test_opening_a_paper_stands_in_the_ledger(arrived, attach, read):
    number = attach(arrived)
    read(number)
    [one] = list_stream(VIEWER, "reads:viewer")
    assert (one.type, one.fields["read_event"]) == ("privacy.paper_opened", number)
    with pytest.raises(PurposeRefused):
        read(number, purpose="")


def test_the_same_submission_again_attaches_nothing_twice(shelf, arrived, attach):
    assert attach(arrived) == attach(arrived)
    assert take_census(shelf).named == 1


def test_whoever_does_not_see_the_record_gets_neither_paper_nor_a_hint_of_it(arrived, attach, read):
    number = attach(arrived)
    for kinds in (("calls.",), ("papers.",)):
        blind = replace(VIEWER, reaches=(replace(VIEWER.reaches[0], kinds=kinds),))
        told = []
        for asked in (number, 10**9):
            with pytest.raises(NotFound) as caught:
                read(asked, viewer=blind)
            told.append(caught.value.code)
        assert told[0] == told[1]
        assert list_papers(blind, "case", "A1") == []
        with pytest.raises(NotFound):
            attach(arrived, viewer=blind, idem_key="k2") if kinds == ("papers.",) else read(number, viewer=blind)


def test_a_paper_of_what_is_withheld_is_withheld_as_well(book, safe, attach):
    complaint = book.record("conduct.complaint_received", "2026-03-01T10:00", act="T1", officer=("012345",))
    inspector = replace(VIEWER, withheld=("conduct.complaint_", "papers.withheld"))
    number = attach(complaint, viewer=inspector)
    concerned = replace(inspector, officers=("012345",))
    assert get_event(inspector, number).type == "papers.withheld"
    with pytest.raises(NotFound):
        get_event(concerned, number)
    assert list_papers(concerned, "act", "T1") == []
    assert [one.number for one in list_papers(inspector, "act", "T1")] == [number]


def test_a_changed_and_a_missing_paper_are_named_by_their_records(shelf, arrived, attach, read):
    number = attach(arrived)
    path = stored(shelf)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    assert take_census(shelf).changed == (number,)
    with pytest.raises(PaperUnreadable, match="改动"):
        read(number)
    path.unlink()
    assert take_census(shelf).missing == (number,)
    with pytest.raises(PaperUnreadable, match="缺失"):
        read(number)
    attach(arrived)
    assert take_census(shelf).is_whole


def test_a_crash_between_file_and_record_leaves_an_orphan_and_nothing_acknowledged(shelf, arrived, attach, monkeypatch):
    with monkeypatch.context() as patch, pytest.raises(RuntimeError):
        patch.setattr(
            "guiju.facts.papers.attaching.append_sealed", lambda *_, **__: (_ for _ in ()).throw(RuntimeError("kill"))
        )
        attach(arrived)
    (shelf.folder / ".new-0011").write_bytes(b"half")
    found = take_census(shelf)
    assert (found.named, len(found.orphans), found.is_whole) == (0, 2, True)
    now = int(stored_age(shelf)) + 10
    assert clear_orphans(shelf, at=now) == []
    assert len(clear_orphans(shelf, at=now + 25 * 3600)) == 2
    assert take_census(shelf).orphans == ()


def test_bytes_that_an_upload_finds_lying_there_are_no_old_orphan_any_more(safe, shelf):
    """The same paper again after a crash, while somebody tidies up: its record must not name what is swept away."""
    name = shelf.put(b"sealed")
    path = next(path for path in shelf.folder.rglob(name) if path.is_file())
    os.utime(path, (1, 1))
    assert shelf.put(b"sealed") == name
    assert clear_orphans(shelf, at=int(time.time()) + 60) == []
    assert shelf.find(name) == b"sealed"


def stored_age(shelf):
    return max(path.stat().st_mtime for path in shelf.folder.rglob("*") if path.is_file())


def test_destroying_the_key_destroys_the_paper_and_its_name(safe, shelf, arrived, attach, read):
    number = attach(arrived)
    safe.keys.destroy([state.id for state in safe.keys.states("person:P1")])
    with pytest.raises(PaperDestroyed):
        read(number)
    assert get_event(VIEWER, number).fields["file_name"] == DESTROYED
    assert take_census(shelf).is_whole


def test_a_backup_holds_every_whole_paper_still_sealed(shelf, arrived, attach, tmp_path):
    attach(arrived)
    assert copy_papers(shelf, tmp_path / "backup") == 1
    copied = Shelf(tmp_path / "backup")
    assert count_whole(copied) == 1
    stored(copied).write_bytes(b"x")
    assert count_whole(copied) == 0
