"""Standard output and error, per command: what one thread prints for somebody else goes to him and to nobody else."""

import io
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TextIO

Says = Callable[[str], object]
_bound: ContextVar[tuple[Says, Says] | None] = ContextVar("streams", default=None)


class BoundStream(io.TextIOBase):
    """Stands for standard output or error; writes where the running context is bound to, else to the ``other``."""

    encoding = "utf-8"
    errors = "strict"

    def __init__(self, place: int, other: TextIO) -> None:
        self._place, self._other = place, other

    def write(self, text: str) -> int:
        """Write it to whom it is meant for."""
        if not isinstance(text, str):
            raise TypeError("text is expected")
        bound = _bound.get()
        if bound is None:
            return self._other.write(text)
        bound[self._place](text)
        return len(text)

    def flush(self) -> None:
        """What is bound is sent at once; the other stream is flushed."""
        if _bound.get() is None:
            self._other.flush()

    def isatty(self) -> bool:
        """Somebody far away has no terminal that could be drawn upon."""
        return _bound.get() is None and self._other.isatty()

    def fileno(self) -> int:
        """The descriptor of the other stream, for who is not bound."""
        if _bound.get() is not None:
            raise io.UnsupportedOperation("fileno")
        return self._other.fileno()

    def writable(self) -> bool:
        """It is."""
        return True


def bind(out: Says, err: Says) -> None:
    """From now on what this context prints goes there."""
    _bound.set((out, err))


def unbind() -> None:
    """From now on what this context prints is the process's own again."""
    _bound.set(None)


@contextmanager
def silent() -> Iterator[None]:
    """What is printed within goes nowhere; only where ``bound_streams`` are in place."""
    token = _bound.set((len, len))
    try:
        yield
    finally:
        _bound.reset(token)


@contextmanager
def bound_streams() -> Iterator[None]:
    """Put them in the place of this process's standard streams."""
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = BoundStream(0, before[0]), BoundStream(1, before[1])
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before
