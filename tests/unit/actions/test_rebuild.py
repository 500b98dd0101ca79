"""The tables of lives and orders are not believed: made again from the ledger, they differ where somebody edited."""

from django.db import connection
from tests.unit.actions.conftest import dispatched, mended
from tests.unit.actions.inspections.conftest import Inspection

from guiju.actions import commands
from guiju.actions.inspections.checklists import install_checklists, read_checklists
from guiju.actions.inspections.commands import issue_circular
from guiju.actions.projector import TABLES, check_actions, rebuild_actions
from guiju.findings.life import commands as life
from guiju.findings.life.fold import LIFE
from guiju.project.env import shipped_law


def everything(station):
    """A finding in every state, orders, notes, a talk, a campaign, an inspection, a circular."""
    one, two, three = (station.verified(station.searched()) for _ in range(3))
    reply = life.dispute(two, reason="两人在场", **station.by("handler")).ids[0]
    life.give_opinion(two, holds=True, reason="属实", **station.by("legal"))
    life.decide_dispute(two, reply, is_upheld=True, reason="成立", **station.by("clerk"))
    words = {"starts_at": station.now, "expires_at": station.now + 86_400_000_000, "reason": "改造", "risk": "无"}
    asked = life.propose_waiver(three, **words, **station.by("chief")).ids[0]
    life.approve_waiver(three, asked, reason="同意", **station.by("clerk"))
    order = dispatched(station, one)
    commands.copy_order(order, "0100001", **station.by("legal"))
    commands.ask_countersign(order, "0100005", **station.by("legal"))
    commands.urge_order(order, **station.by("legal"))
    event = mended(station, order)
    commands.review_rectification(order, event, is_accepted=False, reason="不足", **station.by("clerk"))
    end = station.now + 86_400_000_000
    said = {"commitments": "培训", "due_at": end, "reason": "多发"}
    commands.hold_talk("990151000000", "0151009", findings=[one], **said, **station.by("clerk"))
    period = {"since_at": 0, "until_at": end, "rules": ["cases.two-officers"]}
    commands.open_campaign("专项", unit="990100000000", **period, reason="多发", **station.by("clerk"))
    install_checklists(read_checklists(shipped_law() / "checklists"))
    inspection = Inspection(station)
    inspection.plan(["A1", "A2", "A3"], 2)
    inspection.draw()
    inspection.check(1)
    issue_circular("990100000000", "2026-03", **station.by("inspector"))


def rows():
    found = {}
    with connection.cursor() as cursor:
        for table in (LIFE, *TABLES):
            cursor.execute(f"SELECT {', '.join(table.columns)} FROM {table.table} ORDER BY 1")
            found[table.table] = cursor.fetchall()
    return found


def test_a_rebuild_gives_the_same_rows_and_every_edit_is_named(station):
    everything(station)
    before = rows()
    assert all(before.values())
    assert LIFE.differences() == [] and check_actions() == []
    LIFE.rebuild()
    rebuild_actions()
    assert rows() == before
    for table, column, value in (
        ("finding_life", "counts_at", 5), ("finding_life", "state", "closed"), ("action_order", "due_at", 9),
        ("action_order", "state", "closed"), ("action_note", "answered_at", 7), ("action_talk", "due_at", 7),
        ("action_campaign", "closed_at", 7), ("action_inspection", "drawn_at", 7), ("action_check", "faults", 7),
        ("action_circular", "counted_at", 7),
    ):  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE {table} SET {column} = %s", (value,))
        found = [*LIFE.differences(), *((one.is_extra, one.row) for one in check_actions())]
        assert {is_extra for is_extra, _ in found} == {True, False}, (table, column)
        LIFE.rebuild()
        rebuild_actions()
    assert rows() == before


def test_a_row_that_was_deleted_or_invented_is_named(station):
    everything(station)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM action_note WHERE kind = 'copy'")
        cursor.execute("UPDATE finding_life SET finding = 'invented' WHERE state = 'waived'")
    assert [is_extra for is_extra, _ in LIFE.differences()] == [True, False]
    assert [(one.table, one.is_extra) for one in check_actions()] == [("action_note", False)]
