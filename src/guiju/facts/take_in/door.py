"""The way in: a file and its mapping become an event table, or are refused in one sentence."""

import json
import pickle
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Container
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import Any

import numpy as np

from guiju.facts.take_in.caps import KINDS, Caps, FileRefused, ReadingBroke, ReadingStopped, TakeInRefused
from guiju.facts.take_in.child import Job
from guiju.facts.take_in.handover import HandedOver
from guiju.facts.take_in.mapping import Mapping
from guiju.facts.take_in.survey import Survey, read_survey
from guiju.facts.take_in.unpacking import format_of
from guiju.values.event_table import EventTable
from guiju.values.finding import RefusedRow

# One thread: the limits count address space, and every thread of a numeric library reserves some.
_BOOT = """
import json, os, sys
for name, value in (("OPENBLAS_NUM_THREADS", "1"), ("OMP_NUM_THREADS", "1"), ("ARROW_DEFAULT_MEMORY_POOL", "system")):
    os.putenv(name, value)
sys.path[:] = json.loads(sys.argv[1])
from guiju.facts.take_in.child import main
main()
"""
_FOREIGN = "（未映射）"


@dataclass(frozen=True, slots=True)
class Taken:
    """What came in: the events, the rows that did not, and the mapped event names that nobody knows."""

    table: EventTable
    refused_rows: list[RefusedRow]
    unknown_events: tuple[str, ...] = ()


def take_in(
    path: Path | str,
    mapping: Mapping,
    *,
    vocabulary_known: Container[str] | None = None,
    limits: Caps | None = None,
    progress: Callable[[float], None] | None = None,
) -> Taken:
    """The events of one file, read in a process of its own under ``limits``.

    ``vocabulary_known`` tells which event names mean something; ``progress`` hears shares from 0 to 1.

    Raises:
        TakeInRefused: the file, or the mapping for it, is refused whole.
    """
    path = Path(path)
    format_of(path)
    with tempfile.TemporaryDirectory(prefix="guiju-") as folder:
        job = Job(path.absolute(), mapping, limits or Caps(), Path(folder) / "rows")
        _run(job, progress or (lambda share: None))
        handed = HandedOver(job.result)
    if progress is not None:
        progress(1.0)
    unmapped, recorded = _name_types(handed, mapping, vocabulary_known)
    table = EventTable(
        type=handed.type,
        keys=handed.keys,
        attributes=handed.attributes,
        zone=mapping.zone,
        recorded=recorded,
        unmapped=unmapped,
        **handed.arrays,
    )
    declared = sorted(mapping.declared)
    unknown = () if vocabulary_known is None else tuple(name for name in declared if name not in vocabulary_known)
    return Taken(table, [RefusedRow(*said) for said in handed.refused], unknown)


def survey(path: Path | str, *, sheet: str | int | None = None, limits: Caps | None = None) -> Survey:
    """What a file looks like, read in a process of its own under ``limits``, before there is a mapping for it.

    Raises:
        TakeInRefused: the file cannot be read, or costs too much.
    """
    path = Path(path)
    format_of(path)
    with tempfile.TemporaryDirectory(prefix="guiju-") as folder:
        every = Mapping(sheet=sheet, is_canonical=True)
        job = Job(path.absolute(), every, limits or Caps(), Path(folder) / "survey", is_survey=True)
        _run(job, lambda share: None)
        return read_survey(job.result)


def _name_types(
    handed: HandedOver, mapping: Mapping, known: Container[str] | None
) -> tuple[dict[str, int], frozenset[str]]:
    """The counts of unmapped names, and the types that the source records."""
    names = [str(name) for name in handed.type.values]
    counts = np.bincount(handed.type.codes, minlength=len(names)).tolist()
    if mapping.targets or mapping.wide:
        foreign = set(handed.unmapped)
        recorded = mapping.declared
    else:
        foreign = {code for code, name in enumerate(names) if known is not None and name not in known}
        recorded = frozenset(name for code, name in enumerate(names) if code not in foreign) | mapping.declared
    unmapped = {names[code]: counts[code] for code in sorted(foreign)}
    for code in handed.unmapped:
        # A name of the source that is spelt like one of ours is still not ours: the mapping does not say so.
        if names[code] in mapping.declared or (known is not None and names[code] in known):
            handed.type.values[code] = names[code] + _FOREIGN
    return unmapped, recorded


def _run(job: Job, progress: Callable[[float], None]) -> None:
    """Let the reading process do the job, and end it whatever happens.

    Raises:
        TakeInRefused: it refused the file, or was stopped.
    """
    command = [sys.executable, "-I", "-S", "-c", _BOOT, json.dumps([each for each in sys.path if each])]
    with tempfile.TemporaryFile() as complaints:
        child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=complaints)
        timer = Timer(job.limits.wall_seconds, child.kill)
        timer.start()
        try:
            last = _listen(child, job, progress)
            child.wait()
        finally:
            timer.cancel()
            child.kill()
            child.wait()
        complaints.seek(0)
        _judge(last, child.returncode, job, complaints.read(20_000).decode("utf-8", "replace"))


def _listen(child: subprocess.Popen[bytes], job: Job, progress: Callable[[float], None]) -> dict[str, Any]:
    assert child.stdin and child.stdout
    with child.stdin as ear:
        try:
            pickle.dump(job, ear)
        except BrokenPipeError:
            # It died before it heard its job; its exit status says more than this.
            return {}
    words: dict[str, Any] = {}
    with child.stdout as mouth:
        for line in mouth:
            words = json.loads(line)
            if "share" in words:
                progress(words["share"])
    return words


def _judge(last: dict[str, Any], status: int, job: Job, complaints: str) -> None:
    name = job.path.name
    if "code" in last:
        refused: TakeInRefused = KINDS.get(last["code"], FileRefused)(last["sentence"], remedy=last["remedy"])
        if "trace" in last:
            refused.add_note(last["trace"])
        raise refused
    if status == -signal.SIGXCPU:
        raise ReadingStopped(f"读取“{name}”超过 {job.limits.cpu_seconds} 秒处理器时间，已停止。")
    if status == -signal.SIGKILL:
        raise ReadingStopped(f"读取“{name}”用时过长或内存不足，已停止。")
    if status in (-signal.SIGABRT, -signal.SIGSEGV, -signal.SIGBUS):
        stopped = ReadingStopped(f"读取“{name}”需要的内存超过上限，已停止。")
        stopped.add_note(complaints)
        raise stopped
    if status != 0 or not job.result.is_file():
        broke = ReadingBroke(f"读取“{name}”的进程意外结束（{status}）。")
        broke.add_note(complaints)
        raise broke
