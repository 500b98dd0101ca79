"""Chromium 92, as offices still have it: `python -m tests.browser.old_browser.chromium` fetches it, once, into .venv.

The npm package chrome-aws-lambda carries it packed, for x86-64; its libraries are those that Debian's Chromium brings.
"""

import hashlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from hatch_build import FetchFailed, find_node, run_npm

OWN = Path(__file__).parent
NEEDED = ("package.json", "package-lock.json", ".npmrc")
PACKED = Path("node_modules", "chrome-aws-lambda", "bin", "chromium.br")
PLACE = Path(sys.prefix) / "old-browser"
ARGUMENTS = ["--no-sandbox", "--no-zygote", "--disable-gpu", "--no-first-run"]
UNPACK = """
const [packed, plain] = process.argv.slice(1), fs = require("fs"), zlib = require("zlib");
require("stream").pipeline(
  fs.createReadStream(packed), zlib.createBrotliDecompress(), fs.createWriteStream(plain),
  (error) => { if (error) { console.error(String(error)); process.exit(1); } });
"""
FAILED = (
    "旧浏览器（Chromium 92）未能取得：{reason}\n"
    "联网后执行 .venv/bin/python -m tests.browser.old_browser.chromium 补齐；\n"
    "没有它，只有 tests/browser/old_browser/test_old_browser.py 不能通过。\n"
    "Chromium 92 could not be fetched; only tests/browser/old_browser/test_old_browser.py needs it."
)


def fetched() -> Path:
    """The program, ready to run; fetched and unpacked where it is not there yet.

    Raises:
        FetchFailed: npm could not install the package, or it could not be unpacked.
    """
    key = hashlib.sha256(b"".join((OWN / name).read_bytes() for name in NEEDED)).hexdigest()
    place = PLACE / key[:16]
    if not place.is_dir():
        PLACE.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=PLACE) as folder:
            try:
                _unpacked(Path(folder)).rename(place)
            except OSError:
                # One that another run has made meanwhile is as good.
                if not place.is_dir():
                    raise
    return place / "chromium"


def _unpacked(folder: Path) -> Path:
    for name in NEEDED:
        shutil.copyfile(OWN / name, folder / name)
    run_npm(folder)
    made = folder / "made"
    made.mkdir()
    program = made / "chromium"
    done = subprocess.run([find_node(), "-e", UNPACK, folder / PACKED, program], capture_output=True, text=True)
    if done.returncode:
        raise FetchFailed(done.stderr.strip())
    program.chmod(0o755)
    return made


if __name__ == "__main__":
    try:
        fetched()
    except FetchFailed as failed:
        sys.exit(FAILED.format(reason=failed))
