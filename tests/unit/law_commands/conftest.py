"""A small invented law in a folder of its own, and the command that is asked about it."""

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from guiju.project.cli import app

TELL = {
    "id": "duty.tell",
    "title": {"zh": "受理后三日内告知"},
    "severity": "major",
    "when": "duty.accepted",
    "must": {"happen": "duty.told", "within": "3 days", "clock": "plain"},
    "unless": ["duty.withdrawn"],
    "editions": [{"from": "2000-01-01", "law": {"instrument": "示例办法", "article": "第九条"}}],
    "cases": [
        {
            "name": "第三日按时",
            "why": "3月1日 + 3日 = 3月4日",
            "happened": [
                {"type": "duty.accepted", "at": "2026-03-01T09:00+08:00"},
                {"type": "duty.told", "at": "2026-03-04T23:59+08:00"},
            ],
            "expect": {"outcome": "kept", "due_on": "2026-03-04"},
        }
    ],
}
CLOSE = {
    "id": "duty.close",
    "title": {"zh": "受理后三十日内办结"},
    "severity": "minor",
    "when": "duty.accepted",
    "must": {"happen": "duty.closed", "within": "30 days"},
    "extend": [{"by": "duty.extended", "add": "30 days"}],
    "editions": [{"from": "2000-01-01", "law": {"instrument": "示例办法", "article": "第十条"}}],
    "cases": [
        {
            "name": "在办",
            "happened": {"duty.accepted": "2026-01-05T09:00+08:00"},
            "as_of": "2026-01-06T00:00+08:00",
            "expect": {"outcome": "running", "due_on": "2026-02-04"},
        }
    ],
}
EVENTS = {
    f"duty.{name}": {"zh": label, "keys": ["case"]}
    for name, label in {
        "accepted": "受理", "told": "告知", "closed": "办结", "extended": "批准延长", "withdrawn": "撤回",
        "overdue_told": "补充告知",
    }.items()
}  # fmt: skip


def tell(**changes: Any) -> dict[str, Any]:
    """The page of the first duty with some of its keys replaced."""
    return {**deepcopy(TELL), **changes}


def close(**changes: Any) -> dict[str, Any]:
    """The page of the second duty with some of its keys replaced."""
    return {**deepcopy(CLOSE), **changes}


def write_yaml(path: Path, content: Any) -> Path:
    """Write content as YAML without aliases."""
    path.parent.mkdir(parents=True, exist_ok=True)
    plain = json.loads(json.dumps(content))
    path.write_text(yaml.safe_dump(plain, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


def make_law(folder: Path, *pages: dict[str, Any], instruments: Any = None) -> Path:
    """A folder of law with these pages, or with both plain ones."""
    for page in pages or (TELL, CLOSE):
        write_yaml(folder / "rules" / "duty" / f"{page['id'].split('.')[1]}.yaml", page)
    write_yaml(folder / "events.yaml", EVENTS)
    write_yaml(folder / "instruments.yaml", instruments or {"示例办法": {"clock": "period"}})
    return folder


@pytest.fixture
def law(tmp_path: Path) -> Path:
    """The small law."""
    return make_law(tmp_path / "law")


@pytest.fixture
def guiju() -> Callable[..., Any]:
    """Run the command and give its result."""

    def run(*words: object) -> Any:
        return CliRunner().invoke(app, [str(word) for word in words])

    return run
