"""Opening the ledger of this bureau: Django, the database, the clock, the keys, and who follows."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime

from guiju.project import env
from guiju.project.ledger.handing_over import hand_over
from guiju.values.clock import from_micros
from guiju.values.errors import GuijuError

_kept_open: list[bool] = []


class LedgerInUse(GuijuError):
    """Another process owns the embedded database."""

    code = "ledger.in_use"
    remedy = "请等它结束，或停止正在运行的规矩服务后再执行。"


class BesideService(GuijuError):
    """A command that must have the ledger to itself was given while the service runs."""

    code = "ledger.beside_service"
    remedy = "请先停止规矩服务，办完后再启动。"


def start_django() -> None:
    """Make Django ready, once."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guiju.project.settings")
    import django

    django.setup()


def make_ledger(*, sample_from: datetime | None = None) -> str:
    """Create the tables, the signing key and an empty ledger where there is none; the ledger's name.

    ``sample_from`` makes it a ledger of sample data for ever, whose time begins at that instant.

    Raises:
        LedgerStands: there is one already.
        KeyStoreRefused: the key store holds a key that belongs to another ledger.
    """
    with owned():
        start_django()
        from django.core.management import call_command

        from guiju.bureau.permission_key import create_permission_key
        from guiju.facts.keys.blind_index import create_index_key
        from guiju.facts.keys.person_keys import create_person_keys
        from guiju.facts.keys.signer import create_keys
        from guiju.facts.seal.sample import open_sample_ledger
        from guiju.facts.seal.sealer import open_ledger, refuse_second_ledger
        from guiju.findings.law import law_in_force
        from guiju.project.ledger.wiring import wire

        call_command("migrate", verbosity=0)
        refuse_second_ledger()
        signer = create_keys(env.keys_folder())
        create_permission_key(env.keys_folder())
        create_index_key(env.keys_folder())
        create_person_keys(env.keys_folder())
        env.create_site_secret()
        wire(signer)
        env.run_clock_from(sample_from)
        return open_ledger() if sample_from is None else open_sample_ledger(sample_from, local=law_in_force().local)


@contextmanager
def opened_ledger(*, is_restored: bool = False) -> Iterator[None]:
    """The ledger, ready to be read and written; where it is SQLite, by this process alone.

    Where the service owns it, a verb of the command line is handed over to the service and ends with its status.
    ``is_restored``: an older database than the one signed last is accepted, for the verb that records just that.

    Raises:
        LedgerInUse: another process owns the embedded database.
        BesideService: the service has it, and this must not be done beside it.
        ServiceLost: the service ended in the middle of the work.
        RolledBack: the database is not the one that was signed last.
        KeyStoreRefused: the signing key cannot be read.
        LedgerNotOpen: there is no ledger yet.
    """
    if _kept_open:
        if is_restored:
            raise BesideService("规矩服务正在使用账本。")
        yield
        return
    with ExitStack() as held:
        try:
            held.enter_context(owned())
        except LedgerInUse:
            hand_over()
            raise
        _open(is_restored=is_restored)
        yield


@contextmanager
def kept_open() -> Iterator[None]:
    """The ledger opened by this process for all of its threads; what they open meanwhile is this one.

    Raises:
        LedgerInUse, RolledBack, KeyStoreRefused, LedgerNotOpen: as ``opened_ledger``.
    """
    with owned():
        _open(is_restored=False)
        _kept_open.append(True)
        try:
            yield
        finally:
            _kept_open.clear()


def bring_up_to_date() -> None:
    """Bring the tables to this version, where it knows more of them than the one before."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0)


def _open(*, is_restored: bool) -> None:
    start_django()
    from guiju.facts.keys.signer import open_keys
    from guiju.facts.seal.memory import refuse_rollback
    from guiju.facts.seal.sealer import check_ledger
    from guiju.project.ledger.wiring import wire

    check_ledger()
    _set_clock()
    if not is_restored:
        refuse_rollback(env.keys_folder())
    wire(open_keys(env.keys_folder()))


@contextmanager
def read_ledger() -> Iterator[None]:
    """The ledger for looking at it only: beside whoever owns the database, and also where it was rolled back.

    Raises:
        LedgerNotOpen: there is no ledger yet.
    """
    start_django()
    from guiju.facts.seal.sealer import check_ledger

    check_ledger()
    if not _kept_open:
        _set_clock()
    yield


def _set_clock() -> None:
    """A sample's time goes on where it stood; a bureau's own ledger knows the machine's time and no other."""
    from guiju.facts.seal.sample import find_sample_time

    then = find_sample_time()
    env.run_clock_from(None if then is None else from_micros(then, UTC))


@contextmanager
def owned() -> Iterator[None]:
    """Exclusive use of the embedded database; PostgreSQL has locks of its own.

    Raises:
        LedgerInUse: another process has it.
    """
    if not env.database().startswith("sqlite:"):
        yield
        return
    from fcntl import LOCK_EX, LOCK_NB, flock

    env.home().mkdir(parents=True, exist_ok=True, mode=0o700)
    with (env.home() / "guiju.lock").open("a") as lock:
        try:
            flock(lock, LOCK_EX | LOCK_NB)
        except BlockingIOError as error:
            raise LedgerInUse("账本正由另一个进程使用。") from error
        yield
