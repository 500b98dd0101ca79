"""When duties arise and what they are about, by engine.md §2, at the places where histories are easily misread."""

import pytest
from tests.unit.rules.conftest import instant, page


def outcomes(found):
    return [verdict.outcome.value for verdict in found]


def of_person(found):
    return [(dict(verdict.keys).get("person"), verdict.outcome.value) for verdict in found]


def test_totals_of_extensions_are_counted_from_the_trigger(verdicts):
    """1 month + 1 month from 01-30 are two months: 03-30, not the end of March by way of the end of February."""
    content = page(
        must={"happen": "b", "within": "1 months", "clock": "custody"},
        extend=[{"by": "e", "add": "1 months", "times": 2}],
    )
    [verdict] = verdicts(content, "a 2026-01-30", "e 2026-02-10", as_of="2026-02-11")
    assert verdict.due_at == instant("2026-03-31")
    [again] = verdicts(content, "a 2026-01-30", "e 2026-02-10", "e 2026-03-01", as_of="2026-03-02")
    # Three months: 04-30.
    assert again.due_at == instant("2026-05-01")


def test_a_ladder_knows_a_year_as_twelve_months(verdicts):
    content = page(
        must={"happen": "b", "within": "1 years", "clock": "plain"},
        extend=[{"by": "e", "from": "12 months", "to": "15 months"}],
    )
    [verdict] = verdicts(content, "a 2026-01-15", "e 2026-02-10", as_of="2026-02-11")
    assert verdict.due_at == instant("2027-04-16")


def test_each_row_of_for_each_lends_a_duty_though_the_page_names_no_key(verdicts):
    content = page(when={"event": "a", "for_each": "c"})
    rows = ["c 2026-01-01 person=V1", "c 2026-01-01 person=V2", "c 2026-01-02 person=V1", "a 2026-01-05"]
    assert len(verdicts(content, *rows)) == 2


def test_the_key_that_the_page_names_decides_which_rows_are_distinct(verdicts):
    content = page(when={"event": "a", "for_each": "c"}, same=["case", "person"])
    rows = ["c 2026-01-01 person=V1 item=1", "c 2026-01-01 person=V1 item=2", "a 2026-01-05"]
    assert of_person(verdicts(content, *rows)) == [("V1", "overdue")]


def test_for_each_may_ask_for_shared_keys(verdicts):
    """Two interrogations, each with its own minors: the act decides whose guardian is meant."""
    when = {"event": "a", "for_each": {"event": "c", "same": ["act"]}}
    content = page(when=when, same=["case", "person"])
    rows = ["c 2026-01-01 person=V1 act=1", "c 2026-01-01 person=V2 act=2", "a 2026-01-05 act=2"]
    assert of_person(verdicts(content, *rows)) == [("V2", "overdue")]


def test_a_period_that_began_before_the_opening_is_no_duty(verdicts):
    """Taken in on the 1st at 08:00, released on the 3rd: only the 2nd is a whole day inside."""
    when = {"each": "day", "from": "c", "until": "d"}
    content = page(when=when, must={"happen": "b", "within": "1 days", "clock": "plain"})
    found = verdicts(content, "c 2026-03-01 08:00", "b 2026-03-02 10:00", "d 2026-03-03 08:00")
    assert [(verdict.trigger_at, verdict.outcome.value) for verdict in found] == [(instant("2026-03-02"), "kept")]


def test_a_period_that_begins_with_the_opening_is_a_duty(verdicts):
    content = page(
        when={"each": "day", "from": "c", "until": "d"}, must={"happen": "b", "within": "1 days", "clock": "plain"}
    )
    assert outcomes(verdicts(content, "c 2026-03-01", "d 2026-03-02")) == ["overdue"]


def test_each_person_has_his_own_stay(verdicts):
    when = {"each": "day", "from": "c", "until": "d"}
    content = page(when=when, same=["case", "person"], must={"happen": "b", "within": "1 days", "clock": "plain"})
    found = verdicts(
        content,
        "c 2026-03-01 08:00 person=P1",
        "c 2026-03-01 09:00 person=P2",
        "b 2026-03-02 10:00 person=P1",
        "d 2026-03-03 08:00 person=P1",
        "d 2026-03-04 09:00 person=P2",
    )
    # P1 was in for the 2nd alone, P2 for the 2nd and the 3rd; nobody looked after P2.
    assert sorted(of_person(found)) == [("P1", "kept"), ("P2", "overdue"), ("P2", "overdue")]


def test_the_overrun_of_a_lent_duty_concerns_the_same_person(verdicts):
    first = page(id="duty.first", when={"event": "a", "for_each": "c"}, same=["case", "person"])
    content = page(
        id="duty.second",
        when={"overdue": "duty.first"},
        same=["case", "person"],
        must={"happen": "d", "within": "2 hours"},
    )
    rows = ["c 2026-01-01 person=V1", "a 2026-01-05 09:00 person=P0", "d 2026-01-06 10:00 person=V1"]
    assert of_person(verdicts(content, *rows, others=(first,))) == [("V1", "kept")]


PAIRED = page(must={"be_covered_by": {"from": "c", "until": "d"}, "from": "a", "until": "b"})


@pytest.mark.parametrize(
    ("closing", "expected"),
    [
        ("act=A1", "broken"),
        ("act=A2", "kept"),
        ("recording=R1", "broken"),
        ("recording=R1 act=A2", "broken"),
        ("", "broken"),
    ],
)
def test_recordings_pair_by_the_keys_that_both_rows_carry(verdicts, closing, expected):
    rows = ["c 2026-01-05 09:00 act=A1 recording=R1", "a 2026-01-05 09:00"]
    found = verdicts(PAIRED, *rows, f"d 2026-01-05 10:00 {closing}".strip(), "b 2026-01-05 10:30")
    assert outcomes(found) == [expected]


def test_unclear_rows_behind_the_answer_leave_nothing_open(verdicts):
    content = page(same=["case", "person"])
    unclear = [f"b 2026-01-05 11:{minute:02}" for minute in range(20)]
    assert outcomes(verdicts(content, "a 2026-01-05 09:00 person=P", "b 2026-01-05 10:00 person=P", *unclear)) == [
        "kept"
    ]


def test_many_unclear_rows_are_unknown_only_where_it_matters(verdicts):
    content = page(must={"have_happened": "b"}, same=["case", "person"])
    unclear = [f"b 2026-01-05 08:{minute:02}" for minute in range(20)]
    known = "b 2026-01-05 08:30 person=P"
    assert outcomes(verdicts(content, *unclear, known, "a 2026-01-05 09:00 person=P")) == ["kept"]
    assert outcomes(verdicts(content, *unclear, "a 2026-01-05 09:00 person=P")) == ["unknown"]


def test_a_credential_ends_on_the_day_it_says_however_it_is_written(verdicts):
    kinds = {"credentials.granted": {"attributes": ["name", "until"]}, "credentials.ended": {}, "a": {}}
    content = page(
        must={"hold": "q"},
        cases=[{"name": "x", "happened": {"a": "2026-01-05T00:00+08:00"}, "expect": {"outcome": "unknown"}}],
    )
    granted = "credentials.granted 2025-01-01 officer=A name=q until=2026/1/5"
    assert outcomes(verdicts(content, granted, "a 2026-01-05 09:00 officer=A", events=kinds)) == ["kept"]
    assert outcomes(verdicts(content, granted, "a 2026-01-20 09:00 officer=A", events=kinds)) == ["broken"]
