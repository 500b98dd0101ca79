"""A large file in pieces of whole lines, read by one process or by several."""

import marshal
import os
import traceback
from collections.abc import Callable, Iterator, Sequence
from typing import Any

Task = tuple[int, int]
"""Where a piece begins and ends in the file."""


def cut(path: str, size: int) -> list[Task]:
    """The file in pieces of about ``size`` bytes, each ended by the end of a line."""
    tasks, start = [], 0
    with open(path, "rb") as file:
        total = file.seek(0, 2)
        while start < total:
            file.seek(min(start + size, total))
            file.readline()
            stop = file.tell()
            tasks.append((start, stop))
            start = stop
    return tasks


def read_lines(path: str, task: Task) -> list[str]:
    """The lines of a piece, without their ends; U+2028 and the like end no line here.

    Raises:
        UnicodeDecodeError: it is not UTF-8.
    """
    with open(path, "rb") as file:
        file.seek(task[0])
        data = file.read(task[1] - task[0])
    # Line by line: one Chinese character in a piece would make all of it twice as wide.
    return [line.decode() for line in data.removesuffix(b"\n").split(b"\n")]


def each(work: Callable[[Task], Any], tasks: Sequence[Task], processes: int) -> Iterator[Any]:
    """The results of ``work`` on every task, in order; several processes where there are forks and much to do."""
    if processes < 2 or len(tasks) < 4 or not hasattr(os, "fork"):
        yield from map(work, tasks)
        return
    children, readers = [], []
    try:
        for number in range(processes):
            reader, writer = os.pipe()
            child = os.fork()
            if not child:
                _serve(work, tasks[number::processes], writer)
            os.close(writer)
            children.append(child)
            readers.append(os.fdopen(reader, "rb"))
        for number in range(len(tasks)):
            yield _receive(readers[number % processes])
    finally:
        for file in readers:
            file.close()
        for child in children:
            os.waitpid(child, 0)


def _serve(work: Callable[[Task], Any], tasks: Sequence[Task], writer: int) -> None:
    """What a child does until it ends; a pipe that nobody reads any more ends it too."""
    status = 1
    try:
        with os.fdopen(writer, "wb") as file:
            for task in tasks:
                data = marshal.dumps(work(task))
                file.write(len(data).to_bytes(8, "big") + data)
                file.flush()
        status = 0
    except BrokenPipeError:
        status = 0
    except Exception:
        traceback.print_exc()
    finally:
        os._exit(status)


def _receive(file: Any) -> Any:
    length = file.read(8)
    data = file.read(int.from_bytes(length, "big"))
    if len(length) < 8 or not data:
        raise RuntimeError("a process of the verifier ended before its time")
    return marshal.loads(data)
