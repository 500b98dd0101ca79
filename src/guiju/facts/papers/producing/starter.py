"""The starter template of a declared paper: a plain Word file that a bureau opens in Word or WPS and makes its own."""

from functools import lru_cache
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as Align
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import _Cell as Cell
from docx.text.paragraph import Paragraph

from guiju.facts.papers.producing.forms import ITEM, Block, PaperForm
from guiju.facts.papers.producing.package import written_alike

BODY_FONT, TITLE_FONT = "仿宋_GB2312", "方正小标宋简体"
BODY, TITLE, ORGAN, SMALL, CELL = 16.0, 22.0, 18.0, 12.0, 12.0
_APART, _ROOM = ("right", "sign"), 14.0
"""What stands apart from what is before it, by so many points: the seal, and the lines for signatures."""
_AFTER = {"organ": 6.0, "title": 14.0, "number": 6.0, "right": 4.0}
_TEXT_WIDTH = 16.0
_PAGE = {"top": 2.8, "bottom": 2.5, "left": 2.5, "right": 2.5}
_LOOKS: dict[str, tuple[float, Align, bool, str]] = {
    "organ": (ORGAN, Align.CENTER, False, TITLE_FONT),
    "title": (TITLE, Align.CENTER, False, TITLE_FONT),
    "number": (14.0, Align.RIGHT, False, BODY_FONT),
    "text": (BODY, Align.LEFT, True, BODY_FONT),
    "flush": (BODY, Align.LEFT, False, BODY_FONT),
    "right": (BODY, Align.RIGHT, False, BODY_FONT),
    "sign": (14.0, Align.LEFT, False, BODY_FONT),
    "small": (SMALL, Align.LEFT, False, BODY_FONT),
}
"""Of each kind of paragraph: size in points, how it stands, whether two characters are left free, the font."""
_FONT_TABLE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:font w:name="仿宋_GB2312"><w:altName w:val="仿宋"/><w:charset w:val="86"/></w:font>'
    '<w:font w:name="方正小标宋简体"><w:altName w:val="宋体"/><w:charset w:val="86"/></w:font></w:fonts>'
)


@lru_cache(maxsize=64)
def starter_of(form: PaperForm) -> bytes:
    """The starter template of a paper; the same paper gives the same bytes."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    for side, width in _PAGE.items():
        setattr(section, f"{side}_margin", Cm(width))
    properties = document.core_properties
    properties.title, properties.author, properties.comments = form.title, "", ""
    former = ""
    for block in form.body:
        if block.kind == "table":
            _add_table(document, block)
        else:
            is_apart = block.kind in _APART and former != block.kind
            _set_text(document.add_paragraph(), block.text, block.kind, before=_ROOM if is_apart else 0.0)
        former = block.kind
    out = BytesIO()
    document.save(out)
    return written_alike(out.getvalue(), {"word/fontTable.xml": _FONT_TABLE.encode()})


def _set_text(paragraph: Paragraph, text: str, kind: str, *, before: float = 0.0) -> None:
    size, align, is_indented, font = _LOOKS[kind]
    shape = paragraph.paragraph_format
    shape.alignment = align
    shape.space_before = Pt(before)
    shape.space_after = Pt(_AFTER.get(kind, 0.0))
    shape.line_spacing = Pt(size * 1.8)
    if is_indented:
        shape.first_line_indent = Pt(size * 2)
    _add_run(paragraph, text.rstrip("\n"), size, font)


def _add_run(paragraph: Paragraph, text: str, size: float, font: str) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.font.name = Pt(size), font
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:eastAsia", "w:hAnsi", "w:cs"):
        fonts.set(qn(name), font)


def _add_table(document: WordDocument, block: Block) -> None:
    table = document.add_table(rows=0, cols=len(block.widths))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    unit = _TEXT_WIDTH / sum(block.widths)
    for column, width in zip(table.columns, block.widths, strict=True):
        column.width = Cm(width * unit)
    *heads, line = block.rows
    rows = [*block.rows]
    if block.each:
        rows = [*heads, (f"{{%tr for {ITEM} in {block.each} %}}",), line, ("{%tr endfor %}",)]
    for cells in rows:
        row = table.add_row()
        _keep_whole(row)
        for cell, width in zip(row.cells, block.widths, strict=True):
            cell.width = Cm(width * unit)
        if len(cells) < len(block.widths):
            row.cells[len(cells) - 1].merge(row.cells[-1])
        for place, text in enumerate(cells):
            _set_cell(row.cells[place], text, is_label="{{" not in text and len(text) <= 12)
    # Word puts two tables together that nothing stands between.
    _set_text(document.add_paragraph(), "", "small")


def _set_cell(cell: Cell, text: str, *, is_label: bool) -> None:
    paragraph = cell.paragraphs[0]
    shape = paragraph.paragraph_format
    shape.alignment = Align.CENTER if is_label else Align.LEFT
    # Somebody is going to write there.
    room = Pt(10 if "签名" in text or not text else 3)
    shape.space_before, shape.space_after, shape.line_spacing = room, room, Pt(CELL * 1.7)
    _add_run(paragraph, text, CELL, BODY_FONT)
    properties = cell._element.get_or_add_tcPr()
    middle = OxmlElement("w:vAlign")
    middle.set(qn("w:val"), "center")
    properties.append(middle)


def _keep_whole(row: object) -> None:
    """A row is not broken over two pages."""
    properties = row._tr.get_or_add_trPr()  # type: ignore[attr-defined]
    properties.append(OxmlElement("w:cantSplit"))
