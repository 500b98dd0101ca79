"""A later export that says otherwise corrects nothing by itself: it waits for somebody else than who imported it."""

import pytest
from tests.ledgers import SHANGHAI, moment
from tests.unit.importing.conftest import correct_here, facts, rows

from guiju.facts.histories import history
from guiju.facts.importing.lists import count_held, list_held, list_missing
from guiju.facts.importing.release import ReleaseRefused, reject, release
from guiju.facts.take_in.mapping import read_mapping
from guiju.project.law_folder import open_law
from guiju.project.ledger.viewer import operator
from guiju.rules.duty import Moment
from guiju.rules.judge import Judge
from guiju.rules.matching import Source
from guiju.values.clock import to_micros
from guiju.values.verdict import Outcome

ACCEPTED = ("A1", "", "cases.accepted", "2026-03-01 08:00", "criminal", "U1")
LATER = ("A1", "", "cases.accepted", "2026-03-01 09:00", "criminal", "U1")
FILED = ("A1", "", "cases.filed", "2026-03-03 08:00", "", "U1")


def latest(case="A1", kind="cases.accepted"):
    return [one.event.at for one in history("case", case, [kind])]


def at(text):
    return to_micros(moment(text))


def test_a_changed_row_waits_and_takes_effect_only_when_somebody_else_releases_it(book, bring, export):
    bring(export(ACCEPTED, FILED))
    book.pass_time(days=1)
    done = bring(export(LATER, FILED, name="b.csv"))
    assert (done.batch.recorded, done.batch.repeated, done.batch.held) == (0, 1, 1)
    assert latest() == [at("2026-03-01T08:00")]
    book.pass_time(days=1)
    assert release(done.batch.event, by="乙", reason="系统改错").count == 1
    [told] = history("case", "A1", ["cases.accepted"])
    assert told.event.at == at("2026-03-01T09:00")
    assert told.event.recorded_at == to_micros(book.now) - 2 * 86_400_000_000, "lateness is that of the first version"
    assert told.batch == done.batch.event
    assert rows("SELECT count(*) FROM correction") == [(1,)]
    body = bytes(rows("SELECT body FROM event WHERE id = %s", told.id)[0][0]).decode()
    assert '"approver":"乙"' in body
    assert '"reason":"数据源更正导入：系统改错"' in body


def test_a_verdict_uses_the_version_that_was_released(bring, export):
    detained = ("A1", "P1", "custody.detained", "2026-03-01 08:00", "criminal", "U1")
    told = ("A1", "P1", "custody.family_notified", "2026-03-02 08:00", "", "U1")
    bring(export(detained, told))
    assert notice_to_the_family("A1") == Outcome.KEPT
    done = bring(export(detained, (*told[:3], "2026-03-02 08:01", "", "U1"), name="b.csv"))
    assert notice_to_the_family("A1") == Outcome.KEPT
    release(done.batch.event, by="乙", reason="改错")
    assert notice_to_the_family("A1") == Outcome.LATE


def notice_to_the_family(case):
    """How the duty to notify within 24 hours stands in the latest versions of a case."""
    recorded = history("case", case)
    end = Moment(at("2026-06-01T00:00"), moment("2026-06-01T00:00").toordinal())
    judge = Judge(open_law(None), as_of=end, local=SHANGHAI, source=Source())
    [verdict] = judge.judge(
        [one.event for one in recorded], kind="case", value=case, only="custody.notify-family"
    ).verdicts
    return verdict.outcome


def test_who_imported_cannot_release_or_reject_what_he_imported(bring, export):
    bring(export(ACCEPTED))
    number = bring(export(LATER, name="b.csv")).batch.event
    for name in ("甲", " 甲 "):
        for decide in (release, reject):
            with pytest.raises(ReleaseRefused):
                decide(number, by=name, reason="改错")
    for lacking in ({"by": "", "reason": "改错"}, {"by": "乙", "reason": " "}):
        with pytest.raises(ReleaseRefused):
            release(number, **lacking)
    assert latest() == [at("2026-03-01T08:00")]


def test_a_release_happens_once(bring, export):
    bring(export(ACCEPTED))
    number = bring(export(LATER, name="b.csv")).batch.event
    assert [release(number, by="乙", reason="改错").count for _ in range(2)] == [1, 0]
    assert rows("SELECT count(*) FROM event WHERE type = 'ledger.batch_released'") == [(1,)]


def test_what_was_rejected_stays_as_it_was_and_is_not_asked_again(bring, export):
    bring(export(ACCEPTED))
    number = bring(export(LATER, name="b.csv")).batch.event
    assert reject(number, by="乙", reason="查无此事").count == 1
    assert release(number, by="乙", reason="改错").count == 0
    again = bring(export(LATER, FILED, name="c.csv")).batch
    assert (again.held, again.repeated, again.recorded) == (0, 1, 1)
    assert latest() == [at("2026-03-01T08:00")]


def test_a_date_moved_earlier_is_marked(bring, export):
    bring(export(ACCEPTED, FILED))
    earlier = ("A1", "", "cases.filed", "2026-03-02 08:00", "", "U1")
    number = bring(export(LATER, earlier, name="b.csv")).batch.event
    marked = {one.type: one.is_earlier for one in list_held(operator(), number)}
    assert marked == {"cases.accepted": False, "cases.filed": True}
    assert count_held(operator(), number, is_waiting=True, is_earlier=True) == 1


def test_a_source_that_goes_back_to_what_it_said_first_is_followed_each_time(bring, export):
    versions = [ACCEPTED, LATER, ACCEPTED, LATER]
    for place, row in enumerate(versions):
        done = bring(export(row, name=f"{place}.csv"))
        assert done.batch.held == (1 if place else 0)
        if place:
            assert release(done.batch.event, by="乙", reason="改错").count == 1
        assert latest() == [at(row[3].replace(" ", "T"))]
    assert rows("SELECT count(DISTINCT first) FROM correction") == [(1,)]


def test_a_source_that_goes_back_before_the_release_withdraws_what_waited(bring, export):
    bring(export(ACCEPTED, name="a.csv"))
    number = bring(export(LATER, name="b.csv")).batch.event
    assert bring(export(ACCEPTED, name="a.csv")).batch.held == 0
    assert release(number, by="乙", reason="改错").count == 0
    assert latest() == [at("2026-03-01T08:00")]


def test_only_the_last_of_several_changes_waits(bring, export):
    bring(export(ACCEPTED))
    first = bring(export(LATER, name="b.csv")).batch.event
    second = bring(export((*ACCEPTED[:3], "2026-03-01 10:00", *ACCEPTED[4:]), name="c.csv")).batch.event
    assert [count_held(operator(), number, is_waiting=True) for number in (first, second)] == [0, 1]
    release(second, by="乙", reason="改错")
    assert latest() == [at("2026-03-01T10:00")]


def test_a_record_that_was_corrected_here_meanwhile_is_not_overwritten(book, bring, export):
    bring(export(ACCEPTED))
    number = bring(export(LATER, name="b.csv")).batch.event
    correct_here(book, "2026-03-01T07:00", case="A1", kind="criminal")
    done = release(number, by="乙", reason="改错")
    assert (done.count, done.overtaken) == (0, 1)
    assert latest() == [at("2026-03-01T07:00")]


def test_a_release_that_broke_off_leaves_nothing_half_done(book, bring, export):
    bring(export(ACCEPTED))
    number = bring(export(LATER, name="b.csv")).batch.event

    def fails(recorded):
        raise ConnectionError("no")

    book.follow(fails)
    with pytest.raises(ConnectionError):
        release(number, by="乙", reason="改错")
    assert count_held(operator(), number, is_waiting=True) == 1
    book.follow()
    assert release(number, by="乙", reason="改错").count == 1
    assert rows("SELECT count(*) FROM correction") == [(1,)]


def test_rows_that_differ_in_nothing_but_their_time_are_known_again_in_any_order(bring, export):
    times = ["2026-03-01 10:00", "2026-03-01 12:00", "2026-03-01 14:00"]
    watched = [("A1", "P1", "custody.watched", time, "", "U1") for time in times]
    bring(export(*watched))
    between = ("A1", "P1", "custody.watched", "2026-03-01 11:00", "", "U1")
    done = bring(export(watched[2], between, watched[0], watched[1], name="b.csv"))
    assert (done.batch.recorded, done.batch.repeated, done.batch.held) == (1, 3, 0)
    without_first = bring(export(watched[1], watched[2], between, name="c.csv"))
    assert (without_first.batch.recorded, without_first.batch.held, without_first.batch.repeated) == (0, 0, 3)
    late = bring(export(watched[0], watched[1], between, (*watched[2][:3], "2026-03-01 15:00", "", "U1"), name="d.csv"))
    assert (late.batch.recorded, late.batch.held, late.batch.repeated) == (0, 1, 3)
    [held] = list_held(operator(), late.batch.event)
    assert (held.happened_before, held.happened_at) == (at("2026-03-01T14:00"), at("2026-03-01T15:00"))


def test_the_number_that_the_source_gives_a_row_makes_a_changed_key_a_correction(bring, export):
    header = ("case", "type", "happened_at", "source_id")
    bring(export(("A1", "cases.accepted", "2026-03-01 08:00", "7"), header=header))
    moved = export(("A2", "cases.accepted", "2026-03-01 08:00", "7"), header=header, name="b.csv")
    number = bring(moved).batch.event
    release(number, by="乙", reason="并错案")
    assert (len(history("case", "A1")), len(history("case", "A2"))) == (0, 1)


def test_a_number_of_the_source_that_stands_twice_in_a_file_is_recorded_once(bring, export, personal_keys):
    header = ("case", "type", "happened_at", "source_id")
    same, other = ("A1", "cases.accepted", "2026-03-01 08:00", "7"), ("A1", "cases.filed", "2026-03-01 08:00", "7")
    done = bring(export(same, same, other, header=header))
    assert (done.batch.recorded, done.batch.repeated, done.batch.refused) == (1, 1, 1)


def test_one_row_of_a_wide_file_is_several_facts_even_with_a_number_of_the_source(bring, export):
    mapping = read_mapping(
        {
            "columns": {"case": "case"},
            "attributes": {"source_id": "n"},
            "wide": {"受案": "cases.accepted", "立案": "cases.filed"},
        }
    )
    path = export(("A1", "7", "2026-03-01", "2026-03-02"), header=("case", "n", "受案", "立案"))
    assert bring(path, mapping=mapping).batch.recorded == 2
    assert len(facts()) == 2


def test_what_a_later_export_of_the_same_time_no_longer_holds_is_listed_and_stays(bring, export):
    early = ("A0", "", "cases.accepted", "2026-01-01 08:00", "", "U1")
    gone = ("A2", "", "cases.accepted", "2026-03-02 08:00", "", "U1")
    bring(export(early, ACCEPTED, gone, FILED))
    done = bring(export(ACCEPTED, FILED, name="b.csv"))
    assert [one.stream for one in list_missing(operator(), done.batch.event)] == ["case:A2"]
    assert done.batch.missing == 1
    assert len(history("case", "A2")) == 1
    other = bring(export(FILED, name="c.csv", header=("case", "person", "type", "happened_at", "kind", "unit")))
    assert other.batch.missing == 0, "an export of another month or other kinds of event misses nothing"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("A1", "", "x"), ("", "A1", "x")),
        (("1:A", "", "x"), ("1", ":A", "x")),
        (("A1\x01", "B", "x"), ("A1", "\x01B", "x")),
        (("'; DROP TABLE event; --", "%s", "x"), ("'; DROP TABLE event; --", "%%s", "x")),
    ],
    ids=["moved", "length", "separator", "statement"],
)
def test_no_two_facts_can_be_taken_for_one_by_the_way_their_keys_are_written(bring, export, one, other):
    path = export(*((case, person, kind, "2026-03-01 08:00", "", "") for case, person, kind in (one, other)))
    assert bring(path).batch.recorded == 2
    assert rows("SELECT count(DISTINCT idem_key) FROM event WHERE stream NOT LIKE 'import:%%'") == [(2,)]
