"""A small law to hold histories against: pages written as data, read by the real loader."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from guiju.project.catalogue import VOCABULARY
from guiju.project.env import shipped_law
from guiju.rules.load import load
from guiju.rules.model import Pack
from guiju.rules.pages.worked_case import judge_case
from guiju.values.verdict import Verdict

CASE = {"name": "按时", "happened": {"a": "2026-01-05T00:00+08:00"}, "expect": {"outcome": "kept"}}
PAGE = {
    "id": "duty.one",
    "title": {"zh": "一项义务"},
    "severity": "major",
    "when": "a",
    "must": {"happen": "b", "within": "24 hours"},
    "editions": [{"from": "2000-01-01", "law": {"instrument": "某办法", "article": "第1条"}}],
    "cases": [CASE],
}
EVENTS: Any = ["a", "b", "c", "d", "e", "f", "g"]


def page(**changes: Any) -> dict[str, Any]:
    """The plain page with some of its keys replaced."""
    return {**PAGE, **changes}


def dated(text: str) -> str:
    """``2026-01-05`` or ``2026-01-05 08:00`` with the offset of Shanghai."""
    return (text if " " in text else text + " 00:00").replace(" ", "T") + "+08:00"


@pytest.fixture
def pack_of(tmp_path: Path) -> Callable[..., Pack]:
    """Write pages (and an events.yaml) into a folder and load it as ``--law`` would."""

    def build(*pages: Mapping[str, Any], events: Any = EVENTS, calendars: Mapping[str, Any] | None = None) -> Pack:
        folder = tmp_path / "law"
        (folder / "rules").mkdir(parents=True, exist_ok=True)
        for number, content in enumerate(pages):
            plain = json.loads(json.dumps(content))  # no shared parts, which YAML would write as aliases
            text = yaml.safe_dump(plain, allow_unicode=True, sort_keys=False)
            (folder / "rules" / f"{number}.yaml").write_text(text, encoding="utf-8")
        (folder / "events.yaml").write_text(yaml.safe_dump(events), encoding="utf-8")
        for name, content in (calendars or {}).items():
            (folder / "calendars").mkdir(exist_ok=True)
            (folder / "calendars" / f"{name}.yaml").write_text(yaml.safe_dump(content), encoding="utf-8")
        return load(folder, shipped=shipped_law(), vocabulary=VOCABULARY)

    return build


@pytest.fixture
def verdicts(pack_of: Callable[..., Pack]) -> Callable[..., list[Verdict]]:
    """Judge one history, given as ``type day-or-instant key=value …`` lines, by one page."""

    def run(content: Mapping[str, Any], *lines: str, as_of: str = "", others: tuple[Any, ...] = (), **kwargs: Any):
        pack = pack_of(content, *others, **kwargs)
        rows = [_row(line) for line in lines]
        case: dict[str, Any] = {"name": "x", "happened": rows, "expect": {}}
        if as_of:
            case["as_of"] = dated(as_of)
        found, _ = judge_case(pack, pack.rules[0], case)
        return found

    return run


def _row(line: str) -> dict[str, Any]:
    words = line.split()
    at = words[1]
    rest = words[2:]
    if rest and ":" in rest[0] and "=" not in rest[0]:
        at, rest = f"{at} {rest[0]}", rest[1:]
    pairs = dict(part.split("=", 1) for part in rest)
    return {"type": words[0], "at": dated(at), **pairs}


def instant(text: str) -> int:
    """Microseconds since the epoch of a Shanghai instant."""
    return int(datetime.fromisoformat(dated(text)).timestamp() * 1_000_000)
