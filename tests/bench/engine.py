"""How fast the engines are beside their peers: `python tests/bench/engine.py [--times 10]`; peers in requirements/bench.txt.

Each line: what was measured, the worst of three interleaved runs, the target of docs (engine.md §5). A peer that is not
installed is named as missing, never counted as met.
"""
# ruff: noqa: E501 — tables read best one a line

import argparse
import gzip
import json
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from road_fines import MAPPING, ROME, SAMPLE, pack_of, repeated, taken_in

from guiju.facts.take_in import load_mapping, take_in
from guiju.rules.duty import Moment
from guiju.rules.judge import Judge
from guiju.rules.sweep.compiled import compiled
from guiju.rules.sweep.snapshot import Snapshot
from guiju.rules.sweep.sweeping import sweep_snapshot

DAY = date(2014, 6, 1).toordinal()
AS_OF = Moment(ROME.midnight(DAY), DAY)
RUNS = 3


def seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def line(name: str, value: str, target: str) -> None:
    print(f"{name:<58} {value:<28} 目标 {target}", flush=True)


def ratios(ours: Callable[[], object], theirs: Callable[[], object]) -> tuple[float, float, float]:
    """The worst ratio of interleaved runs, and the times of that run."""
    pairs = [(seconds(ours), seconds(theirs)) for _ in range(RUNS)]
    mine, peer = max(pairs, key=lambda pair: pair[0] / pair[1])
    return mine / peer, mine, peer


def group_by(table):
    """DuckDB's bare group-by over the same events, in memory; None where DuckDB is missing."""
    try:
        import duckdb
        import pyarrow as pa
    except ImportError:
        return None
    link = duckdb.connect()
    link.execute("SET threads = 2")
    days = pa.array(table.day - date(1970, 1, 1).toordinal(), pa.int32()).cast(pa.date32())
    link.register("rows", pa.table({"history": pa.array(table.keys["case"].codes), "day": days}))
    link.execute("CREATE TABLE fines AS SELECT * FROM rows")
    return lambda: link.sql("SELECT history, min(day), max(day) FROM fines GROUP BY history").to_arrow_table()


def bench_sweep(base, times: int) -> float:
    """12 and 60 pages over the log, against the bare group-by; the time of the 12."""
    table = repeated(base, 5 * times)
    peer, twelve = group_by(table), 0.0
    for count, target in ((12, "≤ 0.6" if times == 1 else "≤ 0.5"), (60, "≤ 1.5 (10x)")):
        begun = time.perf_counter()
        snapshot = Snapshot.of(pack_of(count), table, as_of=AS_OF, local=ROME)
        built = time.perf_counter() - begun
        duties = len(sweep_snapshot(snapshot, jobs=2))

        def ours(snapshot=snapshot):
            return sweep_snapshot(snapshot, jobs=2)

        name = f"{count} 页 × {len(table):,} 事件 → {duties:,} 义务(快照 {built:.2f} s)"
        mine = max(seconds(ours) for _ in range(RUNS))
        if peer is None:
            line(name, f"{mine * 1e3:.1f} ms,缺 duckdb", target)
        else:
            ratio, mine, theirs = ratios(ours, peer)
            each = f"{mine / duties * 1e9:.1f} ns/义务, {mine / len(table) * 1e9:.0f} ns/事件"
            line(name, f"{ratio:.2f} ({mine * 1e3:.1f}/{theirs * 1e3:.1f} ms; {each})", target)
        twelve = mine if count == 12 else twelve
    return twelve


def bench_one_case(base) -> None:
    """One case of 30 events through the judge, and one through the open snapshot beside zen-engine."""
    table = repeated(base, 1)
    rows = [table.event(row) for row in range(30)]
    judge = Judge(pack_of(12), as_of=AS_OF, local=ROME)
    judge.judge(rows)
    judged = max(seconds(lambda: judge.judge(rows)) for _ in range(RUNS))
    line("judge: 一案 30 事件 × 12 页", f"{judged * 1e3:.2f} ms", "≤ 1 ms")
    snapshot = Snapshot.of(pack_of(12), table, as_of=AS_OF, local=ROME)
    snapshot.offsets, snapshot.histories = snapshot.offsets[:2], snapshot.histories[:1]
    each = max(seconds(lambda: [sweep_snapshot(snapshot) for _ in range(200)]) / 200 for _ in range(RUNS))
    try:
        import zen
    except ImportError:
        line("sweep: 一案 × 12 页", f"{each * 1e6:.1f} µs,缺 zen-engine", "≥ 8 × zen")
        return
    rules = [{"_id": str(k), "d": f"> {30 + k}", "r": "true"} for k in range(12)]
    content = {
        "nodes": [
            {"id": "i", "type": "inputNode", "name": "i", "position": {"x": 0, "y": 0}},
            {"id": "t", "type": "decisionTableNode", "name": "t", "position": {"x": 0, "y": 0}, "content": {
                "hitPolicy": "collect", "inputs": [{"id": "d", "name": "d", "field": "days"}],
                "outputs": [{"id": "r", "name": "r", "field": "late"}], "rules": rules}},
            {"id": "o", "type": "outputNode", "name": "o", "position": {"x": 0, "y": 0}},
        ],
        "edges": [{"id": "a", "sourceId": "i", "targetId": "t", "type": "edge"},
                  {"id": "b", "sourceId": "t", "targetId": "o", "type": "edge"}],
    }  # fmt: skip
    decision = zen.ZenEngine().create_decision(json.dumps(content))
    theirs = max(seconds(lambda: [decision.evaluate({"days": 60}) for _ in range(200)]) / 200 for _ in range(RUNS))
    line(
        "sweep: 一案 × 12 页,zen-engine 12 条",
        f"{theirs / each:.1f} × ({each * 1e6:.1f}/{theirs * 1e6:.1f} µs)",
        "≥ 8 ×",
    )


def bench_pm4py(base) -> None:
    """pm4py's time-bounded check of one pair, per rule, against ours per rule."""
    try:
        import pandas as pd
        from pm4py.algo.filtering.pandas.ltl import ltl_checker
    except ImportError:
        line("每条规则,pm4py 时限检查", "缺 pm4py", "≥ 300 ×")
        return
    table = repeated(base, 5)
    frame = pd.DataFrame({
        "case:concept:name": [table.keys["case"].values[code] for code in table.keys["case"].codes],
        "concept:name": [table.type.values[code] for code in table.type.codes],
        "time:timestamp": pd.to_datetime(table.at, unit="us", utc=True),
    })  # fmt: skip
    snapshot = Snapshot.of(pack_of(12), table, as_of=AS_OF, local=ROME)
    words = ltl_checker.Parameters
    bounds = {words.ENABLE_TIMESTAMP: True, words.TIMESTAMP_DIFF_BOUNDARIES: [(0, 90 * 86_400)], words.POSITIVE: True}

    def theirs():
        return ltl_checker.eventually_follows(frame, ["fines.created", "fines.sent"], parameters=bounds)

    ratio, mine, peer = ratios(lambda: sweep_snapshot(snapshot, jobs=2), theirs)
    line("每条规则,pm4py 时限检查", f"{12 / ratio:.0f} × ({mine / 12 * 1e3:.2f}/{peer * 1e3:.0f} ms)", "≥ 300 ×")


def bench_xes() -> None:
    """Taking in the sample as XES, beside r4pm's import of the same file."""
    if not SAMPLE.is_file():
        line("XES 导入", "缺样本", "≤ 0.7")
        return
    mapping = load_mapping(MAPPING)
    try:
        import r4pm
    except ImportError:
        line("XES 导入", f"{seconds(lambda: take_in(SAMPLE, mapping)):.2f} s,缺 r4pm", "≤ 0.7")
        return
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "sample.xes"
        plain.write_bytes(gzip.decompress(SAMPLE.read_bytes()))
        read = getattr(r4pm, "import_xes", None) or r4pm.df.import_xes
        ratio, mine, theirs = ratios(lambda: take_in(plain, mapping), lambda: read(str(plain)))
    line("XES 导入(核对、本地日)", f"{ratio:.2f} ({mine:.2f}/{theirs:.2f} s)", "≤ 0.7")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument(
        "--times", type=int, default=10, help="how many times the full log for the growth line; 0: none"
    )
    times = options.parse_args().times
    line("JIT(编译或读缓存)", f"{seconds(compiled):.1f} s", "< 40 s")
    base = taken_in()
    once = bench_sweep(base, 1)
    if times:
        grown = bench_sweep(base, times)
        line(f"{times} × 数据", f"{grown / once:.1f} × 时间", "≤ 12 × (10x)")
    bench_one_case(base)
    bench_pm4py(base)
    bench_xes()


if __name__ == "__main__":
    main()
