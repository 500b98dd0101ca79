"""Nothing in the repository points at a package registry or at somebody's machine."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
# Written with character classes so that this file does not match itself.
REGISTRIES = re.compile(
    r"py[p]i\.org|python[h]osted\.org|registry\.(?:npm[j]s|yarn[p]kg)|npm[m]irror|crates\.[i]o|proxy\.[g]olang"
    r"|deb\.[d]ebian\.org|mirrors?\.[a-z0-9]+\.(?:com|edu|org)|https?://[^\s\"']*/[s]imple(?:/|\b)"
    r"|https?://[^\s\"']*/packages/[0-9a-f]{2}/|\"resolved\":\s*\"http",
    re.IGNORECASE,
)
INDEX_OPTIONS = re.compile(r"^\s*(?:-i|--index-url|--extra-index-url|--trusted-host|--find-links)\b", re.M)
MACHINE = re.compile(r"(?<![\w.])/(?:work|root|home/\w+|Users/\w+)/[\w.]")
BINARY = {".gz", ".ico", ".parquet", ".pdf", ".png", ".ttf", ".woff2", ".xlsx", ".zip"}


def hits(tracked, *patterns):
    """Where one of the patterns stands in a tracked text file."""
    found = []
    for path in tracked:
        if path.suffix in BINARY or path == Path(__file__):
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        for pattern in patterns:
            found += [f"{path.relative_to(ROOT)}: {match.group()}" for match in pattern.finditer(text)]
    return found


def test_no_file_names_a_package_registry(tracked):
    assert hits(tracked, REGISTRIES) == []


def test_no_file_holds_a_path_of_the_machine_it_was_written_on(tracked):
    assert hits(tracked, MACHINE, re.compile(re.escape(f"{ROOT}/"))) == []


def test_the_locks_name_no_index(tracked):
    locks = [path for path in tracked if path.parent == ROOT / "requirements"]
    assert {path.name for path in locks} >= {"bench.txt", "run.txt", "test.txt", "uv.txt"}
    assert hits(locks, INDEX_OPTIONS) == []


def test_the_patterns_recognise_what_they_guard_against(tmp_path):
    host = "https://" + "py" + "pi.org/" + "simple/numpy/"
    assert REGISTRIES.search(host)
    assert REGISTRIES.search("https://example.invalid/repository/" + "simple" + "/")
    assert MACHINE.search("see /" + "work/main/law")
    assert not MACHINE.search("docs/work/notes.md")
