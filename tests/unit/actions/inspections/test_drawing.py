"""The draw: any set as likely as any other, the same for everybody who does it again, and chosen by nobody."""

from collections import Counter
from hashlib import sha256
from itertools import combinations

import pytest
from tests.ledgers import SHANGHAI

from guiju.actions.inspections import commands
from guiju.actions.inspections.commands.planning import NotSealedYet, PlanRefused
from guiju.actions.inspections.drawing import draw, seed_of
from guiju.actions.inspections.queries import InspectionNotFound, get_inspection, list_alike, recompute
from guiju.actions.inspections.reading import read_plan
from guiju.facts.commands import append
from guiju.facts.draft import Actor, Draft
from guiju.facts.seal.covering import first_checkpoint_over
from guiju.facts.seal.sealer import seal
from guiju.findings.life.steps import NotForYou, StepRefused

CASES = [f"A{number:03}" for number in range(40)]


def test_every_set_is_as_likely_as_any_other():
    things = list("abcde")
    drawn = Counter(frozenset(draw(things, 2, seed_of("00", f"{number:x}"))) for number in range(4_000))
    assert set(drawn) == {frozenset(one) for one in combinations(things, 2)}
    # Chi-square with 9 degrees of freedom: beyond 27.88 once in a thousand; the seeds are fixed, so it never flutters.
    assert sum((count - 400) ** 2 / 400 for count in drawn.values()) < 27.88


def test_places_in_the_draw_are_as_even():
    first = Counter(draw(list("abcd"), 1, seed_of("ff", f"{number:x}"))[0] for number in range(4_000))
    assert sum((count - 1_000) ** 2 / 1_000 for count in first.values()) < 16.27


def test_it_can_be_done_again_with_nothing_but_a_hash(desk):
    name = desk.plan(CASES, 5)
    desk.draw()
    plan = read_plan(name)
    seed = sha256(f"guiju-draw-1\n{plan.said['root']}\n{plan.leaf}".encode()).hexdigest()
    numbers = {sha256(f"{seed}\n{case}".encode()).hexdigest(): case for case in CASES}
    assert list(plan.drawn) == [numbers[one] for one in sorted(numbers)[:5]]
    assert plan.said["root"] == first_checkpoint_over(plan.planned_event).root.hex()
    again = recompute(desk.station.scope("inspector"), name)
    assert (again.faults, list(again.drawn), again.population) == ((), list(plan.drawn), CASES)


def test_nothing_can_be_drawn_before_the_ledger_has_given_the_seed(desk):
    name = desk.plan(CASES, 5)
    with pytest.raises(NotSealedYet):
        commands.draw_sample(name, **desk.station.by("inspector"))
    assert commands.draw_waiting(at=desk.station.now) == 0
    seal()
    assert commands.draw_waiting(at=desk.station.now) == 1
    assert len(read_plan(name).drawn) == 5
    assert commands.draw_waiting(at=desk.station.now) == 0


def test_what_is_sealed_later_moves_nothing(desk):
    desk.plan(CASES, 5)
    seal()
    desk.station.searched(case="A500")
    seal()
    desk.draw()
    assert recompute(desk.station.scope("inspector"), desk.name).faults == ()


def test_every_draw_stands(desk):
    first = desk.plan(CASES, 5)
    desk.draw()
    with pytest.raises(StepRefused):
        commands.draw_sample(first, **desk.station.by("inspector"))
    second = desk.plan(CASES, 5, title="再抽一次")
    plan = get_inspection(desk.station.scope("clerk"), second)
    assert plan.said["earlier"] == first
    assert [one.name for one in list_alike(desk.station.scope("clerk"), plan)] == [first]


def test_a_draw_that_the_seed_does_not_give_is_refused(desk):
    name = desk.plan(CASES, 2)
    seal()
    plan = read_plan(name)
    root = first_checkpoint_over(plan.planned_event).root.hex()
    seed = seed_of(root, plan.leaf)
    good = draw(CASES, 2, seed)
    for drawn, said in ((("A000", "A001"), seed), (good[::-1], seed), (good, "0" * 64), (good[:1], seed)):
        fields = {"inspection": name, "checkpoint_size": 1, "checkpoint_root": root, "draw_seed": said, "drawn": drawn}
        draft = Draft.of(
            "inspections.sample_drawn", desk.station.book.now, {**fields, "unit": desk.unit},
            local=SHANGHAI, stream=f"inspection:{name}",
        )  # fmt: skip
        with pytest.raises(StepRefused):
            append([draft], actor=Actor("inspector"), idem_key=f"forged {drawn} {said}")


@pytest.mark.parametrize(
    ("population", "size", "lists"),
    [([], 1, "administrative-file"), (CASES, 0, "administrative-file"), (CASES, 41, "administrative-file"),
     (CASES, 5, "case-area"), ([f"B{one}" for one in range(5_001)], 5, "administrative-file")],
)  # fmt: skip
def test_a_plan_that_does_not_hold_together_is_refused(desk, population, size, lists):
    with pytest.raises(PlanRefused):
        desk.plan(population, size, lists=lists)


def test_who_may_plan_and_who_may_see(desk):
    for account in ("legal", "chief", "handler", "leader", "westclerk"):
        desk.by = account
        with pytest.raises(NotForYou):
            desk.plan(CASES, 5)
    desk.by = "clerk"
    name = desk.plan(CASES, 5)
    assert get_inspection(desk.station.scope("leader"), name).name == name
    # The units do not learn of it, and another county neither: all get one and the same answer.
    for account in ("legal", "chief", "handler", "west", "westclerk"):
        with pytest.raises(InspectionNotFound):
            get_inspection(desk.station.scope(account), name)
