"""`guiju verify`: the ledger dumped, checked by the one-file verifier, and the database looked at as well."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from guiju.facts.keys.signer import public_keys
from guiju.facts.papers.census import NO_PAPERS, Census, take_census
from guiju.facts.papers.shelf import Shelf
from guiju.facts.proof.snapshot import snapshot
from guiju.facts.proof.standing import Fault, faults
from guiju.facts.proof.verifier import CLEAN, PROBLEMS, UNREADABLE, Answer
from guiju.facts.verify.parts.keys import key_id_of, read_key_file
from guiju.facts.verify.parts.saying import Unreadable, utc
from guiju.project import env
from guiju.project.ledger.proof.dumping import checked, dump_to, scratch
from guiju.project.ledger.proof.soundness import unsound
from guiju.values.errors import GuijuError


class KeysUnreadable(GuijuError):
    """The file of trusted keys cannot be read."""

    code = "ledger.keys_unreadable"
    remedy = "公钥文件每行写“编号 公钥（十六进制）”，可从公示处取得。"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found: by the verifier, in the database's own rows and triggers, and in its file."""

    answer: Answer
    faults: Sequence[Fault]
    unsound: Sequence[str]
    papers: Census = NO_PAPERS

    @property
    def status(self) -> int:
        """0 in order, 1 something is wrong, 2 the dump cannot be read."""
        if self.answer.status not in (CLEAN, PROBLEMS):
            return UNREADABLE
        is_wrong = self.answer.status or self.faults or self.unsound or not self.papers.is_whole
        return PROBLEMS if is_wrong else CLEAN

    def to_json(self) -> dict[str, Any]:
        """The verdict as data."""
        named = [{"kind": one.kind, "table": one.table, "zh": one.sentence} for one in self.faults]
        papers = asdict(self.papers)
        return {
            **self.answer.said,
            "database": named,
            "unsound": list(self.unsound),
            "papers": papers,
            "status": self.status,
        }


def verify(*, is_full: bool, dump: Path | None, held: Sequence[Path], key: Path | None) -> Verdict:
    """Dump this ledger, check it against trusted keys and held checkpoints; ``is_full`` reads every page as well.

    Raises:
        NotWritten: there is no room for the dump.
        KeysUnreadable: the file of trusted keys is none.
        VerifierFailed: the verifier gave no answer.
    """
    publics = public_keys(env.keys_folder()) if key is None else _trusted(key)
    with scratch() as place:
        path = dump or place / "dump"
        with snapshot() as source:
            dump_to(path, source, publics)
        answer = checked(path, publics, held)
    return Verdict(answer, faults(), unsound() if is_full else (), take_census(Shelf(env.papers_folder())))


def lines_of(verdict: Verdict) -> list[str]:
    """The verdict as a person reads it, the first bad record first."""
    said = verdict.answer.said
    if verdict.answer.status not in (CLEAN, PROBLEMS):
        return [str(said.get("zh", "核对程序没有给出结果。"))]
    lines = [_line(problem) for problem in verdict.answer.problems]
    lines += [f"{fault.sentence}（{fault.kind}）" for fault in verdict.faults]
    lines += [*verdict.unsound, *lines_of_papers(verdict.papers)]
    figures: Mapping[str, int] = said.get("figures", {})
    counted = (
        f"{figures.get('events', 0)} 条记录、{figures.get('checkpoints', 0)} 个检查点、{verdict.papers.named} 份材料"
    )
    last = said.get("last_checkpoint", {})
    notes = [str(one["zh"]) for one in said.get("notes", ())]
    if not lines:
        until = f"，封存至 {utc(last['sealed_at'])}，树根 {last['root']}" if last else ""
        return [f"账本完好：{counted}{until}。", *notes]
    own = len(verdict.faults) + len(verdict.unsound) + len(verdict.papers.missing) + len(verdict.papers.changed)
    total = sum(said.get("counts", {}).values()) + own
    return [f"发现 {total} 处问题（{counted}）：", *lines, *notes]


def lines_of_papers(found: Census) -> list[str]:
    """Which papers are not there, or not what they were."""
    lines = [f"编号 {number} 的材料缺失（papers.missing）" for number in found.missing]
    return lines + [f"编号 {number} 的材料被改动（papers.changed）" for number in found.changed]


def _line(problem: Mapping[str, Any]) -> str:
    record = [f"序号 {problem['index']}"] if problem["index"] is not None else []
    record += [f"编号 {problem['id']}"] if problem["id"] is not None else []
    record += [f"{problem['stream']} 第 {problem['seq']} 条"] if problem["stream"] is not None else []
    before, after = ("无" if one is None else f"{one['size']}（{utc(one['sealed_at'])}）" for one in problem["between"])
    return f"{'，'.join(record) or '账本'}：{problem['zh']}介于检查点 {before} 与 {after} 之间（{problem['kind']}）"


def _trusted(path: Path) -> dict[str, bytes]:
    try:
        return {key_id_of(public): public for public in read_key_file(path.read_text(encoding="utf-8"))}
    except Unreadable as error:
        raise KeysUnreadable(error.zh) from error
    except (OSError, UnicodeDecodeError) as error:
        raise KeysUnreadable(f"公钥文件“{path.name}”读不出来。") from error
