"""The monthly draw for the blind cross-review comes by itself: once, over everything, and after a missed night too."""

import pytest
from tests.flow.approvals.test_cross_review import TELLING

from guiju.facts.seal.sealer import seal
from guiju.project.ledger.judging_desk import do_chores
from guiju.subjects.cases.commands.crossing import draw_cross_reviews, drawn_of
from guiju.subjects.cases.commands.monthly import draw_due_months
from guiju.subjects.cases.projector.crossing import CROSS_REVIEWS
from guiju.subjects.cases.projector.submission import StepRefused
from guiju.subjects.cases.queries.crossing import list_months


@pytest.fixture
def approved(desk):
    """Three approvals in March; the month is not over."""
    names = []
    for _ in range(3):
        name = desk.submitted(content=TELLING)
        desk.reviewed(name)
        desk.approved(name)
        names.append(name)
    while seal():
        pass
    return sorted(names)


def drawn(desk):
    return [(one.month, one.drawn) for one in list_months(desk.station.scope("clerk"))]


def test_a_month_is_drawn_when_it_is_over_and_only_once(desk, approved):
    assert do_chores(desk.station.now) == 0, "March is not over"
    # The nights of April were missed.
    desk.book.pass_time(days=70)
    assert do_chores(desk.station.now) == 1
    assert drawn(desk) == [("2026-03", 1)]
    assert [do_chores(desk.station.now) for _ in range(2)] == [0, 0]
    assert drawn(desk) == [("2026-03", 1)] and CROSS_REVIEWS.differences() == []
    with pytest.raises(StepRefused, match="已经抽取过"):
        draw_cross_reviews("2026-03", **desk.by("clerk"))


def test_what_is_drawn_is_what_anybody_draws_from_the_ledger(desk, approved):
    desk.book.pass_time(days=40)
    assert draw_due_months(at=desk.station.now) == 1
    population = {name: desk.one(name).said["endings"][-1]["event"] for name in approved}
    [chosen] = drawn_of(population, "2026-03", 50).names
    assert [chosen] == [name for name in approved if desk_has(name)]


def desk_has(name):
    from guiju.subjects.cases.commands.crossing import _drawn_already

    return name in _drawn_already([name])


def test_what_was_drawn_by_hand_is_not_drawn_again(desk, approved):
    desk.book.pass_time(days=40)
    draw_cross_reviews("2026-03", **desk.by("clerk"))
    assert draw_due_months(at=desk.station.now) == 0
    assert drawn(desk) == [("2026-03", 1)]
