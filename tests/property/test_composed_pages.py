"""Whatever a lawyer types: a page is changed, or refused in words; nothing else comes out of it."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.ledgers import SHANGHAI
from tests.unit.findings.lawmaking.conftest import LATER, PAGE, law_folder

from guiju.findings.law import LawInForce
from guiju.findings.lawmaking.composing import Simple, simple_of, with_edition
from guiju.findings.lawmaking.trying import try_text
from guiju.rules.load import Folder
from guiju.values.errors import GuijuError
from guiju.values.yaml_text import read_yaml_text

__all__ = ["law_folder"]

BLOCK = PAGE.replace(
    "editions:\n  - {from: 2013-01-01, law: {instrument: 甲法, article: 第一条}}",
    "editions:\n  - from: 2013-01-01\n    law: {instrument: 甲法, article: 第一条}  # 待核\n",
)
TITLELESS = PAGE.replace("{zh: 拘留后通知家属, en: Notify the family}", "{en: Notify}")
SCRAPS = (
    "", "{}", "[]", "null", "true", "12", "- x", "title: {}", "title: {zh: }", "title: {zh: [a]}", "title: x",
    "editions:", "editions: []", "editions: [1]", "editions: {from: 1}", "  - {}", "  - {from: }", "law: []", "law: x",
    "law: [{}]", "must: {}", "must: x", "must: {within: 3 days}", "&a x", "*a", "!x y", "? [a]\n: b", "<<: {a: b}",
    ": :", "\t", "---", "...", "{from: 2013-01-01, to: 2014-01-01, to: 2015-01-01}", "2013-01-01", "9999-99-99", "‘",
    '"', "'", "\u2028", "\x85",
)  # fmt: skip
FIRST_DAYS = ("2026-03-10", "2013-01-01", "2012-12-31", "9999-12-31")
ARTICLE = "《甲法》第一条"
said = st.one_of(
    st.sampled_from(("", "24 hours", "3 days", ARTICLE, f"{ARTICLE}\n《乙法》第二条", "fatal", "minor", "elapsed")),
    st.text(alphabet="甲《》第条12 :#-{}[]'\"\n&*!%@`|>,？", max_size=12),
)
wanted = st.builds(Simple, said, said, said, said, said)


@st.composite
def pages(draw: st.DrawFn) -> str:
    """A page with some of its lines or words exchanged, doubled or gone."""
    text = draw(st.sampled_from((PAGE, LATER, BLOCK, TITLELESS)))
    for _ in range(draw(st.integers(0, 3))):
        lines = text.split("\n")
        nth = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(("line", "gone", "twice", "word"))):
            case "line":
                lines[nth] = draw(st.sampled_from(SCRAPS))
            case "gone":
                del lines[nth]
            case "twice":
                lines.insert(nth, lines[nth])
            case _:
                words = lines[nth].split(" ")
                words[draw(st.integers(0, len(words) - 1))] = draw(st.sampled_from(SCRAPS))
                lines[nth] = " ".join(words)
        text = "\n".join(lines)
    return text


@settings(max_examples=120, deadline=None, derandomize=True)
@given(text=pages(), said=wanted, day=st.sampled_from(FIRST_DAYS))
@example(text=TITLELESS, said=Simple("新标题", "", "", "", "《甲法》第一条"), day="2026-03-10")
def test_fields_are_written_into_a_page_or_refused_and_say_afterwards_what_was_wanted(text, said, day):
    try:
        made = with_edition(text, said, day)
    except GuijuError:
        return
    before, after = simple_of(text), simple_of(made)
    assert before is not None and after is not None, made
    assert after.title == (said.title or before.title)
    assert after.severity == (said.severity or before.severity)
    assert read_yaml_text(made)["cases"] == read_yaml_text(text)["cases"]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(text=pages())
def test_a_text_is_tried_or_told_why_not(text, law_folder: Folder):
    found = try_text(LawInForce(law_folder.pack, SHANGHAI, folder=law_folder), text)
    assert found.rule is not None or found.refusal


@pytest.mark.parametrize("text", ["", "\x00", "[]", "- a", "a: b", "editions: [{}]", "{" * 100])
def test_what_is_no_page_takes_no_fields(text):
    assert simple_of(text) is None
    with pytest.raises(GuijuError):
        with_edition(text, Simple("", "", "", "", ""), "2026-03-10")
