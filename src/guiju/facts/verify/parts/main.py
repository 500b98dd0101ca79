"""The command: reads a dump or a receipt and says, in Chinese and English, whether it holds."""

import argparse
import json
import os
import sys
import time
from collections.abc import Sequence
from typing import Any

from guiju.facts.verify.parts.bundle import verify_bundle
from guiju.facts.verify.parts.dump import verify_dump
from guiju.facts.verify.parts.keys import read_key_file
from guiju.facts.verify.parts.outside.cosignature import Witnesses, read_witness_file
from guiju.facts.verify.parts.outside.held import Held, read_held
from guiju.facts.verify.parts.outside.papers import Shelf
from guiju.facts.verify.parts.problems import DEFAULT_LIMIT, Boundary, Problem, Report
from guiju.facts.verify.parts.saying import Unreadable, utc

_LARGE = 16_000_000
_TRUST_WARNING = (
    "警告：没有给出公钥，用的是文件自带的公钥。这只能发现损坏，不能发现伪造。",
    "WARNING: no key was given; the file's own keys are believed. That shows damage, not forgery.",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the verifier: 0 in order, 1 something is wrong, 2 the file cannot be read."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a character must not stop the check.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    asked = _parser().parse_args(arguments)
    try:
        if not asked.key and not asked.trust_first:
            raise Unreadable(
                "请用 --key 给出可信的公钥文件（或用 --trust-first 采用文件自带的公钥）。",
                "Give the keys that you trust with --key (or believe the file's own with --trust-first).",
            )
        report = _verify_file(asked)
    except Unreadable as error:
        _say_unreadable(asked.json, error.zh, error.en)
        return 2
    except OSError as error:
        _say_unreadable(asked.json, f"文件读不出来：{error}", f"A file cannot be read: {error}")
        return 2
    if asked.trust_first and not asked.key:
        report.notes.insert(0, _TRUST_WARNING)
        print("\n".join(_TRUST_WARNING), file=sys.stderr)
    print(json.dumps(as_json(report), ensure_ascii=False, indent=1) if asked.json else as_text(report))
    return 0 if report.clean else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="guiju-verify",
        description="核对规矩的账本导出文件或回执。 Checks a dump of a Guiju ledger, or a receipt. "
        "退出码 exit status: 0 完好 in order, 1 有问题 problems, 2 文件不可读 unreadable.",
    )
    parser.add_argument("file", help="导出文件或回执 dump or receipt")
    parser.add_argument(
        "--key", action="append", default=[], metavar="FILE", help="可信公钥，每行“编号 公钥” trusted public keys"
    )
    parser.add_argument("--trust-first", action="store_true", help="采用文件自带的公钥 believe the file's own keys")
    parser.add_argument(
        "--checkpoint",
        "--held",
        action="append",
        default=[],
        metavar="FILE",
        help="外部持有的检查点 checkpoints held elsewhere",
    )
    parser.add_argument("--witness", metavar="FILE", help="可信见证方名单 trusted witnesses, and how many are needed")
    parser.add_argument("--papers", metavar="FOLDER", help="材料目录，逐份比对摘要 sealed papers to be compared")
    parser.add_argument("--limit", type=int, default=DEFAULT_LIMIT, help="最多列出多少处 how many problems to print")
    parser.add_argument("--json", action="store_true", help="输出 JSON machine-readable")
    parser.add_argument("--processes", type=int, default=0, help="进程数 processes (0: 自动 as fits)")
    return parser


def _verify_file(asked: argparse.Namespace) -> Report:
    publics: list[bytes] | None = None
    for path in asked.key:
        with open(path, encoding="utf-8", errors="replace") as file:
            publics = [*(publics or []), *read_key_file(file.read())]
    held: list[Held] = []
    for path in asked.checkpoint:
        with open(path, "rb") as binary:
            held += read_held(binary.read())
    witnesses: Witnesses | None = None
    if asked.witness:
        with open(asked.witness, encoding="utf-8", errors="replace") as file:
            witnesses = read_witness_file(file.read())
    with open(asked.file, "rb") as binary:
        receipt = binary.read(1) == b"{"
        size = binary.seek(0, 2)
        if receipt:
            binary.seek(0)
            return verify_bundle(binary.read(), publics, held)
    processes = asked.processes or min(4, os.cpu_count() or 1 if size > _LARGE else 1)
    return verify_dump(
        asked.file, publics, held, witnesses=witnesses, shelf=Shelf(asked.papers) if asked.papers else None,
        limit=max(1, asked.limit), processes=processes, progress=_progress(),
    )  # fmt: skip


def _progress() -> Any:
    """A line on a terminal that somebody watches, once it takes longer than a second."""
    if not sys.stderr.isatty():
        return None
    begun = time.monotonic()

    def show(done: int, of: int) -> None:
        if time.monotonic() - begun > 1:
            end = "\n" if done == of else ""
            print(f"\r{done * 100 // of} %", end=end, file=sys.stderr, flush=True)

    return show


def _say_unreadable(as_data: bool, zh: str, en: str) -> None:
    if as_data:
        print(json.dumps({"tool": "guiju-verify", "result": "unreadable", "zh": zh, "en": en}, ensure_ascii=False))
    print(f"{zh}\n{en}", file=sys.stderr)


def as_json(report: Report) -> dict[str, object]:
    """The report as data."""
    return {
        "tool": "guiju-verify",
        "format": 1,
        "subject": report.subject,
        "ledger": report.ledger,
        "result": "clean" if report.clean else "problems",
        "figures": report.figures,
        "last_checkpoint": report.last,
        "counts": dict(sorted(report.counts.items())),
        "problems": [_problem_as_json(report, problem) for problem in report.problems],
        "notes": [{"zh": zh, "en": en} for zh, en in report.notes],
    }


def _problem_as_json(report: Report, problem: Problem) -> dict[str, object]:
    zh, en = problem.sentences()
    between = [None if one is None else one._asdict() for one in report.between(problem)]
    record = {name: getattr(problem, name) for name in ("index", "id", "stream", "seq")}
    return {"kind": problem.kind, **record, "between": between, **dict(problem.details), "zh": zh, "en": en}


def as_text(report: Report) -> str:
    """The report as a person reads it."""
    lines = [f"{zh}\n{en}" for zh, en in report.notes]
    figures = "，".join(f"{name} {number}" for name, number in report.figures.items())
    total = sum(report.counts.values())
    if report.clean:
        what = ("账本完好", "The ledger is in order") if report.subject == "dump" else ("回执成立", "The receipt holds")
        lines += [f"{what[0]}：账本 {report.ledger}。{figures}", f"{what[1]}: ledger {report.ledger}."]
        if report.last:
            sealed_at = utc(int(str(report.last["sealed_at"])))
            lines.append(f"检查点 checkpoint {report.last['size']} · {sealed_at} · {report.last['root']}")
        return "\n".join(lines)
    lines += [
        f"发现 {total} 处问题，账本 {report.ledger}。{figures}",
        f"{total} problems found in ledger {report.ledger}.",
    ]
    shown = report.problems
    for problem in shown:
        zh, en = problem.sentences()
        lines += ["", f"[{problem.kind}] {_whereabouts(problem)}".rstrip(), _window(*report.between(problem)), zh, en]
    if total > len(shown):
        counts = "，".join(f"{kind} {number}" for kind, number in sorted(report.counts.items()))
        lines += ["", f"只列出前 {len(shown)} 处；各类合计 of each kind: {counts}"]
    return "\n".join(lines)


def _whereabouts(problem: Problem) -> str:
    parts = []
    if problem.index is not None:
        parts.append(f"序号 index {problem.index}")
    if problem.stream is not None:
        parts.append(f"流 stream {problem.stream} #{problem.seq}")
    if problem.id is not None:
        parts.append(f"编号 id {problem.id}")
    return " · ".join(parts)


def _window(before: Boundary | None, after: Boundary | None) -> str:
    ends = ["—" if one is None else f"{one.size}（{utc(one.sealed_at)}）" for one in (before, after)]
    return f"介于检查点 between checkpoints {ends[0]} … {ends[1]}"
