"""What a page may say by engine.md §2, where the loader is easily too narrow, and what it must refuse in words."""

from datetime import timedelta

import pytest
from tests.unit.rules.conftest import instant, page

from guiju.project.catalogue import VOCABULARY
from guiju.project.env import shipped_law
from guiju.rules.duty import Moment
from guiju.rules.judge import Judge
from guiju.rules.lint import lint
from guiju.rules.load import load
from guiju.rules.pages.refusal import LawRefused
from guiju.rules.pages.worked_case import events_of
from guiju.values.clock import LocalTime


def outcomes(found):
    return [verdict.outcome.value for verdict in found]


def edition(**changes):
    return {"from": "2000-01-01", "law": {"instrument": "某办法", "article": "第1条"}, **changes}


def test_a_list_of_answers_may_hold_references_with_a_where_of_their_own(verdicts):
    content = page(must={"happen": [{"event": "b", "where": {"kind": "x"}}, "c"], "within": "1 hours"})
    assert outcomes(verdicts(content, "a 2026-01-05 09:00", "b 2026-01-05 09:10 kind=x")) == ["kept"]
    assert outcomes(verdicts(content, "a 2026-01-05 09:00", "b 2026-01-05 09:10 kind=y")) == ["overdue"]
    # The where of one item asks nothing of the rows of another.
    assert outcomes(verdicts(content, "a 2026-01-05 09:00", "c 2026-01-05 09:10")) == ["kept"]


@pytest.mark.parametrize(
    ("local_time", "at", "expected"),
    [
        ({"not": "22:00..08:00"}, "08:00", "kept"),
        ({"not": "22:00..08:00"}, "07:59", "broken"),
        (["09:00..10:00", "14:00..15:00"], "14:30", "kept"),
        (["09:00..10:00", "14:00..15:00"], "12:00", "broken"),
    ],
)
def test_the_time_of_day_may_be_negated_and_listed(verdicts, local_time, at, expected):
    assert outcomes(verdicts(page(must={"satisfy": {"local_time": local_time}}), f"a 2026-01-05 {at}")) == [expected]


def test_another_attribute_of_the_same_row_may_be_a_date_or_a_word(verdicts):
    dates = page(must={"satisfy": {"from_on": "<= until_on"}})
    assert outcomes(verdicts(dates, "a 2026-01-05 from_on=2026-01-05 until_on=2026-01-05")) == ["kept"]
    assert outcomes(verdicts(dates, "a 2026-01-05 from_on=2026-01-06 until_on=2026-01-05")) == ["broken"]
    words = page(must={"satisfy": {"judge": "= signer"}})
    assert outcomes(verdicts(words, "a 2026-01-05 judge=A signer=B")) == ["broken"]


def test_one_edition_may_be_unverified_and_does_not_run(pack_of):
    old, new = edition(to="2026-01-01", status="unverified"), edition(**{"from": "2026-01-01"})
    pack = pack_of(page(editions=[old, new]))
    case = {"happened": [{"type": "a", "at": f"{year}-03-01T09:00+08:00"} for year in (2025, 2026)]}
    rows = events_of(case, pack.rules[0])
    local = LocalTime.fixed(timedelta(hours=8))
    at = instant("2026-06-01")
    judged = Judge(pack, as_of=Moment(at, local.locate(at)[0]), local=local).judge(rows)
    assert [(verdict.edition, verdict.outcome.value) for verdict in judged.verdicts] == [("2026-01-01", "overdue")]
    assert judged.outside == {}


def test_an_edition_may_take_back_what_the_page_says(verdicts):
    content = page(owed_by="court", unless=["c"], editions=[edition(owed_by=None, unless=[])])
    [verdict] = verdicts(content, "c 2026-01-05 08:00", "a 2026-01-05 09:00")
    assert (verdict.owed_by, verdict.outcome.value) == ("", "overdue")


@pytest.mark.parametrize("rule_id", ["t.rule_1", "T.R1", "fines.a.b"])
def test_packs_may_number_their_pages_as_they_like(pack_of, rule_id):
    assert pack_of(page(id=rule_id)).rules[0].id == rule_id


def test_less_is_counted_in_the_units_of_the_limit(verdicts):
    content = page(must={"not_happen": "b", "after": "72 hours", "less": "1 days"})
    assert outcomes(verdicts(content, "a 2026-01-05", "b 2026-01-07 00:00")) == ["kept"]
    assert outcomes(verdicts(content, "a 2026-01-05", "b 2026-01-07 00:00:01")) == ["broken"]
    mixed = page(must={"not_happen": "b", "after": "3 days", "less": "12 hours", "clock": "plain"})
    with pytest.raises(LawRefused, match="less"):
        verdicts(mixed, "a 2026-01-05")


def test_the_clock_of_an_instrument_counts_like_a_named_one(verdicts):
    """继续盘问规定 is on elapsed time: one day is 24 hours."""
    elapsed = edition(law={"instrument": "公安机关适用继续盘问规定", "article": "第11条"})
    [verdict] = verdicts(page(must={"happen": "b", "within": "1 days"}, editions=[elapsed]), "a 2026-01-05 09:00")
    assert verdict.due_at == instant("2026-01-06 09:00")


def test_a_worked_case_may_expect_that_there_is_no_due_instant(pack_of):
    case = {
        "name": "停着",
        "happened": [{"type": "a", "at": "2026-01-05T00:00+08:00"}, {"type": "e", "at": "2026-01-06T00:00+08:00"}],
        "expect": {"outcome": "running", "due_at": None, "due_on": None},
    }
    content = page(
        must={"happen": "b", "within": "3 days", "clock": "plain"}, stop=[{"from": "e", "until": "f"}], cases=[case]
    )
    assert lint(pack_of(content)).failures == []
    assert len(lint(pack_of({**content, "stop": []})).failures) == 1


CASE = {"name": "x", "happened": {"a": "2026-01-05T00:00+08:00"}, "expect": {"outcome": "overdue"}}


@pytest.mark.parametrize(
    "changes",
    [
        {"happened": {}},
        {"happened": []},
        {"happened": [{"type": ["a"], "at": "2026-01-05T00:00+08:00"}]},
        {"happened": [{"type": "a", "at": "2026-01-05T00:00+08:00", "fine": {"x": 1}}]},
        {"happened": {"a": "9999-12-31T00:00+08:00"}},
        {"expect": {"due_at": "tomorrow"}},
        {"expect": {"due_at": "2026-01-06T00:00"}},
    ],
)
def test_a_malformed_worked_case_is_refused_in_words(pack_of, changes):
    with pytest.raises(LawRefused, match=r"0\.yaml"):
        pack_of(page(cases=[{**CASE, **changes}]))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("rules/x.yaml", "[" * 100_000),
        ("rules/x.yaml", "{a: " * 5_000),
        ("rules/x.yaml", "id: " + "1" * 5_000),
        ("rules/x.yaml/y.yaml", "id: a.b"),
        ("instruments.yaml", "- a"),
        ("instruments.yaml", "某办法: {workdays: {up_to: x}}"),
        ("instruments.yaml", "某办法: {workdays: [[1]]}"),
        ("terms.yaml", "at_once"),
        ("terms.yaml", "bureau_year: {starts: 2-29}"),
        ("ranks.yaml", "- a"),
        ("calendars/2026.yaml", "{year: 2026, notice: n, holidays: 5}"),
    ],
)
def test_a_malformed_file_is_refused_in_words(pack_of, tmp_path, name, text):
    pack_of(page())
    folder = tmp_path / "law"
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(LawRefused, match=r"x\.yaml|" + name):
        load(folder, shipped=shipped_law(), vocabulary=VOCABULARY)


@pytest.mark.parametrize("value", ["inf", "nan", "1e30", "99999999", "2.5", "-3"])
def test_a_limit_that_no_row_can_mean_is_unknown(verdicts, value):
    content = page(must={"happen": "b", "within": {"attr": "n", "unit": "days"}, "clock": "plain"})
    [verdict] = verdicts(content, f"a 2026-01-05 n={value}")
    assert (verdict.outcome.value, verdict.missing) == ("unknown", "n")


def test_a_date_that_means_never_is_a_date(verdicts):
    [verdict] = verdicts(page(must={"happen": "b", "within": {"attr": "by"}}), "a 2026-01-05 by=9999-12-31")
    assert verdict.outcome.value == "running"


@pytest.mark.parametrize("limit", ["999999 years", "999999 days", "2000 months"])
def test_a_limit_longer_than_any_law_is_refused(verdicts, limit):
    with pytest.raises(LawRefused, match="太长"):
        verdicts(page(must={"happen": "b", "within": limit, "clock": "plain"}), "a 2026-01-05")
