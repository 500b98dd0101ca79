"""What can only be said when all rows are known: things that occur twice, and copies that point both ways."""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from guiju.facts.verify.parts.pieces import Task, read_lines
from guiju.facts.verify.parts.plain_rows import SEALED, STARTS, is_odd
from guiju.facts.verify.parts.problems import Report
from guiju.facts.verify.parts.rows import parse_line

Correction = tuple[int, int, int]
"""Id of the event that is corrected, of the one that corrects it, and of the first version."""


Source = tuple[int, str, int]
"""An import: id of the event that began it, the stream in which that event stands, and its place there."""


class Sourced(NamedTuple):
    """The first event that names an import, and how many name it."""

    place: float
    at: int | None
    id: int
    stream: str
    seq: int
    events: int


class Named(NamedTuple):
    """An event as it is named in a problem, read a second time from the dump."""

    at: int | None
    id: int
    stream: str
    seq: int
    actor: str
    idem_key: str


class Crossing:
    """Numbers of every event, kept small, and the copies that must agree with them."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self.ids = array("q")
        self.idem = array("q")
        self.gone: dict[int, bytes] = {}
        self.altered: dict[int, bytes] = {}
        self.said: dict[Correction, bytes] = {}
        self.indexed: dict[Correction, None] = {}
        self.waiting: dict[int, tuple[str, int]] = {}
        self.outbox: dict[int, None] = {}
        self.begun: set[Source] = set()
        self._sources: dict[Source, Sourced] = {}
        self._leaves = array("q")

    def take_leaves(self, leaves: Iterable[bytes]) -> None:
        """Keep a number for the leaf of each event, drawn with this process's own secret: none can be made to fit."""
        self._leaves.extend(map(hash, leaves))

    def take_source(self, source: Source, named: Sourced) -> None:
        """Count the events that name an import."""
        before = self._sources.get(source)
        self._sources[source] = named if before is None else before._replace(events=before.events + named.events)

    def close(self, path: str, tasks: Sequence[Task], end: float) -> None:
        """Name everything that does not agree; ``end`` is the place of what has no index."""
        doubled = _positions(self.ids, _repeated(self.ids))
        retried = _positions(self.idem, _repeated(self.idem))
        missing = [link for link in self.said if link not in self.indexed]
        extra = [link for link in self.indexed if link not in self.said]
        astray, swapped = self._misdirected()
        authors = {link[1] for link in (*missing, *extra, *astray, *swapped)}
        wanted = {*doubled, *retried, *_positions(self.ids, authors)}
        rows = _look_again(path, tasks, wanted) if wanted else {}
        self._name_twice([rows[at] for at in doubled], [rows[at] for at in retried], end)
        by_id = {row.id: row for row in rows.values()}
        for kind, links in (
            ("correction.missing", missing),
            ("correction.extra", extra),
            ("correction.target", astray),
            ("correction.leaf", swapped),
        ):
            for event, by, first in links:
                self._name(kind, by_id.get(by), end, event=event, by=by, first=first)
        self._check_sources()
        self._check_outbox(end)

    def _misdirected(self) -> tuple[list[Correction], list[Correction]]:
        """Corrections of events that are not there, or of which the first version is another; and of another leaf."""
        targets = {event for event, _, _ in self.said}
        leaves: dict[int, set[int]] = {event: set() for event in targets.intersection(self.gone)}
        for event, leaf in zip(self.ids, self._leaves, strict=True) if targets else ():
            if event in targets:
                leaves.setdefault(event, set()).add(leaf)
        # Where the copies of a leaf differ that is named already; either may be the one that was corrected.
        for event, other in (*self.gone.items(), *self.altered.items()):
            if event in targets:
                leaves[event].add(hash(other))
        firsts = {by: first for _, by, first in self.said}
        astray = [link for link in self.said if link[0] not in leaves or firsts.get(link[0], link[0]) != link[2]]
        swapped = [
            link for link, leaf in self.said.items() if hash(leaf) not in leaves.get(link[0], {hash(leaf)}) or not leaf
        ]
        return astray, swapped

    def _check_sources(self) -> None:
        """Name imports that nothing began, once each, by the first event that names them."""
        for (batch, stream, begun), named in self._sources.items():
            if (batch, stream, begun) in self.begun or batch in self.gone or batch in self.altered:
                continue
            self._report.add(
                "source.batch", named.place + 0.2, index=named.at, id=named.id, stream=named.stream, seq=named.seq,
                batch=batch, source=stream, begun=begun, count=named.events,
            )  # fmt: skip

    def _name_twice(self, doubled: Iterable[Named], retried: Iterable[Named], end: float) -> None:
        for row in doubled:
            self._name("event.twice", row, end)
        writers: dict[tuple[str, str], list[Named]] = {}
        for row in retried:
            writers.setdefault((row.actor, row.idem_key), []).append(row)
        # Equal numbers may be chance; equal words are not.
        for rows in writers.values():
            for row in rows if len(rows) > 1 else ():
                self._name("idem.twice", row, end, actor=row.actor, idem_key=row.idem_key)

    def _name(self, kind: str, row: Named | None, end: float, **said: object) -> None:
        if row is None:
            self._report.add(kind, end, **said)
            return
        place = end if row.at is None else row.at + 0.2
        self._report.add(kind, place, index=row.at, id=row.id, stream=row.stream, seq=row.seq, **said)

    def _check_outbox(self, end: float) -> None:
        for number, (stream, seq) in self.waiting.items():
            if number not in self.outbox:
                self._report.add("outbox.missing", end, id=number, stream=stream, seq=seq)
        for number in self.outbox:
            if number not in self.waiting:
                self._report.add("outbox.extra", end, event=number)


def _repeated(numbers: Iterable[int]) -> set[int]:
    ordered = sorted(numbers)
    return {one for one, other in zip(ordered, islice(ordered, 1, None), strict=False) if one == other}


def _positions(numbers: Iterable[int], wanted: set[int]) -> list[int]:
    return [at for at, number in enumerate(numbers) if number in wanted] if wanted else []


def _look_again(path: str, tasks: Sequence[Task], wanted: set[int]) -> Mapping[int, Named]:
    """The events at these positions among all events of the dump."""
    found: dict[int, Named] = {}
    position = -1
    for task in tasks:
        for line in read_lines(path, task):
            row = parse_line(line)
            start = STARTS.get(row[0])
            if start is None or is_odd(row[0], row):
                continue
            position += 1
            if position in wanted:
                index = row[1] if start == SEALED else None
                stream, actor, idem_key = (str(row[start + offset]) for offset in (1, 7, 11))
                found[position] = Named(index, row[start], stream, row[start + 2], actor, idem_key)
    return found
