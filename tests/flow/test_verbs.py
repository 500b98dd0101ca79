"""Every verb that needs to be told nothing, each in a process of its own, where nothing has been started for it."""

import subprocess
import sys
from pathlib import Path

import pytest
import typer
from tests.sites import own_environment

from guiju.project.cli import app

pytestmark = pytest.mark.slow
GUIJU = Path(sys.executable).with_name("guiju")
LASTING = {"serve", "demo", "open"}
"""They go on for ever, make a sample, or stand before everything else here."""


def verbs(command, path=()):
    """The words of each verb that has no required parameter."""
    if hasattr(command, "commands"):
        for name, below in command.commands.items():
            yield from verbs(below, (*path, name))
    elif not any(parameter.required for parameter in command.params):
        yield path


def guiju(home, *words):
    return subprocess.run(
        [GUIJU, *words],
        cwd=home.parent,
        env=own_environment(GUIJU_HOME=str(home)),
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_every_verb_answers_or_refuses_in_one_sentence_without_a_service(tmp_path):
    home = tmp_path / "home"
    assert guiju(home, "open").returncode == 0
    asked = [path for path in verbs(typer.main.get_command(app)) if path[0] not in LASTING]
    assert {("findings",), ("next",), ("doctor",)} <= set(asked)
    broken = {}
    for path in asked:
        answer = guiju(home, *path)
        if answer.returncode not in (0, 1, 2) or "Traceback" in answer.stderr:
            broken[path] = answer.stderr[-400:]
    assert broken == {}
    assert [guiju(home, name).returncode for name in ("findings", "next")] == [0, 0]
