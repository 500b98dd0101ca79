"""Two who act on one thing in the same moment: one of them wins, and the ledger holds one."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections
from tests.unit.actions.conftest import dispatched, mended

from guiju.actions import commands
from guiju.findings.life import commands as life
from guiju.findings.life import queries as lives
from guiju.findings.life.acts import State
from guiju.findings.life.commands import triage
from guiju.findings.life.recording import record
from guiju.findings.life.steps import StepRefused
from guiju.values.errors import GuijuError


def together(*acts):
    """Run acts at the same moment, each on a connection of its own; what each of them came to."""
    start = Barrier(len(acts))

    def run(act):
        start.wait()
        try:
            return act().ids
        except GuijuError as error:
            return type(error)
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def count(kind):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM event WHERE type = %s", (kind,))
        return cursor.fetchone()[0]


def one_winner(done):
    return sorted(isinstance(one, tuple) for one in done) == [False, True] and StepRefused in done


def test_of_two_closers_two_dispatchers_and_two_deciders_one_wins(station):
    first, second = station.searched(), station.searched()
    legal, clerk = station.by("legal"), station.by("clerk")
    done = together(
        lambda: life.verify_group([first], **legal), lambda: life.reject_finding(first, reason="误报", **clerk)
    )
    assert one_winner(done)
    assert count("findings.verified") + count("findings.rejected") == 1
    station.verified(second)
    words = [station.by("legal"), station.by("chief")]
    done = together(
        *(lambda word=word: commands.dispatch_order(second, to_officer="0151001", **word) for word in words)
    )
    assert one_winner(done)
    assert count("actions.order_dispatched") == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM action_order")
        [[order]] = cursor.fetchall()
    event = mended(station, order)
    commands.review_rectification(order, event, is_accepted=True, reason="可", **station.by("clerk"))
    words = [station.by("legal"), station.by("chief")]
    done = together(*(lambda word=word: commands.close_order(order, **word) for word in words))
    assert one_winner(done)
    assert count("actions.order_closed") == count("findings.closed") == 1


@pytest.mark.parametrize("attempt", range(2))
def test_the_same_submission_from_two_windows_is_recorded_once(station, attempt):
    finding = station.verified(station.searched())
    order = dispatched(station, finding)
    words = station.by("handler")
    done = together(*([lambda: commands.sign_for_order(order, **words)] * 3))
    assert len(set(done)) == 1 and isinstance(done[0], tuple)
    assert count("actions.order_signed_for") == 1


def test_what_is_closed_while_its_recurrence_is_being_verified_is_opened_again(station, monkeypatch):
    first = station.verified(station.searched(case="A5"))
    order = dispatched(station, first)
    event = mended(station, order)
    commands.review_rectification(order, event, is_accepted=True, reason="材料属实", **station.by("clerk"))
    second = station.searched(case="A5", at="2026-03-01T15:00")

    def late(*words, **more):
        commands.close_order(order, **station.by("legal"))
        return record(*words, **more)

    monkeypatch.setattr(triage, "record", late)
    station.verified(second)
    shown = lives.get_life(station.scope("legal"), first)
    assert (shown.state, shown.chain) == (State.VERIFIED, (first, second))
