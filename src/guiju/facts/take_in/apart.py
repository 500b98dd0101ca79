"""A process of its own, under hard limits, for whatever is done with a file that a stranger may have written.

The child hears its job on standard input and speaks in lines of JSON on standard output; what it made lies in a file.
"""

import gc
import json
import os
import pickle
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from collections.abc import Mapping as Pairs
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import Any, ClassVar

from guiju.facts.take_in.caps import (
    KINDS,
    MEBIBYTE,
    Caps,
    FileRefused,
    FileTooCostly,
    ReadingBroke,
    ReadingStopped,
    shown,
)
from guiju.values.errors import GuijuError

_SPEAK_EVERY = 0.1
# One thread: the limits count address space, and every thread of a numeric library reserves some.
_BOOT = """
import json, os, sys
for name, value in (("OPENBLAS_NUM_THREADS", "1"), ("OMP_NUM_THREADS", "1"), ("ARROW_DEFAULT_MEMORY_POOL", "system")):
    os.putenv(name, value)
sys.path[:] = json.loads(sys.argv[1])
from guiju.facts.take_in.apart import main
main()
"""


@dataclass(frozen=True, slots=True)
class Apart:
    """One job for a process of its own: a subclass says what is done, and writes what comes of it to ``result``.

    ``limits`` are those of that process; ``name`` is what an error calls the file.
    """

    limits: Caps
    result: Path
    refusals: ClassVar[Pairs[str, type[GuijuError]]] = KINDS
    """What the job may refuse with, by code: nothing else comes back from the child but these."""

    @property
    def name(self) -> str:
        """What an error calls the file."""
        return self.result.name

    def work(self, progress: Callable[[float], None]) -> None:
        """Do it; runs in the child."""
        raise NotImplementedError


def run_apart(job: Apart, progress: Callable[[float], None]) -> None:
    """Let a process of its own do a job, and end it whatever happens.

    Raises:
        GuijuError: one of the job's refusals; or a ``TakeInRefused``, where it was stopped.
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


def _listen(child: subprocess.Popen[bytes], job: Apart, progress: Callable[[float], None]) -> dict[str, Any]:
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


def _judge(last: dict[str, Any], status: int, job: Apart, complaints: str) -> None:
    name = job.name
    if "code" in last:
        kind = {**KINDS, **job.refusals}.get(last["code"], FileRefused)
        refused = kind(last["sentence"], remedy=last["remedy"])
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


def main() -> None:
    """Do the one job that standard input says."""
    job: Apart = pickle.load(sys.stdin.buffer)  # noqa: S301 — it comes from the process that started this one
    _limit(job.limits)
    # One job, then the end: looking for cycles among millions of values would only cost time.
    gc.disable()
    try:
        job.work(_Speaker())
    except GuijuError as refused:
        _refuse(refused)
    except MemoryError:
        megabytes = job.limits.memory_bytes // MEBIBYTE
        _refuse(FileTooCostly(f"读取“{job.name}”需要的内存超过 {megabytes} MB。"))
    except UnicodeError:
        _refuse(FileRefused(f"“{job.name}”的文字编码有误。"))
    except Exception as error:
        # Whatever a parser may throw at a hostile file is told, together with its place.
        import traceback

        broke = ReadingBroke(f"读取“{job.name}”时出错：{shown(error, 200)}。")
        _refuse(broke, trace=traceback.format_exc())
    sys.stdout.flush()
    # Nothing is left to tidy up, and letting go of millions of values one by one takes longer than reading some files.
    os._exit(0)


def _refuse(refused: GuijuError, **more: str) -> None:
    _speak(code=refused.code, sentence=refused.sentence, remedy=refused.remedy, **more)


class _Speaker:
    """Tells the parent how far the reading is, a few times a second."""

    def __init__(self) -> None:
        self.spoke_at = time.monotonic()

    def __call__(self, share: float) -> None:
        now = time.monotonic()
        if now - self.spoke_at >= _SPEAK_EVERY:
            self.spoke_at = now
            _speak(share=round(share, 3))


def _speak(**words: object) -> None:
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


def _limit(caps: Caps) -> None:
    for kind, most in (
        (resource.RLIMIT_AS, caps.memory_bytes),
        (resource.RLIMIT_CPU, caps.cpu_seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        if hard != resource.RLIM_INFINITY:
            most = min(most, hard)
        resource.setrlimit(kind, (most, hard))
