"""The documents that are written by the code, so that they cannot disagree with it: python -m guiju.project.docs."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path

from guiju.bureau.events import EVENTS as BUREAU_EVENTS
from guiju.facts.events import EVENTS as LEDGER_EVENTS
from guiju.project.catalogue import SUBJECTS
from guiju.project.field_labels import ATTRIBUTE_LABELS
from guiju.project.law.change import change_table
from guiju.project.law.index import NAME as LAW_INDEX
from guiju.project.law.index import law_index
from guiju.project.value_labels import VALUE_LABELS
from guiju.values.event import EventType

FOLDER = Path(__file__).parents[3] / "docs"
NOTE = "<!-- 由程序生成，请勿手改；更新：.venv/bin/python -m guiju.project.docs -->"


def vocabulary() -> str:
    """Every event that a file or a law page may speak of, by subject."""
    total = len(LEDGER_EVENTS) + len(BUREAU_EVENTS) + sum(len(subject.events) for subject in SUBJECTS)
    lines = [
        "# 事件词汇表",
        "",
        NOTE,
        "",
        f"映射文件和法条页中可用的事件共 {total} 种。",
        "每个事件都可以带 `officer`（民警）和 `unit`（单位），表中不再重复。",
        "“保存”一栏为保存类别；“随人销毁”为随当事人密钥一并销毁的属性。",
    ]
    lines += _section("账本（由系统记录，文件不能带入）", LEDGER_EVENTS)
    lines += _section("单位与人员", BUREAU_EVENTS)
    for subject in SUBJECTS:
        lines += _section(f"{subject.label} `{subject.name}`", subject.events)
    lines += _attributes()
    return "\n".join(lines) + "\n"


def _attributes() -> list[str]:
    """Every attribute with what people call it, and the words that pages know in it."""
    events = [*LEDGER_EVENTS, *BUREAU_EVENTS, *(kind for subject in SUBJECTS for kind in subject.events)]
    flags = {name for kind in events for name in kind.flags}
    rows = []
    for name in sorted({name for kind in events for name in kind.attributes}):
        words = "，".join(f"`{word}` {label}" for word, label in VALUE_LABELS.get(name, {}).items())
        rows.append(f"| `{name}` | {ATTRIBUTE_LABELS.get(name, '')} | {words or ('是／否' if name in flags else '')} |")
    ranks = "审批层级写 [law/ranks.yaml](../law/ranks.yaml) 中的代码或中文名"
    note = f"文件里写代码或写中文都认得；{ranks}；其余写法用映射的 `values` 对应。"
    return ["", "## 属性", "", note, "", "| 属性 | 含义 | 规则页认得的值 |", "| --- | --- | --- |", *rows]


def _section(title: str, events: Iterable[EventType]) -> list[str]:
    rows = [
        f"| `{kind.name}` | {kind.label} | {_codes(kind.keys)} | {_codes(kind.attributes)} "
        f"| {kind.retention} | {_codes(kind.personal)} |"
        for kind in events
    ]
    head = ["| 事件 | 含义 | 关联 | 属性 | 保存 | 随人销毁 |", "| --- | --- | --- | --- | --- | --- |"]
    return ["", f"## {title}", "", *head, *rows]


def _codes(names: Iterable[str]) -> str:
    return " ".join(f"`{name}`" for name in names)


DOCUMENTS: Mapping[str, Callable[[], str]] = {
    "vocabulary.md": vocabulary,
    LAW_INDEX: law_index,
    "law-change-2026.md": partial(change_table, "2026-01-01"),
}


def write_docs(folder: Path = FOLDER) -> list[Path]:
    """Write every generated document into ``folder`` and say which files were written."""
    written = []
    for name, text in DOCUMENTS.items():
        path = folder / name
        path.write_text(text(), encoding="utf-8")
        written.append(path)
    return written


if __name__ == "__main__":
    for document in write_docs():
        print(document)
