"""Opening the ledger of this bureau: Django, the database, the clock, the keys, and who follows."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from guiju.project import env
from guiju.values.errors import GuijuError


class LedgerInUse(GuijuError):
    """Another process owns the embedded database."""

    code = "ledger.in_use"
    remedy = "请等它结束，或停止正在运行的规矩服务后再执行。"


def start_django() -> None:
    """Make Django ready, once."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guiju.project.settings")
    import django

    django.setup()


def make_ledger() -> str:
    """Create the tables, the signing key and an empty ledger where there is none; the ledger's name.

    Raises:
        LedgerStands: there is one already.
        KeyStoreRefused: the key store holds a key that belongs to another ledger.
    """
    with owned():
        start_django()
        from django.core.management import call_command

        from guiju.bureau.permission_key import create_permission_key
        from guiju.facts.keys.signer import create_keys
        from guiju.facts.seal.sealer import open_ledger, refuse_second_ledger
        from guiju.project.ledger.wiring import wire

        call_command("migrate", verbosity=0)
        refuse_second_ledger()
        signer = create_keys(env.keys_folder())
        create_permission_key(env.keys_folder())
        env.create_site_secret()
        wire(signer)
        return open_ledger()


@contextmanager
def opened_ledger(*, is_restored: bool = False) -> Iterator[None]:
    """The ledger, ready to be read and written; where it is SQLite, by this process alone.

    ``is_restored``: an older database than the one signed last is accepted, for the verb that records just that.

    Raises:
        LedgerInUse: another process owns the embedded database.
        RolledBack: the database is not the one that was signed last.
        KeyStoreRefused: the signing key cannot be read.
        LedgerNotOpen: there is no ledger yet.
    """
    with owned():
        start_django()
        from guiju.facts.keys.signer import open_keys
        from guiju.facts.seal.memory import refuse_rollback
        from guiju.facts.seal.sealer import check_ledger
        from guiju.project.ledger.wiring import wire

        check_ledger()
        if not is_restored:
            refuse_rollback(env.keys_folder())
        wire(open_keys(env.keys_folder()))
        yield


@contextmanager
def read_ledger() -> Iterator[None]:
    """The ledger for looking at it only: beside whoever owns the database, and also where it was rolled back.

    Raises:
        LedgerNotOpen: there is no ledger yet.
    """
    start_django()
    from guiju.facts.seal.sealer import check_ledger

    check_ledger()
    yield


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
