"""What the comparison of the two engines brought to light in the pages' reading and in the judge."""

from datetime import date, timedelta

import pytest
from tests.unit.rules.conftest import page

from guiju.rules.pages.refusal import LawRefused
from guiju.rules.pages.worked_case import judge_case
from guiju.values.clock import DAY_SECONDS, SECOND, LocalTime

DATED = {"a": "2026-01-05T00:00+08:00"}


def test_an_extension_to_a_date_is_refused_because_its_length_is_unknown(pack_of):
    three_days = {"happen": "b", "within": "3 days", "clock": "plain"}
    extended = {"extend": [{"by": "c", "to": {"attr": "reply_by"}}], "must": three_days}
    with pytest.raises(LawRefused, match="unit"):
        pack_of(page(**extended))


def test_a_named_limit_in_hours_cannot_be_extended_by_days(pack_of):
    mixed = {
        "must": {"happen": "b", "within": "at_once", "clock": "workdays"},
        "extend": [{"by": "c", "add": "2 workdays"}],
    }
    with pytest.raises(LawRefused, match="不能互相延长"):
        pack_of(page(**mixed))


def test_a_limit_that_runs_to_the_last_day_of_the_calendar_has_an_end():
    local = LocalTime.fixed(timedelta(hours=8))
    last = date.max.toordinal()
    assert local.midnight(last + 1) - local.midnight(last) == DAY_SECONDS * SECOND


def test_what_leaves_a_trigger_open_is_named_in_one_order(pack_of):
    either = page(when={"event": "a", "where": {"zeal": "x", "age": "> 3"}})
    pack = pack_of(either)
    verdicts, _ = judge_case(pack, pack.rules[0], {"name": "-", "happened": DATED, "expect": {"outcome": "unknown"}})
    assert [verdict.missing for verdict in verdicts] == ["age、zeal"]
