"""Where things are and what the clock says; the only place that looks at the machine."""

import getpass
import os
import secrets
import sys
from datetime import UTC, datetime
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
SITE_KEY = "site.key"


def shipped_law() -> Path:
    """The folder of the shipped Chinese law: inside an installed wheel, or at the root of a source checkout."""
    installed = PACKAGE / "law_pack"
    return installed if installed.is_dir() else PACKAGE.parents[1] / "law"


def decisions_file() -> Path | None:
    """What this bureau's legal department has decided: ``GUIJU_DECISIONS``, the path of a YAML file.

    Without it, ``decisions.yaml`` beside the pages counts, if there is one.
    """
    path = os.environ.get("GUIJU_DECISIONS", "")
    return Path(path) if path else None


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


def witnesses_file() -> Path | None:
    """Who bears witness of this ledger: ``GUIJU_WITNESSES``, a file of public keys with names and of how many it needs.

    It belongs to another administrator than the database. Without it nobody bears witness.
    """
    path = os.environ.get("GUIJU_WITNESSES", "")
    return Path(path).absolute() if path else None


def account() -> str:
    """The operating system's name of whoever runs this command; empty where it has none."""
    try:
        return getpass.getuser()
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


def now() -> datetime:
    """The present instant; everything below ``project`` is handed it."""
    return datetime.now(UTC)


def has_display() -> bool:
    """Whether a browser window can be opened here: a desktop session, and nobody has said that this is CI."""
    if os.environ.get("CI"):
        return False
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
