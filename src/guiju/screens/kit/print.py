"""Print: a page as PDF, made by the server, so that it looks the same on every machine."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import gettext as _

from guiju.scores.reports.table import BoundDay, Cell, DueAs, Instant, Kind, Link, Table
from guiju.scores.reports.visible_text import visible, width
from guiju.screens.kit.figures import is_english, said_date, said_instant, said_number
from guiju.screens.kit.mark import Mark
from guiju.values.errors import GuijuError

TEMPLATE = Path(__file__).with_name("print.typ")
BODY = ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "Noto Serif CJK SC", "Noto Sans CJK SC")
TITLE = ("FZXiaoBiaoSong-B05S", "方正小标宋简体", "方正小标宋_GBK", "FZXiaoBiaoSong-B05", "Noto Serif CJK SC", *BODY)
HEAD = ("SimHei", "黑体", "Noto Sans CJK SC", *BODY)
WIDE_COLUMNS = 6
"""A table of more columns is printed on a page turned sideways."""
NARROWEST, WIDEST, SAMPLED, ROOM = 6, 36, 200, 3
LONGEST_WORD = 24
"""A code of more characters may be broken, so that it stays in its column."""
_LONG_WORD = re.compile(rf"[!-~]{{{LONGEST_WORD}}}(?=[!-~])")


class PrintNotPossible(GuijuError):
    """The server has no font for Chinese, or the page could not be set."""

    code = "print.not_possible"
    remedy = "请管理员安装中文字体（fonts-noto-cjk，或仿宋_GB2312）后重试。"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a printed page."""

    text: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and what they are, one pair in a row."""

    rows: Sequence[tuple[str, str]]


Block = Heading | Facts | Table | str


def pdf_of(title: str, blocks: Sequence[Block], mark: Mark) -> bytes:
    """A document with head, watermark and page numbers; what it warned about is an error.

    Raises:
        PrintNotPossible: no font for Chinese, or the page could not be set.
    """
    data = {
        "title": visible(title),
        "lang": "en" if is_english() else "zh",
        "landscape": any(isinstance(block, Table) and len(block.columns) > WIDE_COLUMNS for block in blocks),
        "mark": {"who": visible(mark.who), "line": visible(mark.line), "warning": mark.warning},
        "blocks": [_block(block) for block in blocks],
    }
    return set_in_print(TEMPLATE, data)


def set_in_print(template: Path, data: Mapping[str, Any]) -> bytes:
    """A document from one of our templates, its text as data, with the fonts that the server has.

    Raises:
        PrintNotPossible: no font for Chinese, or the page could not be set; what it warned about is an error.
    """
    fonts, families = _fonts()
    chosen = {name: [one for one in wanted if one in families] for name, wanted in _WANTED.items()}
    if not all(chosen.values()):
        raise PrintNotPossible(_("服务器上没有可用的中文字体。"))
    said = {**{name: list(dict.fromkeys(found)) for name, found in chosen.items()}, **data}
    try:
        made, warnings = typst.compile_with_warnings(
            template.read_bytes(), font_paths=fonts, sys_inputs={"data": json.dumps(said, ensure_ascii=False)}
        )
    except typst.TypstError as error:
        raise PrintNotPossible(_("打印文件未能生成。")) from error
    if warnings or not isinstance(made, bytes):
        raise PrintNotPossible(_("打印文件未能生成。"), remedy="；".join(warning.message for warning in warnings))
    return made


_WANTED = {"body_fonts": BODY, "title_fonts": TITLE, "head_fonts": HEAD}


@cache
def _fonts() -> tuple[typst.Fonts, frozenset[str]]:
    fonts = typst.Fonts()
    return fonts, frozenset(fonts.families())


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, str):
        return {"kind": "text", "text": visible(block)}
    if isinstance(block, Heading):
        return {"kind": "heading", "text": visible(block.text)}
    if isinstance(block, Facts):
        return {"kind": "facts", "rows": [[visible(name), visible(text)] for name, text in block.rows]}
    rows = [[_LONG_WORD.sub("\\g<0>\u200b", said_cell(cell)) for cell in row] for row in block.rows()]
    heads = [str(column.title) for column in block.columns]
    widths = [
        ROOM + min(WIDEST, max(NARROWEST, width(head), *(width(row[place]) for row in rows[:SAMPLED])))
        for place, head in enumerate(heads)
    ]
    numeric = [column.kind is Kind.NUMBER for column in block.columns]
    return {
        "kind": "table", "heads": heads, "widths": widths, "numeric": numeric, "rows": rows,
        "note": block.note if rows else block.empty,
    }  # fmt: skip


def said_cell(cell: Cell) -> str:
    """A cell of a report as people read it."""
    if cell is None:
        return ""
    if isinstance(cell, Link):
        return visible(str(cell.text))
    if isinstance(cell, Instant):
        return _bound(said_instant(cell.at), cell.due_as)
    if isinstance(cell, BoundDay):
        return _bound(said_date(cell.day), cell.due_as)
    return visible(cell) if isinstance(cell, str) else said_number(cell)


def _bound(shown: str, due_as: DueAs | None) -> str:
    if due_as is None:
        return shown
    forms = {
        DueAs.LAST: _("最迟 %(at)s"),
        DueAs.NOT_BEFORE: _("不早于 %(at)s"),
        DueAs.ONLY_AFTER: _("%(at)s 届满后"),
    }
    return forms[due_as] % {"at": shown}
