"""The service's threads: they go on after trouble, say so, and the nightly work is done once a night."""

from datetime import datetime
from threading import Event

import pytest
from tests.ledgers import moment

from guiju.facts.turns import DiskFull
from guiju.project.site.jobs import commands
from guiju.project.site.jobs.queries import is_night_due
from guiju.project.site.running import loop, sealing
from guiju.project.site.running.loop import Loop
from guiju.project.site.running.sole import sole
from guiju.project.site.running.standing import note, state
from guiju.project.site.running.tick import last_night
from guiju.project.site.serving import PortRefused, _free_port


def test_a_full_disk_makes_it_read_only_until_there_is_room():
    assert not state().is_read_only
    note("tick", DiskFull("磁盘已满，没有记录。"))
    assert (state().is_read_only, state().sentence) == (True, "磁盘已满，没有记录。")
    assert "空间" in state().remedy
    note("tick", None)
    assert not state().is_read_only


def test_trouble_is_told_and_the_next_round_is_tried(monkeypatch):
    monkeypatch.setattr(loop, "AFTER_TROUBLE", 0.0)
    stopping, rounds, states = Event(), [], []

    def work():
        states.append(state())
        rounds.append(len(rounds))
        if len(rounds) == 1:
            raise DiskFull("磁盘已满，没有记录。")
        if len(rounds) == 2:
            raise ValueError("nobody foresaw it")
        if len(rounds) == 4:
            stopping.set()
        return 0.0

    thread = Loop("tick", work, stopping)
    thread.start()
    thread.join(10)
    assert len(rounds) == 4
    assert [one.is_read_only for one in states] == [False, True, False, False]
    assert [bool(one.sentence) for one in states] == [False, True, True, False]


def test_what_waits_is_sealed_and_an_idle_sealer_writes_nothing(book, monkeypatch):
    def count(table):
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {table}")
            return cursor.fetchone()[0]

    sealing.seal_waiting()
    book.record("cases.accepted", "2026-03-02 08:00", case="A1")
    before = count("checkpoint")
    assert 0.1 <= sealing.seal_waiting() <= 0.25
    assert (count("outbox"), count("checkpoint")) == (0, before + 1)
    monkeypatch.setattr(sealing, "seal_all", lambda: pytest.fail("nothing waited"))
    sealing.seal_waiting()


@pytest.mark.parametrize(
    ("now", "night"),
    [
        ("2026-03-02T02:29:59", "2026-03-01T02:30"),
        ("2026-03-02T02:30", "2026-03-02T02:30"),
        ("2026-03-02T23:59", "2026-03-02T02:30"),
    ],
)
def test_the_night_begins_at_half_past_two_local_time(now, night):
    assert last_night(moment(now)) == datetime.fromisoformat(f"{night}+08:00")


def test_the_nightly_work_is_asked_for_once_a_night(book):
    assert is_night_due(since=100)
    commands.enqueue_nightly(with_backup=False, at=150)
    assert not is_night_due(since=100)
    assert is_night_due(since=200)


def test_a_port_in_use_is_refused():
    import socket

    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(PortRefused, match="已被占用"):
            _free_port("127.0.0.1", other.getsockname()[1])
    assert _free_port("127.0.0.1", 0) > 0
    with pytest.raises(PortRefused):
        _free_port("192.0.2.1", 8000)


def test_only_one_of_several_services_does_it(book):
    """On SQLite there is but one; on PostgreSQL the second connection is told to wait."""
    from threading import Thread

    from django.db import connection, connections

    found = []

    def other():
        with sole("tick") as is_mine:
            found.append(is_mine)
        connections.close_all()

    def ask():
        thread = Thread(target=other)
        thread.start()
        thread.join()

    with sole("tick") as is_mine:
        assert is_mine
        ask()
    ask()
    assert found == [connection.vendor == "sqlite", True]
