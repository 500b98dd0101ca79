"""Where every unit stood in the tree and when: worked out for all units at once, for a move moves all below."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from guiju.bureau.models import UnitState
from guiju.bureau.organisation.units import IMPLIED, REGISTERED
from guiju.facts.tables.places import Place
from guiju.values.scope import ALWAYS, FOREVER
from guiju.values.unit_code import segment_of

DEEPEST = 11


@dataclass(slots=True)
class Tree:
    """All states of all units, by code; and who bore which name when, where that was one unit alone."""

    states: dict[str, list[UnitState]] = field(default_factory=dict)
    names: dict[str, list[UnitState]] = field(default_factory=dict)

    @classmethod
    def of(cls, states: Iterable[UnitState]) -> "Tree":
        """The tree of these states; what only files call a unit gives way to the registered unit of that name."""
        tree = cls()
        for state in sorted(states, key=lambda one: (one.number, one.code, one.since)):
            tree.states.setdefault(state.code, []).append(state)
        bearers: dict[str, list[UnitState]] = {}
        for code, rows in tree.states.items():
            for row in rows:
                if row.name != code and row.standing == REGISTERED:
                    bearers.setdefault(row.name, []).append(row)
        tree.states = {
            code: rows for code, rows in tree.states.items() if rows[0].standing == REGISTERED or code not in bearers
        }
        tree.names = {name: rows for name, rows in bearers.items() if name not in tree.states and not _is_shared(rows)}
        return tree

    def code_of(self, key: str, at: int) -> str:
        """The code of the unit that a code, or a name at that time, means; empty where nobody knows it."""
        if key in self.states:
            return key
        return next((row.code for row in self.names.get(key, ()) if row.since <= at < row.until), "")

    def knows(self, key: str) -> bool:
        """Tell whether a key is a unit's code or was a unit's name."""
        return key in self.states or key in self.names

    def places(self) -> list[Place]:
        """The path of every unit over time, under its code and under its names."""
        cuts = self._cuts()
        rows: list[Place] = []
        for code in self.states:
            paths = _merged([(since, until, self._path(code, since)) for since, until in cuts])
            rows += [(code, *row) for row in paths]
        by_code: dict[str, list[Place]] = {}
        for row in rows:
            by_code.setdefault(row[0], []).append(row)
        for name, bearers in self.names.items():
            named: list[tuple[int, int, str]] = []
            for state in bearers:
                for _, since, until, path in by_code[state.code]:
                    low, high = max(since, state.since), min(until, state.until)
                    if low < high:
                        named.append((low, high, path))
            rows += [(name, *row) for row in _merged(sorted(named))]
        return rows

    def _cuts(self) -> list[tuple[int, int]]:
        """The periods between which no unit changed its parent."""
        moves = {
            after.since
            for rows in self.states.values()
            for before, after in zip(rows, rows[1:], strict=False)
            if before.parent != after.parent
        }
        ends = [ALWAYS, *sorted(moves), FOREVER]
        return list(zip(ends, ends[1:], strict=False))

    def _path(self, code: str, at: int) -> str:
        """The path of a unit; a unit whose superiors run in a circle stands alone."""
        own = segment_of(self.states[code][0].number)
        path, seen, here = own, {code}, self._parent(code, at)
        while here:
            if here in seen or len(seen) > DEEPEST:
                return own
            seen.add(here)
            path = segment_of(self.states[here][0].number) + path
            here = self._parent(here, at)
        return path

    def _parent(self, code: str, at: int) -> str:
        state = next(row for row in self.states[code] if row.since <= at < row.until)
        return self.code_of(state.parent, state.since) if state.parent else ""


def implied_units(named: Iterable[tuple[str, int]], tree: Tree) -> list[UnitState]:
    """A unit for each key that postings name though nobody has opened such a unit: it stands alone in the tree."""
    first: dict[str, int] = {}
    for key, event in named:
        if key and not tree.knows(key):
            first[key] = min(event, first.get(key, event))
    return [
        UnitState(
            code=key, since=ALWAYS, until=FOREVER, number=number, name=key, kind="", parent="", is_open=True,
            standing=IMPLIED,
        )
        for key, number in first.items()
    ]  # fmt: skip


def _is_shared(rows: Sequence[UnitState]) -> bool:
    """Whether two units bore the name at the same time: then it names neither."""
    ordered = sorted(rows, key=lambda row: row.since)
    return any(a.code != b.code and b.since < a.until for nth, a in enumerate(ordered) for b in ordered[nth + 1 :])


def _merged(rows: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    merged: list[tuple[int, int, str]] = []
    for since, until, path in rows:
        if merged and merged[-1][1] == since and merged[-1][2] == path:
            merged[-1] = (merged[-1][0], until, path)
        else:
            merged.append((since, until, path))
    return merged
