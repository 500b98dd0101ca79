"""The whole law over the sample bureau: `python tests/bench/whole_law.py [--scale county|city] [--seed 1]`.

Per rule: duties, kept, planted breaches, how many of them were found, and what was found beside them (recall and
precision). A breach that the party, the procuratorate or a detention centre owes is found where the summary counts it,
and a finding of it is wrong. Then time and memory of the whole law, and the ratio to a run of twelve of its pages over
the same file.
"""
# ruff: noqa: E501 — tables read best one a line

import argparse
import csv
import resource
import tempfile
import time
from collections import Counter
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from guiju.project.demo.sample import AS_OF, write_sample
from guiju.project.law_folder import open_law
from guiju.project.pipeline import hold, prepare, under
from guiju.values.clock import from_micros

CHINA = ZoneInfo("Asia/Shanghai")
TWELVE = (
    "custody.notify-family", "custody.limit-investigation-custody", "custody.end-public-order-questioning",
    "cases.decide-public-order-case", "cases.limit-term-extensions", "cases.wait-out-hearing-request",
    "cases.approve-search", "cases.search-with-two-officers", "property.hand-over",
    "property.keep-custodian-apart-crim", "recordings.record-public-order-inquiry",
    "credentials.qualify-compulsory-officers",
)  # fmt: skip


def told_of(result, sample) -> tuple[Counter, Counter, Counter]:
    """The breaches planted, found, and found as planted; those owed by others as far as the summary counts them."""
    planted, found = Counter(), Counter()
    with sample.truth_path.open(encoding="utf-8-sig", newline="") as lines:
        for line in csv.DictReader(lines):
            planted[line["rule"], line["unit"], line["trigger_at"], line["outcome"]] += 1
    for finding in result.findings:
        at = from_micros(finding.trigger_at, CHINA).strftime("%Y-%m-%d %H:%M")
        found[finding.rule, finding.unit, at, finding.outcome.value] += 1
    right = planted & found
    for (rule, outcome), number in Counter((line["rule"], line["outcome"]) for line in sample.owed).items():
        key = rule, "", "", outcome
        planted[key] = number
        right[key] = found[key] = min(number, getattr(result.summary[rule], outcome))
    return planted, found, right


def per_rule(result, sample) -> None:
    """One line per rule that runs, and the sums."""
    planted, found, right = told_of(result, sample)
    by_rule = [Counter() for _ in range(3)]
    for total, counted in zip(by_rule, (planted, found, right), strict=True):
        for key, number in counted.items():
            total[key[0]] += number
    print(f"{'规则':<54}{'义务':>9}{'按时':>9}{'植入':>6}{'查出':>6}{'误报':>6}{'查全':>7}{'查准':>7}")
    for rule, count in sorted(result.summary.items()):
        plants, told, hits = (total[rule] for total in by_rule)
        recall = f"{hits / plants:.0%}" if plants else "—"
        precision = f"{hits / told:.0%}" if told else "—"
        row = f"{count.duties:>11}{count.kept:>11}{plants:>8}{hits:>8}{told - hits:>8}{recall:>9}{precision:>9}"
        print(f"{rule:<56}{row}")
    print(
        f"合计 {len(result.summary)} 条规则：植入 {planted.total()}（其中义务在他机关、当事人而只计数的 {len(sample.owed)}），"
        f"查出 {right.total()}，误报 {(found - planted).total()}"
    )
    bare = [rule for rule, count in result.summary.items() if not count.kept]
    unplanted = [rule for rule in result.summary if not by_rule[0][rule]]
    print(f"没有一项按时的：{len(bare)} 条 {'、'.join(bare)}")
    print(f"没有植入的：{len(unplanted)} 条 {'、'.join(unplanted)}")


def timed(check, **words):
    """A run, and its seconds."""
    begun = time.perf_counter()
    return hold(check, **words), time.perf_counter() - begun


def main() -> None:
    """Make the sample in a folder of its own, check it, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", default="county", choices=("county", "city"))
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        sample = write_sample(Path(folder), scale=asked.scale, seed=asked.seed)
        law = open_law(None, sample.decisions_path)
        begun = time.perf_counter()
        check = prepare(sample.events_path, mapping=sample.mapping_path, law=law, as_of=datetime.fromisoformat(AS_OF))
        read = time.perf_counter() - begun
        twelve = under(check, replace(law, rules=tuple(rule for rule in law.rules if rule.id in TWELVE)))
        hold(twelve, jobs=2)  # what must be compiled is compiled now
        result, whole = timed(check, jobs=2)
        _, part = timed(twelve, jobs=2)
        per_rule(result, sample)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    running = sum(rule.is_active for rule in law.rules)
    print(
        f"样本 {asked.scale}，种子 {asked.seed}：{result.events:,} 个事件，读入 {read:.1f} 秒，内存峰值 {peak:.0f} MB"
    )
    print(
        f"全部 {running} 页 {whole:.1f} 秒；其中 12 页 {part:.1f} 秒；{whole / part:.1f} 倍，每页 {whole / part * 12 / running:.2f} 倍"
    )


if __name__ == "__main__":
    main()
