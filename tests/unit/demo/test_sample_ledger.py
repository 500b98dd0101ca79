"""The sample in a ledger: whole after a crash, the same when made again, seen by each only as far as he reaches."""

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from tests.databases import using
from tests.ledgers import SHANGHAI, ledger_on, moment
from tests.unit.ledger.conftest import empty_sqlite

from guiju.bureau.queries import list_grants
from guiju.bureau.registry import code_at, officer_at, units_served
from guiju.bureau.scope import scope_of
from guiju.facts.draft import Draft
from guiju.facts.events import SAMPLE_OPENED
from guiju.facts.seal.sealer import seal
from guiju.findings.queries import list_due, list_findings
from guiju.project import env
from guiju.project.demo import roster, sample
from guiju.project.demo.sample import SITE_FROM, Scale
from guiju.project.ledger.opening import read_ledger
from guiju.project.roles import ROLES
from guiju.project.site import sample_bureau, sample_ledger
from guiju.project.site.sample_accounts import EAST, SAMPLE_ACCOUNTS, WEST
from guiju.project.site.sample_ledger import HomeRefused, is_sample_ledger, make_sample_ledger, sample_note
from guiju.values.clock import to_micros

pytestmark = pytest.mark.slow


__all__ = ["empty_sqlite"]

NOW = to_micros(datetime.fromisoformat(SITE_FROM))
DAY = 86_400 * 1_000_000
EAST_STATION, WEST_STATION = "青墟县公安局城东派出所", "青墟县公安局城西派出所"


class Cut(Exception):
    """The machine is switched off."""


def make(folder: Path) -> list[str]:
    """Make the sample of two stations; the names of the steps that were told."""
    steps: dict[str, None] = {}
    make_sample_ledger(folder, "pair", 1, lambda step, share: steps.setdefault(step))
    return list(steps)


@pytest.fixture(scope="module")
def folder(empty_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A sample of two stations whose making was cut short once, in the middle, and then completed."""
    folder = tmp_path_factory.mktemp("demo")
    lay_out = sample_ledger._lay_out

    def lay_out_migrated(home: Path, *words: Any) -> None:
        lay_out(home, *words)
        shutil.copy(empty_sqlite, home / "guiju.sqlite3")

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GUIJU_HOME", str(folder / "elsewhere"))
        for name in ("GUIJU_DATABASE", "GUIJU_KEYS", "GUIJU_WITNESSES", "GUIJU_DECISIONS"):
            patch.setenv(name, "elsewhere")
        patch.setitem(sample.SCALES, "pair", Scale(90, 70, 60, 0))
        patch.setitem(roster.SIZES, "pair", ((2, 2, 2, 5, 2, 3, 2), 10, 2))
        patch.setitem(roster.STATIONS_OF, "pair", 2)
        patch.setattr(sample_ledger, "_lay_out", lay_out_migrated)
        with using(f"sqlite:///{folder / 'home' / 'guiju.sqlite3'}"):
            with pytest.MonkeyPatch.context() as power:
                power.setattr(sample_bureau, "name_officers", cut)
                with pytest.raises(Cut):
                    make(folder)
            make(folder)
            yield folder
        env.run_clock_from(None)


def cut(*_: object) -> None:
    """End here."""
    raise Cut


def ask(statement: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def test_a_second_making_changes_nothing(folder: Path) -> None:
    before = ask("SELECT count(*), max(id) FROM event"), ask("SELECT count(*) FROM checkpoint")
    assert make(folder) == []
    assert (ask("SELECT count(*), max(id) FROM event"), ask("SELECT count(*) FROM checkpoint")) == before


def test_after_the_crash_nothing_stands_twice_and_everything_is_sealed(folder: Path) -> None:
    kinds = dict(ask("SELECT type, count(*) FROM event GROUP BY type"))
    assert kinds["ledger.import_begun"] == kinds["ledger.import_finished"] == kinds[SAMPLE_OPENED] == 1
    assert kinds["bureau.account_opened"] == len(SAMPLE_ACCOUNTS)
    assert ask("SELECT count(*) FROM outbox") == [(0,)]


def test_every_record_and_every_duty_belongs_to_a_unit_and_to_officers_of_the_bureau(folder: Path) -> None:
    assert ask("SELECT unit FROM finding WHERE unit NOT IN (SELECT code FROM unit_period)") == []
    assert ask("SELECT value FROM event_key WHERE kind = 'unit' AND value NOT IN (SELECT code FROM unit_period)") == []
    numbers = [str(value) for (value,) in ask("SELECT DISTINCT value FROM event_key WHERE kind = 'officer'")]
    names = {number: officer_at(number, NOW) for number in numbers}
    assert [number for number, officer in names.items() if officer is None or officer.name == number] == []
    assert len({officer.name for officer in names.values() if officer}) == len(numbers)
    assert code_at(EAST_STATION, NOW) == EAST


def test_the_chief_of_one_station_sees_his_own_findings_and_not_the_neighbours(folder: Path) -> None:
    seen = {}
    for account in ("east.chief", "west.chief", "leader"):
        viewer = scope_of(account, NOW + DAY // 24)
        seen[account] = {one.id: one.unit for one in list_findings(viewer, limit=500)}
    assert set(seen["east.chief"].values()) == {EAST_STATION}
    assert set(seen["west.chief"].values()) == {WEST_STATION}
    everything = seen["leader"]
    for account, unit in (("east.chief", EAST_STATION), ("west.chief", WEST_STATION)):
        assert seen[account].keys() == {name for name, of in everything.items() if of == unit}


def test_the_legal_officer_serves_two_stations_and_the_deputy_sees_what_the_chief_lent(folder: Path) -> None:
    at = NOW + DAY // 24
    legal = {one.unit for one in list_findings(scope_of("east.legal", at), limit=500)}
    assert legal == {EAST_STATION, WEST_STATION}
    assert {code_at(unit, NOW) for unit in units_served("0151002", at)} == {EAST, WEST}
    chief, deputy = (list_findings(scope_of(name, at), limit=500) for name in ("east.chief", "east.deputy"))
    assert {one.id for one in deputy} == {one.id for one in chief}


def test_a_seat_and_a_delegation_end_by_themselves(folder: Path) -> None:
    for account, days in (("visitor", 20), ("east.deputy", 30)):
        assert scope_of(account, NOW + days * DAY - 1).reaches != ()
        assert scope_of(account, NOW + days * DAY).reaches == ()


def test_the_three_administrators_read_no_case(folder: Path) -> None:
    for account in ("sysadmin", "security1", "security2", "audit"):
        viewer = scope_of(account, NOW + DAY // 24)
        assert {one.kind for one in list_due(viewer, until=NOW + 400 * DAY)} <= {"officer", "unit"}
        assert {one.kind for one in list_findings(viewer, limit=500)} <= {"officer", "unit"}


def test_an_account_holds_the_role_that_its_line_says(folder: Path) -> None:
    at = NOW + DAY // 24
    auditor = scope_of("audit", at)
    held = {(row.account, row.role) for row in list_grants(auditor, at=at, size=500).items}
    assert held == {(one.account, one.role) for one in SAMPLE_ACCOUNTS if not one.is_lent}
    assert [one.role_label for one in SAMPLE_ACCOUNTS] == [ROLES[one.role].label for one in SAMPLE_ACCOUNTS]
    assert len({one.person for one in SAMPLE_ACCOUNTS}) == len(SAMPLE_ACCOUNTS)


def test_the_clock_of_a_sample_goes_on_where_it_stood(folder: Path) -> None:
    with read_ledger():
        assert is_sample_ledger()
        assert NOW <= to_micros(env.now()) < NOW + DAY
        assert sample_note().startswith("演示数据·演示时钟：2026-12-14")
        assert to_micros(env.now()) >= ask("SELECT max(recorded_at) FROM event")[0][0]


def test_no_later_word_makes_a_sample_of_a_bureaus_ledger(empty_sqlite: Path, tmp_path: Path) -> None:
    """Somebody records in it that all of it is invented: its first leaf says otherwise, and so does its clock."""
    shutil.copy(empty_sqlite, tmp_path / "own.sqlite3")
    with ledger_on(f"sqlite:///{tmp_path / 'own.sqlite3'}", tmp_path) as book:
        book.record("cases.accepted", "2026-03-02T09:00", case="C1")
        seal()
        book.write(Draft.of(SAMPLE_OPENED, moment("2026-03-02T09:00"), {}, local=SHANGHAI, stream="ledger:sample"))
        seal()
        env.run_clock_from(datetime.fromisoformat(SITE_FROM))
        with read_ledger():
            assert (is_sample_ledger(), sample_note()) == (False, "")
            assert abs((env.now() - datetime.now(UTC)).total_seconds()) < 60


def test_what_lies_there_and_is_no_sample_is_left_alone(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "guiju.sqlite3").write_text("somebody's", "utf-8")
    with pytest.raises(HomeRefused):
        make(tmp_path)
    assert (tmp_path / "home" / "guiju.sqlite3").read_text("utf-8") == "somebody's"
    assert json.loads((folder / "home" / sample_ledger.NOTE).read_text("utf-8"))["is_filled"] is True
