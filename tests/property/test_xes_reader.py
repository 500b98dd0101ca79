"""The reader of XES against the XML parser of the standard library: same content, and nothing let through."""

from xml.etree import ElementTree
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from guiju.facts.take_in.caps import Caps, TakeInRefused
from guiju.facts.take_in.columns import EMPTY
from guiju.facts.take_in.xes import read_xes

names = st.sampled_from(["concept:name", "time:timestamp", "地点", "a&b", "n"])
texts = st.text(st.characters(exclude_categories=["C"], include_characters="\t<>&\"'"), max_size=6)
attributes = st.dictionaries(names, texts, max_size=4)
logs = st.lists(st.tuples(attributes, st.lists(attributes, max_size=4)), max_size=4)
between = st.sampled_from(["", "\n\t", " <!-- <event> -->", "<?pi > ?>\n"])


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    """The columns of a log given as bytes, or None where it is refused."""
    path = tmp_path_factory.mktemp("xes") / "log.xes"

    def _read(data: bytes):
        path.write_bytes(data)
        try:
            return read_xes(path, ".xes", None, Caps(), lambda share: None)
        except TakeInRefused:
            return None

    return _read


def to_xml(log, gap: str) -> str:
    def fields(attributes: dict[str, str]) -> str:
        return gap.join(f"<string key={quoteattr(key)} value={quoteattr(text)}/>" for key, text in attributes.items())

    traces = "".join(
        f"<trace>{gap}{fields(own)}{gap}{''.join(f'<event>{fields(event)}</event>{gap}' for event in events)}</trace>"
        for own, events in log
    )
    return f"<log>{gap}{traces}{gap}</log>"


def by_parser(data: bytes) -> list[dict[str, str]]:
    """Every event with its own attributes and those of its trace, blank ones left out."""
    rows = []
    for trace in ElementTree.fromstring(data).iter("trace"):
        own = {"case:" + child.attrib["key"]: child.attrib["value"] for child in trace if child.tag == "string"}
        for event in trace.iter("event"):
            row = own | {child.attrib["key"]: child.attrib["value"] for child in event}
            rows.append({key: text.strip() for key, text in row.items() if text.strip()})
    return rows


@given(logs, between)
def test_it_reads_what_the_xml_parser_reads(read, log, gap):
    data = to_xml(log, gap).encode()
    source = read(data)
    assert source is not None
    got = [
        {
            name: column.values[column.codes[index]]
            for name, column in source.columns.items()
            if column.codes[index] != EMPTY
        }
        for index in range(len(source.row))
    ]
    assert got == by_parser(data)


WHOLE = (
    b"<?xml version='1.0'?><!-- x --><log a='1'>\n<trace><string key=\"k\" value=\"v&amp;w\"/>"
    b"<event><string key='n' value='1'><int key=\"m\" value=\"2\"/></string></event></trace></log>\n"
)


@given(
    st.integers(WHOLE.index(b"<log"), len(WHOLE)),
    st.integers(0, 4),
    st.binary(max_size=3) | st.sampled_from([b"<", b">", b"/", b"&", b'"']),
)
@example(len(WHOLE) - 7, 7, b"")
@example(0, 0, b"<a/>")
@example(len(WHOLE), 0, b"<a/>")
def test_nothing_that_is_no_xml_is_let_through(read, place, cut, put):
    data = WHOLE[:place] + put + WHOLE[place + cut :]
    try:
        ElementTree.fromstring(data)
    except (ElementTree.ParseError, ValueError) as error:
        # Namespaces say nothing about an event, so a prefix that nobody declared is let pass.
        assert "unbound prefix" in str(error) or read(data) is None
