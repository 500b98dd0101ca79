"""A paper is the template with its blanks filled, and nothing that somebody wrote in a blank is ever run."""

import json
from io import BytesIO

import pytest
from docx import Document
from docx.shared import Pt
from tests.unit.papers.forms import declared, starter, values_for

from guiju.facts.papers.producing.content import Grid, content_of
from guiju.facts.papers.producing.filling import BLANK, TemplateRefused, filled
from guiju.facts.papers.producing.starter import starter_of
from guiju.facts.papers.sniffing import check_paper
from guiju.screens.papers.printing import set_as

NAMES = tuple(declared())


def words(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("name", NAMES)
def test_every_shipped_paper_is_filled_without_a_placeholder_left(name):
    form = declared()[name]
    data = filled(starter_of(form), form, values_for(form))
    check_paper(data, "docx")
    said = "\n".join(content_of(data).texts)
    assert "{" not in said and "}" not in said
    for one in form.blanks:
        wanted = f"某{one.label}" if not one.columns else f"{one.columns[0][1]}2"
        assert wanted in said, one.name
    assert form.title[:2] in said


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_print_is_set_from_every_word_of_the_word_file(name):
    form = declared()[name]
    data = filled(starter_of(form), form, values_for(form))
    document = Document(BytesIO(data))
    in_word = "".join(one.text or "" for one in document.element.body.iter() if one.tag.endswith("}t"))
    told: list[str] = []

    def collect(value):
        if isinstance(value, dict):
            told.extend([value["text"]] if "text" in value else [])
            for one in value.values():
                collect(one)
        elif isinstance(value, list):
            for one in value:
                collect(one)

    collect(set_as(form.title, content_of(data))["blocks"])
    assert words("".join(told)) == words(in_word)
    assert "〓" not in json.dumps(told)


def test_the_same_values_give_the_same_bytes():
    form = declared()["summons"]
    assert starter_of(form) == starter_of.__wrapped__(form)
    assert filled(starter_of(form), form, values_for(form)) == filled(starter_of(form), form, values_for(form))


@pytest.mark.parametrize(
    "name",
    [
        "{{ 7*7 }}",
        "{% for x in range(9) %}x{% endfor %}",
        "{{ person_name.__class__ }}",
        "{_{ x }_}",
        "{# no #}",
        "<w:p>甲</w:p>",
        "甲 & 乙 <b>",
        "#emph[甲] $x$ \\",
        "=1+1",
        "甲]]>",
    ],
)
def test_whatever_stands_in_a_name_is_only_text(name):
    form = declared()["summons"]
    data = filled(starter_of(form), form, values_for(form, person_name=name))
    said = "\n".join(content_of(data).texts)
    # docxtpl's own way of writing a bracket is taken for one.
    assert f"{name.replace('{_{', '{{').replace('}_}', '}}')}：" in said


def test_an_open_blank_is_a_line_to_write_on_and_each_line_of_a_record_a_paragraph():
    form = declared()["interview_record"]
    data = filled(starter_of(form), form, values_for(form, phone="", record="问：几点？\n答：九点。\x07"))
    texts = content_of(data).texts
    assert any(f"联系方式：{BLANK}" in one for one in texts)
    assert "问：几点？" in texts and "答：九点。" in texts


def test_a_list_has_as_many_rows_as_lines_and_no_more_than_fit():
    form = declared()["seizure_list"]
    line = {"number": "1", "name": "手机", "amount": "一部", "mark": "黑色", "remark": ""}
    grid = next(
        one
        for one in content_of(filled(starter_of(form), form, values_for(form, things=[line] * 7))).blocks
        if isinstance(one, Grid)
    )  # noqa: E501 — one sentence
    assert len(grid.rows) == 8
    with pytest.raises(TemplateRefused, match="60"):
        filled(starter_of(form), form, values_for(form, things=[line] * 61))


def test_what_a_bureau_changes_in_word_stays_as_it_is():
    """Another size, a merged cell, a condition and a header: the words and the looks come through."""
    form = declared()["filing_decision"]
    document = Document(BytesIO(starter()))
    document.sections[0].header.paragraphs[0].text = "内部资料"
    run = document.add_paragraph().add_run("{% if number %}附：{{ number }}{% endif %}")
    run.font.size, run.bold = Pt(20), True
    table = document.add_table(rows=2, cols=3)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "左"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "上"
    out = BytesIO()
    document.save(out)
    read = content_of(filled(out.getvalue(), form, values_for(form)))
    assert read.texts[0] == "内部资料"
    [added] = [one for one in read.blocks if not isinstance(one, Grid) and one.text.startswith("附：")]
    assert (added.pieces[0].size, added.pieces[0].is_bold) == (20.0, True)
    [grid] = [one for one in read.blocks if isinstance(one, Grid)]
    assert [[(cell.across, cell.down) for cell in row] for row in grid.rows] == [[(1, 2), (2, 1)], [(1, 1), (1, 1)]]
