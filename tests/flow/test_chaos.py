"""What is promised under faults, in a short form; `./guiju chaos` does it at length and prints the figures."""

import pytest
from tests.chaos import enospc, input, kill9, power, race
from tests.chaos.imports import imported_at_once, killed_imports
from tests.chaos.places import placed
from tests.chaos.recording import Acknowledged, Sync, Write
from tests.chaos.torn import Disk

SEED = 4
DATABASES = [pytest.param("sqlite", id="sqlite"), pytest.param("postgresql", marks=pytest.mark.slow, id="postgresql")]


@pytest.mark.slow
@pytest.mark.parametrize("db", DATABASES)
def test_hostile_input_is_refused_in_a_sentence_or_stands_exactly_as_it_was_said(db):
    assert input.run(db, seed=SEED, rounds=60) == []


@pytest.mark.slow
@pytest.mark.parametrize("db", DATABASES)
def test_each_race_has_one_winner_and_every_loser_is_told_so(db):
    assert race.run(db, seed=SEED, rounds=2) == []


@pytest.mark.slow
@pytest.mark.parametrize("db", ["sqlite", "postgresql"])
def test_killed_writers_lose_nothing_that_was_acknowledged(db):
    assert kill9.run(db, seed=SEED, rounds=5) == []


@pytest.mark.slow
def test_a_killed_import_is_complete_in_the_end():
    with placed("sqlite") as place:
        assert killed_imports(place, seed=SEED, kills=1) == []


@pytest.mark.slow
@pytest.mark.parametrize("db", ["sqlite", "postgresql"])
def test_a_file_imported_twice_at_once_stands_once(db):
    with placed(db, is_durable=False) as place:
        assert imported_at_once(place, times=1) == []


@pytest.mark.slow
def test_a_power_cut_loses_nothing_in_the_mode_that_we_ship_and_something_in_a_weaker_one():
    assert power.run("sqlite", seed=SEED, rounds=60, submissions=120) == []


@pytest.mark.slow
@pytest.mark.parametrize("db", ["sqlite", "postgresql"])
def test_a_full_disk_is_said_in_a_sentence_and_costs_nothing_that_was_acknowledged(db):
    assert enospc.run(db, seed=SEED, rounds=3) == []


class _Dice:
    """Chance that always gives the same answer."""

    def __init__(self, fate, share):
        self.fate, self.share = fate, share

    def choice(self, fates):
        return self.fate

    def random(self):
        return self.share

    def randint(self, least, most):
        return most


def test_after_a_power_cut_only_what_was_synced_is_certain():
    disk = Disk({"db": b"old-old-"})
    for step in (
        Write("db", 0, b"new"),
        Sync("db"),
        Acknowledged(("a",)),
        Write("db", 4, b"new"),
        Write("wal", 0, b"x"),
    ):
        disk.take(step)
    assert disk.after_power_cut(_Dice("nothing", 0.5)) == {"db": bytearray(b"new-old-")}
    assert disk.after_power_cut(_Dice("everything", 0.5)) == {"db": bytearray(b"new-new-"), "wal": bytearray(b"x")}
    assert disk.acknowledged == {"a"}


def test_a_sync_of_one_file_makes_no_other_certain():
    disk = Disk({"db": b"old", "wal": b"old"})
    for step in (Write("db", 0, b"new"), Write("wal", 0, b"new"), Sync("wal")):
        disk.take(step)
    assert disk.after_power_cut(_Dice("nothing", 0.5)) == {"db": bytearray(b"old"), "wal": bytearray(b"new")}
