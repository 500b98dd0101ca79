"""Pages run on the browsers that offices have (Chromium 86, ES2020), and hold nothing that the policy would refuse."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCREENS = [ROOT / "src" / "guiju" / name for name in ("screens", "subjects")]
TOO_NEW_STYLE = re.compile(
    r":has\(|:is\(|:where\(|color-mix\(|@layer|@container|@property|\binset\s*:|aspect-ratio|\d[sld]v[hw]\b"
    r"|^\s*&|text-wrap|oklch\(|\blab\(|subgrid",
    re.M,
)
TOO_NEW_SCRIPT = re.compile(
    r"\?\?=|\|\|=|&&=|\.replaceAll\(|\.at\(|structuredClone|static \{|#\w+\s*=|\.toSorted\(|\.findLast\("
)
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)|<style\b|\sstyle\s*=|\son[a-z]+\s*=|hx-on|javascript:|\bhx-vals=.js:|\|\s*safe\b"
    r"|autoescape\s+off",
    re.I,
)
ELSEWHERE = re.compile(r"(?:src|href|url\()\s*=?\s*[\"']?(?:https?:)?//", re.I)


def files(tracked, *endings):
    """Our own files of these kinds."""
    return [path for path in tracked if path.suffix in endings and any(home in path.parents for home in SCREENS)]


def hits(paths, pattern):
    """Where a pattern stands."""
    found = []
    for path in paths:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if match := pattern.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {match.group().strip()}")
    return found


def test_styles_are_those_that_chromium_86_knows(tracked):
    sheets = files(tracked, ".css")
    assert sheets
    assert hits(sheets, TOO_NEW_STYLE) == []


def test_scripts_are_es2020(tracked):
    scripts = files(tracked, ".js")
    assert scripts
    assert hits(scripts, TOO_NEW_SCRIPT) == []


def test_templates_hold_nothing_inline_and_switch_no_escaping_off(tracked):
    templates = files(tracked, ".html")
    assert templates
    assert hits(templates, INLINE) == []


def test_nothing_is_loaded_from_elsewhere(tracked):
    assert hits(files(tracked, ".html", ".css", ".js"), ELSEWHERE) == []


def test_python_marks_no_text_of_others_as_safe(tracked):
    # What is safe is made by format_html, by the kit's own pattern or compiled template, or is a constant.
    marked = re.compile(
        r"mark_safe|Markup\(|SafeString\((?![\"']|NOTHING|pattern\.format\(|between\.join\(|_template\()"
    )
    assert hits(files(tracked, ".py"), marked) == []


@pytest.mark.parametrize(
    "text", ["<script>x</script>", '<a onclick="x">', '<p style="x">', "{{ x|safe }}", '<b hx-on:x="y">']
)
def test_the_pattern_recognises_what_it_guards_against(text):
    assert INLINE.search(text)
