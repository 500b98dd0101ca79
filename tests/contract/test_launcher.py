"""The launcher and its locks: one command on a machine that has only Python and git."""

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DECLARED = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PIN = re.compile(r"^([a-z0-9-]+)==(\S+)", re.M)
NEEDS = ("cat", "cksum", "dirname", "flock", "mkdir", "readlink", "sh")


def pins(lock):
    """Package and version of every line of a lock; a package may have one version per kind of machine."""
    return set(PIN.findall((ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")))


@pytest.fixture
def bare(tmp_path):
    """A fresh checkout with a PATH that holds no Python, and a way to put a pretended one there."""
    commands = tmp_path / "bin"
    commands.mkdir()
    for name in NEEDS:
        if found := shutil.which(name):
            (commands / name).symlink_to(found)
    place = tmp_path / "checkout with spaces"
    (place / "requirements").mkdir(parents=True)
    shutil.copy2(ROOT / "guiju", place)
    shutil.copy2(ROOT / "pyproject.toml", place)
    for lock in (ROOT / "requirements").glob("*.txt"):
        shutil.copy2(lock, place / "requirements")

    def run(*arguments, **programs):
        for name, text in programs.items():
            (commands / name).write_text(text, encoding="utf-8")
            (commands / name).chmod(0o755)
        environment = {"PATH": str(commands), "HOME": str(tmp_path)}
        return subprocess.run(
            [str(place / "guiju"), *arguments],
            env=environment,
            capture_output=True,
            text=True,
            cwd=tmp_path,
            timeout=60,
        )

    return run


def test_without_a_python_it_says_which_one_to_install(bare):
    done = bare("check")
    assert done.returncode == 2
    assert "Python 3.11" in done.stderr


def test_a_python_that_is_too_old_is_not_used(bare):
    done = bare("check", python3="#!/bin/sh\nexit 1\n")
    assert done.returncode == 2
    assert "Python 3.11" in done.stderr


def test_without_the_venv_module_it_names_the_package_to_install(bare):
    python = '#!/bin/sh\ncase "$2" in *ensurepip*) exit 1;; *print*) echo python3.11-venv;; *prefix*) exit 1;; esac\n'
    done = bare("check", python3=python, id="#!/bin/sh\necho 1000\n")
    assert done.returncode == 2
    assert "apt-get install python3.11-venv" in done.stderr


def test_as_root_on_debian_the_missing_module_is_installed(bare, tmp_path):
    asked = tmp_path / "asked"
    python = '#!/bin/sh\ncase "$2" in *ensurepip*) exit 1;; *print*) echo python3.11-venv;; *prefix*) exit 1;; esac\n'
    programs = {"id": "#!/bin/sh\necho 0\n", "apt-get": f'#!/bin/sh\necho "$*" >>"{asked}"\n'}
    assert bare("check", python3=python, **programs).returncode == 2
    assert "install -q -y python3.11-venv" in asked.read_text(encoding="utf-8")


@pytest.fixture
def installed(bare, tmp_path):
    """A checkout whose environment is current, each program in it a stub that says how it was called."""
    place = tmp_path / "checkout with spaces"
    programs = place / ".venv" / "bin"
    programs.mkdir(parents=True)
    for name in ("guiju", "lint-imports", "mypy", "python", "ruff"):
        (programs / name).write_text(f'#!/bin/sh\necho "{name} $*"\n', encoding="utf-8")
        (programs / name).chmod(0o755)
    for stamp, locks in {"run": ["uv", "run"], "test": ["uv", "run", "test"]}.items():
        keyed = [place / "requirements" / f"{lock}.txt" for lock in locks] + [place / "pyproject.toml"]
        text = f"{place}\n".encode() + b"".join(path.read_bytes() for path in keyed)
        key = subprocess.run(["cksum"], input=text, capture_output=True, check=True).stdout.decode().strip()
        (place / ".venv" / f"stamp-{stamp}").write_text(key, encoding="utf-8")
    return place


def test_an_environment_that_is_current_is_entered_at_once(bare, installed):
    assert bare("law", "list").stdout == "guiju law list\n"


def test_a_changed_lock_is_installed_once_by_hash_and_by_pip_where_uv_is_not_to_be_had(bare, installed):
    (installed / "requirements" / "run.txt").write_text("changed", encoding="utf-8")
    first, second = bare("law", "list"), bare("law", "list")
    assert f"--require-hashes -r {installed}/requirements/run.txt" in first.stderr
    assert f"--no-deps --no-build-isolation -e {installed}" in first.stderr
    assert second.stderr == ""
    assert first.stdout.endswith("\nguiju law list\n")
    assert second.stdout == "guiju law list\n"


def test_a_changed_lock_of_the_front_end_or_catalogue_runs_the_build_again(bare, installed):
    (installed / "package-lock.json").write_text("{}", encoding="utf-8")
    first, second = bare("law", "list"), bare("law", "list")
    assert f"--no-deps --no-build-isolation -e {installed}" in first.stderr
    assert "图表" in first.stderr and "hatch_build.py" in first.stderr
    assert second.stderr == ""


def test_with_a_wheelhouse_nothing_is_asked_of_the_network(bare, installed):
    (installed / "wheelhouse").mkdir()
    (installed / "requirements" / "run.txt").write_text("changed", encoding="utf-8")
    installs = [line for line in bare("law", "list").stderr.splitlines() if " pip install " in line]
    assert len(installs) == 2
    assert all(f"--no-index --find-links {installed}/wheelhouse" in line for line in installs)


def test_dependencies_that_cannot_be_installed_are_said_in_one_sentence(bare, installed):
    (installed / "requirements" / "run.txt").write_text("changed", encoding="utf-8")
    (installed / ".venv" / "bin" / "python").write_text('#!/bin/sh\n[ "$1" = -c ]\n', encoding="utf-8")
    done = bare("law", "list")
    assert done.returncode == 2
    assert "wheelhouse" in done.stderr
    assert done.stdout == ""


def test_pytest_has_the_last_word(bare, installed):
    done = bare("test", "--quick", "tests/unit", "-k", "clock")
    assert done.returncode == 0
    called = [line for line in done.stdout.splitlines() if not line.startswith("==")]
    assert called == [
        "ruff check",
        "ruff format --check",
        "mypy ",
        "lint-imports --no-logo",
        "python -m pytest -m not slow -n 2 --dist worksteal tests/unit -k clock",
    ]


@pytest.mark.parametrize("broken", ["lint-imports", "mypy", "python", "ruff"])
def test_one_failed_check_fails_the_whole_run(bare, installed, broken):
    (installed / ".venv" / "bin" / broken).write_text("#!/bin/sh\necho $0 failed\nexit 1\n", encoding="utf-8")
    done = bare("test")
    assert done.returncode == 1
    assert "== pytest\n" in done.stdout


@pytest.mark.parametrize("name", ["guiju", ".ci/run"])
def test_the_scripts_can_be_started(name):
    assert os.access(ROOT / name, os.X_OK)
    subprocess.run(["sh" if name == "guiju" else "bash", "-n", str(ROOT / name)], check=True)


def test_ci_runs_what_everyone_runs():
    assert "exec ./guiju test\n" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


@pytest.mark.parametrize("lock", ["run", "test", "bench", "uv"])
def test_every_pin_of_a_lock_is_held_by_its_hash(lock):
    text = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[a-z])", text.strip())
    assert len(entries) == len(PIN.findall(text))
    assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize(("lock", "groups"), [("run", ["build"]), ("test", ["build", "test"]), ("bench", ["bench"])])
def test_a_lock_holds_everything_that_is_declared(lock, groups):
    wanted = [one for group in groups for one in DECLARED["dependency-groups"][group]]
    wanted += [] if lock == "bench" else DECLARED["project"]["dependencies"]
    names = {re.split(r"[<>=~!; \[]", requirement)[0].lower() for requirement in wanted}
    assert names <= {name for name, _ in pins(lock)}


def test_what_is_tested_is_what_is_run():
    tested = pins("test")
    assert pins("run") <= tested
    shared = {name for name, _ in tested} & {name for name, _ in pins("bench")}
    assert {pin for pin in pins("bench") if pin[0] in shared} <= tested
