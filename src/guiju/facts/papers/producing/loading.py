"""Reading `law/papers/*.yaml`: a page that is not fully understood is refused, with file and nearest valid word."""

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from guiju.facts.papers.producing.forms import (
    CASE_SOURCES,
    ITEM,
    PROCEDURES,
    RECORD_SOURCES,
    TYPED,
    Blank,
    Block,
    PaperForm,
    Source,
)
from guiju.values.errors import GuijuError
from guiju.values.event import IDENTIFYING
from guiju.values.vocabulary import Vocabulary
from guiju.values.yaml_text import YamlFault, read_yaml_text

PARAGRAPHS = ("organ", "title", "number", "text", "flush", "right", "sign", "small")
PLACEHOLDER = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_WORD = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
_PAPER = {"order", "title", "procedures", "of_person", "steps", "blanks", "body", "note", "of_case"}
_OPTIONAL = {"of_person", "note", "of_case"}
_BLANK = {"name", "zh", "from", "default", "help", "required", "long", "columns"}
_TABLE = {"widths", "rows", "each"}


class PapersRefused(GuijuError):
    """A declared paper is not fully understood."""

    code = "papers.declared"
    remedy = "请对照 law/papers/README.md 更正该文件。"


def read_forms(folder: Path, known: Vocabulary, rules: Iterable[str]) -> list[PaperForm]:
    """The papers of a folder, in the order in which their files say they come.

    A paper none of whose steps is known because their subjects are switched off is left out.

    Raises:
        PapersRefused: a file is not fully understood; it names file, field and the nearest valid word.
    """
    names = sorted(rules)
    files = sorted(folder.glob("*.yaml"))
    if not files:
        raise PapersRefused("law/papers 里没有文书。")
    read = [_Reader(path, known, names).form() for path in files]
    return sorted((form for form in read if form.steps), key=lambda form: form.order)


class _Reader:
    """One file, read strictly."""

    def __init__(self, path: Path, known: Vocabulary, rules: Sequence[str]) -> None:
        self.path, self.known, self.rules = path, known, rules

    def form(self) -> PaperForm:
        """The paper."""
        try:
            said = read_yaml_text(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError, YamlFault) as error:
            raise PapersRefused(f"{self.path.name} 读不出来：{error}。") from error
        said = self._mapping(said, _PAPER, "文书", needed=_PAPER - _OPTIONAL)
        title = self._mapping(said["title"], {"zh", "en"}, "title", needed={"zh", "en"})
        procedures, steps = self._texts(said["procedures"]), self._texts(said["steps"])
        for one in procedures:
            self._among(one, PROCEDURES, "procedures")
        steps = tuple(one for one in steps if not self._is_absent(one))
        for one in steps:
            self._among(one, self.known.types, "steps")
        blanks = tuple(self._blank(one) for one in said["blanks"])
        if len({one.name for one in blanks}) != len(blanks):
            raise PapersRefused(f"{self.path.name} 有两个同名的空。")
        body = tuple(self._block(one) for one in said["body"])
        form = PaperForm(
            self.path.stem, int(said["order"]), str(title["zh"]), str(title["en"]), procedures,
            said.get("of_person") is True, steps, blanks, body, str(said.get("note", "")),
            said.get("of_case") is not False,
        )  # fmt: skip
        self._check_words(form)
        return form

    def _blank(self, said: Any) -> Blank:
        said = self._mapping(said, _BLANK, "blanks", needed={"name", "zh"})
        name = str(said["name"])
        if not _WORD.fullmatch(name) or name == ITEM:
            raise PapersRefused(f"{self.path.name} 的“{name}”不能作空的名称：应为小写字母、数字和下划线。")
        columns = tuple((str(key), str(label)) for key, label in said.get("columns", {}).items())
        return Blank(
            name, str(said["zh"]), self._source(str(said.get("from", ""))), str(said.get("default", "")),
            str(said.get("help", "")), said.get("required") is True, said.get("long") is True or bool(columns), columns,
        )  # fmt: skip

    def _source(self, said: str) -> Source:
        """``unit``, ``day``, ``at of <event>``, an attribute, ``person_name``, ``law <page>``."""
        if not said:
            return TYPED
        what, _, rest = said.partition(" ")
        if self._is_absent(rest.removeprefix("of ")):
            return TYPED
        if what == "law":
            self._among(rest, self.rules, "from: law")
            return Source(law=rest)
        of = rest.removeprefix("of ").strip()
        if of:
            self._among(of, self.known.types, f"from: {what} of")
        attributes = {one for kind in self.known.types.values() for one in kind.attributes}
        self._among(what, {*CASE_SOURCES, *RECORD_SOURCES, *IDENTIFYING, *attributes}, "from")
        if of and what not in RECORD_SOURCES and not self.known.declares(of, what):
            raise PapersRefused(f"{self.path.name}：“{of}”没有“{what}”这一项。")
        return Source(what, of)

    def _is_absent(self, word: str) -> bool:
        """Whether a word is of a subject that is switched off: what it would fill in is typed."""
        return word.partition(".")[0] in self.known.absent

    def _block(self, said: Any) -> Block:
        if not isinstance(said, Mapping) or len(said) != 1:
            raise PapersRefused(f"{self.path.name} 的 body 每项应只有一个名称。")
        [(kind, held)] = said.items()
        self._among(str(kind), (*PARAGRAPHS, "table"), "body")
        if kind != "table":
            return Block(str(kind), str(held))
        held = self._mapping(held, _TABLE, "table", needed={"widths", "rows"})
        widths = tuple(int(one) for one in held["widths"])
        rows = tuple(self._texts(row) for row in held["rows"])
        if not rows or any(not 0 < len(row) <= len(widths) for row in rows):
            raise PapersRefused(f"{self.path.name} 的表格有一行的格数与 widths 不符。")
        return Block("table", widths=widths, rows=rows, each=str(held.get("each", "")))

    def _check_words(self, form: PaperForm) -> None:
        """Each placeholder is a blank, each blank stands in the text, and lists are lists."""
        texts = [text for block in form.body for text in (block.text, *(cell for row in block.rows for cell in row))]
        used = {word for text in texts for word in PLACEHOLDER.findall(text)}
        names = [one.name for one in form.blanks if not one.columns]
        lists = {one.name: [f"{ITEM}.{name}" for name, _ in one.columns] for one in form.blanks if one.columns}
        for word in sorted(used):
            self._among(word, [*names, *(word for words in lists.values() for word in words)], "body")
        each = {block.each for block in form.body if block.each}
        unused = ({*names} - used) | ({*lists} - each)
        if unused or each - {*lists}:
            raise PapersRefused(
                f"{self.path.name}：这些空没有写进正文，或不是清单：{'、'.join(sorted(unused ^ each))}。"
            )

    def _mapping(self, said: Any, allowed: set[str], where: str, *, needed: set[str]) -> Mapping[str, Any]:
        if not isinstance(said, Mapping):
            raise PapersRefused(f"{self.path.name} 的 {where} 没有写全。")
        for name in said:
            self._among(str(name), allowed, where)
        if not needed <= set(said):
            raise PapersRefused(f"{self.path.name} 的 {where} 缺少：{'、'.join(sorted(needed - set(said)))}。")
        return said

    def _texts(self, said: Any) -> tuple[str, ...]:
        if not isinstance(said, list):
            raise PapersRefused(f"{self.path.name}：“{said}”应写成列表。")
        return tuple(str(one) for one in said)

    def _among(self, word: str, known: Iterable[str], where: str) -> None:
        words = list(known)
        if word not in words:
            close = get_close_matches(word, words, n=1, cutoff=0.4)
            asked = f"是否应为“{close[0]}”？" if close else ""
            raise PapersRefused(f"{self.path.name} 的 {where} 不认识“{word}”。{asked}")
