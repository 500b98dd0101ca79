"""What a source does not record is unknown, not a breach; what is unclear is tried both ways."""

from datetime import date

from tests.unit.rules.conftest import dated, instant, page

from guiju.rules.duty import Moment
from guiju.rules.judge import Judge
from guiju.rules.matching import Source
from guiju.rules.pages.worked_case import events_of
from guiju.values.clock import LocalTime

NOON = {"when": {"event": "a", "where": {"kind": "x"}}}


def judged(pack, source, *rows, as_of="2026-03-01"):
    from datetime import timedelta

    case = {"happened": [{"type": kind, "at": dated(at), **fields} for kind, at, fields in rows]}
    rule = pack.rules[0]
    moment = Moment(instant(as_of), date.fromisoformat(as_of).toordinal())
    bench = Judge(pack, as_of=moment, local=LocalTime.fixed(timedelta(hours=8)), source=source)
    return bench.judge(events_of(case, rule)).verdicts


def test_an_answer_that_no_source_records_is_unknown(pack_of):
    [verdict] = judged(pack_of(page()), Source(frozenset({"a"})), ("a", "2026-01-05", {}))
    assert (verdict.outcome, verdict.missing) == ("unknown", "source")


def test_an_excuse_that_no_source_records_leaves_the_finding_unverified(pack_of):
    pack = pack_of(page(unless=["c"], extend=[{"by": "d", "to": "48 hours"}]))
    [verdict] = judged(pack, Source(frozenset({"a", "b"})), ("a", "2026-01-05", {}))
    assert (verdict.outcome, verdict.unverified) == ("overdue", ("c", "d"))


def test_an_unclear_row_matters_only_if_the_outcome_hangs_on_it(verdicts):
    content = page(same=["case", "person"])
    [hangs] = verdicts(content, "a 2026-01-05 09:00 person=P", "b 2026-01-05 10:00")
    assert (hangs.outcome, hangs.missing) == ("unknown", "person")
    [clear] = verdicts(content, "a 2026-01-05 09:00 person=P", "b 2026-01-05 10:00", "b 2026-01-05 10:30 person=P")
    assert clear.outcome == "kept"
    [other] = verdicts(content, "a 2026-01-05 09:00 person=P", "b 2026-01-05 10:00 person=Q")
    assert other.outcome == "overdue"


def test_an_unclear_row_after_the_deciding_instant_does_not_count(verdicts):
    [verdict] = verdicts(page(same=["case", "person"]), "a 2026-01-05 09:00 person=P", "b 2026-01-07 10:00")
    assert verdict.outcome == "overdue"


def test_a_trigger_whose_condition_is_empty_is_unknown(verdicts):
    [verdict] = verdicts(page(**NOON), "a 2026-01-05 09:00", "c 2026-01-05 kind=y")
    assert (verdict.outcome, verdict.missing) == ("unknown", "kind")


def test_a_page_that_leaves_one_officer_to_another_still_binds_where_the_source_names_nobody(pack_of):
    spared = {"officers": {"any": ["absent", {"not": 1}]}}
    pack, types = pack_of(page(when={"event": "a", "where": spared})), frozenset({"a", "b"})
    [nobody] = judged(pack, Source(types, frozenset({"kind"})), ("a", "2026-01-05", {}))
    assert nobody.outcome == "overdue"
    named = Source(types, frozenset({"kind", "officer"}))
    assert judged(pack, named, ("a", "2026-01-05", {"officer": "A"})) == []
    assert [one.outcome for one in judged(pack, named, ("a", "2026-01-05", {"officer": "A、B"}))] == ["overdue"]


def test_one_officer_is_unknown_where_the_source_names_nobody(pack_of):
    pack = pack_of(page(when={"event": "a", "where": {"officers": 1}}))
    [verdict] = judged(pack, Source(frozenset({"a", "b"}), frozenset({"kind"})), ("a", "2026-01-05", {}))
    assert (verdict.outcome, verdict.missing) == ("unknown", "officers")


def test_a_missing_approver_is_unclear_and_a_low_one_is_ignored(verdicts):
    content = page(extend=[{"by": "c", "to": "48 hours", "approved_by": "county_head"}])
    late = ("a 2026-01-05 09:00", "b 2026-01-07 08:00")
    assert verdicts(content, late[0], "c 2026-01-05 10:00", late[1])[0].missing == "approver"
    assert verdicts(content, late[0], "c 2026-01-05 10:00 approver=unit_head", late[1])[0].outcome == "late"
    assert verdicts(content, late[0], "c 2026-01-05 10:00 approver=city_head", late[1])[0].outcome == "kept"


def test_a_rank_may_be_written_in_chinese(verdicts):
    content = page(extend=[{"by": "c", "to": "48 hours", "approved_by": "county_head"}])
    rows = ("a 2026-01-05 09:00", "c 2026-01-05 10:00 approver=县级以上公安机关负责人", "b 2026-01-07 08:00")
    assert verdicts(content, *rows)[0].outcome == "kept"


def test_a_year_without_a_calendar_is_unknown_only_where_the_roll_decides(verdicts):
    content = page(must={"happen": "b", "within": "3 days", "clock": "period"})
    # 2030 has no calendar: 2030-01-07 + 3 = 01-10. Before that everything is in time, after it the roll decides.
    assert verdicts(content, "a 2030-01-07", "b 2030-01-10")[0].outcome == "kept"
    [hangs] = verdicts(content, "a 2030-01-07", "b 2030-01-11")
    assert (hangs.outcome, hangs.missing) == ("unknown", "calendar 2030")
    assert (
        verdicts(page(must={"happen": "b", "within": "3 days", "clock": "custody"}), "a 2030-01-07", "b 2030-01-11")[
            0
        ].outcome
        == "late"
    )


def test_a_trigger_outside_all_editions_is_counted_and_not_judged(pack_of):
    from guiju.rules.pages.worked_case import judge_case

    law = {"instrument": "某办法", "article": "第1条"}
    pack = pack_of(page(editions=[{"from": "2026-01-01", "to": "2026-02-01", "law": law}]))
    for day, expected in (
        ("2025-12-31", (0, 1)),
        ("2026-01-01", (1, 0)),
        ("2026-01-31", (1, 0)),
        ("2026-02-01", (0, 1)),
    ):
        found, outside = judge_case(pack, pack.rules[0], {"happened": {"a": dated(day)}})
        assert (len(found), outside) == expected, day


def test_once_breached_stays_breached_whatever_follows(verdicts):
    content = page(
        restart=["c"], stop=[{"from": "d", "until": "e"}], unless=["f"], extend=[{"by": "g", "to": "96 hours"}]
    )
    after = [f"{kind} 2026-01-06 09:00:01" for kind in "cdefg"]
    assert verdicts(content, "a 2026-01-05 09:00", *after, "b 2026-01-06 10:00")[0].outcome == "late"
