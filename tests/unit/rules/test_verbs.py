"""What each verb answers, at the edges where `>` and `>=` part ways."""

import pytest
from tests.unit.rules.conftest import instant, page


def outcomes(found):
    return [verdict.outcome.value for verdict in found]


@pytest.mark.parametrize(
    ("must", "lines", "as_of", "expected"),
    [
        ({"happen": "b", "within": "1 hours"}, ["b 2026-01-05 09:00", "a 2026-01-05 09:00"], "", "kept"),
        ({"happen": "b", "within": "1 hours"}, ["b 2026-01-05 08:59:59", "a 2026-01-05 09:00"], "", "overdue"),
        ({"happen": "b", "within": "1 hours"}, ["a 2026-01-05 09:00", "b 2026-01-05 10:00"], "", "kept"),
        ({"happen": "b", "within": "1 hours"}, ["a 2026-01-05 09:00", "b 2026-01-05 10:00:01"], "", "late"),
        ({"happen": "b", "within": "1 hours"}, ["a 2026-01-05 09:00"], "2026-01-05 10:00", "running"),
        ({"happen": "b", "within": "1 hours"}, ["a 2026-01-05 09:00"], "2026-01-05 10:00:01", "overdue"),
        ({"have_happened": "b"}, ["a 2026-01-05 09:00", "b 2026-01-05 09:00"], "", "kept"),
        ({"have_happened": "b"}, ["a 2026-01-05 09:00", "b 2026-01-05 09:00:01"], "", "broken"),
        ({"have_happened": "b", "within": "24 hours"}, ["b 2026-01-04 09:00", "a 2026-01-05 09:00"], "", "kept"),
        ({"have_happened": "b", "within": "24 hours"}, ["b 2026-01-04 08:59:59", "a 2026-01-05 09:00"], "", "broken"),
        ({"have_happened": "b", "ahead": "24 hours"}, ["b 2026-01-04 09:00", "a 2026-01-05 09:00"], "", "kept"),
        ({"have_happened": "b", "ahead": "24 hours"}, ["b 2026-01-04 09:00:01", "a 2026-01-05 09:00"], "", "broken"),
        # Seven workdays ahead of Thu 2026-01-15: Tue 01-06 is exactly seven (07 08 09 12 13 14 15).
        ({"have_happened": "b", "ahead": "7 workdays"}, ["b 2026-01-06 17:00", "a 2026-01-15 09:00"], "", "kept"),
        ({"have_happened": "b", "ahead": "7 workdays"}, ["b 2026-01-07 00:00", "a 2026-01-15 09:00"], "", "broken"),
        ({"not_happen": "b"}, ["a 2026-01-05 09:00", "b 2026-01-05 09:00"], "", "kept"),
        ({"not_happen": "b"}, ["a 2026-01-05 09:00", "b 2026-01-05 09:00:01"], "", "broken"),
        ({"not_happen": "b", "until": "c"}, ["a 2026-01-05", "b 2026-01-06", "c 2026-01-06"], "", "kept"),
        ({"not_happen": "b", "until": "c"}, ["a 2026-01-05", "b 2026-01-05 23:59:59", "c 2026-01-06"], "", "broken"),
        ({"not_happen": "b", "after": "3 days", "clock": "plain"}, ["a 2026-01-05", "b 2026-01-08 23:59"], "", "kept"),
        ({"not_happen": "b", "after": "3 days", "clock": "plain"}, ["a 2026-01-05", "b 2026-01-09"], "", "broken"),
        ({"wait": "3 days", "clock": "plain", "before": "b"}, ["a 2026-01-05 23:00", "b 2026-01-08"], "", "kept"),
        ({"wait": "3 days", "clock": "plain", "before": "b"}, ["a 2026-01-05", "b 2026-01-07 23:59"], "", "broken"),
        ({"wait": "3 hours", "before": "b"}, ["a 2026-01-05 09:00", "b 2026-01-05 09:00"], "", "broken"),
        ({"wait": "3 hours", "before": "b"}, ["a 2026-01-05 09:00", "b 2026-01-05 12:00"], "", "kept"),
        ({"wait_out": "3 hours", "before": "b"}, ["a 2026-01-05 09:00", "b 2026-01-05 12:00"], "", "broken"),
        ({"wait": "3 hours", "before": "b"}, ["a 2026-01-05 09:00"], "2026-01-05 11:59", "running"),
        ({"wait": "3 hours", "before": "b"}, ["a 2026-01-05 09:00"], "2026-01-05 12:00", "kept"),
        (
            {"repeat": "b", "every": "1 hours", "until": "c"},
            ["a 2026-01-05 09:00", "b 2026-01-05 10:00", "c 2026-01-05 11:00"],
            "",
            "kept",
        ),
        (
            {"repeat": "b", "every": "1 hours", "until": "c"},
            ["a 2026-01-05 09:00", "b 2026-01-05 10:00", "c 2026-01-05 11:00:01"],
            "",
            "broken",
        ),
        (
            {"repeat": "b", "every": "1 hours", "until": "c"},
            ["a 2026-01-05 09:00", "b 2026-01-05 10:00"],
            "2026-01-05 11:00",
            "running",
        ),
        ({"count": "b", "at_most": 2}, ["a 2026-01-05", "b 2026-01-06", "b 2026-01-07"], "", "kept"),
        ({"count": "b", "at_most": 2}, ["a 2026-01-05", "b 2026-01-06", "b 2026-01-07", "b 2026-01-08"], "", "broken"),
        ({"count": "b", "at_least": 2, "until": "c"}, ["a 2026-01-05", "b 2026-01-06", "c 2026-01-07"], "", "broken"),
        (
            {"count": "b", "at_least": 2, "until": "c"},
            ["a 2026-01-05", "b 2026-01-06", "b 2026-01-07", "c 2026-01-07"],
            "",
            "kept",
        ),
        ({"count": "b", "at_least": 2, "until": "c"}, ["a 2026-01-05", "b 2026-01-06"], "2026-01-07", "running"),
    ],
)
def test_equal_instants_are_in_order_and_one_second_more_is_not(verdicts, must, lines, as_of, expected):
    assert outcomes(verdicts(page(must=must), *lines, as_of=as_of)) == [expected]


COVER = {"be_covered_by": {"from": "c", "until": "d"}, "until": "b"}


@pytest.mark.parametrize(
    ("lines", "gap", "as_of", "expected"),
    [
        (["c 2026-01-05 09:00", "a 2026-01-05 09:00", "b 2026-01-05 10:00", "d 2026-01-05 10:00"], None, "", "kept"),
        (
            ["a 2026-01-05 09:00", "c 2026-01-05 09:00:01", "b 2026-01-05 10:00", "d 2026-01-05 10:00"],
            None,
            "",
            "broken",
        ),
        (
            ["c 2026-01-05 09:00", "a 2026-01-05 09:00", "d 2026-01-05 09:59:59", "b 2026-01-05 10:00"],
            None,
            "",
            "broken",
        ),
        (["a 2026-01-05 09:00", "c 2026-01-05 09:01", "b 2026-01-05 10:00"], "1 minutes", "", "kept"),
        (["a 2026-01-05 09:00", "c 2026-01-05 09:01:01", "b 2026-01-05 10:00"], "1 minutes", "", "broken"),
        (["c 2026-01-05 09:00", "a 2026-01-05 09:00"], None, "2026-01-05 09:30", "running"),
        (["c 2026-01-05 09:00", "a 2026-01-05 09:00", "d 2026-01-05 09:10"], None, "2026-01-05 09:10:01", "broken"),
        (
            [
                "c 2026-01-05 08:00 recording=1",
                "c 2026-01-05 08:30 recording=2",
                "d 2026-01-05 08:40 recording=2",
                "a 2026-01-05 09:00",
                "b 2026-01-05 10:00",
            ],
            None,
            "",
            "kept",
        ),
    ],
)
def test_one_second_uncovered_is_a_breach_beyond_the_gap(verdicts, lines, gap, as_of, expected):
    must = {**COVER, "gap": gap} if gap else COVER
    assert outcomes(verdicts(page(must=must), *lines, as_of=as_of)) == [expected]


def test_several_answers_must_each_come_in_time(verdicts):
    content = page(must={"happen": {"all": ["b", ["c", "d"]]}, "within": "1 hours"})
    assert outcomes(verdicts(content, "a 2026-01-05 09:00", "b 2026-01-05 09:30", "d 2026-01-05 10:00")) == ["kept"]
    assert outcomes(verdicts(content, "a 2026-01-05 09:00", "b 2026-01-05 09:30", "d 2026-01-05 10:01")) == ["late"]
    assert outcomes(verdicts(content, "a 2026-01-05 09:00", "b 2026-01-05 09:30")) == ["overdue"]


def test_an_excuse_counts_up_to_the_due_instant_and_kept_wins(verdicts):
    content = page(unless=["c"])
    assert outcomes(verdicts(content, "a 2026-01-05 09:00", "c 2026-01-06 09:00")) == ["excused"]
    assert outcomes(verdicts(content, "a 2026-01-05 09:00", "c 2026-01-06 09:00:01")) == ["overdue"]
    assert outcomes(verdicts(content, "a 2026-01-05 09:00", "c 2026-01-05 10:00", "b 2026-01-05 11:00")) == ["kept"]
    assert outcomes(verdicts(content, "a 2026-01-05 09:00", "c 2026-01-05 10:00", "b 2026-01-07")) == ["excused"]


def test_an_excuse_may_lie_before_the_trigger(verdicts):
    assert outcomes(verdicts(page(unless=["c"]), "c 2026-01-01", "a 2026-01-05 09:00")) == ["excused"]


def test_the_reviewer_must_be_another_hand(verdicts):
    content = page(must={"differ": "officer", "from": "b"})
    assert outcomes(verdicts(content, "b 2026-01-05 officer=A、B", "a 2026-01-06 officer=C")) == ["kept"]
    assert outcomes(verdicts(content, "b 2026-01-05 officer=A、B", "a 2026-01-06 officer=B、C")) == ["broken"]
    assert outcomes(verdicts(content, "b 2026-01-05 officer=A", "a 2026-01-06")) == ["unknown"]


OWN_KEYS = {"a": {"keys": ["case"]}, **{name: {"keys": ["case", "person"]} for name in "cde"}}
HOLD = {
    "credentials.granted": {"attributes": ["name", "until"]},
    "credentials.ended": {"attributes": ["name"]},
    "a": {},
}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["credentials.granted 2025-01-01 officer=A name=basic"], "kept"),
        (["credentials.granted 2025-01-01 officer=A name=basic until=2026-01-06"], "kept"),
        (["credentials.granted 2025-01-01 officer=A name=basic until=2026-01-05"], "broken"),
        (
            [
                "credentials.granted 2025-01-01 officer=A name=basic",
                "credentials.ended 2025-06-01 officer=A name=basic",
            ],
            "broken",
        ),
        (["credentials.granted 2026-01-07 officer=A name=basic"], "broken"),
        (["credentials.granted 2025-01-01 officer=B name=basic"], "broken"),
    ],
)
def test_a_credential_is_held_on_the_day_of_the_act(verdicts, rows, expected):
    content = page(
        must={"hold": ["basic", "advanced"]},
        cases=[{"name": "x", "happened": {"a": "2026-01-05T00:00+08:00"}, "expect": {"outcome": "unknown"}}],
    )
    assert outcomes(verdicts(content, *rows, "a 2026-01-06 09:00 officer=A", events=HOLD)) == [expected]


def test_the_overrun_of_one_page_opens_the_next(verdicts):
    first = page(id="duty.first")
    content = page(id="duty.second", when={"overdue": "duty.first"}, must={"happen": "c", "within": "2 hours"})
    [verdict] = verdicts(content, "a 2026-01-05 09:00", "c 2026-01-06 11:00", others=(first,))
    assert (verdict.outcome, verdict.due_at) == ("kept", instant("2026-01-06 11:00"))
    assert verdicts(content, "a 2026-01-05 09:00", "b 2026-01-05 10:00", others=(first,)) == []


def test_each_month_has_its_own_duty_and_part_months_have_none(verdicts):
    when = {"each": "month", "from": "c", "until": "d"}
    content = page(when=when, must={"happen": "b", "within": "28 days", "clock": "plain"})
    found = verdicts(content, "c 2026-01-15", "b 2026-02-28", "b 2026-03-29", "d 2026-04-27", as_of="2026-06-01")
    # February: by 02-28 kept; March: due 03-28, answered 03-29; April is cut short on the 27th, before its due day.
    assert outcomes(found) == ["kept", "late"]


def test_a_forbidden_act_breaks_only_the_month_in_which_it_fell(verdicts):
    content = page(when={"each": "month", "from": "c", "until": "d"}, must={"not_happen": "b"})
    found = verdicts(content, "c 2026-01-01", "b 2026-02-10", "d 2026-04-01", as_of="2026-06-01")
    assert outcomes(found) == ["kept", "broken", "kept"]


def test_each_victim_is_owed_his_own_copy(verdicts):
    content = page(
        when={"event": "a", "for_each": "c"},
        same=["case", "person"],
        must={"happen": "b", "within": "2 days", "clock": "custody"},
    )
    found = verdicts(
        content,
        "c 2026-01-01 person=V1",
        "c 2026-01-01 person=V2",
        "c 2026-01-02 person=V1",
        "a 2026-01-05",
        "b 2026-01-06 person=V1",
    )
    assert outcomes(found) == ["kept", "overdue"]


def test_a_duty_while_held_uses_the_state_of_that_moment(verdicts):
    inside = page(when={"event": "a", "while": {"from": "c", "until": "d"}})
    assert len(verdicts(inside, "c 2026-01-01", "a 2026-01-05")) == 1
    assert verdicts(inside, "c 2026-01-01", "d 2026-01-04", "a 2026-01-05") == []
    assert verdicts(inside, "a 2026-01-05", "c 2026-01-06") == []


def test_the_window_of_each_person_is_his_own(verdicts):
    """Two suspects, one released before the dismissal: only the one still held is owed a release."""
    when = {"event": "a", "for_each": "c", "while": {"from": "d", "until": "e"}}
    content = page(when=when, same=["case", "person"], must={"happen": "e", "within": "2 hours"})
    found = verdicts(
        content,
        "c 2026-01-01 person=P1",
        "c 2026-01-01 person=P2",
        "d 2026-01-02 person=P1",
        "d 2026-01-02 person=P2",
        "e 2026-01-03 person=P1",
        "a 2026-01-05 09:00",
        "e 2026-01-05 10:00 person=P2",
        events=OWN_KEYS,
    )
    assert [(dict(verdict.keys)["person"], verdict.outcome.value) for verdict in found] == [("P2", "kept")]


def test_counting_starts_at_another_row_than_the_trigger(verdicts):
    content = page(count_from={"last": "c"}, must={"happen": "b", "within": "48 hours"})
    [verdict] = verdicts(content, "c 2026-01-03 08:00", "a 2026-01-04 08:00", as_of="2026-01-04 09:00")
    assert verdict.due_at == instant("2026-01-05 08:00")
    [waiting] = verdicts(page(count_from={"next": "c"}), "a 2026-01-04 08:00", as_of="2027-01-01")
    assert waiting.outcome == "running"
