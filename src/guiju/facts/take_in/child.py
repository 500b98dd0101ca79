"""The reading process: parses one file under hard limits, hands the rows back through a file, and ends.

It hears its job on standard input and speaks in lines of JSON on standard output.
"""

import gc
import json
import os
import pickle
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from guiju.facts.take_in.caps import MEBIBYTE, Caps, FileRefused, FileTooCostly, ReadingBroke, TakeInRefused, shown
from guiju.facts.take_in.columns import Source
from guiju.facts.take_in.handover import write_rows
from guiju.facts.take_in.mapping import Mapping
from guiju.facts.take_in.rows import build_rows, complete, wanted_columns
from guiju.facts.take_in.unpacking import check_sign, format_of

_SPEAK_EVERY = 0.1


@dataclass(frozen=True, slots=True)
class Job:
    """What the parent asks for. ``limits`` are those of this process; ``is_survey``: only a first look is wanted."""

    path: Path
    mapping: Mapping
    limits: Caps
    result: Path
    is_survey: bool = False


def read_source(path: Path, mapping: Mapping, caps: Caps, progress: Callable[[float], None]) -> Source:
    """The file as columns, by the reader of its format.

    Raises:
        TakeInRefused: it cannot be read, or costs too much.
    """
    suffix = format_of(path)
    check_sign(path, suffix)
    wanted = wanted_columns(mapping)
    if suffix.startswith(".xes"):
        from guiju.facts.take_in.xes import read_xes

        return read_xes(path, suffix, wanted, caps, progress)
    if suffix.startswith(".csv"):
        from guiju.facts.take_in.delimited import read_csv

        return read_csv(path, suffix, wanted, caps, progress)
    if suffix == ".xlsx":
        from guiju.facts.take_in.workbook import read_xlsx

        return read_xlsx(path, wanted, mapping.sheet, caps, progress)
    from guiju.facts.take_in.parquet import read_parquet

    return read_parquet(path, wanted, caps, progress)


def main() -> None:
    """Do the one job that standard input says."""
    job: Job = pickle.load(sys.stdin.buffer)  # noqa: S301 — it comes from the process that started this one
    _limit(job.limits)
    # One job, then the end: looking for cycles among millions of values would only cost time.
    gc.disable()
    try:
        source = read_source(job.path, job.mapping, job.limits, _Speaker())
        if job.is_survey:
            from guiju.facts.take_in.survey import write_survey

            write_survey(job.result, source)
        else:
            write_rows(job.result, build_rows(source, complete(job.mapping, source)))
    except TakeInRefused as refused:
        _refuse(refused)
    except MemoryError:
        megabytes = job.limits.memory_bytes // MEBIBYTE
        _refuse(FileTooCostly(f"读取“{job.path.name}”需要的内存超过 {megabytes} MB。"))
    except UnicodeError:
        _refuse(FileRefused(f"“{job.path.name}”的文字编码有误。"))
    except Exception as error:
        # Whatever a parser may throw at a hostile file is told, together with its place.
        import traceback

        broke = ReadingBroke(f"读取“{job.path.name}”时出错：{shown(error, 200)}。")
        _refuse(broke, trace=traceback.format_exc())
    sys.stdout.flush()
    # Nothing is left to tidy up, and letting go of millions of values one by one takes longer than reading some files.
    os._exit(0)


def _refuse(refused: TakeInRefused, **more: str) -> None:
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
