"""`guiju serve`: one process that owns the ledger; the web, the sealer, the jobs, the clock and the counter in it."""

import errno
import logging
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from threading import Event, Thread
from time import monotonic, sleep

import typer
from granian.constants import Interfaces
from granian.server.mt import MTServer

from guiju.project import env
from guiju.project.ledger.opening import kept_open
from guiju.project.site.desk.counter import Counter
from guiju.project.site.desk.streams import bound_streams
from guiju.project.site.static_files import collect_static
from guiju.project.site.wsgi import make_application
from guiju.values.errors import GuijuError

WEB_THREADS = 8
CONNECTIONS = 800
"""So many at a time: Granian counts a browser's idle connection too, and lets nobody else in beyond them."""
PATIENCE = 60.0
"""So long what is going on may take to come to an end when the service stops; what is left is as after a crash."""
_log = logging.getLogger("guiju")
OnReady = Callable[[str], None]


class PortRefused(GuijuError):
    """The service cannot listen there."""

    code = "serve.port"
    remedy = "请用 --port 换一个端口，或停止占用它的程序；--host 须是本机的地址。"


class _Web(MTServer):
    """Granian in threads of this very process: on SQLite one process owns the file, and the lock is its own."""

    def _check_gil(self) -> None:
        # Granian starts threads instead of processes only where there is no GIL. Its Rust side lets go of the GIL
        # while it waits, so threads serve us with one as well (tests/flow/test_serve.py).
        return


def run(
    host: str = "127.0.0.1", port: int = 8000, *, verbs: typer.Typer | None = None, on_ready: OnReady | None = None
) -> None:
    """Serve until SIGINT or SIGTERM; ``on_ready`` is told the address once it answers. Main thread only.

    ``verbs`` is the command line, whose commands the service takes from a local socket while it owns the ledger.

    Raises:
        PortRefused: the address cannot be listened on.
        LedgerInUse, LedgerNotOpen, LedgerOlder, RolledBack, KeyStoreRefused: there is no ledger to be served.
    """
    port = _free_port(host, port)
    with kept_open(), bound_streams():
        collect_static()
        application = make_application()
        stopping = Event()
        web = _Web(
            "guiju", address=host, port=port, interface=Interfaces.WSGI, blocking_threads=WEB_THREADS,
            blocking_threads_idle_timeout=600, backpressure=CONNECTIONS, log_enabled=False,
        )  # fmt: skip
        with ExitStack() as running:
            running.enter_context(_threads(stopping))
            if verbs is not None and hasattr(socket, "SO_PEERCRED"):
                running.enter_context(_counter(verbs, stopping))
            if on_ready is not None:
                Thread(target=_tell_ready, args=(host, port, on_ready, stopping), daemon=True).start()
            web.serve(target_loader=lambda *_: application, wrap_loader=False)


@contextmanager
def _threads(stopping: Event) -> Iterator[None]:
    """The sealer, the clock and the jobs, each in its thread, until the end of the block."""
    # They know models, which only a started Django has.
    from guiju.project.site.running import noting, sealing, tick, worker
    from guiju.project.site.running.loop import Loop

    loops = [
        Loop(sealing.NAME, sealing.seal_waiting, stopping),
        Loop(tick.NAME, tick.tick_once, stopping),
        Loop(noting.NAME, noting.flush_looks, stopping),
        Loop(worker.NAME, worker.Worker().round, stopping),
    ]
    for loop in loops:
        loop.start()
    try:
        yield
    finally:
        stopping.set()
        until = monotonic() + PATIENCE
        for loop in loops:
            loop.join(max(0.0, until - monotonic()))
            if loop.is_alive():
                _log.warning("%s did not end in time; what it had not committed is undone", loop.name)
        noting.flush_last()


@contextmanager
def _counter(verbs: typer.Typer, stopping: Event) -> Iterator[None]:
    from guiju.project.site.running.loop import Stopping

    def interrupt() -> None:
        if stopping.is_set():
            raise Stopping("规矩服务正在停止。")

    counter = Counter(env.home(), verbs, stopping, interrupt)
    counter.open()
    try:
        yield
    finally:
        stopping.set()
        counter.close(PATIENCE)


def _free_port(host: str, port: int) -> int:
    """The port, or for 0 any free one.

    Granian would share a port with whoever else shares it, and say nothing; a plain socket is refused it.
    """
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
            return int(probe.getsockname()[1])
    except OSError as error:
        why = "已被占用" if error.errno == errno.EADDRINUSE else f"不能使用：{error.strerror or error}"
        raise PortRefused(f"{host} 的端口 {port} {why}。") from error


def _tell_ready(host: str, port: int, on_ready: OnReady, stopping: Event) -> None:
    """Tell the address as soon as somebody answers there."""
    while not stopping.is_set():
        try:
            socket.create_connection((host, port), timeout=1).close()
        except OSError:
            sleep(0.02)
            continue
        on_ready(f"http://{f'[{host}]' if ':' in host else host}:{port}/")
        return
