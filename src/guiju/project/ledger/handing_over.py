"""Where the service owns the ledger, a command is done by the service: this is the side of whoever gave it."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import AF_UNIX, socket

from guiju.project import env
from guiju.values.errors import GuijuError

SOCKET = "guiju.sock"
OUT, ERR, EXIT = "out", "err", "exit"
INTERRUPTED = 130


class ServiceLost(GuijuError):
    """The service ended before it had said how the command went."""

    code = "service.lost"
    remedy = "请看服务的日志，重新启动后再执行一次同样的命令：已经记录的不会记两次，导入会接着上次中断处。"


def hand_over() -> None:
    """Let the service do this very command, show what it says, and end with its status.

    Returns where no service listens, and to whoever is not the command line.

    Raises:
        ServiceLost: it ended in the middle.
    """
    if Path(sys.argv[0]).stem != "guiju":
        return
    with socket(AF_UNIX) as line:
        try:
            with socket_path(env.home()) as path:
                line.connect(path)
        except OSError:
            return
        asked = {
            "words": sys.argv[1:], "folder": str(Path.cwd()), "account": env.account(), "database": env.database(),
        }  # fmt: skip
        try:
            line.sendall(json.dumps(asked).encode() + b"\n")
            status = _listen(line)
        except ConnectionError as error:
            raise ServiceLost("规矩服务在办理中途停止。") from error
        except KeyboardInterrupt:
            print("命令已交给正在运行的规矩服务，它会继续办完。", file=sys.stderr)
            status = INTERRUPTED
    sys.exit(status)


def _listen(line: socket) -> int:
    """Show what the service says, and give the status that it ends with."""
    with line.makefile("r", encoding="utf-8", newline="\n") as said:
        for text in said:
            what, value = json.loads(text)
            if what == EXIT:
                return int(value)
            stream = sys.stdout if what == OUT else sys.stderr
            stream.write(value)
            stream.flush()
    raise ServiceLost("规矩服务在办理中途停止。")


@contextmanager
def socket_path(folder: Path) -> Iterator[str]:
    """The path of the service's socket: a short one, because a socket's path may have no more than 107 bytes."""
    if not Path("/proc/self/fd").is_dir():
        yield str(folder / SOCKET)
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{handle}/{SOCKET}"
    finally:
        os.close(handle)
