"""Reading `law/procedures/*.yaml`: whatever is not fully understood is refused, with the file and the nearest word."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from guiju.screens.recording.procedure import (
    Also,
    Asked,
    Asking,
    Newcomers,
    Procedure,
    Sharing,
    Stage,
    Step,
)
from guiju.values.errors import GuijuError
from guiju.values.event import EventType
from guiju.values.vocabulary import Vocabulary
from guiju.values.yaml_text import YamlFault, read_yaml_text

FOLDER, FIELDS = "procedures", "fields.yaml"
_STEP = (
    "id", "event", "name", "asks", "more", "set", "fills", "act", "after", "paper", "usual", "who", "also",
)  # fmt: skip


class ProcedureRefused(GuijuError):
    """A file of the usual order of steps says something that is not understood."""

    code = "procedures.refused"
    remedy = "请更正该文件；写法见 law/README.md“网上登记的环节”。"


class _Reader:
    """Reads one file; every refusal names it."""

    def __init__(self, file: str, known: Vocabulary, asking: Mapping[str, Asking]) -> None:
        self.file, self.known, self.asking = file, known, asking

    def refuse(self, sentence: str, word: str = "", among: Iterable[str] = ()) -> ProcedureRefused:
        """The error for something in this file, with the nearest word that is known."""
        near = get_close_matches(word, list(among), n=1, cutoff=0.4) if word else []
        hint = f"是否应为“{near[0]}”？" if near else ""
        return ProcedureRefused(f"{FOLDER}/{self.file}：{sentence}{hint}")

    def is_absent(self, event: object) -> bool:
        """Whether an event belongs to a subject that the bureau has switched off."""
        return str(event).partition(".")[0] in self.known.absent

    def only(self, said: object, keys: tuple[str, ...], where: str) -> Mapping[str, Any]:
        """A mapping with no other keys than these."""
        if not isinstance(said, Mapping):
            raise self.refuse(f"{where}应写成映射。")
        for key in said:
            if key not in keys:
                raise self.refuse(f"{where}不认识“{key}”。", str(key), keys)
        return said

    def names(self, said: object) -> Mapping[str, str]:
        """A name in both languages."""
        words = self.only(said, ("zh", "en"), "name")
        if set(words) != {"zh", "en"}:
            raise self.refuse("name 应写成 {zh: 中文, en: English}。")
        return {language: str(word) for language, word in words.items()}

    def kind(self, name: object, where: str) -> EventType:
        """A declared event, which says what it is about by a key that people know."""
        found = self.known.types.get(str(name))
        if found is None or found.is_internal:
            raise self.refuse(f"{where}：词汇表里没有可以登记的“{name}”。", str(name), self.known.types)
        return found

    def declared(self, kind: EventType, field: str, where: str) -> str:
        """A field that the event declares."""
        if not self.known.declares(kind.name, field):
            raise self.refuse(f"{where}：“{kind.name}”没有“{field}”这一项。", field, (*kind.keys, *kind.attributes))
        return field

    def asked(self, kind: EventType, said: object, where: str) -> Asked:
        """One question."""
        words = (
            {"field": said} if isinstance(said, str) else self.only(said, ("field", "of", "carried", "default"), where)
        )
        field = self.declared(kind, str(words.get("field", "")), where)
        choices = tuple(str(one) for one in words.get("of", ()))
        default = str(words.get("default", ""))
        if default and default not in choices:
            raise self.refuse(f"{where}：“{field}”的 default 不在 of 之中。", default, choices)
        if choices:
            asking = Asking.CHOICE
        else:
            asking = Asking.FLAG if field in kind.flags else self.asking.get(field, Asking.TEXT)
        return Asked(field, asking, choices, words.get("carried", False) is True, default)

    def sets(self, kind: EventType, said: object, where: str) -> Mapping[str, Any]:
        """What a step always says."""
        words = said or {}
        if not isinstance(words, Mapping):
            raise self.refuse(f"{where}的 set 应写成映射。")
        return {self.declared(kind, str(name), where): value for name, value in words.items()}

    def fills(self, kind: EventType, said: object, where: str) -> dict[str, tuple[str, str]]:
        """What a step takes from an earlier record of the case."""
        found: dict[str, tuple[str, str]] = {}
        words = {} if said is None else said
        if not isinstance(words, Mapping):
            raise self.refuse(f"{where}的 fills 应写成映射。")
        for name, source in words.items():
            event, field = source if isinstance(source, list) and len(source) == 2 else (source, name)
            if self.is_absent(event):
                continue
            found[self.declared(kind, str(name), where)] = (
                str(event), self.declared(self.kind(event, where), str(field), where),
            )  # fmt: skip
        return found

    def act(self, kind: EventType, said: object, where: str) -> tuple[Sharing | None, str]:
        """How a step comes by its act: ``joins stay``."""
        if said is None:
            return None, ""
        mode, _space, series = str(said).partition(" ")
        if mode not in list(Sharing) or not series.isidentifier() or "act" not in kind.keys:
            raise self.refuse(f"{where}的 act 应写成“joins stay”，且该事件应有行为编号。", mode, list(Sharing))
        return Sharing(mode), series

    def also(self, said: object, where: str) -> Also:
        """A second event of the same form."""
        words = self.only(said, ("event", "set", "at", "by"), where)
        kind = self.kind(words.get("event"), where)
        if words.get("at", "") not in ("", "end") or words.get("by", "") not in ("", "first"):
            raise self.refuse(f"{where}的 also 只能写 at: end 和 by: first。")
        return Also(kind.name, self.sets(kind, words.get("set"), where), "at" in words, "by" in words)

    def step(self, said: object) -> Step:
        """One step."""
        words = self.only(said, _STEP, "环节")
        name = str(words.get("id", ""))
        where = f"环节“{name}”"
        if not name.isidentifier():
            raise self.refuse(f"{where}的 id 应是小写英文和下划线。")
        kind = self.kind(words.get("event"), where)
        if not {"case", "call", "person", "recording"} & set(kind.keys):
            raise self.refuse(f"{where}的事件不属于案件、警情、人员或录像。")
        sharing, series = self.act(kind, words.get("act"), where)
        if words.get("who", "another") != "another" or not isinstance(words.get("usual", True), bool):
            raise self.refuse(f"{where}：who 只能写 another，usual 只能写 true 或 false。")
        paper = str(words.get("paper", ""))
        if paper and not paper.isidentifier():
            raise self.refuse(f"{where}的 paper 应是文书的 id。")
        groups = words.get("after", ())
        return Step(
            name, kind.name, str(words.get("name", kind.label)),
            tuple(self.asked(kind, one, where) for one in words.get("asks", ())),
            tuple(self.asked(kind, one, where) for one in words.get("more", ())),
            self.sets(kind, words.get("set"), where), self.fills(kind, words.get("fills"), where), sharing, series,
            tuple(tuple(map(str, one)) if isinstance(one, list) else (str(one),) for one in groups), paper,
            words.get("usual", True), "who" in words,
            tuple(self.also(one, where) for one in words.get("also", ()) if not self.is_absent(_event_in(one))),
        )  # fmt: skip

    def procedure(self, said: object) -> Procedure | None:
        """The whole file; none where the bureau does without the subject that such cases begin with."""
        words = self.only(said, ("id", "name", "opens", "newcomers", "stages"), "文件")
        new = self.only(words.get("newcomers"), ("event", "says", "only"), "newcomers")
        if self.is_absent(new.get("event")):
            return None
        registered = self.kind(new.get("event"), "newcomers")
        says = str(new.get("says", ""))
        if says:
            self.declared(registered, says, "newcomers")
        stages = []
        for one in words.get("stages", ()):
            stage = self.only(one, ("name", "steps"), "阶段")
            steps = [step for step in stage.get("steps", ()) if not self.is_absent(_event_in(step))]
            stages.append(Stage(self.names(stage.get("name")), tuple(map(self.step, steps))))
        found = Procedure(
            str(words.get("id", "")), self.names(words.get("name")), str(words.get("opens", "")),
            Newcomers(registered.name, says, str(new.get("only", ""))), tuple(stages),
        )  # fmt: skip
        self._check_ids(found, [_id_in(step) for one in words.get("stages", ()) for step in one.get("steps", ())])
        return found

    def _check_ids(self, found: Procedure, ids: list[str]) -> None:
        for name in ids:
            if ids.count(name) > 1:
                raise self.refuse(f"环节“{name}”写了两次。")
        for name in (found.opens, *(one for step in found for group in step.after for one in group)):
            if name not in ids:
                raise self.refuse(f"没有环节“{name}”。", name, ids)


def read_procedures(law: Path, known: Vocabulary) -> dict[str, Procedure]:
    """The procedures of the pack in a folder, by the kind of case.

    Raises:
        ProcedureRefused: a file is missing, or says what is not understood.
    """
    folder = law / FOLDER
    shared = _Reader(FIELDS, known, {}).only(_text(folder / FIELDS), ("fields",), "文件")
    asking: dict[str, Asking] = {}
    for field, word in shared.get("fields", {}).items():
        if word not in list(Asking):
            raise _Reader(FIELDS, known, {}).refuse(f"“{field}”的写法“{word}”不认识。", str(word), list(Asking))
        if not known.absent and not any(field in kind.attributes for kind in known.types.values()):
            every = {name for kind in known.types.values() for name in kind.attributes}
            raise _Reader(FIELDS, known, {}).refuse(f"词汇表里没有“{field}”这一项。", str(field), every)
        asking[field] = Asking(word)
    found: dict[str, Procedure] = {}
    for path in sorted(folder.glob("*.yaml")):
        if path.name != FIELDS:
            one = _Reader(path.name, known, asking).procedure(_text(path))
            if one is not None:
                found[one.id] = one
    return found


def _event_in(step: object) -> object:
    return step.get("event") if isinstance(step, Mapping) else ""


def _id_in(step: object) -> str:
    return str(step.get("id", "")) if isinstance(step, Mapping) else ""


def _text(path: Path) -> object:
    try:
        return read_yaml_text(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, YamlFault) as error:
        raise ProcedureRefused(f"{FOLDER}/{path.name} 读不出来。") from error
