"""Nine defects that other products shipped with their clocks, each as a history that would show it again."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from tests.unit.rules.conftest import instant, page

from guiju.rules.duty import Moment
from guiju.rules.judge import Judge
from guiju.values.clock import LocalTime, from_micros, to_micros
from guiju.values.event import Event

STOP = {"stop": [{"from": "c", "until": "d"}]}
THIRTY = {"must": {"happen": "b", "within": "30 days", "clock": "custody"}}


def due_on(verdict):
    return date.fromordinal(verdict.due_on).isoformat()


def test_a_pause_inside_a_pause_is_not_counted_twice(verdicts):
    """01-10–01-20 and 01-12–01-18 together are ten days: 01-05 + 30 = 02-04, + 10 = 02-14."""
    found = verdicts(
        page(**THIRTY, **STOP),
        "a 2026-01-05",
        "c 2026-01-10 act=1",
        "c 2026-01-12 act=2",
        "d 2026-01-18 act=2",
        "d 2026-01-20 act=1",
        as_of="2026-02-01",
    )
    assert due_on(found[0]) == "2026-02-14"


def test_a_pause_is_an_interval_and_not_a_flag(verdicts):
    """While it is open nothing is due, however late it gets; once closed exactly its days are added."""
    content = page(**THIRTY, **STOP)
    [standing] = verdicts(content, "a 2026-01-05", "c 2026-01-10", as_of="2026-12-01")
    assert (standing.outcome, standing.due_at) == ("running", None)
    [resumed] = verdicts(content, "a 2026-01-05", "c 2026-01-10", "d 2026-06-10", as_of="2026-12-01")
    # 01-10 → 06-10 are 151 days: 02-04 + 151 = 07-05.
    assert (resumed.outcome, due_on(resumed)) == ("overdue", "2026-07-05")


def test_a_term_changed_while_paused_keeps_both(verdicts):
    """30 + 30 days from 01-05 end on 03-06; ten days of pause, in which the term was extended, make 03-16."""
    content = page(**THIRTY, **STOP, extend=[{"by": "e", "add": "30 days"}])
    found = verdicts(content, "a 2026-01-05", "c 2026-01-10", "e 2026-01-15", "d 2026-01-20", as_of="2026-02-01")
    assert due_on(found[0]) == "2026-03-16"


def test_a_reopened_matter_counts_from_its_reopening(verdicts):
    """Restarted on 02-01: 30 days end on 03-03, the extension before it does not carry over."""
    content = page(**THIRTY, restart=["c"], extend=[{"by": "e", "add": "30 days"}])
    found = verdicts(content, "a 2026-01-05", "e 2026-01-20", "c 2026-02-01", as_of="2026-02-02")
    assert due_on(found[0]) == "2026-03-03"


def test_closed_days_inside_a_pause_are_not_skipped_again(verdicts):
    """Ten workdays from Mon 01-05 end Mon 01-19; a pause Fri 01-09 → Mon 01-12 holds one workday, the Monday."""
    content = page(must={"happen": "b", "within": "10 workdays"}, **STOP)
    found = verdicts(content, "a 2026-01-05", "c 2026-01-09", "d 2026-01-12", as_of="2026-01-13")
    assert due_on(found[0]) == "2026-01-20"


def test_a_holiday_added_after_the_start_moves_the_due_date(verdicts):
    """Mon 2026-03-02 + 3 days = Thu 03-05; declared free afterwards, the term rolls to Fri 03-06."""
    content = page(must={"happen": "b", "within": "3 days", "clock": "period"})
    year = {"year": 2026, "notice": "待核", "holidays": [], "workdays": []}
    [before] = verdicts(content, "a 2026-03-02", as_of="2026-03-03", calendars={"2026": year})
    [after] = verdicts(
        content, "a 2026-03-02", as_of="2026-03-03", calendars={"2026": {**year, "holidays": ["2026-03-05"]}}
    )
    assert (due_on(before), due_on(after)) == ("2026-03-05", "2026-03-06")


def test_a_limit_in_days_ends_at_local_midnight(verdicts):
    """The last day is whole: 23:59:59 local is in time, the next second is not, wherever UTC stands."""
    content = page(must={"happen": "b", "within": "3 days", "clock": "custody"})
    [last] = verdicts(content, "a 2026-03-02 23:59", "b 2026-03-05 23:59:59")
    assert (last.outcome, last.due_at) == ("kept", instant("2026-03-06 00:00"))
    assert verdicts(content, "a 2026-03-02 00:00", "b 2026-03-06 00:00")[0].outcome == "late"


def test_a_limit_in_days_survives_the_change_of_the_clocks(pack_of):
    """Three local days over a 23-hour day in Rome: 2 April 23:59:59 is in time, midnight after it is not."""
    rome = LocalTime(ZoneInfo("Europe/Rome"))
    pack = pack_of(page(must={"happen": "b", "within": "3 days", "clock": "custody"}))

    def row(kind, text, seq):
        at = to_micros(datetime.fromisoformat(text))
        return Event(kind, at, *rome.locate(at), seq, {"case": "C"})

    def outcome(answered):
        rows = [row("a", "2024-03-30T09:00+01:00", 0), row("b", answered, 1)]
        end = Moment(rome.midnight(rows[1].day + 30), rows[1].day + 30)
        [verdict] = Judge(pack, as_of=end, local=rome).judge(rows, value="C").verdicts
        return verdict.outcome.value, from_micros(verdict.due_at, rome.zone).isoformat()

    assert outcome("2024-04-02T23:59:59+02:00") == ("kept", "2024-04-03T00:00:00+02:00")
    assert outcome("2024-04-03T00:00:00+02:00") == ("late", "2024-04-03T00:00:00+02:00")


def test_an_extension_after_expiry_cures_nothing(verdicts):
    """30 days from 01-05 end on 02-04; an extension granted on 02-05 is ignored and named."""
    content = page(**THIRTY, extend=[{"by": "e", "add": "30 days"}])
    [verdict] = verdicts(content, "a 2026-01-05", "e 2026-02-05", "b 2026-02-20")
    assert (verdict.outcome, due_on(verdict)) == ("late", "2026-02-04")
    [granted] = verdicts(content, "a 2026-01-05", "e 2026-02-04 23:59", "b 2026-02-20")
    assert granted.outcome == "kept"
