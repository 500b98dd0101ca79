"""The internal terms are data with somebody who decided them; a file that says less is refused."""

import pytest
from tests.ledgers import moment

from guiju.findings.life.terms import TermUnknown, end_of
from guiju.project.env import shipped_law
from guiju.project.work_terms import FILE, WorkTermsRefused, read_work_terms
from guiju.values.clock import to_micros
from guiju.values.limit import Limit


def test_every_shipped_term_is_marked_as_nobodys_decision_yet():
    terms = read_work_terms(shipped_law())
    assert {one.decided_by for one in terms.values()} == {"待核"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("dispute:", "disputes:"), ("limit: 5 w", "limit: five w"), ("limit: 5 workdays", "limit: 5 fortnights"),
        (", decided_by: 待核", ""), ("dispute: {", "dispute: ["), ("limit: 5 w", "limit: 0 w"),
    ],
)  # fmt: skip
def test_a_file_that_does_not_say_every_term_is_refused(tmp_path, old, new):
    text = (shipped_law() / FILE).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / FILE).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(WorkTermsRefused):
        read_work_terms(tmp_path)


def test_a_term_skips_the_weekend_and_is_not_guessed_without_a_calendar(station):
    # From a Friday: the weekend is skipped, and the limit ends with the end of Monday.
    friday = to_micros(moment("2026-03-06T10:00"))
    assert end_of(Limit(1, "workdays"), friday) == to_micros(moment("2026-03-10T00:00"))
    assert end_of(Limit(2, "hours"), friday) == to_micros(moment("2026-03-06T12:00"))
    with pytest.raises(TermUnknown):
        end_of(Limit(5, "workdays"), to_micros(moment("2026-12-30T10:00")))
