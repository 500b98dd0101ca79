"""The keys of natural persons: a store of their own beside the ledger, so that a person's data can be made unreadable.

Law: ledger.md, "Personal fields are encrypted per subject"; docs/decisions/0014-personal-data.md. Whoever is owner of a
key is named as ``person:<code>``, or by what a record is about where it names no person (``case:<number>``).
"""

import os
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import local
from typing import Any, NamedTuple

from guiju.facts.keys.signer import KeyStoreRefused

FILE = "persons.sqlite3"
BYTES = 32
REMEMBERED = 50_000
"""So many keys one thread keeps in memory before it forgets them all."""
_SCHEMA = (
    "CREATE TABLE person_key (id TEXT PRIMARY KEY, owner TEXT NOT NULL, key BLOB, made_at INTEGER NOT NULL, "
    "destroyed_at INTEGER) WITHOUT ROWID",
    "CREATE UNIQUE INDEX person_key_live ON person_key (owner) WHERE key IS NOT NULL",
    "CREATE INDEX person_key_owner ON person_key (owner)",
    "CREATE TABLE copy_made (name TEXT PRIMARY KEY, made_at INTEGER NOT NULL, gone_at INTEGER) WITHOUT ROWID",
)


class PersonKeysRefused(KeyStoreRefused):
    """The store of the persons' keys is not there or cannot be read."""

    code = "personal.keys"
    remedy = "请从人员密钥库的备份恢复 persons.sqlite3；新建的库读不出任何已有的个人信息。"


class PersonKey(NamedTuple):
    """The key in use for an owner."""

    id: str
    key: bytes


class KeyState(NamedTuple):
    """What the store knows of a key; ``key`` is None once it is destroyed."""

    id: str
    owner: str
    key: bytes | None
    made_at: int
    destroyed_at: int | None


def create_person_keys(folder: Path) -> None:
    """Make an empty store, readable by its owner alone.

    Raises:
        PersonKeysRefused: there is one already.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / FILE
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError as error:
        raise PersonKeysRefused("密钥目录里已经有人员密钥库，没有另建。") from error
    raw = _connect(path)
    for statement in _SCHEMA:
        raw.execute(statement)
    raw.close()


def _connect(path: Path) -> Any:
    # Here, because before Django has loaded the name may stand for another library (settings.use_fixed_sqlite).
    import sqlite3

    raw = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None, timeout=30)
    for word in ("journal_mode=DELETE", "synchronous=FULL", "secure_delete=ON", "trusted_schema=OFF"):
        raw.execute(f"PRAGMA {word}").fetchall()
    return raw


class _Memory:
    """What one thread holds: its connection, what it has read of it, and the version of the file that it has read."""

    def __init__(self, raw: Any) -> None:
        self.raw = raw
        self.process = os.getpid()
        self.version = -1
        self.by_owner: dict[str, PersonKey] = {}
        self.by_id: dict[str, bytes | None] = {}

    def forget(self) -> None:
        self.by_owner.clear()
        self.by_id.clear()

    def refresh(self) -> None:
        """Forget everything where another connection has changed the file: a destroyed key must not outlive it here."""
        version = self.raw.execute("PRAGMA data_version").fetchone()[0]
        if version != self.version or len(self.by_id) > REMEMBERED:
            self.forget()
            self.version = version


class PersonKeys:
    """The store in ``folder``, opened when it is first asked; ``clock`` gives microseconds since the epoch."""

    def __init__(self, folder: Path, clock: Callable[[], int]) -> None:
        self.path, self._clock = folder / FILE, clock
        self._mine = local()

    def keys_of(self, owners: Sequence[str]) -> dict[str, PersonKey]:
        """The key in use of each owner; drawn, and on the disk for sure, for those who have none.

        Raises:
            PersonKeysRefused: the store cannot be read or written.
        """
        with self._opened() as memory:
            lacking = [owner for owner in dict.fromkeys(owners) if owner not in memory.by_owner]
            if lacking:
                self._find(memory, lacking)
            new = [owner for owner in lacking if owner not in memory.by_owner]
            if new:
                self._draw(memory, new)
            return {owner: memory.by_owner[owner] for owner in owners}

    def find(self, key_id: str) -> bytes | None:
        """The key of this id; None where it is destroyed.

        Raises:
            KeyError: the store has never heard of it: it is older than the ledger.
            PersonKeysRefused: the store cannot be read.
        """
        with self._opened() as memory:
            if key_id not in memory.by_id:
                row = memory.raw.execute("SELECT key FROM person_key WHERE id = ?", (key_id,)).fetchone()
                if row is None:
                    raise KeyError(key_id)
                memory.by_id[key_id] = None if row[0] is None else bytes(row[0])
            return memory.by_id[key_id]

    def states(self, owner: str) -> list[KeyState]:
        """All keys that an owner has or had, the oldest first."""
        return self._read("WHERE owner = ? ORDER BY made_at, id", (owner,))

    def live(self, prefix: str = "person:") -> list[KeyState]:
        """The keys in use of all owners of one sort, the oldest first."""
        return self._read(
            "WHERE key IS NOT NULL AND substr(owner, 1, ?) = ? ORDER BY made_at, id", (len(prefix), prefix)
        )

    def destroy(self, key_ids: Sequence[str]) -> int:
        """Overwrite keys with nothing; how many of them stood until now."""
        with self._opened() as memory:
            at, count = self._clock(), 0
            for key_id in key_ids:
                done = memory.raw.execute(
                    "UPDATE person_key SET key = NULL, destroyed_at = coalesce(destroyed_at, ?) "
                    "WHERE id = ? AND key IS NOT NULL", (at, key_id),
                )  # fmt: skip
                count += done.rowcount
            memory.forget()
            return count

    def count(self) -> tuple[int, int]:
        """How many keys are in use, and how many are destroyed."""
        with self._opened() as memory:
            live, all_ = memory.raw.execute("SELECT count(key), count(*) FROM person_key").fetchone()
            return live, all_ - live

    def copy_to(self, path: Path) -> None:
        """Copy the store as it is, page by page, into a new file, and remember that there is a copy.

        Raises:
            FileExistsError: the file is there already.
        """
        # Here, because before Django has loaded the name may stand for another library (settings.use_fixed_sqlite).
        import sqlite3

        with self._opened() as memory:
            # Written down first: of a copy that may exist nobody may say that it does not.
            memory.raw.execute("INSERT INTO copy_made (name, made_at) VALUES (?, ?)", (str(path), self._clock()))
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            target = sqlite3.connect(path)
            try:
                memory.raw.backup(target)
            finally:
                target.close()
            handle = os.open(path, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)

    def copies(self) -> list[tuple[str, int]]:
        """The copies that are not known to be gone: path and instant, the oldest first."""
        with self._opened() as memory:
            rows = memory.raw.execute(
                "SELECT name, made_at FROM copy_made WHERE gone_at IS NULL ORDER BY made_at, name"
            )
            return [(str(name), int(made_at)) for name, made_at in rows.fetchall()]

    def note_gone(self, name: str) -> None:
        """Remember that a copy was deleted."""
        with self._opened() as memory:
            memory.raw.execute("UPDATE copy_made SET gone_at = ? WHERE name = ?", (self._clock(), name))

    def _read(self, clause: str, values: tuple[Any, ...]) -> list[KeyState]:
        with self._opened() as memory:
            rows = memory.raw.execute(f"SELECT id, owner, key, made_at, destroyed_at FROM person_key {clause}", values)
            return [KeyState(*row) for row in rows.fetchall()]

    @staticmethod
    def _find(memory: _Memory, owners: Sequence[str]) -> None:
        for start in range(0, len(owners), 500):
            part = owners[start : start + 500]
            marks = ", ".join("?" * len(part))
            rows = memory.raw.execute(
                f"SELECT owner, id, key FROM person_key WHERE key IS NOT NULL AND owner IN ({marks})", part
            )
            for owner, key_id, key in rows.fetchall():
                memory.by_owner[owner] = PersonKey(key_id, bytes(key))
                memory.by_id[key_id] = bytes(key)

    def _draw(self, memory: _Memory, owners: Sequence[str]) -> None:
        drawn = [(secrets.token_hex(8), owner, secrets.token_bytes(BYTES), self._clock()) for owner in owners]
        memory.raw.execute("BEGIN IMMEDIATE")
        try:
            memory.raw.executemany(
                "INSERT INTO person_key (id, owner, key, made_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", drawn
            )
        except BaseException:
            memory.raw.execute("ROLLBACK")
            raise
        memory.raw.execute("COMMIT")
        # Read again: somebody else may have drawn one for the same owner a moment before.
        self._find(memory, owners)

    @contextmanager
    def _opened(self) -> Iterator[_Memory]:
        import sqlite3

        try:
            memory: _Memory | None = getattr(self._mine, "memory", None)
            if memory is None or memory.process != os.getpid():
                # A connection that was inherited from another process would damage the file.
                memory = self._mine.memory = _Memory(_connect(self.path))
            memory.refresh()
            yield memory
        except sqlite3.Error as error:
            raise PersonKeysRefused(f"人员密钥库不能用：{error}。") from error
