"""`guiju demo` as somebody meets it: one command, and the ledger says what the check of the same export says."""

import json
import os
import subprocess
import sys
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest
from tests.databases import using

from guiju.bureau.scope import scope_of
from guiju.findings.models import Finding
from guiju.findings.queries import list_due
from guiju.project import env
from guiju.project.demo.made import made_sample
from guiju.project.demo.sample import SITE_FROM
from guiju.project.demo.wall_calendar import minute
from guiju.project.demo.writer import write_earlier
from guiju.project.law_folder import open_law
from guiju.project.ledger.opening import opened_ledger
from guiju.project.pipeline import check
from guiju.values.clock import to_micros

pytestmark = pytest.mark.slow

NOW = datetime.fromisoformat(SITE_FROM)
WEEK = 7 * 86_400 * 1_000_000
STATIONS = ("城东", "城西", "砚桥", "柳渡", "砾埠", "竹湾")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A town, made by the command in a process of its own."""
    folder = tmp_path_factory.mktemp("town")
    command = [sys.executable, "-c", "from guiju.project.cli import app; app()"]
    words = [*command, "demo", "--folder", str(folder), "--no-serve"]
    # What is set for a bureau's own ledger must not be touched by the sample.
    own = {"GUIJU_HOME": str(folder / "own"), "GUIJU_DATABASE": f"sqlite:///{folder / 'own.sqlite3'}"}
    done = subprocess.run(words, env={**os.environ, **own}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "east.chief" in done.stdout
    assert not (folder / "own").exists() and not (folder / "own.sqlite3").exists()
    return folder


@pytest.fixture
def opened(folder: Path, monkeypatch: pytest.MonkeyPatch):
    """Its ledger, to be looked at."""
    monkeypatch.setenv("GUIJU_HOME", str(folder / "home"))
    with using(f"sqlite:///{folder / 'home' / 'guiju.sqlite3'}"), opened_ledger():
        yield folder
    env.run_clock_from(None)


def test_the_ledger_finds_what_the_check_of_the_same_export_finds(opened: Path, tmp_path: Path) -> None:
    made = made_sample(opened, "town", 1, lambda step, share: None)
    export = tmp_path / made.events.name
    write_earlier(made.events, export, minute(SITE_FROM[:16]))
    result, _ = check(export, mapping=made.mapping, law=open_law(None, made.decisions), as_of=NOW, jobs=2)
    told = Counter((one.rule, one.unit, one.trigger_at, one.outcome.value) for one in result.findings)
    rows = Finding.objects.filter(is_standing=True).values_list("rule", "unit", "trigger_at", "outcome")
    assert Counter(rows) == told
    assert told.total() > 500


def test_in_every_station_something_is_to_be_done_this_week(opened: Path) -> None:
    """Beside the recordings whose time of keeping ends: what somebody must do."""
    now = to_micros(env.now())
    due = list_due(scope_of("leader", now), until=now + WEEK, limit=500)
    own = [one for one in due if not one.owed_by and one.rule != "recordings.keep-on-site-recording"]
    count = Counter(one.unit.removeprefix("青墟县公安局").removesuffix("派出所") for one in own)
    assert {name for name in STATIONS if count[name] >= 2} == {*STATIONS}
    assert all(one.due_at is not None and now < one.due_at <= now + WEEK for one in own)
    east = {one.rule for one in own if "城东" in one.unit}
    assert east >= {"cases.decide-public-order-case", "custody.request-arrest", "cases.hold-hearing-in-time"}


def test_the_home_says_what_it_was_made_from(folder: Path) -> None:
    note = json.loads((folder / "home" / "sample.json").read_text("utf-8"))
    assert (note["origin"]["scale"], note["origin"]["seed"], note["is_filled"]) == ("town", 1, True)
    assert not list((folder / "home").glob("events.*"))
