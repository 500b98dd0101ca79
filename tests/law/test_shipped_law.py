"""The shipped law as a whole: every worked case comes out, every clock and verb is used, nobody is overcharged."""

import dataclasses

import pytest

from guiju.project.law.pages import lint_folder
from guiju.project.law_folder import open_law
from guiju.rules.lint import lint
from guiju.rules.model import Reference, Verb
from guiju.rules.pages.worked_case import failures
from guiju.values.clock import Clock


@pytest.fixture(scope="module")
def pack():
    return open_law(None)


def parts(value, kind):
    """Every value of ``kind`` anywhere inside a page."""
    if isinstance(value, kind):
        yield value
    if dataclasses.is_dataclass(value):
        value = [getattr(value, field.name) for field in dataclasses.fields(value)]
    if isinstance(value, list | tuple):
        for item in value:
            yield from parts(item, kind)


def editions(pack):
    return [(rule, edition) for rule in pack.rules for edition in rule.editions]


def test_every_worked_case_comes_out_as_it_was_written_by_hand():
    report, refused = lint_folder(None)
    assert [str(failure) for failure in report.failures] == []
    assert refused == []
    assert report.pages >= 80
    assert report.cases >= 3 * report.pages


def test_the_example_pack_holds_together(root):
    report, refused = lint_folder(root / "examples" / "road_fines")
    assert (report.pages, report.failures, refused) == (5, [], [])


def test_one_changed_expectation_is_noticed(pack):
    rule = next(rule for rule in pack.rules if rule.id == "custody.notify-family")
    case = {**rule.cases[0], "expect": {"outcome": "late"}}
    changed = dataclasses.replace(rule, cases=(case,))
    report = lint(dataclasses.replace(pack, rules=(changed,)))
    assert [failure.rule for failure in report.failures] == ["custody.notify-family"]


def test_every_verb_and_every_clock_is_used(pack):
    verbs = {type(edition.verb) for _, edition in editions(pack)}
    assert verbs == set(Verb.__args__)
    readings = [edition for reading in pack.readings for edition in reading.editions]
    shipped = [edition for _, edition in editions(pack)]
    spans = {span.clock for edition in (*shipped, *readings) for span in parts(edition.verb, spans_of())}
    assert spans == set(Clock)


def spans_of():
    from guiju.rules.model import Span

    return Span


def test_both_versions_of_the_public_order_law_are_editions_of_one_page(pack):
    changed = [
        rule.id
        for rule in pack.rules
        if len({law.article for edition in rule.editions for law in edition.laws if law.instrument == "治安管理处罚法"})
        > 1
    ]
    assert len(changed) >= 15
    assert "cases.decide-public-order-case" in changed


def test_every_event_a_page_names_can_stand_in_the_history_it_reads(pack):
    """A call carries no case number: a page that looked for it among the rows of a case would never see it."""
    astray = {
        (rule.id, name)
        for rule, edition in editions(pack)
        for reference in parts(edition, Reference)
        for name in reference.types
        if not pack.vocabulary.types[name].carries(edition.history)
    }
    assert astray == set()


def test_no_more_than_fifteen_in_a_hundred_pages_are_fatal(pack):
    fatal = [rule.id for rule in pack.rules if any(edition.severity == "fatal" for edition in rule.editions)]
    assert len(fatal) <= 0.15 * len(pack.rules), len(fatal)


def test_a_page_that_rests_on_a_house_measure_says_so(pack):
    """Words of the law without a number carry an internal measure, and never more than a minor finding."""
    for _, edition in editions(pack):
        terms = {span.term for span in parts(edition.verb, spans_of()) if span.term}
        assert edition.is_policy or bool(terms) == (edition.measure == "house")


def test_what_stands_in_internal_documents_only_is_never_more_than_minor(pack):
    policies = [edition for _, edition in editions(pack) if edition.is_policy]
    assert policies
    assert {(edition.measure, edition.shown_severity) for edition in policies} == {("policy", "minor")}
    assert not any(edition.is_active for edition in policies)


def test_every_other_reading_moves_the_page_that_it_names(pack):
    for reading in pack.readings:
        rests = not reading.is_active
        written = dataclasses.replace(pack.rule(reading.id), cases=reading.cases)
        assert rests or failures(pack, written), f"{reading.id}: as written, the page says the same"


def test_no_page_runs_before_the_law_that_it_cites(pack):
    early = []
    for rule, edition in editions(pack):
        texts = [version for law in edition.laws for version in pack.instruments[law.instrument].versions]
        begun = any(text.from_day is not None and text.from_day <= edition.from_day for text in texts)
        if edition.is_active and not edition.is_policy and not begun:
            early.append((rule.id, edition.label))
    assert early == []
