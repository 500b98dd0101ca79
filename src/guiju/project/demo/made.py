"""The sample that lies in a folder: made once, and anew where it is not whole or another was asked for."""

import json
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import typer

from guiju import __version__
from guiju.project.demo.sample import SCALES, write_sample
from guiju.project.progress import Tell
from guiju.values.errors import GuijuError

STAMP = "made.json"


class ScaleUnknown(GuijuError):
    """There is no sample bureau of that size."""

    code = "demo.scale"


class FolderRefused(GuijuError):
    """The sample cannot be written into that folder."""

    code = "demo.folder"
    remedy = "请用 --folder 换一个可写的目录。"


class Made(NamedTuple):
    """The files of a sample, and what they were made from: the same origin means the same bytes."""

    events: Path
    mapping: Path
    decisions: Path
    origin: dict[str, object]


def made_sample(folder: Path, scale: str, seed: int, tell: Tell) -> Made:
    """The sample in the folder; made anew unless it is there whole, of the same scale, seed and version.

    Raises:
        ScaleUnknown: there is no such scale.
        FolderRefused: nothing can be written there.
    """
    if scale not in SCALES:
        raise ScaleUnknown(f"没有规模“{scale}”。", remedy=f"可用：{'、'.join(SCALES)}。")
    wanted: dict[str, object] = {
        "scale": scale, "seed": seed, "version": __version__, "generator": digest_of(Path(__file__).parent),
    }  # fmt: skip
    stamp, decisions = folder / STAMP, folder / "decisions.yaml"
    said = read_note(stamp)
    if {key: said.get(key) for key in wanted} == wanted:
        events, mapping = (folder / str(said.get(name, "")) for name in ("events", "mapping"))
        if all(path.is_file() for path in (events, mapping, decisions)):
            return Made(events, mapping, decisions, wanted)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FolderRefused(f"不能在“{folder}”中造样本：{error.strerror}。") from None
    stamp.unlink(missing_ok=True)
    new = write_sample(folder, scale=scale, seed=seed, progress=lambda done, steps: tell("造样本", done / steps))
    names = {"events": new.events_path.name, "mapping": new.mapping_path.name}
    stamp.write_text(json.dumps({**wanted, **names}, ensure_ascii=False), encoding="utf-8")
    return Made(new.events_path, new.mapping_path, decisions, wanted)


def digest_of(home: Path) -> str:
    """A digest of what makes the sample: another generator makes another sample, whatever the version says."""
    total = sha256()
    for path in sorted([*home.rglob("*.py"), *home.rglob("*.yaml")]):
        total.update(path.read_bytes())
    return total.hexdigest()[:16]


def read_note(stamp: Path) -> dict[str, object]:
    """What an earlier run says it made here; a note that is absent or damaged says nothing: all is made anew."""
    text = stamp.read_text(encoding="utf-8", errors="replace") if stamp.is_file() else "{}"
    try:
        said = json.loads(text)
    except ValueError:
        typer.secho(f"“{stamp}”已损坏，样本将重新生成。", fg="yellow", err=True)
        said = {}
    return said if isinstance(said, dict) else {}
