"""Opening the ledger of this bureau: Django, the database, the clock, the keys, and who follows."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from guiju.project import env
from guiju.project.ledger.database import as_owner, migrate
from guiju.project.ledger.handing_over import hand_over
from guiju.project.progress import Tell
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


class LedgerOlder(GuijuError):
    """The ledger was opened by an older version, which did not know of all that this one needs."""

    code = "ledger.older"
    remedy = "请先停止规矩服务，另行复制数据库和密钥目录，再执行 guiju ledger upgrade；已有记录不会改动。"


def start_django() -> None:
    """Make Django ready, once."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guiju.project.settings")
    import django

    django.setup()


def make_ledger(*, sample_from: datetime | None = None, hash_name: str = "sha256") -> str:
    """Create the tables, the signing key and an empty ledger where there is none; the ledger's name.

    ``sample_from`` makes it a ledger of sample data for ever, whose time begins at that instant. ``hash_name`` is what
    it is hashed with for ever: sha256 or sm3.

    Raises:
        LedgerStands: there is one already.
        KeyStoreRefused: the key store holds a key that belongs to another ledger.
    """
    with owned():
        start_django()
        from guiju.bureau.permission_key import create_permission_key
        from guiju.facts.keys.blind_index import create_index_key
        from guiju.facts.keys.person_keys import create_person_keys
        from guiju.facts.keys.signer import create_keys
        from guiju.facts.seal.sample import open_sample_ledger
        from guiju.facts.seal.sealer import open_ledger, refuse_second_ledger
        from guiju.findings.law import law_in_force
        from guiju.project.ledger.wiring import wire

        # First of all: the tables of a ledger that stands are not touched.
        with as_owner():
            refuse_second_ledger()
        bring_up_to_date()
        signer = create_keys(env.keys_folder())
        create_permission_key(env.keys_folder())
        create_index_key(env.keys_folder())
        create_person_keys(env.keys_folder())
        env.create_site_secret()
        wire(signer, hash_name)
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
        KeyStoreRefused: a key cannot be read, or is lost.
        LedgerOlder: an older version opened it, and it lacks something.
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
        LedgerInUse, RolledBack, KeyStoreRefused, LedgerOlder, LedgerNotOpen: as ``opened_ledger``.
    """
    with owned():
        _open(is_restored=False)
        _kept_open.append(True)
        try:
            yield
        finally:
            _kept_open.clear()


def upgrade_ledger(tell: Tell) -> tuple[str, ...]:
    """Make what a ledger of an older version lacks: keys, tables, and what is to stand in those; what was made.

    No event is changed. What an older version recorded in clear stays as it is: it was hashed like that.

    Raises:
        LedgerInUse, KeyStoreRefused, LedgerNotOpen: as ``opened_ledger``; nothing was made.
    """
    with owned():
        start_django()
        from guiju.facts.privacy.first_keys import lay_first_keys
        from guiju.facts.seal.sealer import check_ledger

        check_ledger()
        made = lay_first_keys(env.keys_folder())
        env.create_site_secret()
        if not _lagging_tables():
            return tuple(made)
        bring_up_to_date()
        # Nothing is signed here: an old backup is upgraded before anybody can accept that it was restored.
        _open(is_restored=True)
        # It knows tables, which only now are all there.
        from guiju.project.ledger.judging_desk import rebuild

        rebuild(tell)
        return (*made, "数据库表")


def bring_up_to_date() -> None:
    """Let the database take the steps of its tables that this version knows and it has not taken."""
    migrate()


def _refuse_older() -> None:
    """Make sure that nothing is missing which this version needs.

    Raises:
        LedgerOlder: something is.
        KeyStoreRefused: a key is lost.
    """
    from guiju.facts.privacy.first_keys import missing_keys

    missing = [*missing_keys(env.keys_folder()), *(["数据库表的更新"] if _lagging_tables() else [])]
    if missing:
        raise LedgerOlder(f"账本是用较早的版本建立的，还缺少：{'、'.join(missing)}。")


def _lagging_tables() -> bool:
    """Whether our own packages know steps of the tables that this database has not taken."""
    from django.apps import apps
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    taken = set(MigrationRecorder(connection).applied_migrations())
    ours = [one for one in apps.get_app_configs() if one.name.startswith("guiju.")]
    return any(
        (one.label, step.stem) not in taken for one in ours for step in Path(one.path, "migrations").glob("[0-9]*.py")
    )


def _open(*, is_restored: bool) -> None:
    start_django()
    from guiju.facts.keys.signer import open_keys
    from guiju.facts.seal.memory import refuse_rollback
    from guiju.facts.seal.sealer import check_ledger, hash_of_ledger
    from guiju.findings.law import current_law
    from guiju.project.ledger.wiring import wire

    check_ledger()
    _refuse_older()
    _set_clock()
    if not is_restored:
        refuse_rollback(env.keys_folder())
    wire(open_keys(env.keys_folder()), hash_of_ledger())
    # What the bureau has published stands in the ledger.
    current_law()


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
