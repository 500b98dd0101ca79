"""The sample bureau: every planted breach is found as it was planted, and nothing is said of a clean case."""

import csv
from collections import Counter
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pyarrow.parquet as pq
import pytest

from guiju.project.demo.sample import AS_OF, write_sample
from guiju.project.law_folder import open_law
from guiju.project.pipeline import check
from guiju.project.verdicts.judging import explain_history, judge_all
from guiju.project.verdicts.sweeping import EnginesDiffer
from guiju.rules.judge import Judge
from guiju.values.clock import from_micros

pytestmark = pytest.mark.slow

CHINA = ZoneInfo("Asia/Shanghai")
NOW = datetime.fromisoformat(AS_OF)


OF_THE_LEDGER = {"calls.keep-recorded-dates", "cases.keep-recorded-dates", "cases.enter-steps-in-time"}
"""What only the ledger knows: when a row was recorded, and that its date was moved. No file brings that, so nothing of
it can be planted in one; tests/unit/importing/mending plants it in a ledger.
"""
YEAR = 3
"""A seed in whose year even the rarest procedure was also done as it should be."""


@pytest.fixture(scope="module")
def county(tmp_path_factory):
    return write_sample(tmp_path_factory.mktemp("county"), scale="county", seed=YEAR)


@pytest.fixture(scope="module")
def checked(county):
    law = open_law(None, county.decisions_path)
    return check(county.events_path, mapping=county.mapping_path, law=law, as_of=NOW)


def truth_of(sample):
    with sample.truth_path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def planted(line):
    """How the truth file tells one breach: rule, unit, trigger, outcome."""
    return line["rule"], line["unit"], line["trigger_at"], line["outcome"]


def told(finding):
    """The same of a finding."""
    at = from_micros(finding.trigger_at, CHINA).strftime("%Y-%m-%d %H:%M")
    return finding.rule, finding.unit, at, finding.outcome.value


def test_every_planted_breach_is_found_and_no_clean_case_is_accused(county, checked, capsys):
    result, _ = checked
    expected = Counter(planted(line) for line in truth_of(county))
    found = Counter(told(finding) for finding in result.findings)
    with capsys.disabled():
        clean = result.cases - len({finding.keys.get("case") for finding in result.findings} - {None})
        found_right = (expected & found).total()
        wrong = (found - expected).total()
        print(f"\n植入 {expected.total()}，查出 {found_right}，误报 {wrong}，无问题案件 {clean}")
    assert expected - found == Counter()
    assert found - expected == Counter()
    assert (result.refused_rows, sum(result.unmapped.values())) == ([], 0)


def test_every_rule_that_runs_has_a_planted_breach_and_a_kept_duty(county, checked):
    result, _ = checked
    told_of = {line["rule"] for line in (*truth_of(county), *county.owed)}
    assert sorted(set(result.summary) - told_of) == sorted(OF_THE_LEDGER)
    assert sorted(rule for rule, count in result.summary.items() if not count.kept) == sorted(OF_THE_LEDGER)


def test_what_the_party_the_procuratorate_or_a_detention_centre_owes_is_counted_and_never_a_finding(county, checked):
    result, prepared = checked
    owed = {rule.id for rule in prepared.pack.rules if rule.is_active and any(one.owed_by for one in rule.editions)}
    assert len(owed) == 13
    assert {line["rule"] for line in county.owed} == owed
    for rule in owed:
        count = result.summary[rule]
        assert count.late + count.overdue + count.broken >= 1, rule
    for (rule, outcome), planted_so in Counter((line["rule"], line["outcome"]) for line in county.owed).items():
        assert getattr(result.summary[rule], outcome) >= planted_so, rule
    assert [finding for finding in result.findings if finding.rule in owed] == []


def test_a_breach_that_another_organ_owes_is_judged_as_it_was_planted(county, checked):
    _, prepared = checked
    for line in county.owed:
        kind = "case" if line["case"] else "unit"
        verdicts = explain_history(prepared.judge, prepared.table, line[kind], line["rule"], kind=kind)
        at = [from_micros(one.trigger_at, CHINA).strftime("%Y-%m-%d %H:%M") for one in verdicts]
        [verdict] = [one for one, when in zip(verdicts, at, strict=True) if when == line["trigger_at"]]
        assert (verdict.outcome.value, verdict.owed_by) == (line["outcome"], line["owed_by"]), line
        if len(line["due"]) == 10:
            assert date.fromordinal(verdict.due_on).isoformat() == line["due"], line
        elif line["due"]:
            assert from_micros(verdict.due_at, CHINA).strftime("%Y-%m-%d %H:%M") == line["due"], line


def test_every_due_date_is_the_one_of_the_wall_calendar(county, checked):
    result, _ = checked
    by_key = {told(finding): finding for finding in result.findings}
    compared = 0
    for line in truth_of(county):
        finding = by_key[planted(line)]
        if not line["due"]:
            continue
        compared += 1
        if len(line["due"]) == 10:
            assert finding.due_on is not None, line
            assert date.fromordinal(finding.due_on).isoformat() == line["due"], line
        else:
            assert finding.due_at is not None, line
            assert from_micros(finding.due_at, CHINA).strftime("%Y-%m-%d %H:%M") == line["due"], line
    assert compared >= 50


@pytest.mark.slow
def test_a_file_without_family_notices_accuses_nobody_of_not_giving_them(county, checked, tmp_path):
    """The column that says so is gone: unknown, counted once per rule, and not one finding."""
    label = "通知家属"
    whole = pq.read_table(county.events_path)
    kinds = whole.column("环节").to_pylist()
    path = tmp_path / "without.parquet"
    pq.write_table(whole.filter([kind != label for kind in kinds]), path)
    mapping = tmp_path / "mapping.yaml"
    lines = county.mapping_path.read_text(encoding="utf-8").splitlines()
    mapping.write_text("\n".join(line for line in lines if "custody.family_notified" not in line), encoding="utf-8")
    result, _ = check(path, mapping=mapping, law=open_law(None, county.decisions_path), as_of=NOW)
    before, _ = checked
    needing = [
        rule
        for rule, reasons in result.missing.items()
        if reasons.get("source") and not before.missing.get(rule, {}).get("source")
    ]
    assert "custody.notify-family" in needing
    assert [finding for finding in result.findings if finding.rule in needing] == []
    for rule in needing:
        assert result.summary[rule].unknown > 0


@pytest.mark.slow
def test_sweep_and_judge_tell_the_same_county(checked):
    """Everything that a report is made of: counts, reasons, lights and findings."""
    _, prepared = checked
    swept = judge_all(prepared.judge, prepared.table, jobs=2, small=0)
    judged = judge_all(prepared.judge, prepared.table, small=len(prepared.table))
    assert swept.summary == judged.summary
    assert swept.missing == judged.missing
    assert swept.near == judged.near
    assert Counter(map(repr, swept.findings)) == Counter(map(repr, judged.findings))


def test_no_result_is_given_where_the_two_engines_differ(checked, monkeypatch):
    """A judge that forgets a duty stops the run, whether the sweep found a breach there or not."""
    _, prepared = checked
    honest = Judge.judge

    def forgetful(self, events, **words):
        judged = honest(self, events, **words)
        judged.verdicts = judged.verdicts[1:]
        return judged

    monkeypatch.setattr(Judge, "judge", forgetful)
    with pytest.raises(EnginesDiffer):
        judge_all(prepared.judge, prepared.table, small=0)


@pytest.mark.slow
def test_the_city_is_checked_whole(tmp_path, capsys):
    """467,153 calls and 61,775 valid ones: taken in, judged, and its planted breaches found."""
    import resource
    import time

    begun = time.monotonic()
    city = write_sample(tmp_path, scale="city", seed=1)
    made = time.monotonic()
    result, _ = check(
        city.events_path,
        mapping=city.mapping_path,
        law=open_law(None, city.decisions_path),
        as_of=NOW,
        jobs=2,
    )
    done = time.monotonic()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    with capsys.disabled():
        print(
            f"\n全市 {result.events} 个事件:生成 {made - begun:.0f} 秒,检查 {done - made:.0f} 秒,内存峰值 {peak:.0f} MB"
        )
    assert (city.counts["calls"], city.counts["valid"]) == (467_153, 61_775)
    expected = Counter(planted(line) for line in truth_of(city))
    found = Counter(told(finding) for finding in result.findings)
    assert (expected - found, found - expected) == (Counter(), Counter())
