"""Every worked date of the law notes §7: computed there by hand, recomputed here by the judge."""

from datetime import date

import pytest
from tests.unit.rules.conftest import instant, page


def last_day(found):
    [verdict] = found
    return date.fromordinal(verdict.due_on).isoformat()


def term(limit, clock, **more):
    return page(must={"happen": "b", "within": limit, "clock": clock}, **more)


EXTENDED_TO_7 = [{"by": "c", "to": "7 days"}]
PS_TERM = {"extend": [{"by": "c", "add": "30 days", "times": 2}], "stop": [{"from": "d", "until": "e"}]}
CUSTODY = [
    {"by": "c", "from": "2 months", "to": "3 months"},
    {"by": "c", "from": "3 months", "to": "5 months"},
    {"by": "c", "from": "5 months", "to": "7 months"},
]


@pytest.mark.parametrize(
    ("content", "lines", "expected"),
    [
        pytest.param(term("3 days", "custody"), ["a 2026-01-30"], "2026-02-02", id="1: detained Friday, 3 days"),
        pytest.param(
            term("3 days", "custody", extend=EXTENDED_TO_7), ["a 2026-01-30", "c 2026-02-01"], "2026-02-06", id="1: +4"
        ),
        pytest.param(
            term("30 days", "custody"), ["a 2026-01-30"], "2026-03-01", id="1: 30 days end on a Sunday, no roll"
        ),
        pytest.param(term("37 days", "custody"), ["a 2026-01-30"], "2026-03-08", id="1: +7 of the procuratorate"),
        pytest.param(term("3 days", "custody"), ["a 2026-02-12"], "2026-02-15", id="2: in custody"),
        pytest.param(
            term("3 days", "period"), ["a 2026-02-12"], "2026-02-24", id="2: not in custody, over Spring Festival"
        ),
        pytest.param(term("30 days", "period"), ["a 2026-01-05"], "2026-02-04", id="4: 30 days"),
        pytest.param(term("30 days", "period", **PS_TERM), ["a 2026-01-05", "c 2026-02-01"], "2026-03-06", id="4: +30"),
        pytest.param(
            term("30 days", "period", **PS_TERM),
            ["a 2026-01-05", "c 2026-02-01", "c 2026-03-01"],
            "2026-04-07",
            id="4: +30 rolls over the Qingming holidays",
        ),
        pytest.param(
            term("30 days", "period", **PS_TERM),
            ["a 2026-01-05", "d 2026-01-10", "e 2026-01-20"],
            "2026-02-14",
            id="4: ten days of appraisal end on a make-up workday",
        ),
        pytest.param(term("7 days", "period"), ["a 2026-04-29"], "2026-05-06", id="5: preservation, calendar days"),
        pytest.param(term("7 workdays", None), ["a 2026-04-29"], "2026-05-12", id="5: preservation, workdays"),
        pytest.param(term("10 workdays", None), ["a 2026-09-30"], "2026-10-20", id="7: reconsideration copy"),
        pytest.param(term("2 months", "custody"), ["a 2026-01-31"], "2026-03-31", id="8: arrest on the 31st"),
        pytest.param(
            term("2 months", "custody"), ["a 2026-02-28"], "2026-04-30", id="8: arrest on the last day of February"
        ),
        pytest.param(term("2 months", "custody"), ["a 2025-12-31"], "2026-02-28", id="8: arrest on 31 December"),
        pytest.param(
            term("2 months", "custody", extend=CUSTODY), ["a 2025-12-31", "c 2026-02-01"], "2026-03-31", id="8: +1"
        ),
        pytest.param(
            term("2 months", "custody", extend=CUSTODY),
            ["a 2025-12-31", "c 2026-02-01", "c 2026-03-01"],
            "2026-05-31",
            id="8: +2",
        ),
        pytest.param(
            term("2 months", "custody", extend=CUSTODY),
            ["a 2025-12-31", "c 2026-02-01", "c 2026-03-01", "c 2026-05-01"],
            "2026-07-31",
            id="8: +2 again, seven months",
        ),
        pytest.param(term("12 months", "custody"), ["a 2026-03-15"], "2027-03-15", id="9: bail"),
        pytest.param(term("2 days", "period"), ["a 2026-04-30"], "2026-05-06", id="11: two days roll over Labour Day"),
        pytest.param(term("2 workdays", None), ["a 2026-04-30"], "2026-05-07", id="11: two workdays"),
        pytest.param(term("6 months", "plain"), ["a 2026-08-31"], "2027-02-28", id="12: limitation"),
    ],
)
def test_the_last_day_is_the_one_worked_out_by_hand(verdicts, content, lines, expected):
    content["must"] = {key: value for key, value in content["must"].items() if value is not None}
    assert last_day(verdicts(content, *lines, as_of=lines[-1].split()[1])) == expected


@pytest.mark.parametrize(
    ("limit", "start", "expected"),
    [
        pytest.param("24 hours", "2026-01-30 10:20", "2026-01-31 10:20", id="1: 24 hours"),
        pytest.param("8 hours", "2026-03-10 22:15", "2026-03-11 06:15", id="3: 8 hours"),
        pytest.param("12 hours", "2026-03-10 22:15", "2026-03-11 10:15", id="3: 12 hours"),
        pytest.param("24 hours", "2026-03-10 22:15", "2026-03-11 22:15", id="3: 24 hours"),
        pytest.param("24 hours", "2026-06-19 23:30", "2026-06-20 23:30", id="10: hours do not roll over a holiday"),
    ],
)
def test_hours_are_elapsed_time(verdicts, limit, start, expected):
    [verdict] = verdicts(page(must={"happen": "b", "within": limit}), f"a {start}")
    assert verdict.due_at == instant(expected)


def test_the_hearing_window_must_have_passed_whole(verdicts):
    """Notes §7, 6: told Mon 2026-09-28, five workdays end on Sat 10-10, a make-up workday."""
    content = page(must={"wait_out": "5 workdays", "before": "b"})
    [early] = verdicts(content, "a 2026-09-28 10:00", "b 2026-10-10 23:59")
    assert (early.outcome, date.fromordinal(early.due_on).isoformat()) == ("broken", "2026-10-10")
    [whole] = verdicts(content, "a 2026-09-28 10:00", "b 2026-10-11 00:00")
    assert whole.outcome == "kept"


def test_the_old_three_day_window_rolls_over_national_day(verdicts):
    """Notes §7, 6: told Mon 2026-09-28, three days end in the holidays and roll to Thu 10-08."""
    content = page(must={"wait_out": "3 days", "clock": "period", "before": "b"})
    assert last_day(verdicts(content, "a 2026-09-28 10:00", "b 2026-10-09 00:00")) == "2026-10-08"


def test_the_extension_must_be_asked_for_seven_days_before_the_term(verdicts):
    """Notes §7, 8: arrest 2026-01-31, two months end 03-31, so ask by 03-24."""
    content = page(must={"not_happen": "b", "after": "2 months", "less": "7 days", "clock": "custody"})
    assert verdicts(content, "a 2026-01-31", "b 2026-03-24 23:59")[0].outcome == "kept"
    [late] = verdicts(content, "a 2026-01-31", "b 2026-03-25 00:00")
    assert (late.outcome, date.fromordinal(late.due_on).isoformat()) == ("broken", "2026-03-24")
