"""The counter of the service: commands of this machine's own user, handed over through a socket in the ledger's folder.

Each is done in a thread of its own; what it prints goes back to whoever gave it.
"""

import errno
import json
import logging
import os
import struct
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from socket import AF_UNIX, SHUT_RDWR, SOCK_STREAM, SOL_SOCKET, socket
from threading import Event, Lock, Thread, current_thread
from time import monotonic
from typing import Any

import typer
import typer.main
from django.db import connections

from guiju.project import env
from guiju.project.ledger.handing_over import ERR, EXIT, OUT, SOCKET, socket_path
from guiju.project.options import REFUSED
from guiju.project.progress import INTERRUPTED
from guiju.project.site.desk.places import FOLDER, root_places
from guiju.project.site.desk.streams import bind, unbind

LONGEST = 1 << 20
PATIENCE = 5.0
HEARING = 60.0
"""Whoever has not taken an answer for so long is not waited for any more; his command is done all the same."""
AT_ONCE = 8
BROKE_OFF = 1
ALONE = (("open",), ("serve",), ("demo",), ("ledger", "repair"), ("ledger", "restore-accept"))
"""What must have the ledger to itself, or is no work on it."""
_PASSING = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM, errno.ECONNABORTED)
"""What keeps a command from being taken for a moment only."""
_log = logging.getLogger("guiju")


@dataclass(frozen=True, slots=True)
class Asked:
    """A command: its words, where and by whom it was given, and the database that is meant."""

    words: tuple[str, ...]
    folder: str
    account: str
    database: str


class Counter:
    """Takes commands until it is closed. ``verbs`` is the command line; ``stop`` is called by what goes on for long."""

    def __init__(self, folder: Path, verbs: typer.Typer, stop: Event, interrupt: Any) -> None:
        self._folder, self._verbs, self._stop, self._interrupt = folder, verbs, stop, interrupt
        self._door = Lock()
        self._busy: set[Thread] = set()
        self._socket = socket(AF_UNIX, SOCK_STREAM)
        root_places(verbs)

    def open(self) -> None:
        """Begin to listen; the socket that a killed service left behind is replaced: we own the ledger."""
        (self._folder / SOCKET).unlink(missing_ok=True)
        with socket_path(self._folder) as path:
            self._socket.bind(path)
        (self._folder / SOCKET).chmod(0o600)
        self._socket.listen(AT_ONCE)
        Thread(target=self._accept, name="guiju-counter", daemon=True).start()

    def close(self, patience: float) -> None:
        """Take nothing more, and wait for what is being done."""
        (self._folder / SOCKET).unlink(missing_ok=True)
        with suppress(OSError):
            self._socket.shutdown(SHUT_RDWR)
        self._socket.close()
        until = monotonic() + patience
        with self._door:
            busy = list(self._busy)
        for thread in busy:
            thread.join(max(0.0, until - monotonic()))

    def _accept(self) -> None:
        while not self._stop.is_set():
            try:
                line, _ = self._socket.accept()
            except OSError as error:
                if error.errno not in _PASSING:
                    return
                _log.warning("the counter could not take a command: %s", error.strerror)
                self._stop.wait(1.0)
                continue
            thread = Thread(target=self._serve, args=(line,), name="guiju-command", daemon=True)
            with self._door:
                is_full = len(self._busy) >= AT_ONCE
                if not is_full:
                    self._busy.add(thread)
            if is_full:
                _Line(line).refuse("正在办理的命令太多。", "请稍后再试。")
                line.close()
            else:
                thread.start()

    def _serve(self, line: socket) -> None:
        try:
            with line:
                answers = _Line(line)
                if not _is_own(line):
                    answers.refuse("只接受启动规矩服务的同一用户的命令。", "请换用启动服务的用户，或使用网页。")
                    return
                asked = _read(line)
                if asked is None:
                    answers.refuse("命令读不懂。", "请使用同一版本的 guiju。")
                elif asked.database != env.database():
                    answers.refuse("命令所指的数据库不是规矩服务正在使用的那个。", "请核对 GUIJU_DATABASE。")
                elif any(asked.words[: len(one)] == one for one in ALONE):
                    answers.refuse("规矩服务正在使用账本。", "请先停止规矩服务，办完后再启动。")
                else:
                    answers.say(EXIT, self._do(asked, answers))
        finally:
            with self._door:
                self._busy.discard(current_thread())

    def _do(self, asked: Asked, answers: "_Line") -> int:
        """Do the command in this thread's own context; its exit status."""
        bind(lambda text: answers.say(OUT, text), lambda text: answers.say(ERR, text))
        env.ACCOUNT.set(asked.account)
        FOLDER.set(Path(asked.folder))
        INTERRUPTED.set(self._interrupt)
        try:
            typer.main.get_command(self._verbs).main(args=list(asked.words), prog_name="guiju")
        except SystemExit as ended:
            return _status(ended.code)
        except Exception:
            # The log is the service's: whoever gave the command sees one sentence.
            unbind()
            _log.exception("a command broke off: %s", " ".join(asked.words[:2]))
            answers.say(ERR, "规矩服务内部出错，详见服务的日志。\n")
            return BROKE_OFF
        finally:
            connections.close_all()
        return 0


class _Line:
    """What is said to whoever gave a command; when he has gone, the work goes on unheard."""

    def __init__(self, line: socket) -> None:
        self._line, self._is_gone = line, False

    def say(self, what: str, value: str | int) -> None:
        """Say one thing."""
        if self._is_gone:
            return
        try:
            self._line.sendall(json.dumps([what, value]).encode() + b"\n")
        except OSError:
            self._is_gone = True

    def refuse(self, sentence: str, remedy: str) -> None:
        """Refuse in one line, as the command line does."""
        self.say(ERR, f"{sentence} {remedy}\n")
        self.say(EXIT, REFUSED)


def _is_own(line: socket) -> bool:
    """Whether the other end runs as the same user of this machine, as the kernel says."""
    from socket import SO_PEERCRED

    _, user, _ = struct.unpack("3i", line.getsockopt(SOL_SOCKET, SO_PEERCRED, struct.calcsize("3i")))
    return bool(user == os.geteuid())


def _read(line: socket) -> Asked | None:
    line.settimeout(PATIENCE)
    try:
        with line.makefile("rb") as file:
            said = json.loads(file.readline(LONGEST))
        asked = Asked(
            tuple(str(word) for word in said["words"]), str(said["folder"]), str(said["account"]),
            str(said["database"]),
        )  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError):
        return None
    line.settimeout(HEARING)
    return asked


def _status(code: Sequence[str] | int | str | None) -> int:
    return code if isinstance(code, int) else 0 if code is None else BROKE_OFF
