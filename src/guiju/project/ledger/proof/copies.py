"""Copying a whole database and setting a copy up again: SQLite by its online backup, PostgreSQL by its own tools."""

import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection

from guiju.facts.proof.snapshot import PostgresSnapshot, Snapshot, postgres_snapshot, snapshot, sqlite_snapshot
from guiju.project import env
from guiju.values.errors import GuijuError

SQLITE_FILE, POSTGRESQL_FILE = "ledger.sqlite3", "ledger.pgdump"


class ToolMissing(GuijuError):
    """The programs of PostgreSQL are not on this machine."""

    code = "backup.tool"
    remedy = "请安装与服务器版本相同的 PostgreSQL 客户端（pg_dump、pg_restore）。"


class CopyFailed(GuijuError):
    """The database could not be copied, or a copy could not be set up."""

    code = "backup.copy"
    remedy = "请检查磁盘空间、目录权限和数据库角色的权限；演练需要建库权限，或用 --into 指定一个空库。"


@contextmanager
def copied(folder: Path) -> Iterator[tuple[str, Snapshot]]:
    """A copy of the database in ``folder``: its file's name, and the very moment that it holds, to be dumped.

    Raises:
        ToolMissing: pg_dump is not there.
        CopyFailed: the copy did not come about.
    """
    if connection.vendor == "sqlite":
        path = folder / SQLITE_FILE
        _copy_sqlite(path)
        with sqlite_snapshot(path) as source:
            yield path.name, source
        return
    with snapshot() as seen:
        if not isinstance(seen, PostgresSnapshot):
            raise CopyFailed("数据库种类无法识别。")
        path = folder / POSTGRESQL_FILE
        _run("pg_dump", f"--snapshot={seen.name}", "--format=custom", f"--file={path}", address=env.database())
        path.chmod(0o600)
        yield path.name, seen


def _copy_sqlite(path: Path) -> None:
    # Here, because before Django has loaded the name may stand for another library (settings.use_fixed_sqlite).
    import sqlite3

    connection.ensure_connection()
    os.close(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600))
    target = sqlite3.connect(path)
    try:
        connection.connection.backup(target)
        # One file, without a log beside it.
        target.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as error:
        raise CopyFailed(f"数据库没有复制成：{error}。") from error
    finally:
        target.close()


@contextmanager
def set_up(file: Path, place: Path, into: str = "") -> Iterator[Snapshot]:
    """A copy set up as a database of its own for this moment, ready to be dumped.

    ``into`` is the address of an empty PostgreSQL database; without it one is created and dropped again.

    Raises:
        ToolMissing: pg_restore is not there.
        CopyFailed: the copy cannot be set up.
    """
    if file.name == SQLITE_FILE:
        path = place / "restored.sqlite3"
        shutil.copyfile(file, path)
        with sqlite_snapshot(path) as source:
            yield source
        return
    with _empty_database(into) as address:
        _run("pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", str(file), address=address)
        with postgres_snapshot(address) as source:
            yield source


@contextmanager
def _empty_database(into: str) -> Iterator[str]:
    import psycopg
    from psycopg.conninfo import conninfo_to_dict, make_conninfo

    if into:
        yield into
        return
    # The application's role makes no databases.
    words: dict[str, Any] = conninfo_to_dict(env.database_owner() or env.database())
    name = f"guiju_drill_{secrets.token_hex(4)}"
    try:
        with psycopg.connect(make_conninfo("", **words), autocommit=True) as raw:
            raw.execute(f"CREATE DATABASE {name} TEMPLATE template0")
    except psycopg.Error as error:
        raise CopyFailed("演练用的临时数据库没有建成。") from error
    try:
        yield make_conninfo("", **{**words, "dbname": name})
    finally:
        with psycopg.connect(make_conninfo("", **words), autocommit=True) as raw:
            raw.execute(f"DROP DATABASE IF EXISTS {name}")


def _run(program: str, *words: str, address: str) -> None:
    """Run one of PostgreSQL's programs; a password goes by the environment, never into the list of processes."""
    from psycopg.conninfo import conninfo_to_dict, make_conninfo

    said = conninfo_to_dict(address)
    password = said.pop("password", None)
    secret = {"PGPASSWORD": str(password)} if password is not None else {}
    try:
        done = subprocess.run(
            [program, f"--dbname={make_conninfo('', **said)}", *words],
            capture_output=True, text=True, check=False, env=env.child_environment(**secret),
        )  # fmt: skip
    except FileNotFoundError as error:
        raise ToolMissing(f"找不到 {program}。") from error
    if done.returncode:
        raise CopyFailed(f"{program} 没有成功：{(done.stderr.strip().splitlines() or ['没有说明原因'])[-1]}。")
