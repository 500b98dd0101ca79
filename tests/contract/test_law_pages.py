"""Every page of the shipped law is cited, worked through, and filed under its subject (read as plain YAML)."""

from collections import Counter
from pathlib import Path

import pytest
import yaml

from guiju.project.catalogue import SUBJECTS

LAW = Path(__file__).parents[2] / "law"
PATHS = sorted((LAW / "rules").rglob("*.yaml"))
PAGES = {str(path.relative_to(LAW / "rules")): yaml.safe_load(path.read_text(encoding="utf-8")) for path in PATHS}
INSTRUMENTS = yaml.safe_load((LAW / "instruments.yaml").read_text(encoding="utf-8"))
each_page = pytest.mark.parametrize("name", PAGES)


def test_the_shipped_law_is_there():
    assert PAGES


@each_page
def test_a_page_is_filed_under_its_catalogued_subject(name):
    folder, *_ = name.split("/")
    assert folder in {subject.name for subject in SUBJECTS}
    assert PAGES[name]["id"].split(".")[0] == folder


@each_page
def test_every_edition_of_a_page_cites_a_listed_instrument_and_an_article(name):
    page = PAGES[name]
    assert page["editions"]
    for edition in page["editions"]:
        cited = edition.get("law", page.get("law"))
        assert cited, f"edition from {edition['from']} cites nothing"
        for citation in cited if isinstance(cited, list) else [cited]:
            assert citation["instrument"] in INSTRUMENTS
            assert str(citation["article"]).strip()


@each_page
def test_a_page_has_three_worked_cases_each_with_its_arithmetic(name):
    cases = PAGES[name]["cases"]
    assert len(cases) >= 3
    assert [case.get("name") for case in cases if not str(case.get("why", "")).strip()] == []
    assert [title for title, count in Counter(case["name"] for case in cases).items() if count > 1] == []


@each_page
def test_the_worked_cases_of_a_page_do_not_all_end_alike(name):
    outcomes = {str(case["expect"]) for case in PAGES[name]["cases"]}
    assert len(outcomes) > 1


@each_page
def test_a_page_is_titled_in_both_languages(name):
    title = PAGES[name]["title"]
    assert title["zh"].strip()
    assert title["en"].strip()


def test_no_two_pages_share_an_id():
    ids = Counter(page["id"] for page in PAGES.values())
    assert [key for key, count in ids.items() if count > 1] == []
