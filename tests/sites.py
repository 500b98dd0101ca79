"""The sample site for tests and for the load: its home, the real service over it, and what its pages hold."""

import atexit
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

ROOT = Path(__file__).parents[1]
COMMAND = (sys.executable, "-c", "from guiju.project.cli import app; app()")
PATIENCE = 900


def made_sample(scale: str, folder: Path) -> Path:
    """The home of a sample, made by the command as somebody would; one that is whole is left as it is."""
    words = [*COMMAND, "demo", "--scale", scale, "--folder", str(folder), "--no-serve"]
    done = subprocess.run(words, env=own_environment(), capture_output=True, text=True, timeout=4 * PATIENCE)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return folder / "home"


@cache
def sample_home(scale: str) -> Path:
    """The home of a sample for this run of the tests, to be copied; ``GUIJU_TEST_SAMPLES`` keeps it for the next."""
    kept = os.environ.get("GUIJU_TEST_SAMPLES", "")
    folder = Path(kept or tempfile.mkdtemp(prefix="guiju-samples-"))
    if not kept:
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return made_sample(scale, folder / scale)


def copy_of_sample(scale: str, folder: Path) -> Path:
    """A sample of a test's own."""
    home = folder / "home"
    shutil.copytree(sample_home(scale), home, ignore=shutil.ignore_patterns("*.sock", "guiju.lock"))
    return home


def own_environment(**more: str) -> dict[str, str]:
    """The environment without what is set for somebody's own ledger."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("GUIJU_")}
    return {**own, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}", **more}


class Service:
    """`guiju serve` over a home, in a process of its own, which can be killed and started again at the same place."""

    def __init__(self, home: Path, *, database: str = "", program: str = COMMAND[2]) -> None:
        self.home, self.program, self.port = home, program, "0"
        more = {"GUIJU_HOME": str(home), **({"GUIJU_DATABASE": database} if database else {})}
        self.environment = own_environment(**more)
        self.process: subprocess.Popen[str] | None = None
        self.address = ""
        self.start()

    def start(self) -> None:
        """Serve, at the port of the last time."""
        words = [sys.executable, "-c", self.program, "serve", "--port", self.port]
        with (self.home / "service.log").open("a") as log:
            self.process = subprocess.Popen(
                words, env=self.environment, stdout=subprocess.PIPE, stderr=log, text=True, cwd=self.home
            )
        assert self.process.stdout is not None
        said = self.process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", said)
        if not found:
            raise RuntimeError((self.home / "service.log").read_text(encoding="utf-8") + said)
        self.address, self.port = found[0].rstrip("/"), found[1]

    def kill(self) -> None:
        """End it as a power cut would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            if self.process.stdout is not None:
                self.process.stdout.close()
            self.process = None


@contextmanager
def served(home: Path, **words: str) -> Iterator[Service]:
    """A service until the end of the block."""
    service = Service(home, **words)
    try:
        yield service
    finally:
        service.kill()


@dataclass
class FormFound:
    """A form of a page: where and how it is sent, and what is in it."""

    action: str
    method: str
    enctype: str = ""
    fields: dict[str, list[str]] = field(default_factory=dict)
    required: set[str] = field(default_factory=set)
    options: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    files: set[str] = field(default_factory=set)


class Read(HTMLParser):
    """What a page holds: links, addresses of fragments, forms, scripts that stand in it, its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[FormFound] = []
        self.can_run: list[str] = []
        self.headings: list[str] = []
        self._form: FormFound | None = None
        self._select = self._area = ""
        self._is_script = self._is_heading = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what leads anywhere, what is sent, and what would run."""
        said = {name: value or "" for name, value in attrs}
        self.links += [said[name] for name in ("href", "hx-get") if said.get(name) and tag != "link"]
        self.can_run += [f"{tag} {name}={value}" for name, value in said.items() if name.startswith(("on", "hx-on"))]
        if said.get("href", "").strip().lower().startswith(("javascript:", "data:")):
            self.can_run.append(said["href"])
        self._is_script = tag == "script" and "src" not in said and said.get("type", "") != "application/json"
        self._is_heading = tag == "h1"
        if tag == "form":
            self._form = FormFound(said.get("action", ""), said.get("method", "get").lower(), said.get("enctype", ""))
            self.forms.append(self._form)
        elif self._form is not None:
            self._field(self._form, tag, said)

    def _field(self, form: FormFound, tag: str, said: dict[str, str]) -> None:
        name = said.get("name", "")
        if tag == "button" and name:
            form.buttons.append((name, said.get("value", "")))
        elif tag == "select":
            self._select = name
            form.fields.setdefault(name, [])
        elif tag == "option" and self._select:
            form.options.setdefault(self._select, []).append(said.get("value", ""))
            if "selected" in said:
                form.fields[self._select].append(said.get("value", ""))
        elif tag == "textarea":
            self._area = name
            form.fields[name] = [""]
        elif tag == "input" and name:
            self._input(form, name, said)
        if "required" in said or said.get("aria-required") == "true":
            form.required.add(name)

    @staticmethod
    def _input(form: FormFound, name: str, said: dict[str, str]) -> None:
        kind = said.get("type", "text")
        if kind == "file":
            form.files.add(name)
        elif kind in ("radio", "checkbox"):
            form.options.setdefault(name, []).append(said.get("value", "on"))
            if "checked" in said:
                form.fields.setdefault(name, []).append(said.get("value", "on"))
        else:
            form.fields.setdefault(name, []).append(said.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        """Leave a form, a list of choices, a text."""
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._area = ""
        elif tag in ("script", "h1"):
            self._is_script = self._is_heading = False

    def handle_data(self, data: str) -> None:
        """Note the text of fields and headings, and scripts that stand in the page."""
        if self._is_script and data.strip():
            self.can_run.append(data[:100])
        if self._is_heading:
            self.headings.append(data.strip())
        if self._area and self._form is not None:
            self._form.fields[self._area][0] += data
