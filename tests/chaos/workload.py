"""What is submitted: the same seed, writer and number always say the same, so that a client can ask again."""

from dataclasses import dataclass
from random import Random

from tests.ledgers import SHANGHAI, moment

from guiju.facts.draft import Actor, Draft

CLERK = Actor("clerk", "person")
CASES = 24
"""Few enough that writers meet on the same streams."""


@dataclass(frozen=True, slots=True)
class Submission:
    """One call of append: its key, its drafts, and the marks by which each event can be told."""

    key: str
    marks: tuple[str, ...]
    drafts: tuple[Draft, ...]


def submission(seed: int, writer: int, number: int, last: int | None) -> Submission:
    """What ``writer`` hands in as its ``number``-th: one event, several of different streams, or a correction.

    ``last`` is the event that this writer recorded before and that may be corrected, if there is one.
    """
    dice = Random(f"{seed}/{writer}/{number}")
    key = f"K{writer}-{number}"
    kind = dice.random()
    count = dice.randint(2, 6) if kind < 0.15 else 1
    marks = tuple(f"{writer}-{number}-{part}" for part in range(count))
    corrects = last if kind > 0.85 else None
    more = {"corrects": corrects, "reason": "时间录错", "approver": "chief"} if corrects is not None else {}
    drafts = tuple(
        Draft.of(
            dice.choice(("cases.accepted", "custody.detained", "recordings.started")),
            moment(f"2026-03-{dice.randint(1, 28):02d}T{dice.randint(0, 23):02d}:30"),
            {
                "case": f"A{dice.randrange(CASES)}", "officer": (f"P{writer}", "P99"), "unit": "330100000000",
                "mark": mark, "note": "经过" * dice.randint(0, 80),
            },
            local=SHANGHAI,
            **more,
        )
        for mark in marks
    )  # fmt: skip
    return Submission(key, marks, drafts)


def correctable(said: Submission, ids: tuple[int, ...]) -> int | None:
    """The event that the next correction of this writer may name."""
    return ids[-1] if len(ids) == 1 else None
