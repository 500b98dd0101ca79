"""All histories of a table at once: the same verdicts as the reference interpreter, without it.

Law: engine.md §5; every page's own. Small tables are judged faster by the judge, which needs no compiled kernel.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from guiju.rules.duty import Moment
from guiju.rules.matching import Source
from guiju.rules.model import Pack
from guiju.rules.sweep import layout as L
from guiju.rules.sweep.compiled import Kernel, compiled
from guiju.rules.sweep.loops import kernel, plain
from guiju.rules.sweep.snapshot import Snapshot
from guiju.rules.sweep.swept import Part, Swept
from guiju.values.clock import LocalTime
from guiju.values.errors import GuijuError
from guiju.values.event_table import EventTable

AS_WRITTEN: Kernel = (kernel.run, plain.run_plain, plain.locate)
_GROW = 2
_SHARES_EACH = 10
_NO_EXTRAS = np.empty((0, 3), np.int64)


class DayOutOfReach(GuijuError):
    """A date lies beyond what the calendar tables hold; nothing is guessed."""

    code = "sweep.day_out_of_reach"
    remedy = "请检查规则页中的期限和数据中的日期是否过大。"


def sweep(
    pack: Pack, table: EventTable, *, as_of: Moment, local: LocalTime, kind: str = "case",
    source: Source | None = None, jobs: int = 1, only_active: bool = True, loops: Kernel | None = None,
) -> Swept:  # fmt: skip
    """Say, for each duty that arose in the histories of ``kind``, whether it was kept by ``as_of``.

    Law: the edition in force on the day the duty arose decides. Unit: instants in microseconds, days as ordinals.
    Clock: that of each page's limit. ``loops`` may be ``AS_WRITTEN``; by default they are compiled.

    Raises:
        DayOutOfReach: a due date lies outside the years that a calendar can show.
    """
    snapshot = Snapshot.of(pack, table, as_of=as_of, local=local, kind=kind, source=source, only_active=only_active)
    return sweep_snapshot(snapshot, jobs=jobs, loops=loops)


def sweep_snapshot(snapshot: Snapshot, *, jobs: int = 1, loops: Kernel | None = None) -> Swept:
    """As ``sweep``, from a snapshot that stands ready; ``jobs`` threads take shares of the histories in turn."""
    loops = loops or compiled()
    bounds = _shares(snapshot.offsets, max(1, jobs))
    spots, short = _plain_room(snapshot, bounds[0], bounds[-1], loops[2])
    shares = list(zip(bounds, bounds[1:], strict=False))
    found: list[list[Part]] = [[] for _ in shares]
    left = iter(enumerate(shares))

    def work() -> None:
        scratch = np.empty(plain.SCRATCH * min(plain.BLOCK + snapshot.longest, len(snapshot.at)), np.int32)
        for number, share in left:
            found[number] = _parts(snapshot, *share, loops, spots, short, scratch)

    if jobs < 2 or len(shares) < 2:
        work()
    else:
        with ThreadPoolExecutor(jobs - 1) as pool:
            pending = [pool.submit(work) for _ in range(jobs - 1)]
            work()
        for one in pending:
            one.result()
    return Swept(snapshot, [short, *(part for parts in found for part in parts)])


def _shares(offsets: np.ndarray, jobs: int) -> list[int]:
    """Where each share of the histories begins, and the end: several a thread, for one may be held up by others."""
    if jobs == 1 or len(offsets) < 3:
        return [0, len(offsets) - 1]
    parts, rows = _SHARES_EACH * jobs, int(offsets[-1])
    inner = np.searchsorted(offsets, np.arange(1, parts, dtype=np.int64) * rows // parts).tolist()
    return sorted({0, *inner, len(offsets) - 1})


def _plain_room(snapshot: Snapshot, first: int, last: int, locate: Callable[..., None]) -> tuple[np.ndarray, Part]:
    """Where the plain editions' duties belong, and the columns that they fill: they are counted beforehand."""
    low, high = int(snapshot.offsets[first]), int(snapshot.offsets[last])
    spots = np.empty(2 * int(snapshot.law[L.H_PLAIN_COUNT]), np.int64)
    outside, progress = np.zeros(len(snapshot.rules), np.int64), np.zeros(kernel.PROGRESS, np.int64)
    locate(snapshot.law, snapshot.postings, low, high, spots, outside, progress)
    page, trigger, outcome, due, settled, instants = snapshot.rooms.take(int(progress[0]), int(progress[1]))
    return spots, Part(None, page, trigger, outcome, due, settled, _NO_EXTRAS, instants, outside, None)


def _parts(
    snapshot: Snapshot, first: int, last: int, loops: Kernel, spots: np.ndarray, short: Part, scratch: np.ndarray
) -> list[Part]:
    """What one thread does: the plain editions the short way, then the others; these have a part of their own."""
    low, high = int(snapshot.offsets[first]), int(snapshot.offsets[last])
    if len(spots) and low < high:
        out = (short.page, short.trigger, short.outcome, short.due, short.settled, short.instants)
        tables = (snapshot.law, snapshot.postings, snapshot.place, snapshot.col, snapshot.at)
        loops[1](*tables, low, high, spots, scratch, *out)
    if not len(snapshot.others):
        return []
    begin, end = np.searchsorted(snapshot.others, (first, last)).tolist()
    room = snapshot.expected * (high - low) // max(len(snapshot.at), 1)
    return [_part(snapshot, begin, end, room, loops[0])] if begin < end else []


def _columns(room: int) -> list[np.ndarray]:
    return [np.empty(room, kind) for kind in (np.uint16, np.int32, np.uint8, np.int32, np.int32)]


def _part(snapshot: Snapshot, first: int, last: int, room: int, run: Callable[..., None]) -> Part:
    offsets, wanted, room, extra, spool = snapshot.offsets, snapshot.others, room + 64, 64, 256
    longest = int((offsets[wanted[first:last] + 1] - offsets[wanted[first:last]]).max()) if last > first else 0
    out = _columns(room)
    extras, instants = np.empty((extra, 3), np.int64), np.empty(max(extra, room // 8), np.int64)
    outside, ends = np.zeros(len(snapshot.rules), np.int64), np.zeros(last - first, np.int32)
    progress = np.zeros(kernel.PROGRESS, np.int64)
    progress[kernel.P_HISTORY] = first
    w = _scratch(snapshot, longest, spool)
    while True:
        tables = (snapshot.law, snapshot.col, snapshot.at, snapshot.num, offsets, wanted)
        run(*tables, first, last, w, *out, extras, instants, outside, ends, progress)
        state = int(progress[kernel.P_STATE])
        if state == kernel.DONE:
            break
        if state == kernel.NEED_ROOM:
            out = [_grown(column) for column in out]
        elif state == kernel.NEED_EXTRA:
            extras, instants = _grown(extras), _grown(instants)
        else:
            spool *= 4
            w = _scratch(snapshot, longest, spool)
    duties = int(progress[kernel.P_DUTIES])
    extras = extras[: progress[kernel.P_EXTRAS]]
    if len(extras) and bool(np.any((extras[:, 1] == kernel.TAG_WHY) & (extras[:, 2] > L.WHY_CALENDAR + 9_999))):
        raise DayOutOfReach("有期限的末日超出了历法的范围（公元1年至9999年）。")
    page, trigger, outcome, due, settled = (column[:duties] for column in out)
    instants = instants[: progress[kernel.P_INSTANTS]]
    return Part(wanted[first:last], page, trigger, outcome, due, settled, extras, instants, outside, ends)


def _grown(array: np.ndarray) -> np.ndarray:
    larger = np.empty((len(array) * _GROW + 64, *array.shape[1:]), array.dtype)
    larger[: len(array)] = array
    return larger


def _scratch(snapshot: Snapshot, longest: int, spool: int) -> np.ndarray:
    """One thread's memory: the fixed part, then choices, names, pauses, stretches and the spool."""
    slots, names = snapshot.slots + 4, max(len(snapshot.names), 1)
    pauses = longest * max(snapshot.stops, 1) + 1
    sizes = (
        (L.W_MEMO, slots * longest), (L.W_CHOICES, slots * longest + 1), (L.W_NAMES, names),
        (L.W_PAUSE_AT, 2 * pauses), (L.W_SPANS, 2 * pauses), (L.W_OPENED, longest + 1), (L.W_STAYS, longest + 1),
        (L.W_NAMES_AT, spool * 2 + names), (L.W_SPOOL_AT, spool * L.SPOOLED),
    )  # fmt: skip
    w = np.zeros(L.W_FREE + sum(size for _, size in sizes), np.int64)
    place = L.W_FREE
    for field, size in sizes:
        w[field] = place
        place += size
    w[L.W_MAXLEN], w[L.W_SPOOL_CAP], w[L.W_NAMES_CAP] = longest, spool, spool * 2 + names
    return w
