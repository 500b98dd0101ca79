"""Pages that speak of a subject which this bureau has switched off: they are left out, and named."""

from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from guiju.rules.pages.refusal import LawRefused, Spot
from guiju.rules.pages.yaml_text import read_yaml
from guiju.values.vocabulary import Vocabulary

_SAID_OF_THE_PAGE = frozenset({"title", "cases", "law", "note", "source"})


def left_out(pages: list[Path], vocabulary: Vocabulary, spot: Callable[[Path], Spot]) -> dict[Path, str]:
    """The pages that cannot be judged without the subjects which ``vocabulary`` lacks, with their ids.

    Without a subject that grants credentials nobody can say who held one. A page that waits for the overrun of such a
    page is one of them too. Pages that cannot be read are not: they are refused where they are loaded.
    """
    absent = vocabulary.absent
    if not absent:
        return {}
    no_verbs = frozenset() if vocabulary.credential_types[0] else frozenset({"hold"})
    words: dict[Path, tuple[str, set[str]]] = {}
    for path in pages:
        try:
            content = read_yaml(path, spot(path))
        except LawRefused:
            continue
        if isinstance(content, Mapping):
            words[path] = str(content.get("id", "")), set(_words(content))
    away: dict[Path, str] = {}
    while True:
        gone = set(away.values())
        more = {
            path: name
            for path, (name, said) in words.items()
            if path not in away and (said & (gone | no_verbs) or any(_subject(word) in absent for word in said))
        }
        if not more:
            return away
        away |= more


def speaks_of_absent(page: Mapping[Any, Any], vocabulary: Vocabulary) -> str:
    """The first word of a page that belongs to a subject which is switched off; empty where there is none."""
    return next((word for word in sorted(set(_words(page))) if _subject(word) in vocabulary.absent), "")


def told_without(page: Any, absent: Collection[str]) -> Any:
    """The page without those of its worked cases in which something of an ``absent`` subject happens."""
    if not absent or not isinstance(page, Mapping) or not isinstance(page.get("cases"), list):
        return page
    kept = [case for case in page["cases"] if not any(_subject(word) in absent for word in _happened(case))]
    return {**page, "cases": kept or page["cases"][:1]}


def _happened(case: Any) -> Iterator[str]:
    happened = case.get("happened") if isinstance(case, Mapping) else None
    if isinstance(happened, Mapping):
        yield from (str(name) for name in happened)
    for row in happened if isinstance(happened, list) else ():
        yield from (str(value) for value in row.values()) if isinstance(row, Mapping) else ()


def _subject(word: str) -> str:
    return word.partition(".")[0] if "." in word else ""


def _words(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, Mapping):
        for name, value in part.items():
            if name not in _SAID_OF_THE_PAGE:
                yield from _words(value)
        if isinstance(part.get("must"), Mapping):
            yield from (str(verb) for verb in part["must"])
    elif isinstance(part, list):
        for value in part:
            yield from _words(value)
