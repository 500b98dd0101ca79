"""Filling in a Word template: docxtpl does it, and of its template language only the plainest words are let through.

A template comes from a person and is run by the server. What it may say is therefore a short list: a blank, a line of a
list, and "if this blank is filled". Everything else, attributes and calls above all, is refused before it is compiled.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import TemplateError, nodes
from jinja2.sandbox import SandboxedEnvironment

from guiju.facts.papers.producing.forms import ITEM, MOST_ROWS, PaperForm
from guiju.facts.papers.producing.package import BROKEN, W, check_template, parts_of, written_alike, xml_of
from guiju.facts.papers.sniffing import PaperRefused

BLANK = "＿＿＿＿＿＿"
"""Stands where a blank was left open: it is filled in by hand."""
LONGEST_RESULT = 200_000
MOST_TAGS = 400
Line = Mapping[str, str]
Values = Mapping[str, str | Sequence[Line]]
_TAG = re.compile(r"\{\{[^{}]*\}\}|\{[%#][^{}]*[%#]\}")
_SAID = re.compile(
    rf"\{{\{{\s*(?:{ITEM}\.)?[a-z][a-z0-9_]*\s*\}}\}}"
    rf"|\{{%(?:tr|p)?\s*for {ITEM} in [a-z][a-z0-9_]*\s*%\}}|\{{%(?:tr|p)?\s*(?:endfor|endif)\s*%\}}"
    r"|\{%(?:tr|p)?\s*if [a-z][a-z0-9_]*\s*%\}",
    re.ASCII,
)
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPOKEN = ("word/document", "word/header", "word/footer", "docprops/core", "word/footnotes", "word/endnotes")


class TemplateRefused(PaperRefused):
    """A template says what no template may say, or names a blank that its paper does not have."""

    code = "papers.template"
    remedy = (
        "模板里只能写 {{ 空的名称 }}、{% if 名称 %}…{% endif %} 和清单的 {%tr for item in 名称 %}；请按空的清单更正。"
    )


class StrictEnvironment(SandboxedEnvironment):
    """Jinja that reads each text against the blanks of one paper before it compiles it."""

    def __init__(self, form: PaperForm) -> None:
        super().__init__(autoescape=True)
        self._texts = {one.name for one in form.blanks if not one.columns}
        self._lists = {one.name: {name for name, _ in one.columns} for one in form.blanks if one.columns}

    def from_string(self, source: Any, *more: Any, **named: Any) -> Any:
        """Compile a text that holds nothing but what a template may say.

        Raises:
            TemplateRefused: it holds something else.
        """
        try:
            tree = self.parse(source)
        except TemplateError as error:
            raise TemplateRefused(f"模板的写法不对：{str(error)[:120]}。") from error
        for node in tree.body:
            self._check(node, frozenset())
        return super().from_string(source, *more, **named)

    def _check(self, node: nodes.Node, columns: frozenset[str]) -> None:
        if isinstance(node, nodes.Output):
            for shown in node.nodes:
                self._check_shown(shown, columns)
        elif isinstance(node, nodes.If) and isinstance(node.test, nodes.Name) and not node.elif_:
            self._check_shown(node.test, columns)
            for one in (*node.body, *node.else_):
                self._check(one, columns)
        elif isinstance(node, nodes.For) and self._is_plain_loop(node) and not columns:
            assert isinstance(node.iter, nodes.Name)
            for one in node.body:
                self._check(one, frozenset(self._lists[node.iter.name]))
        else:
            raise TemplateRefused(f"模板里有不允许的写法（{type(node).__name__}）。")

    def _is_plain_loop(self, node: nodes.For) -> bool:
        is_ours = isinstance(node.target, nodes.Name) and node.target.name == ITEM
        is_list = isinstance(node.iter, nodes.Name) and node.iter.name in self._lists
        return is_ours and is_list and not node.else_ and node.test is None and not node.recursive

    def _check_shown(self, node: nodes.Node, columns: frozenset[str]) -> None:
        if isinstance(node, nodes.TemplateData):
            return
        if isinstance(node, nodes.Name):
            if node.name not in self._texts:
                raise TemplateRefused(f"模板里的“{node.name}”不是这种文书的空。")
            return
        if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name) and node.node.name == ITEM:
            if node.attr not in columns:
                raise TemplateRefused(f"模板里的“{ITEM}.{node.attr}”不是清单的栏目。")
            return
        raise TemplateRefused(f"模板里有不允许的写法（{type(node).__name__}）。")


def filled(template: bytes, form: PaperForm, values: Values) -> bytes:
    """A paper: the template with its blanks filled; the same values give the same bytes.

    Raises:
        PaperRefused: the template reaches out, runs, or is no Word file.
        TemplateRefused: it says what it may not, or names a blank that the paper does not have.
    """
    check_template(template)
    for text in _spoken(template):
        tags = _TAG.findall(text)
        strange = [tag for tag in tags if not _SAID.fullmatch(tag)]
        rest = _TAG.sub("", text)
        if strange or len(tags) > MOST_TAGS or any(mark in rest for mark in ("{{", "}}", "{%", "%}", "{#")):
            raise TemplateRefused(f"模板里有不允许的写法：{(strange or ['未成对的括号'])[0][:60]}")
    document = DocxTemplate(BytesIO(template))
    context = {one.name: _said(values.get(one.name), is_list=bool(one.columns)) for one in form.blanks}
    try:
        document.render(context, jinja_env=StrictEnvironment(form), autoescape=True)
        out = BytesIO()
        document.save(out)
    except TemplateRefused:
        raise
    except (TemplateError, *BROKEN) as error:
        raise TemplateRefused(f"模板填写时出错：{str(error)[:120]}。") from error
    return written_alike(out.getvalue())


def _spoken(template: bytes) -> Iterator[str]:
    """The text of each paragraph in which a template may say something, as people read it."""
    for name, part in parts_of(template).items():
        if name.lower().startswith(_SPOKEN) and name.lower().endswith(".xml"):
            tree = xml_of(part)
            if name.lower().startswith("docprops"):
                yield "".join(str(text) for text in tree.itertext())
            for paragraph in tree.iter(f"{W}p"):
                yield "".join(one.text or "" for one in paragraph.iter(f"{W}t"))


def _said(value: str | Sequence[Line] | None, *, is_list: bool) -> Any:
    if not is_list:
        return _text(value if isinstance(value, str) else "")
    lines = [] if value is None or isinstance(value, str) else list(value)
    if len(lines) > MOST_ROWS:
        raise TemplateRefused(f"清单最多 {MOST_ROWS} 行。", remedy="请分成几份制作。")
    return [{name: _text(text) for name, text in line.items()} for line in lines]


def _text(text: str) -> str:
    """A value as it is put in: each line a paragraph of its own, an open blank as a line to write on."""
    plain = _NOT_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if len(plain) > LONGEST_RESULT:
        raise TemplateRefused("填写的内容过长。", remedy="请分成几份制作。")
    return plain.replace("\t", "  ").replace("\n", "\a") or BLANK
