"""What draws itself escapes all that it says, whichever way it is drawn."""

import pytest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy
from tests.unit.screens.kit.conftest import Markup

from guiju.screens.components.badge import Badge
from guiju.screens.components.card import Card, Trend
from guiju.screens.components.link import Action, Link
from guiju.screens.components.table.cells import drawn_rows
from guiju.screens.components.table.listing import Column, Listing
from guiju.screens.components.tabs import Tab, Tabs
from guiju.screens.components.timeline import Item, Lane, Timeline
from guiju.screens.kit.markup import html, html_join

HOSTILE = "\"'><script>alert(1)</script>{0}{{ x }}&amp;"
SAID = [HOSTILE, "", 7, None, gettext_lazy("案件"), Badge(HOSTILE), format_html("<b>{}</b>", HOSTILE)]


@pytest.mark.parametrize("said", SAID, ids=lambda said: type(said).__name__)
def test_a_pattern_says_what_django_would(said):
    assert html('<a title="{}">{}</a>', said, said) == format_html('<a title="{}">{}</a>', said, said)


def test_parts_that_are_joined_are_escaped_one_by_one():
    assert html_join("", ["<", Badge("<"), format_html("<i>{}</i>", "")]) == f"&lt;{Badge('<')}<i></i>"


@pytest.mark.parametrize(
    "component",
    [
        Action(HOSTILE, HOSTILE, icon=HOSTILE),
        Card(HOSTILE, HOSTILE, HOSTILE, Trend("up", HOSTILE), HOSTILE),
        Tabs(HOSTILE, (Tab(HOSTILE, HOSTILE, True, 7),)),
        Timeline(
            HOSTILE,
            (Lane("a", HOSTILE),),
            (Item(0, "a", HOSTILE, HOSTILE, address=HOSTILE, more=(HOSTILE, Link(HOSTILE, HOSTILE))),),
            at=1,
        ),
    ],
    ids=lambda one: type(one).__name__,
)
def test_a_compiled_template_says_words_and_never_runs_them(component):
    markup = Markup(str(component))
    assert markup.all("script") == []
    assert HOSTILE in markup.text


def test_a_row_says_its_headings_and_cells_as_they_are():
    columns = (
        Column("a", HOSTILE, lambda row: row, is_head=True),
        Column("b", "{乙}", lambda row: row, is_numeric=True),
    )
    listing = Listing("x", "x", columns, rows=lambda *_: (), count=lambda *_: 0, marked=lambda row: HOSTILE)
    (row,) = drawn_rows(listing, [HOSTILE])
    markup = Markup(row)
    (head,), (cell,) = markup.all("th"), markup.all("td")
    assert markup.all("script") == []
    assert (head["data-label"], cell["data-label"], cell["class"]) == (HOSTILE, "{乙}", "numeric")
    assert markup.text.count(HOSTILE) == 2
