"""待办 待阅 已办 已阅: what waits follows from how things stand; what is delegated lies in the other tray as well."""

from datetime import timedelta

import pytest
from tests.unit.actions.conftest import dispatched, mended
from tests.unit.bureau.conftest import EAST, EAST_STATION
from tests.unit.findings.life.conftest import CLERK, HANDLER, MATE

from guiju.actions import commands, queries
from guiju.actions.asking import OrderNotFound
from guiju.bureau import commands as bureau
from guiju.findings.life import commands as life


def tasks(station, account):
    return sorted(one.task for one in queries.list_to_do(station.scope(account)))


def counted(station, account):
    return {name: number for name, number in queries.count_to_do(station.scope(account)).items() if number}


def test_each_tray_holds_what_its_holder_has_to_do(station):
    finding = station.searched()
    assert (tasks(station, "legal"), tasks(station, "clerk")) == (["verify"], ["verify"])
    assert tasks(station, "chief") == tasks(station, "handler") == tasks(station, "west") == []
    station.verified(finding)
    assert tasks(station, "handler") == ["reply"]
    assert tasks(station, "legal") == tasks(station, "chief") == tasks(station, "inspector") == ["dispatch"]
    order = dispatched(station, finding)
    assert tasks(station, "handler") == ["reply", "sign_for"]
    [task] = [one for one in queries.list_to_do(station.scope("handler"), tasks=["sign_for"])]
    assert (task.ref, task.finding, task.label, task.on_behalf) == (order, finding, "待签收", False)
    assert task.due_at == queries.get_order(station.scope("chief"), order).due_at
    assert tasks(station, "chief") == []
    event = mended(station, order)
    assert "review" in tasks(station, "clerk") and "review" not in tasks(station, "legal")
    commands.review_rectification(order, event, is_accepted=True, reason="可", **station.by("clerk"))
    assert counted(station, "chief") == {"close": 1}
    commands.close_order(order, **station.by("chief"))
    assert tasks(station, "chief") == tasks(station, "legal") == tasks(station, "clerk") == []
    done = [one.type for one in queries.list_done(station.scope("chief"))]
    assert done == ["findings.closed", "actions.order_closed"]
    assert queries.count_done(station.scope("handler")) == 2


def test_what_falls_due_first_stands_first_and_pages_do_not_overlap(station):
    names = [station.verified(station.searched()) for _ in range(3)] + [station.verified(station.detained())]
    for name in names:
        dispatched(station, name)
    viewer = station.scope("handler")
    every = queries.list_to_do(viewer, tasks=["sign_for"])
    assert [one.finding for one in every][0] == names[3]
    assert [one.due_at for one in every] == sorted(one.due_at for one in every)
    pages = [one for skip in (0, 2) for one in queries.list_to_do(viewer, tasks=["sign_for"], skip=skip, limit=2)]
    assert pages == every
    assert counted(station, "handler") == {"sign_for": 4, "reply": 4}


def test_a_delegation_takes_the_present_tray_along_and_gives_it_back(station):
    order = dispatched(station, station.verified(station.searched()))
    asked = station.searched(officer=MATE)
    assert tasks(station, "mate") == []
    until = station.book.now + timedelta(days=2)
    bureau.delegate("lead_officer", "mate", unit=EAST_STATION, valid_until=until, **station.words("handler"))
    [task] = queries.list_to_do(station.scope("mate"))
    assert (task.task, task.ref, task.on_behalf) == ("sign_for", order, True)
    commands.sign_for_order(order, **station.by("mate"))
    [step] = [one for one in queries.list_order_story(station.scope("chief"), order) if one.actor == "mate"]
    assert step.on_behalf == "handler"
    bureau.delegate("legal_officer", "mate", unit=EAST_STATION, valid_until=until, **station.words("legal"))
    # What concerns the delegate himself does not come along.
    assert asked not in {one.finding for one in queries.list_to_do(station.scope("mate"))}
    station.book.pass_time(days=3)
    assert tasks(station, "mate") == []
    with pytest.raises(OrderNotFound):
        # A role of the same station lets him see it no longer than the delegation lasts.
        queries.get_order(station.scope("westclerk"), order)


def test_copies_wait_to_be_read_by_their_reader_alone(station):
    order = dispatched(station, station.verified(station.searched()))
    commands.copy_order(order, CLERK, **station.by("legal"))
    commands.copy_order(order, "0251001", **station.by("legal"))
    [note] = queries.list_to_read(station.scope("clerk"))
    assert queries.count_to_read(station.scope("legal")) == 0
    assert queries.get_order(station.scope("west"), order).name == order
    with pytest.raises(OrderNotFound):
        commands.acknowledge_copy(note.name, **station.by("west"))
    commands.acknowledge_copy(note.name, **station.by("clerk"))
    assert queries.list_to_read(station.scope("clerk")) == []
    assert [one.name for one in queries.list_read(station.scope("clerk"))] == [note.name]
    assert queries.count_to_read(station.scope("west")) == 1
    assert queries.count_read(station.scope("clerk")) == 1


def test_replies_and_waivers_wait_for_those_who_decide_them(station):
    finding = station.verified(station.searched())
    life.dispute(finding, reason="两人在场", **station.by("handler"))
    assert counted(station, "clerk") == {"decide_dispute": 1}
    assert counted(station, "handler") == {}
    second = station.verified(station.searched())
    life.propose_waiver(
        second, starts_at=station.now, expires_at=station.now + 86_400_000_000, reason="改造", risk="无",
        **station.by("chief"),
    )  # fmt: skip
    assert counted(station, "leader") == {"approve_waiver": 1}
    station.account("clerk9")
    station.grant("clerk9", "legal_department", EAST)
    assert counted(station, "clerk9")["decide_dispute"] == 1
    life.want_data(station.searched(), reason="补录", **station.by("legal"))
    assert counted(station, "legal")["check_again"] == 1


def test_an_order_that_came_back_waits_to_be_sent_again(station):
    order = dispatched(station, station.verified(station.searched()))
    commands.return_order(order, reason="已调离", **station.by("handler"))
    assert "redispatch" in tasks(station, "chief")
    commands.transfer_order(order, to_officer=MATE, reason="改派", **station.by("chief"))
    assert tasks(station, "mate") == ["sign_for"]
    assert [one["to_officer"] for one in queries.get_order(station.scope("chief"), order).dispatches] == [HANDLER, MATE]
