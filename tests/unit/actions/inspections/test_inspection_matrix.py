"""Every query and command of inspections, every role: what is foreign is neither read nor changed.

The lists are made from the modules themselves: one that nobody has put to the test fails.
"""

import inspect

import pytest
from tests.unit.actions.inspections.conftest import EAST, FILE

from guiju.actions.inspections import commands, queries
from guiju.actions.inspections.acts import Answer
from guiju.actions.inspections.checklists import checklist
from guiju.actions.inspections.queries import Sought
from guiju.facts.seal.sealer import seal
from guiju.values.errors import GuijuError

QUESTION = "adm-decision-content"
ACCOUNTS = ("handler", "mate", "legal", "chief", "clerk", "inspector", "leader", "west", "westclerk")
READERS, INSPECTORS = {"clerk", "inspector", "leader"}, {"clerk", "inspector"}


def public(module):
    return {
        one for name, one in inspect.getmembers(module, inspect.isfunction)
        if one.__module__.startswith(module.__name__) and not name.startswith("_")
    }  # fmt: skip


def seen(ask) -> bool:
    try:
        return bool(ask())
    except GuijuError:
        return False


def test_who_reads_what(desk):
    name = desk.plan(["A1", "A2"], 2)
    desk.draw()
    desk.check(1)
    desk.plan(["A1", "A2"], 2)
    desk.station.book.pass_time(minutes=5)
    commands.issue_circular(EAST, "2026-03", **desk.station.by("inspector"))
    [circular] = queries.list_circulars(desk.station.scope("inspector"))
    plan = queries.get_inspection(desk.station.scope("inspector"), name)
    for account in ACCOUNTS:
        viewer = desk.station.scope(account)
        asked = {
            queries.list_inspections: seen(lambda viewer=viewer: queries.list_inspections(viewer, Sought())),
            queries.count_inspections: seen(lambda viewer=viewer: queries.count_inspections(viewer, Sought())),
            queries.get_inspection: seen(lambda viewer=viewer: queries.get_inspection(viewer, name)),
            queries.list_checks: seen(lambda viewer=viewer: queries.list_checks(viewer, name)),
            queries.list_alike: seen(lambda viewer=viewer: queries.list_alike(viewer, plan)),
            queries.recompute: seen(lambda viewer=viewer: queries.recompute(viewer, name)),
            queries.list_circulars: seen(lambda viewer=viewer: queries.list_circulars(viewer)),
            queries.count_circulars: seen(lambda viewer=viewer: queries.count_circulars(viewer)),
            queries.get_circular: seen(lambda viewer=viewer: queries.get_circular(viewer, circular.name)),
            queries.is_reproduced: seen(lambda viewer=viewer: queries.is_reproduced(viewer, circular.name)),
            queries.may_read_unit: seen(lambda viewer=viewer: queries.may_read_unit(viewer, EAST)),
        }
        assert set(asked) == public(queries)
        wanted = account in READERS
        assert {one.__name__ for one, is_seen in asked.items() if is_seen is not wanted} == set(), account


@pytest.mark.parametrize("account", ACCOUNTS)
def test_who_does_what(desk, account):
    name = desk.plan(["A1", "A2"], 2)
    desk.draw()
    desk.check(1, no=QUESTION)
    waiting = desk.plan(["A3"], 1)
    seal()
    station = desk.station
    station.book.pass_time(minutes=5)
    answers = {one.id: (Answer.YES, "") for one in checklist(FILE).questions}
    words = {"unit": "990151000000", "what": "没有盖章"}
    plan = {"kind": "case", "unit": EAST, "query": "全部", "population": ["A9"], "size": 1, "checklist_name": FILE}
    attempts = {
        commands.plan_inspection: lambda: commands.plan_inspection("抽", **plan, reason="查", **station.by(account)),
        commands.draw_sample: lambda: commands.draw_sample(waiting, **station.by(account)),
        commands.check_item: lambda: commands.check_item(name, 2, answers=answers, **station.by(account)),
        commands.make_finding: lambda: commands.make_finding(name, 1, QUESTION, **words, **station.by(account)),
        commands.issue_circular: lambda: commands.issue_circular(EAST, "2026-03", **station.by(account)),
    }
    assert {*attempts, commands.draw_waiting} == public(commands)
    done = {one for one, attempt in attempts.items() if seen(attempt)}
    assert done == (set(attempts) if account in INSPECTORS else set())
