"""The draw: which things of a population are looked at, decided by the ledger itself and by nobody.

The plan names the whole population and is recorded first. The first checkpoint that covers the plan gives the seed: its
root depends on every record sealed with the plan, which nobody knew when he wrote it. Anybody can do it again:

    seed   = SHA-256("guiju-draw-1" LF root LF leaf of the plan)            root and leaf in small hexadecimal digits
    number = SHA-256(seed LF thing), for each thing of the population       seed in small hexadecimal digits, UTF-8
    drawn  = those with the smallest numbers, as many as the plan says, in that order

So each set of that size is as likely as any other, and taking one thing in or out moves no other.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256

METHOD = "guiju-draw-1"


def digest_of(population: Iterable[str]) -> str:
    """The digest of a population: of its things in the order of their characters, one a line."""
    return sha256("\n".join(sorted(population)).encode()).hexdigest()


def seed_of(root: str, plan_leaf: str) -> str:
    """The seed that a checkpoint's root gives to a plan; all in hexadecimal digits."""
    return sha256(f"{METHOD}\n{root}\n{plan_leaf}".encode()).hexdigest()


def draw(population: Sequence[str], size: int, seed: str) -> tuple[str, ...]:
    """The things that are drawn, in the order of the draw."""
    numbered = sorted((sha256(f"{seed}\n{one}".encode()).hexdigest(), one) for one in population)
    return tuple(one for _, one in numbered[:size])
