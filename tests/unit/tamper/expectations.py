"""What a verifier must say of an attack: which record, and which two checkpoints it lies between."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.unit.tamper.sample_ledger import Sample


@dataclass(frozen=True, slots=True)
class Expected:
    """The record that an attack touched. ``index`` is its place in the tree, None where it is not sealed.

    ``how``: ``record`` must be named itself; ``range`` names it by the leaves between two checkpoints, where leaf and
    tree were made consistent again; ``tile`` names a stored subtree; ``sizes``
    are what a checkpoint's row said before and says now, "?" where it is not there any more. ``kind`` is the word for
    it, where no other will do.
    """

    index: int | None = None
    id: int | None = None
    sizes: tuple[int | str, ...] = ()
    how: str = "record"
    kind: str = ""


def names(said: Mapping[str, Any], expected: Expected, sample: Sample) -> bool:
    """Whether a problem names the record and the pair of checkpoints."""
    return any(_names(problem, expected, sample) for problem in said.get("problems", ()))


def _names(problem: Mapping[str, Any], expected: Expected, sample: Sample) -> bool:
    between = tuple(None if one is None else one["size"] for one in problem["between"])
    if expected.kind not in ("", problem["kind"]):
        return False
    if expected.sizes:
        return problem.get("size") in expected.sizes
    if between != sample.pair(expected.index):
        return False
    if expected.how == "tile":
        return problem["kind"].startswith("tile.")
    if expected.how == "range":
        return problem.get("first", 0) <= expected.index <= problem.get("last", -1) or (
            problem["kind"].startswith("held.") and problem["size"] == between[1]
        )
    is_it = problem["index"] is not None and problem["index"] == expected.index
    if not is_it and problem["kind"] == "index.gap":
        is_it = expected.index is not None and problem["first"] <= expected.index <= problem["last"]
    return is_it or (
        expected.id is not None and expected.id in (problem["id"], problem.get("event"), problem.get("by"))
    )
