"""What a sample can find: exact counting, without approximation and without rounding in anybody's favour.

``population`` N things, of which K are faulty, ``size`` n of them drawn without putting back: the hypergeometric
distribution. Whole numbers only; the caller says how a fraction is written.
"""

from fractions import Fraction
from math import ceil, comb

CONFIDENCE = Fraction(95, 100)


def faulty_of(population: int, share: Fraction) -> int:
    """How many of a population a share is at least: never fewer than one."""
    return max(1, min(population, ceil(population * share)))


def chance_of_one(population: int, faulty: int, size: int) -> Fraction:
    """How likely at least one faulty thing is among those drawn.

    >>> chance_of_one(10, 2, 3)
    Fraction(8, 15)
    """
    return 1 - chance_of_at_most(population, faulty, size, 0)


def chance_of_at_most(population: int, faulty: int, size: int, most: int) -> Fraction:
    """How likely no more than ``most`` faulty things are among those drawn."""
    ways = sum(comb(faulty, one) * comb(population - faulty, size - one) for one in range(min(most, size) + 1))
    return Fraction(ways, comb(population, size))


def size_to_find(population: int, share: Fraction, confidence: Fraction = CONFIDENCE) -> int:
    """The smallest sample that holds at least one faulty thing this surely, where the share of them is so large."""
    faulty = faulty_of(population, share)
    low, high = 1, population
    while low < high:
        middle = (low + high) // 2
        if chance_of_one(population, faulty, middle) >= confidence:
            high = middle
        else:
            low = middle + 1
    return low


def most_faulty(population: int, size: int, found: int, confidence: Fraction = CONFIDENCE) -> int:
    """The upper bound: so many of the population may be faulty at most, said this surely after ``found`` were found.

    It is the largest number under which finding so few would not be less likely than what is left of certainty.
    """
    left = 1 - confidence
    low, high = found, population - (size - found)
    while low < high:
        middle = (low + high + 1) // 2
        if chance_of_at_most(population, middle, size, found) > left:
            low = middle
        else:
            high = middle - 1
    return low
