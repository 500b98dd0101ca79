"""The one-file verifier, run as anybody else would run it: bare Python, an empty folder, nothing of ours."""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from guiju.facts.verify.one_file import build
from guiju.values.errors import GuijuError

TOOL = "guiju-verify.py"
CLEAN, PROBLEMS, UNREADABLE = 0, 1, 2


class VerifierFailed(GuijuError):
    """The verifier ended without an answer."""

    code = "ledger.verifier"
    remedy = "请用 guiju verify --tool 写出核对程序，在另一台机器上对导出文件运行它。"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the verifier said: its exit status, and its report as data."""

    status: int
    said: Mapping[str, Any]

    @property
    def problems(self) -> Sequence[Mapping[str, Any]]:
        """Each problem with its record and the two checkpoints that it lies between."""
        found: Sequence[Mapping[str, Any]] = self.said.get("problems", ())
        return found


def write_tool(path: Path) -> None:
    """Write the verifier as one file."""
    path.write_text(build(), encoding="utf-8")


def key_lines(publics: Mapping[str, bytes]) -> str:
    """A file of trusted public keys."""
    return "".join(f"{key_id} {public.hex()}\n" for key_id, public in sorted(publics.items()))


def run_verifier(
    file: Path,
    publics: Mapping[str, bytes],
    held: Sequence[Path] = (),
    *,
    witnesses: Path | None = None,
    limit: int = 1_000,
) -> Answer:
    """Check a dump or a receipt in a child of its own, ``python -I -S`` in an empty folder.

    ``held`` are checkpoints held elsewhere, ``witnesses`` a file of the witnesses that are trusted.

    Raises:
        VerifierFailed: it ended without an answer.
    """
    with TemporaryDirectory(prefix="guiju-verify-") as place:
        write_tool(Path(place) / TOOL)
        (Path(place) / "keys.txt").write_text(key_lines(publics), encoding="ascii")
        words = [sys.executable, "-I", "-S", TOOL, str(file.absolute()), "--key", "keys.txt", "--json"]
        for path in held:
            words += ["--checkpoint", str(path.absolute())]
        if witnesses is not None:
            words += ["--witness", str(witnesses.absolute())]
        done = subprocess.run([*words, "--limit", str(limit)], cwd=place, env={}, stdout=subprocess.PIPE, check=False)
    try:
        return Answer(done.returncode, json.loads(done.stdout))
    except ValueError as error:
        raise VerifierFailed(f"核对程序没有给出结果（退出码 {done.returncode}）。") from error
