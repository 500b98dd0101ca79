"""What a sample can find, against numbers that were worked out by hand as fractions."""

from fractions import Fraction
from itertools import combinations

import pytest

from guiju.actions.inspections.detecting import (
    chance_of_at_most,
    chance_of_one,
    faulty_of,
    most_faulty,
    size_to_find,
)


def test_the_chance_is_counted_exactly():
    # Of 10, 2 faulty, 3 drawn: 8·7·6 of 10·9·8 ways miss both, 336 of 720.
    assert chance_of_one(10, 2, 3) == 1 - Fraction(336, 720)
    # Of 4, 1 faulty, 1 drawn; and the whole drawn.
    assert chance_of_one(4, 1, 1) == Fraction(1, 4)
    assert chance_of_one(4, 1, 4) == 1
    # Of 5, 3 faulty, 3 drawn: two sound things only, so one faulty thing is always among them.
    assert chance_of_one(5, 3, 3) == 1
    # Of 6, 3 faulty, 2 drawn: none 3/15, one 9/15, two 3/15.
    assert [chance_of_at_most(6, 3, 2, most) for most in range(3)] == [Fraction(3, 15), Fraction(12, 15), 1]


def test_the_chance_is_what_counting_every_sample_gives():
    for population, faulty, size in ((7, 2, 3), (8, 3, 4), (6, 5, 2)):
        samples = list(combinations(range(population), size))
        hit = sum(any(one < faulty for one in sample) for sample in samples)
        assert chance_of_one(population, faulty, size) == Fraction(hit, len(samples))


def test_a_share_is_never_less_than_one_thing():
    assert [faulty_of(10, Fraction(1, 100)), faulty_of(10, Fraction(15, 100)), faulty_of(3, Fraction(1))] == [1, 2, 3]


def test_the_size_is_the_smallest_that_is_sure_enough():
    # One of 20 faulty: n of 20 find it with n/20, so 19 are needed for 95 %.
    assert size_to_find(20, Fraction(1, 20)) == 19
    # Ten of 20 faulty: four miss with 10·9·8·7 of 20·19·18·17 = 0.0433 < 0.05, three with 0.105.
    assert size_to_find(20, Fraction(1, 2)) == 4
    assert size_to_find(1, Fraction(1, 10)) == 1


def test_the_upper_bound_after_none_was_found():
    # Of 20, 4 drawn, none faulty: with 9 faulty none is found in 11·10·9·8/116280 = 0.0681 of cases, with 10 in 0.0433.
    assert most_faulty(20, 4, 0) == 9
    # All looked at: nothing is left unsaid.
    assert most_faulty(20, 20, 0) == 0
    assert most_faulty(20, 20, 3) == 3


@pytest.mark.parametrize(("population", "size"), [(12, 5), (30, 8)])
def test_the_bound_holds_at_least_as_often_as_it_says(population, size):
    for faulty in range(population + 1):
        held = sum(
            chance_of_at_most(population, faulty, size, found) - chance_of_at_most(population, faulty, size, found - 1)
            for found in range(max(0, size - (population - faulty)), min(size, faulty) + 1)
            if most_faulty(population, size, found) >= faulty
        )
        assert held >= Fraction(95, 100), faulty
