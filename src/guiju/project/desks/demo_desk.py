"""What `guiju demo` does: an invented bureau, checked, with a page to look at."""

import json
import webbrowser
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import typer

from guiju import __version__
from guiju.project.demo import sample
from guiju.project.demo.sample import AS_OF, SCALES, write_sample
from guiju.project.desks.check_desk import Outputs, brief, show, write_outputs
from guiju.project.env import has_display
from guiju.project.law_folder import open_law
from guiju.project.pipeline import check
from guiju.project.progress import Tell, progress_bar
from guiju.values.errors import GuijuError

MADE = "made.json"


class ScaleUnknown(GuijuError):
    """There is no sample bureau of that size."""

    code = "demo.scale"


class FolderRefused(GuijuError):
    """The sample cannot be written into that folder."""

    code = "demo.folder"
    remedy = "请用 --folder 换一个可写的目录。"


def run_demo(scale: str, folder: Path, *, seed: int, show_page: bool) -> None:
    """Make the sample if it is absent, check it, show the summary, open the page.

    Raises:
        GuijuError: the scale is unknown, or the sample in the folder cannot be read.
    """
    if scale not in SCALES:
        raise ScaleUnknown(f"没有规模“{scale}”。", remedy=f"可用：{'、'.join(SCALES)}。")
    page, book = folder / "report.html", folder / "findings.xlsx"
    outputs = Outputs(xlsx=book, html=page)
    with progress_bar() as tell:
        events, mapping = _sample(folder, scale, seed, tell)
        law = open_law(None, folder / "decisions.yaml")
        as_of = datetime.fromisoformat(AS_OF)
        result, checked = check(events, mapping=mapping, law=law, as_of=as_of, jobs=2, progress=tell)
        briefing = brief(result, checked, None, outputs)
        write_outputs(briefing, outputs, tell)
    show(briefing, outputs)
    typer.echo(f"样本：{folder}（虚构；植入的问题见 truth.csv）")
    if show_page and has_display():
        webbrowser.open(page.resolve().as_uri())
    else:
        typer.echo(f"请用浏览器打开：{page}")


def _generator() -> str:
    """A digest of what makes the sample: another generator makes another sample, whatever the version says."""
    home = Path(sample.__file__).parent
    total = sha256()
    for path in sorted([*home.glob("*.py"), *home.rglob("*.yaml")]):
        total.update(path.read_bytes())
    return total.hexdigest()[:16]


def _read_stamp(stamp: Path) -> dict[str, str]:
    """What an earlier run says it made here; a note that is absent or damaged says nothing: all is made anew."""
    text = stamp.read_text(encoding="utf-8", errors="replace") if stamp.is_file() else "{}"
    try:
        made = json.loads(text)
    except ValueError:
        typer.secho(f"“{stamp}”已损坏，样本将重新生成。", fg="yellow", err=True)
        made = {}
    return made if isinstance(made, dict) else {}


def _sample(folder: Path, scale: str, seed: int, tell: Tell) -> tuple[Path, Path]:
    """The sample in the folder; made anew unless it is there whole, of the same scale, seed and version."""
    wanted = {"scale": scale, "seed": seed, "version": __version__, "generator": _generator()}
    stamp = folder / MADE
    made = _read_stamp(stamp)
    if {key: made.get(key) for key in wanted} == wanted:
        paths = folder / made.get("events", ""), folder / made.get("mapping", "")
        if all(path.is_file() for path in (*paths, folder / "decisions.yaml")):
            return paths
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FolderRefused(f"不能在“{folder}”中造样本：{error.strerror}。") from None
    stamp.unlink(missing_ok=True)
    made_now = write_sample(folder, scale=scale, seed=seed, progress=lambda done, steps: tell("造样本", done / steps))
    names = {"events": made_now.events_path.name, "mapping": made_now.mapping_path.name}
    stamp.write_text(json.dumps({**wanted, **names}, ensure_ascii=False), encoding="utf-8")
    return made_now.events_path, made_now.mapping_path
