"""A template comes from a person and is run by the server: what could run, reach out or hide text is refused."""

import time
from io import BytesIO

import pytest
from docx import Document
from tests.unit.papers.forms import declared, starter, template_saying, values_for, with_parts

from guiju.facts.papers.producing.filling import TemplateRefused, filled
from guiju.facts.papers.producing.package import LARGEST_TEMPLATE, parts_of
from guiju.facts.papers.sniffing import PaperRefused

FORM = declared()["filing_decision"]
LIST = declared()["seizure_list"]
RELS = "word/_rels/document.xml.rels"
BODY = "word/document.xml"


def tried(data: bytes, form=FORM) -> None:
    filled(data, form, values_for(form))


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__.__mro__ }}", "{{ cause.__class__ }}", "{{ cause|upper }}", "{{ cause() }}", "{{ 7 * 7 }}",
        "{{ cycler.__init__.__globals__.os }}", "{{ lipsum }}", "{{ self }}", "{{ config }}", "{{ cause[0] }}",
        "{% for a in range(999999999) %}x{% endfor %}", "{% for item in cause %}{{ item }}{% endfor %}",
        "{% set a = 1 %}", "{% include 'x' %}", "{% import 'x' as y %}", "{% macro a() %}{% endmacro %}",
        "{% raw %}{{ x }}{% endraw %}", "{% if cause == 'a' %}b{% endif %}", "{%r cause %}", "{{r cause }}",
        "{% colspan cause %}", "{% cellbg cause %}", "{% vm %}", "{% hm %}", "{% filter upper %}a{% endfilter %}",
        "{{ cause", "}} {{", "{% if cause %}", "{# 注 #}", "{{- cause -}}", "{% call a() %}{% endcall %}",
    ],
)  # fmt: skip
def test_nothing_but_blanks_conditions_and_lists_is_let_through(text):
    with pytest.raises(TemplateRefused):
        tried(template_saying(text))


def test_a_blank_that_the_paper_does_not_have_is_named():
    with pytest.raises(TemplateRefused, match="phone"):
        tried(template_saying("{{ phone }}"))
    with pytest.raises(TemplateRefused, match="item.price"):
        tried(template_saying("{% for item in things %}{{ item.price }}{% endfor %}"), LIST)


def test_lists_do_not_multiply():
    inner = "{% for item in things %}{{ item.name }}{% endfor %}"
    with pytest.raises(TemplateRefused):
        tried(template_saying(f"{{% for item in things %}}{inner}{{% endfor %}}"), LIST)
    tried(template_saying(inner), LIST)


def test_the_properties_of_a_file_are_read_as_strictly():
    document = Document(BytesIO(starter()))
    document.core_properties.subject = "{{ cause.__class__ }}"
    out = BytesIO()
    document.save(out)
    with pytest.raises(TemplateRefused):
        tried(out.getvalue())


def replaced(part: str, said: bytes, instead: bytes) -> bytes:
    def change(parts):
        assert said in parts[part]
        parts[part] = parts[part].replace(said, instead)

    return with_parts(starter(), change)


def in_body(xml: str) -> bytes:
    return replaced(BODY, b"<w:body>", b"<w:body>" + xml.encode())


def linked(kind: str, target: str, mode: str = "") -> bytes:
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    line = f'<Relationship Id="rIdX" Type="{base}{kind}" Target="{target}"{mode}/></Relationships>'
    return replaced(RELS, b"</Relationships>", line.encode())


@pytest.mark.parametrize(
    "make",
    [
        lambda: linked("hyperlink", "https://example.invalid/", ' TargetMode="External"'),
        lambda: linked("image", "file:///etc/passwd", ' TargetMode="External"'),
        lambda: linked("attachedTemplate", "https://example.invalid/t.dotm", " TargetMode='external'"),
        lambda: linked("oleObject", "embeddings/o.bin"),
        lambda: linked("aFChunk", "x.html"),
        lambda: with_parts(starter(), lambda parts: parts.update({"word/vbaProject.bin": b"x"})),
        lambda: with_parts(starter(), lambda parts: parts.update({"word/embeddings/a.xlsx": b"PK"})),
        lambda: with_parts(starter(), lambda parts: parts.update({"word/media/a.emf": b"x"})),
        lambda: with_parts(starter(), lambda parts: parts.update({"../evil.xml": b"<a/>"})),
        lambda: with_parts(starter(), lambda parts: parts.update({"word/x.xml": b"<!DOCTYPE a><a/>"})),
        lambda: with_parts(starter(), lambda parts: parts.update({"word/x.xml": b"<a>" + b" " * 3_200_000 + b"</a>"})),
        lambda: with_parts(starter(), lambda parts: parts.update({"word/x.xml": b"<a>"})),
        lambda: with_parts(starter(), lambda parts: parts.update({"WORD/DOCUMENT.XML": b"<a/>"})),
        lambda: in_body("<w:altChunk/>"),
        lambda: in_body("<w:p><w:r><w:object/></w:r></w:p>"),
        lambda: in_body('<w:p><w:r><w:instrText>DDEAUTO c:\\\\windows "x"</w:instrText></w:r></w:p>'),
        lambda: in_body('<w:p><w:fldSimple w:instr="INCLUDETEXT c:/x"/></w:p>'),
        lambda: in_body("<w:p><w:r><w:pict><w:txbxContent><w:p/></w:txbxContent></w:pict></w:r></w:p>"),
        lambda: in_body("<w:p><w:ins><w:r><w:t>后加</w:t></w:r></w:ins></w:p>"),
        lambda: in_body("<w:p><w:r><w:footnoteReference/></w:r></w:p>"),
        lambda: b"PK\x03\x04 not a package", lambda: b"", lambda: b"%PDF-1.7",
        lambda: starter() + b"0" * LARGEST_TEMPLATE,
    ],
)  # fmt: skip
def test_what_runs_reaches_out_or_hides_is_refused(make):
    with pytest.raises(PaperRefused):
        tried(make())


def test_the_starter_itself_passes_and_a_thousand_brackets_take_no_time():
    tried(starter())
    begun = time.process_time()
    with pytest.raises(TemplateRefused):
        tried(template_saying("{{ cause }}" * 500 + "{" * 20_000))
    with pytest.raises(TemplateRefused):
        tried(in_body("<w:p><w:r><w:t>{{</w:t></w:r></w:p>" * 2_000))
    with pytest.raises(PaperRefused):
        tried(in_body("<w:p/>" * 40_000))
    with pytest.raises(PaperRefused):
        tried(in_body("<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"))
    assert time.process_time() - begun < 5
    assert BODY in parts_of(starter())
