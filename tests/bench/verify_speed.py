"""How fast one file checks a million events: `python tests/bench/verify_speed.py [--events N] [--sealing N]`.

A consistent, signed dump is written first; it is checked by the single file under `python -I -S`, three times, each
time beside the floor: `json.loads` of every line in one process. Memory is that of all processes together (PSS).
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from guiju.facts.verify.one_file import build
from guiju.facts.verify.parts.checkpoint import checkpoint_text
from guiju.facts.verify.parts.event_leaf import leaf_hash
from guiju.facts.verify.parts.tree import Peaks

START = 1_700_000_000_000_000
IMPORT = "import:bench"
FLOOR = "import json, sys\nfor line in open(sys.argv[1], encoding='utf-8'):\n    json.loads(line)\n"


class City:
    """A city's ledger: streams of about five events, bodies of about 450 bytes, sealed every ``sealing`` events."""

    def __init__(self, sealing: int, seed: int) -> None:
        self.sealing, self.draw = sealing, random.Random(seed)
        self.signer = Ed25519PrivateKey.from_private_bytes(sha256(b"%d" % seed).digest())
        self.public = self.signer.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.key_id, self.name = sha256(self.public).hexdigest()[:16], f"{self.draw.getrandbits(128):032x}"
        self.tiles: list[list[object]] = []
        self.peaks = Peaks(on_full=lambda level, place, root: self.tiles.append(["tile", level, place, root.hex()]))
        self.heads: dict[str, tuple[int, bytes]] = {}
        self.checkpoints: list[list[object]] = []
        self.previous, self.body_bytes = bytes(32), 0
        self.waiting: list[bytes] = []

    def sign(self, sealed_at: int) -> None:
        """Seal what waits."""
        self.peaks.extend(self.waiting)
        self.waiting.clear()
        text = checkpoint_text(
            ledger=self.name, epoch=0, hash_name="sha256", size=self.peaks.size, root=self.peaks.root(),
            sealed_at=sealed_at, previous=self.previous, schema=bytes(32),
        )  # fmt: skip
        self.previous = sha256(text).digest()
        signature = self.signer.sign(text).hex()
        self.checkpoints.append(["checkpoint", self.peaks.size, text.decode(), signature, self.key_id])

    def event(self, index: int, events: int) -> list[object]:
        """The next event, as a line of the dump."""
        draw, at = self.draw, START + index * 1000
        case, officer = f"A33010020240{draw.randrange(events // 5 + 1):06d}", f"{draw.randrange(3000):06d}"
        # The first event begins the import that brings them all.
        stream, kind = (f"case:{case}", "custody.family_notified") if index else (IMPORT, "ledger.import_begun")
        seq, prev = self.heads.get(stream, (0, bytes(32)))
        fields = {
            "case": case, "person": f"P{draw.randrange(10**9)}", "officer": ["012345", officer],
            "unit": "330100000000", "kind": "criminal", "place": "case_area", "legal_basis": "待核" * 8,
            "remark": f"{draw.getrandbits(256):064x}{draw.getrandbits(256):064x}",
        }  # fmt: skip
        source = {"batch": 1, "begun": 1, "row": index}
        said = {"day": 738000, "fields": fields, "offset": 480, "second": 28800, "source": source}
        body = json.dumps(said, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        self.body_bytes += len(body.encode())
        keys = [("case", case), ("person", str(fields["person"])), ("unit", "330100000000")]
        keys += [("officer", one) for one in {"012345", officer}]
        columns = (
            stream, seq + 1, kind, 1, at - 60_000_000, at, IMPORT, "import", "",
            "330100000000", f"{draw.getrandbits(128):032x}",
        )  # fmt: skip
        leaf = leaf_hash(columns, prev, keys, body.encode())
        self.heads[stream] = seq + 1, leaf
        self.waiting.append(leaf)
        if len(self.waiting) == self.sealing or index == events - 1:
            self.sign(at)
        return ["event", index, leaf.hex(), index + 1, *columns, body, prev.hex(), leaf.hex(), keys]


def write_dump(folder: Path, events: int, sealing: int, seed: int) -> None:
    """The dump and the file of keys; what it holds is printed."""
    city = City(sealing, seed)
    city.sign(START)
    with (folder / "events").open("w", encoding="utf-8") as file:
        for index in range(events):
            file.write(json.dumps(city.event(index, events), ensure_ascii=False) + "\n")
    city.tiles.sort()
    head = [["guiju-dump", 1, city.name, "sha256"], ["key", city.key_id, city.public.hex()]]
    with (folder / "dump").open("w", encoding="utf-8") as file, (folder / "events").open(encoding="utf-8") as lines:
        file.writelines(json.dumps(row) + "\n" for row in [*head, *city.checkpoints, *city.tiles])
        file.writelines(lines)
        file.write(json.dumps(["end", events, events, len(city.checkpoints)]) + "\n")
    (folder / "events").unlink()
    (folder / "keys").write_text(f"{city.key_id} {city.public.hex()}\n", encoding="ascii")
    size = (folder / "dump").stat().st_size / 1e6
    print(
        f"seed {seed}: {events} events, {len(city.heads)} streams, {len(city.checkpoints)} checkpoints, {size:.0f} MB"
    )
    print(f"body {city.body_bytes / events:.0f} bytes on average", flush=True)


def held_memory(process: int) -> float:
    """Megabytes of a process and its children, shared pages counted once."""
    total = 0
    children = Path(f"/proc/{process}/task/{process}/children")
    try:
        for number in [str(process), *children.read_text().split()]:
            for line in Path(f"/proc/{number}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
    except OSError:
        return 0.0
    return total / 1000


def busy_seconds() -> float:
    """Processor seconds of all children so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def run(command: list[str], folder: Path) -> tuple[float, float, float]:
    """Seconds, processor seconds and peak megabytes of a command that must succeed."""
    begun, busy, peak = time.perf_counter(), busy_seconds(), 0.0
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True) as process:
        while process.poll() is None:
            peak = max(peak, held_memory(process.pid))
            time.sleep(0.2)
        assert process.stdout is not None
        if process.returncode:
            sys.exit(process.stdout.read())
    return time.perf_counter() - begun, busy_seconds() - busy, peak


def main() -> None:
    """Write, check three times, print the worst."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--sealing", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=0)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_dump(folder, asked.events, asked.sealing, asked.seed)
        (folder / "guiju-verify.py").write_text(build(), encoding="utf-8")
        alone = [sys.executable, "-I", "-S"]
        ours = [*alone, "guiju-verify.py", "dump", "--key", "keys", "--processes", str(asked.processes)]
        worst, most, ratio = 0.0, 0.0, 0.0
        for _ in range(3):
            took, busy, memory = run(ours, folder)
            floor, _, _ = run([*alone, "-c", FLOOR, "dump"], folder)
            beside = f"json.loads {floor:.1f} s; ratio {took / floor:.2f}"
            print(f"verify {took:.1f} s (processors {busy:.1f} s), {memory:.0f} MB; {beside}", flush=True)
            worst, most, ratio = max(worst, took), max(most, memory), max(ratio, took / floor)
        print(f"worst of three: {worst:.1f} s (目标 ≤ 15), {most:.0f} MB (目标 ≤ 400), ratio to the floor {ratio:.2f}")


if __name__ == "__main__":
    main()
