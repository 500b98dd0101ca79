"""A command handed over prints to whoever gave it, and means its paths from where he stands."""

import errno
import io
import sys
from contextvars import copy_context
from pathlib import Path
from threading import Event
from typing import Annotated

import pytest
import typer
from rich.console import Console
from typer.testing import CliRunner

from guiju.project.ledger import handing_over
from guiju.project.site.desk.counter import Counter
from guiju.project.site.desk.places import FOLDER, root_places
from guiju.project.site.desk.streams import BoundStream, bind, bound_streams, silent

pytestmark = pytest.mark.slow


def test_what_is_printed_for_somebody_goes_to_him_alone(monkeypatch):
    own, out, err = io.StringIO(), [], []
    monkeypatch.setattr(sys, "stdout", own)
    monkeypatch.setattr(sys, "stderr", own)

    def command():
        bind(out.append, err.append)
        typer.echo("甲")
        typer.secho("红", fg="red", err=True)
        Console().print("表")

    with bound_streams():
        copy_context().run(command)
        typer.echo("服务")
        with silent():
            print("谁也听不到")
    assert ("".join(out), "".join(err)) == ("甲\n表\n", "红\n")
    assert own.getvalue() == "服务\n"
    assert sys.stdout is own


def test_a_stream_takes_text_only():
    with pytest.raises(TypeError):
        BoundStream(0, io.StringIO()).write(b"bytes")


def test_paths_are_meant_from_where_the_command_was_given():
    heard = []
    app, group = typer.Typer(), typer.Typer()

    @app.command()
    def take(
        file: Path,
        held: Annotated[list[Path] | None, typer.Option("--held")] = None,
        out: Annotated[Path | None, typer.Option("--out")] = None,
        name: str = "x",
    ) -> None:
        heard.append((file, held, out, name))

    @group.command()
    def back(folder: Path, drilled: Annotated[Path | None, typer.Argument()] = None) -> None:
        heard.append((folder, drilled))

    @group.command()
    def nothing() -> None:
        heard.append(())

    app.add_typer(group, name="group")
    for _ in range(2):
        root_places(app)

    def run(*words):
        token = FOLDER.set(Path("/there"))
        try:
            assert CliRunner().invoke(app, words).exit_code == 0
        finally:
            FOLDER.reset(token)
        return heard.pop()

    assert run("take", "a.csv", "--held", "b", "--held", "/c", "--name", "d") == (
        Path("/there/a.csv"), [Path("/there/b"), Path("/c")], None, "d",
    )  # fmt: skip
    assert run("group", "back", "drill", "bk") == (Path("drill"), Path("/there/bk"))
    assert CliRunner().invoke(app, ["take", "a.csv"]).exit_code == 0
    assert heard.pop()[0] == Path("a.csv")


def test_only_the_command_line_hands_anything_over(monkeypatch, tmp_path):
    monkeypatch.setenv("GUIJU_HOME", str(tmp_path))
    handing_over.hand_over()
    monkeypatch.setattr(sys, "argv", ["/x/guiju", "judge"])
    handing_over.hand_over()


def test_the_counter_goes_on_though_the_machine_was_out_of_handles_for_a_moment(tmp_path):
    stopping, tries = Event(), []

    class Door:
        def accept(self):
            tries.append(1)
            if len(tries) == 1:
                raise OSError(errno.EMFILE, "Too many open files")
            stopping.set()
            raise OSError(errno.EBADF, "closed")

    counter = Counter(tmp_path, typer.Typer(), stopping, lambda: None)
    counter._socket.close()
    counter._socket = Door()
    counter._accept()
    assert len(tries) == 2
