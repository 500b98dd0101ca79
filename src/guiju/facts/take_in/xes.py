"""XES: traces and events out of the sequence of tags.

Trace attributes become columns `case:<key>`, event attributes `<key>`, attributes of attributes `<key>/<key>`;
the members of a list are joined by `、`. The number of a row is the number of the event in document order.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np

from guiju.facts.take_in.caps import Caps, FileRefused, FileTooCostly
from guiju.facts.take_in.columns import EMPTY, Growing, RawColumn, Source, Unreadable, compact
from guiju.facts.take_in.unpacking import pieces
from guiju.facts.take_in.xes_tokens import EVENT, FIRST_ATTRIBUTE, FIRST_OTHER, LOG, TRACE, Tokens, read_tokens

CASE = "case:"
_DEEPEST = 60


def read_xes(
    path: Path, suffix: str, wanted: Iterable[str] | None, caps: Caps, progress: Callable[[float], None]
) -> Source:
    """All events of a log; ``wanted`` names the columns that are asked for, None asks for all.

    Raises:
        FileRefused: it is no well-formed XES.
        FileTooCostly: it is larger than the caps allow.
    """
    keys = None
    if wanted is not None:
        keys = frozenset(part for name in wanted for part in _parts(name))
    tokens = Tokens(caps, keys)
    numbers = read_tokens(pieces(path, suffix, caps, lambda share: progress(share * 0.9)), tokens)
    structure = _Structure(numbers, tokens)
    structure.check()
    if structure.events > caps.rows:
        raise FileTooCostly(f"XES 中的事件超过 {caps.rows} 个。")
    source = structure.columns()
    if wanted is not None:
        asked = set(wanted)
        source.columns = {name: column for name, column in source.columns.items() if name in asked}
        source.names = [*source.names, *sorted(tokens.unasked)]
    return source


def _parts(name: str) -> set[str]:
    bare = name.removeprefix(CASE)
    return {name, bare, *bare.split("/")}


class _Structure:
    """The tags of one log as arrays: where they open and close, and which event or trace each belongs to."""

    def __init__(self, numbers: np.ndarray, tokens: Tokens) -> None:
        self.tokens = tokens
        self.numbers = numbers
        self.step = np.array(tokens.step, dtype=np.int8)[numbers]
        self.tag = np.array(tokens.tag, dtype=np.int32)[numbers]
        after = np.cumsum(self.step, dtype=np.int32)
        # The level of a tag is the number of tags that are open around it.
        self.level = after - (self.step > 0)
        self.after = after
        self.opens_event = (self.tag == EVENT) & (self.step >= 0)
        self.opens_trace = (self.tag == TRACE) & (self.step >= 0)
        self.events = int(self.opens_event.sum())

    def check(self) -> None:
        """Every tag is closed by its own kind, and log, trace and event stand inside each other."""
        if not len(self.numbers) or self.tag[0] != LOG or self.step[0] < 0:
            raise FileRefused("文件不是 XES：最外层不是 log。")
        if self.after.min() < 0 or self.after[-1] != 0:
            raise FileRefused("XES 的标记没有成对结束，文件可能被截断。")
        if int(self.after.max()) > _DEEPEST:
            raise FileRefused(f"XES 的嵌套超过 {_DEEPEST} 层。")
        if (self.level == 0).sum() != (1 if self.step[0] == 0 else 2) or (self.after[:-1] == 0).any():
            raise FileRefused("XES 的最外层不止一个 log。")
        paired = np.flatnonzero(self.step)
        level = np.where(self.step[paired] > 0, self.level[paired], self.after[paired])
        order = paired[np.argsort(level.astype(np.int16), kind="stable")]
        if (self.tag[order[::2]] != self.tag[order[1::2]]).any():
            raise FileRefused("XES 的标记没有成对结束，文件可能被截断。")
        in_trace = np.cumsum(np.where(self.tag == TRACE, self.step, 0), dtype=np.int32)
        if (self.level[self.opens_trace] != 1).any() or (self.tag[1:] == LOG).sum() != (self.step[0] > 0):
            raise FileRefused("XES 中有 trace 不直接在 log 之内。")
        stray = self.opens_event & ((self.level != 2) | (in_trace != 1))
        if stray.any():
            raise FileRefused("XES 中有 event 不直接在 trace 之内。")

    def columns(self) -> Source:
        """The events as rows, the attributes of their traces repeated."""
        event = np.cumsum(self.opens_event, dtype=np.int32) - 1
        trace = np.cumsum(self.opens_trace, dtype=np.int32) - 1
        trace_of_event = trace[self.opens_event]
        in_event = np.cumsum(np.where(self.tag == EVENT, self.step, 0), dtype=np.int8) > 0
        in_trace = np.cumsum(np.where(self.tag == TRACE, self.step, 0), dtype=np.int8) > 0
        is_attribute = (self.tag >= FIRST_ATTRIBUTE) & (self.tag < FIRST_OTHER) & (self.step >= 0)
        source = Source(np.arange(1, self.events + 1, dtype=np.int64), {}, [], sparse=True)
        doubled: dict[int, str] = {}
        at_trace = np.flatnonzero(is_attribute & in_trace & (self.level == 2) & ~in_event)
        for name, codes, twice in self._scope(at_trace, trace, int(self.opens_trace.sum())):
            source.columns[CASE + name] = RawColumn(codes[trace_of_event], self._values(name))
            for index in np.flatnonzero(np.isin(trace_of_event, twice)).tolist() if len(twice) else ():
                doubled.setdefault(index + 1, f"所属 trace 的属性“{name}”写了两次")
        at_event = np.flatnonzero(is_attribute & in_event & (self.level == 3))
        for name, codes, twice in self._scope(at_event, event, self.events):
            column = RawColumn(codes, self._values(name))
            source.columns[name] = column
            if CASE + name in source.columns:
                # One dictionary serves both scopes while reading; each keeps only what is its own.
                source.columns[CASE + name] = compact(source.columns[CASE + name])[1]
                source.columns[name] = compact(column)[1]
            for index in twice.tolist():
                doubled.setdefault(index + 1, f"属性“{name}”写了两次")
        for prefix, inside, owner, rows_of in (
            ("", in_event, event, np.arange(self.events)),
            (CASE, in_trace & ~in_event, trace, trace_of_event),
        ):
            self._nested(source, prefix, inside, owner, rows_of)
        source.names = list(source.columns)
        if doubled:
            _drop(source, doubled)
        return source

    def _values(self, name: str) -> list[object]:
        return self.tokens.columns[self.tokens.names[name]].values_met

    def _scope(self, places: np.ndarray, owner: np.ndarray, count: int) -> Iterable[tuple[str, np.ndarray, np.ndarray]]:
        """For each attribute name of one scope: the codes by owner, and the owners that carry it twice."""
        names = np.array(self.tokens.name, dtype=np.int32)[self.numbers[places]]
        asked = names != EMPTY
        places, names = places[asked], names[asked]
        values = np.array(self.tokens.value, dtype=np.int32)[self.numbers[places]]
        owners = owner[places]
        # Sixteen bits are sorted by counting, in one pass; the caps keep the names fewer than that.
        order = np.argsort(names.astype(np.int16) if len(self.tokens.names) < 1 << 15 else names, kind="stable")
        bounds = np.searchsorted(names[order], np.arange(len(self.tokens.names) + 1))
        for name, number in self.tokens.names.items():
            mine = order[bounds[number] : bounds[number + 1]]
            if len(mine):
                codes = np.full(count, EMPTY, dtype=np.int32)
                codes[owners[mine]] = values[mine]
                # Owners come in document order, so a doubled one stands beside itself.
                twice = np.unique(owners[mine][1:][np.diff(owners[mine]) == 0])
                yield name, codes, twice

    def _nested(self, source: Source, prefix: str, inside: np.ndarray, owner: np.ndarray, rows_of: np.ndarray) -> None:
        """Attributes of attributes and members of lists; rare, so read one by one."""
        top = 2 if prefix else 3
        is_attribute = (self.tag >= FIRST_ATTRIBUTE) & (self.tag < FIRST_OTHER)
        holders = (self.level == top) & (self.step != 0) & is_attribute
        deeper = np.flatnonzero(inside & (holders | (self.level > top)))
        if not len(deeper):
            return
        found: dict[str, dict[int, list[object]]] = {}
        path: list[str] = []
        names = list(self.tokens.names)
        for place in deeper.tolist():
            number = int(self.numbers[place])
            step, name = self.tokens.step[number], self.tokens.name[number]
            if step < 0:
                path.pop()
                continue
            word = names[name] if name != EMPTY else ""
            here = [part for part in (*path, word) if part]
            code = self.tokens.value[number]
            if self.level[place] > top and name != EMPTY and code != EMPTY:
                value = self.tokens.columns[name].values_met[code]
                found.setdefault("/".join(here), {}).setdefault(int(owner[place]), []).append(value)
            if step > 0:
                path.append(word)
        for column, by_owner in found.items():
            _merge(source, prefix + _list_name(column), by_owner, rows_of)


def _list_name(path: str) -> str:
    """The members of a list bear the key of their list: `officer/officer` is `officer`."""
    first, _, second = path.rpartition("/")
    return first if first == second else path


def _merge(source: Source, name: str, by_owner: dict[int, list[object]], rows_of: np.ndarray) -> None:
    known = source.columns.get(name)
    values = list(known.values) if known else []
    codes = known.codes.astype(np.int32) if known else np.full(len(rows_of), EMPTY, dtype=np.int32)
    table = np.full(int(rows_of.max()) + 1 if len(rows_of) else 0, EMPTY, dtype=np.int32)
    growing = Growing()
    for owner, found in by_owner.items():
        if owner < len(table):
            table[owner] = growing.code_of(found[0] if len(found) == 1 else _joined(found))
    fresh = table[rows_of]
    # An attribute's own value stands before what is written inside it.
    take = (fresh != EMPTY) & (codes == EMPTY)
    codes[take] = fresh[take] + len(values)
    source.columns[name] = RawColumn(codes, values + growing.values_met)


def _joined(values: list[object]) -> object:
    bad = next((value for value in values if isinstance(value, Unreadable)), None)
    return bad if bad is not None else "、".join(str(value) for value in values)


def _drop(source: Source, doubled: dict[int, str]) -> None:
    keep = ~np.isin(source.row, np.fromiter(doubled, dtype=np.int64))
    source.row = source.row[keep]
    for column in source.columns.values():
        column.codes = column.codes[keep]
    source.refused.extend(doubled.items())
