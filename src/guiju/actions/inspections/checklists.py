"""Check-lists: what an inspector asks on site, as data; each question rests on an article or on an internal measure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from guiju.actions.inspections.acts import KINDS
from guiju.values.errors import GuijuError
from guiju.values.yaml_text import YamlFault, read_yaml_text

HOUSE = "house"
SEVERITIES = ("fatal", "major", "minor")
MOST_QUESTIONS = 40


class ChecklistRefused(GuijuError):
    """A file of check-lists does not say what is needed."""

    code = "inspections.checklist"
    remedy = "写法见 law/checklists/ 中的文件和 law/README.md。"


class ChecklistUnknown(GuijuError):
    """There is no check-list of that name."""

    code = "inspections.checklist_unknown"
    remedy = "请重新选择检查表。"


@dataclass(frozen=True, slots=True)
class Question:
    """One question; 否 means that something is not as it should be. ``house``: an internal measure, not law."""

    id: str
    ask: str
    severity: str
    instrument: str
    article: str
    house: bool

    @property
    def cited(self) -> str:
        """What it rests on, as it is written beside a finding."""
        said = [{"instrument": self.instrument, "article": self.article}]
        return json.dumps(said, ensure_ascii=False, sort_keys=True)

    @property
    def finding_title(self) -> str:
        """What a finding is called that arises from it."""
        return f"检查项为“否”：{self.ask}"


@dataclass(frozen=True, slots=True)
class Checklist:
    """A check-list for one kind of thing; ``digest`` is that of its text, ``edition`` when it was set."""

    id: str
    title: str
    kind: str
    edition: str
    decided_by: str
    digest: str
    questions: tuple[Question, ...]

    def question(self, name: str) -> Question | None:
        """The question of that name; None where it has none."""
        return next((one for one in self.questions if one.id == name), None)

    def rule_of(self, question: str) -> str:
        """Under which name findings that arise from a question stand among those of the rules."""
        return f"{self.id}.{question}"


_installed: list[Mapping[str, Checklist]] = []


def install_checklists(lists: Mapping[str, Checklist]) -> None:
    """Hand over the check-lists; a later call replaces the former."""
    _installed[:] = [lists]


def checklists() -> Mapping[str, Checklist]:
    """All check-lists by their names; none where none were handed over."""
    return _installed[0] if _installed else {}


def checklist(name: str) -> Checklist:
    """The check-list of that name.

    Raises:
        ChecklistUnknown: there is none.
    """
    found = checklists().get(name)
    if found is None:
        raise ChecklistUnknown(f"没有名为“{name}”的检查表。")
    return found


def find_question(rule: str) -> Question | None:
    """The question under whose name a finding stands; None where the name is a rule's, or is not known any more."""
    name, _, question = rule.partition(".")
    found = checklists().get(name)
    return None if found is None else found.question(question)


def read_checklists(folder: Path) -> Mapping[str, Checklist]:
    """The check-lists of a folder, one a file.

    Raises:
        ChecklistRefused: one is not fully understood.
    """
    return {one.id: one for one in (_read(path) for path in sorted(folder.glob("*.yaml")))}


def _read(path: Path) -> Checklist:
    text = path.read_text(encoding="utf-8")
    try:
        said = read_yaml_text(text)
    except (ValueError, YamlFault) as error:
        raise ChecklistRefused(f"{path.name} 读不出来。") from error
    if not isinstance(said, Mapping) or set(said) != {"id", "title", "kind", "edition", "decided_by", "questions"}:
        raise ChecklistRefused(f"{path.name} 应恰好写明 id、title、kind、edition、decided_by、questions。")
    asked = said["questions"]
    if said["id"] != path.stem or said["kind"] not in KINDS or len(str(said["edition"])) > 10:
        raise ChecklistRefused(f"{path.name} 的 id、kind 或 edition 不对。")
    if not isinstance(asked, list) or not 0 < len(asked) <= MOST_QUESTIONS:
        raise ChecklistRefused(f"{path.name} 应有一至 {MOST_QUESTIONS} 个问题。")
    questions = tuple(_question(path.name, one) for one in asked)
    if len({one.id for one in questions}) < len(questions):
        raise ChecklistRefused(f"{path.name} 有两个问题同名。")
    return Checklist(
        path.stem, str(said["title"]), str(said["kind"]), str(said["edition"]), str(said["decided_by"]),
        sha256(text.encode()).hexdigest(), questions,
    )  # fmt: skip


def _question(file: str, said: object) -> Question:
    if not isinstance(said, Mapping) or not {"id", "ask", "severity"} < set(said):
        raise ChecklistRefused(f"{file} 有一个问题没有写全。")
    rest = set(said) - {"id", "ask", "severity"}
    law = said.get("law") if rest == {"law"} else {"instrument": "内部检查标准", "article": said.get("house")}
    if rest not in ({"law"}, {"house"}) or said["severity"] not in SEVERITIES or "." in str(said["id"]):
        raise ChecklistRefused(f"{file} 的问题“{said['id']}”应写明程度，以及 law 或 house 之一。")
    if not isinstance(law, Mapping) or set(law) != {"instrument", "article"} or not all(law.values()):
        raise ChecklistRefused(f"{file} 的问题“{said['id']}”没有写明依据。")
    return Question(
        str(said["id"]), str(said["ask"]), str(said["severity"]), str(law["instrument"]), str(law["article"]),
        rest == {HOUSE},
    )  # fmt: skip
