"""On PostgreSQL the application reads the ledger and adds to it; the database itself refuses it everything else."""

import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.unit.ledger.conftest import cluster

from guiju.facts.tables.guards import KEPT

__all__ = ["cluster"]

pytestmark = pytest.mark.slow
GUIJU = Path(sys.executable).with_name("guiju")
DENIED = "42501"


class Bureau:
    """A ledger whose tables belong to one role, and which is used by another."""

    def __init__(self, cluster, folder):  # noqa: F811 — the fixture imported above
        import psycopg

        self.connect, self.server, self.folder = psycopg.connect, cluster, folder
        self.name = cluster.create()
        with self.as_("guiju") as raw:
            raw.execute("CREATE ROLE keeper LOGIN CREATEROLE")
            raw.execute(f"ALTER DATABASE {self.name} OWNER TO keeper")
        address = cluster.address(self.name)
        self.daily = {**os.environ, "GUIJU_HOME": str(folder / "home"), "GUIJU_DATABASE": self.of(address, "clerk")}
        self.owner = {**self.daily, "GUIJU_DATABASE_OWNER": self.of(address, "keeper")}

    @staticmethod
    def of(address, role):
        return address.replace("guiju@", f"{role}@")

    def as_(self, role):
        return self.connect(f"host={self.server.folder} user={role} dbname={self.name}", autocommit=True)

    def guiju(self, *words, environment=None, status=0):
        done = subprocess.run(
            [GUIJU, *map(str, words)], env=environment or self.daily, cwd=self.folder, capture_output=True, text=True
        )
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout

    def refusal(self, statement, role="clerk"):
        import psycopg

        with self.as_(role) as raw, pytest.raises(psycopg.Error) as caught:
            raw.execute(statement)
        return caught.value.sqlstate


@pytest.fixture(scope="module")
def bureau(cluster, tmp_path_factory):  # noqa: F811 — the fixture imported above
    opened = Bureau(cluster, tmp_path_factory.mktemp("role"))
    opened.guiju("open", environment=opened.owner)
    return opened


@pytest.mark.parametrize("table", KEPT)
def test_the_database_refuses_the_application_every_change_of_the_ledger(bureau, table):
    with bureau.as_("clerk") as raw:
        [[column]] = raw.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s LIMIT 1", (table,)
        ).fetchall()
        # Answered with no more than a warning, and without effect.
        raw.execute(f"GRANT UPDATE, DELETE, TRUNCATE ON {table} TO clerk")
    for statement in (
        f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}", f"TRUNCATE {table}",
        f"ALTER TABLE {table} DISABLE TRIGGER ALL", f"DROP TRIGGER {table}_no_change ON {table}",
        f"DROP TABLE {table}", f"ALTER TABLE {table} OWNER TO clerk",
        f"CREATE RULE r AS ON INSERT TO {table} DO INSTEAD NOTHING", f"BEGIN; LOCK TABLE {table} IN SHARE MODE",
        f"CREATE TRIGGER t BEFORE INSERT ON {table} EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    ):  # fmt: skip
        assert bureau.refusal(statement) == DENIED, statement


def test_the_application_cannot_become_somebody_who_may(bureau):
    for statement in (
        "SET ROLE keeper", "SET SESSION AUTHORIZATION keeper", "SET session_replication_role = replica",
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN OLD; END $$",
        "CREATE TABLE mine (x int)", "CREATE ROLE another", "ALTER ROLE clerk SUPERUSER",
        "UPDATE django_migrations SET name = name", "ALTER SEQUENCE event_id_seq RESTART WITH 1",
        "SELECT setval('event_id_seq', 1)",
    ):  # fmt: skip
        assert bureau.refusal(statement) == DENIED, statement


def test_all_daily_work_goes_on_as_the_application(bureau, tmp_path):
    export = tmp_path / "export.csv"
    with export.open("w", encoding="utf-8", newline="") as file:
        rows = [[f"A{number}", "cases.accepted", f"2026-03-0{number}T09:00"] for number in range(1, 6)]
        csv.writer(file).writerows([["case", "type", "happened_at"], *rows])
    bureau.guiju("import", export, "--source", "test")
    bureau.guiju("judge")
    bureau.guiju("rebuild")
    bureau.guiju("rebuild", "--check")
    bureau.guiju("verify")
    bureau.guiju("backup", tmp_path / "backup")
    # Nothing was altered, so there is nothing to put back: what counts is that only the owner may look for it.
    words = ("ledger", "repair", "--from", tmp_path / "backup", "--approver", "b", "--reason", "演练", "--by", "a")
    assert "补回 0 条" in bureau.guiju(*words, environment=bureau.owner)
    bureau.guiju(*words, status=2)
    with bureau.as_("clerk") as raw:
        assert raw.execute("SELECT count(*) FROM event WHERE type = 'cases.accepted'").fetchone() == (5,)


def test_doctor_says_with_which_rights_the_application_works(bureau):
    import json

    def told(environment):
        done = subprocess.run(
            [GUIJU, "doctor", "--json"], env=environment, cwd=bureau.folder, capture_output=True, text=True
        )
        return next(one for one in json.loads(done.stdout) if one["name"] == "数据库角色")

    daily = told(bureau.daily)
    assert (daily["light"], daily["told"]) == ("ok", "对账本各表只能查询和追加")
    as_owner = {**bureau.daily, "GUIJU_DATABASE": bureau.owner["GUIJU_DATABASE_OWNER"]}
    owners = told(as_owner)
    assert (owners["light"], owners["told"]) == ("bad", "各表的所有者")
    with bureau.as_("keeper") as raw:
        raw.execute("GRANT UPDATE ON leaf TO clerk")
    assert told(bureau.daily)["told"] == "可以改动账本的表：leaf"
    assert "只能查询和追加" in bureau.guiju("ledger", "roles", environment=bureau.owner)
    assert told(bureau.daily)["light"] == "ok"


def test_one_role_for_both_and_an_application_that_should_make_tables_are_told_so(bureau):
    same = {**bureau.daily, "GUIJU_DATABASE_OWNER": bureau.daily["GUIJU_DATABASE"]}
    done = subprocess.run([GUIJU, "ledger", "roles"], env=same, cwd=bureau.folder, capture_output=True, text=True)
    assert done.returncode == 2
    assert "不是同一个库的两个角色" in done.stderr + done.stdout
