"""Every page of the shipped law is cited, worked through, and filed under its subject (read as plain YAML)."""

from collections import Counter
from pathlib import Path
from typing import Any

import yaml

from guiju.project.catalogue import SUBJECTS

LAW = Path(__file__).parents[2] / "law"
PATHS = sorted((LAW / "rules").rglob("*.yaml"))
# Every worker of a run reads them: the parser in C does so in a tenth of the time.
READER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
PAGES = {str(path.relative_to(LAW / "rules")): yaml.load(path.read_text(encoding="utf-8"), READER) for path in PATHS}
INSTRUMENTS = yaml.load((LAW / "instruments.yaml").read_text(encoding="utf-8"), READER)


def test_the_shipped_law_is_there():
    assert PAGES


def test_a_page_is_filed_under_its_catalogued_subject():
    catalogued = {subject.name for subject in SUBJECTS}
    astray = [
        name
        for name, page in PAGES.items()
        if name.split("/")[0] not in catalogued or page["id"].split(".")[0] != name.split("/")[0]
    ]
    assert astray == []


def test_every_edition_of_a_page_cites_a_listed_instrument_and_an_article():
    assert [name for name, page in PAGES.items() if not page["editions"]] == []
    astray = []
    for name, page in PAGES.items():
        for edition in page["editions"]:
            cited = edition.get("law", page.get("law")) or [{}]
            for citation in cited if isinstance(cited, list) else [cited]:
                listed = citation.get("instrument") in INSTRUMENTS
                if not listed or not str(citation.get("article") or "").strip():
                    astray.append((name, edition["from"], citation))
    assert astray == []


def test_a_page_has_three_worked_cases_each_with_its_arithmetic():
    astray = []
    for name, page in PAGES.items():
        names = Counter(case["name"] for case in page["cases"])
        unreasoned = [case["name"] for case in page["cases"] if not str(case.get("why") or "").strip()]
        doubled = [title for title, count in names.items() if count > 1]
        if len(page["cases"]) < 3 or unreasoned or doubled:
            astray.append((name, len(page["cases"]), unreasoned, doubled))
    assert astray == []


def test_the_worked_cases_of_a_page_do_not_all_end_alike():
    alike = [name for name, page in PAGES.items() if len({str(case["expect"]) for case in page["cases"]}) < 2]
    assert alike == []


def test_a_page_is_titled_in_both_languages():
    untitled = [
        name for name, page in PAGES.items() if not (page["title"]["zh"].strip() and page["title"]["en"].strip())
    ]
    assert untitled == []


def test_no_two_pages_share_an_id():
    ids = Counter(page["id"] for page in PAGES.values())
    assert [key for key, count in ids.items() if count > 1] == []
