"""Where things are and what the clock says; the only place that looks at the machine."""

import getpass
import os
import secrets
import sys
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
SITE_KEY = "site.key"
ACCOUNT: ContextVar[str] = ContextVar("account", default="")
"""On whose behalf the service does a command that was handed to it."""


def shipped_law() -> Path:
    """The folder of the shipped Chinese law: inside an installed wheel, or at the root of a source checkout."""
    installed = PACKAGE / "law_pack"
    return installed if installed.is_dir() else PACKAGE.parents[1] / "law"


def decisions_file() -> Path | None:
    """What this bureau's legal department has decided: ``GUIJU_DECISIONS``, the path of a YAML file.

    Without it, ``decisions.yaml`` in ``home()`` counts, else the one beside the pages, if there is one.
    """
    path = os.environ.get("GUIJU_DECISIONS", "")
    if path:
        return Path(path)
    own = home() / "decisions.yaml"
    return own if own.is_file() else None


def home() -> Path:
    """The folder of this bureau's ledger: ``GUIJU_HOME``, else ``guiju-home`` in the working directory.

    It holds the embedded database and its lock; a bureau on PostgreSQL keeps only the lock of its jobs there.
    """
    return Path(os.environ.get("GUIJU_HOME", "") or "guiju-home").absolute()


def database() -> str:
    """The database of the ledger: ``GUIJU_DATABASE``, ``postgresql://user@host/name`` or ``sqlite:///path``.

    Without it, SQLite in ``home()``. A password belongs into PostgreSQL's own password file, not into an address.
    """
    return os.environ.get("GUIJU_DATABASE", "") or f"sqlite:///{home() / 'guiju.sqlite3'}"


def database_owner() -> str:
    """The owner of the tables on PostgreSQL: ``GUIJU_DATABASE_OWNER``, the same database by another role.

    Set it for `guiju open`, `guiju ledger upgrade`, `roles` and `repair` only: the service runs as the role of
    ``GUIJU_DATABASE``, which may read the ledger and add to it, and never needs this one.
    """
    return os.environ.get("GUIJU_DATABASE_OWNER", "")


def keys_folder() -> Path:
    """The store of the signing keys: ``GUIJU_KEYS``, else ``keys`` in ``home()``; never in the database.

    It has backups of its own and belongs to another administrator than the database.
    """
    path = os.environ.get("GUIJU_KEYS", "")
    return Path(path).absolute() if path else home() / "keys"


def site_secret() -> str:
    """What signs the cookies of the site: ``site.key`` among the keys; where there is none, one for this process."""
    try:
        return (keys_folder() / SITE_KEY).read_text(encoding="ascii").strip()
    except OSError:
        return secrets.token_hex(32)


def create_site_secret() -> None:
    """Lay down the key that signs the site's cookies, unless there is one."""
    path = keys_folder() / SITE_KEY
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(32), encoding="ascii")


def hosts() -> list[str]:
    """The names under which the site is reached: ``GUIJU_HOSTS``, separated by commas, else this machine only."""
    named = [name.strip() for name in os.environ.get("GUIJU_HOSTS", "").split(",") if name.strip()]
    return named or ["localhost", "127.0.0.1", "[::1]"]


def gateway() -> tuple[str, ...]:
    """The addresses of the gateway that checks certificates: ``GUIJU_GATEWAY``, separated by commas, or networks.

    Only a request that comes straight from there is believed who signs in; without it nobody signs in by certificate.
    The gateway must drop the header of ``gateway_header()`` from whatever it lets through, and nobody else may reach
    the port of the service from its address.
    """
    return tuple(part.strip() for part in os.environ.get("GUIJU_GATEWAY", "").split(",") if part.strip())


def gateway_header() -> str:
    """The header in which the gateway says the police number or account: ``GUIJU_GATEWAY_HEADER``, else GuijuUser.

    A name of one word without a hyphen: of ``X-User`` there is a second spelling, ``X_User``, that a gateway may
    forget to drop.
    """
    return os.environ.get("GUIJU_GATEWAY_HEADER", "").strip() or "GuijuUser"


def is_tls() -> bool:
    """Whether browsers reach the site by HTTPS only, from the gateway on: ``GUIJU_TLS``, 1 where they do.

    Then no cookie travels otherwise; on this machine without a gateway leave it unset.
    """
    return os.environ.get("GUIJU_TLS", "").strip().lower() in ("1", "yes", "true")


def papers_folder() -> Path:
    """Where papers lie, sealed: ``GUIJU_PAPERS``, else ``papers`` in ``home()``; it belongs into every backup."""
    path = os.environ.get("GUIJU_PAPERS", "")
    return Path(path).absolute() if path else home() / "papers"


def witnesses_file() -> Path | None:
    """Who bears witness of this ledger: ``GUIJU_WITNESSES``, a file of public keys with names and of how many it needs.

    It belongs to another administrator than the database. Without it nobody bears witness.
    """
    path = os.environ.get("GUIJU_WITNESSES", "")
    return Path(path).absolute() if path else None


def backup_folder() -> Path | None:
    """Where the service puts a backup each night: ``GUIJU_BACKUP``, a folder, best on another machine.

    Without it the service makes none.
    """
    path = os.environ.get("GUIJU_BACKUP", "")
    return Path(path).absolute() if path else None


def api_per_minute() -> int:
    """How often a token of the interface may ask within a minute: ``GUIJU_API_PER_MINUTE``, else 600."""
    said = os.environ.get("GUIJU_API_PER_MINUTE", "").strip()
    return int(said) if said.isascii() and said.isdigit() else 600


def account() -> str:
    """The operating system's name of whoever runs this command; empty where it has none."""
    try:
        return ACCOUNT.get() or getpass.getuser()
    except (KeyError, OSError):
        return ""


def child_environment(**more: str) -> dict[str, str]:
    """The environment of a program that works for us, such as PostgreSQL's own."""
    return {**os.environ, **more}


def switched_off() -> frozenset[str]:
    """The subjects that this bureau does without: ``GUIJU_WITHOUT``, their names separated by commas.

    Their events are still recorded as they come in; the law that speaks of them is left out, and says so.
    """
    return frozenset(name.strip() for name in os.environ.get("GUIJU_WITHOUT", "").split(",") if name.strip())


_sample_clock: list[tuple[datetime, datetime]] = []


def now() -> datetime:
    """The present instant; everything below ``project`` is handed it."""
    here = datetime.now(UTC)
    return next((then + (here - since) for then, since in _sample_clock), here)


def run_clock_from(then: datetime | None) -> None:
    """Let the clock of this process run on from an instant; None lets it tell the machine's time again.

    Only `ledger/opening.py` calls this, and names an instant only where the opened ledger says that it is a sample.
    """
    _sample_clock[:] = [] if then is None else [(then, datetime.now(UTC))]


def is_sample_clock() -> bool:
    """Whether the clock of this process is that of a sample."""
    return bool(_sample_clock)


def live_in(folder: Path) -> None:
    """Let this process, and those it starts, work in the home of a sample, and on no ledger that was named before."""
    for place in ("DATABASE", "DATABASE_OWNER", "KEYS", "PAPERS", "WITNESSES", "DECISIONS"):
        os.environ.pop(f"GUIJU_{place}", None)
    os.environ["GUIJU_HOME"] = str(folder.absolute())


def has_display() -> bool:
    """Whether a browser window can be opened here: a desktop session, and nobody has said that this is CI."""
    if os.environ.get("CI"):
        return False
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
