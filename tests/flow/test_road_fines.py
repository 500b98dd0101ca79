"""A real log of another country's process: every reference number, in every format."""

import csv
import gzip
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from guiju.project.pipeline import check

EXAMPLE = Path(__file__).parents[2] / "examples" / "road_fines"
AS_OF = datetime.fromisoformat("2014-06-01T00:00+02:00")
COLUMNS = ("case:concept:name", "concept:name", "time:timestamp")

# data/README.md of the shared folder: kept, excused, late, overdue, broken.
REFERENCE = {
    "fines.send-within-90-days": (30_357, 10_871, 9_430, 9_972, 84, 0),
    "fines.penalty-only-after-notice": (15_887, 15_887, 0, 0, 0, 0),
    "fines.wait-60-days-before-penalty": (15_887, 15_887, 0, 0, 0, 0),
    "fines.answer-appeal-within-7-months": (800, 186, 0, 1, 613, 0),
}


@pytest.fixture(scope="module")
def log(road_fines_log) -> Path:
    return road_fines_log


@pytest.fixture(scope="module")
def rows(log) -> list[tuple[str, str, str]]:
    """The log as (case, activity, instant as written), read by the standard library."""
    found = []
    with gzip.open(log) as text:
        for _, trace in ElementTree.iterparse(text):
            if trace.tag.rsplit("}", 1)[-1] != "trace":
                continue
            case = next(part.get("value") for part in trace if part.get("key") == "concept:name")
            for event in trace:
                fields = {part.get("key"): part.get("value") for part in event}
                if "time:timestamp" in fields:
                    found.append((case, fields["concept:name"], fields["time:timestamp"]))
            trace.clear()
    return found


def run(path, jobs=1):
    result, _ = check(path, mapping=EXAMPLE / "mapping.yaml", law=EXAMPLE, as_of=AS_OF, jobs=jobs)
    return result


@pytest.fixture(scope="module")
def from_xes(log):
    return run(log)


def test_every_reference_number_is_reached(from_xes):
    assert (from_xes.cases, from_xes.events, from_xes.refused_rows) == (30_357, 112_547, [])
    assert {name: number for name, number in from_xes.unmapped.items() if number} == {}
    for rule, expected in REFERENCE.items():
        count = from_xes.summary[rule]
        assert (count.duties, count.kept, count.excused, count.late, count.overdue, count.broken) == expected, rule
    late_appeals = {
        finding.keys["case"] for finding in from_xes.findings if finding.rule == "fines.no-appeal-after-60-days"
    }
    assert len(late_appeals) == 111


@pytest.mark.slow
def test_every_penalty_falls_on_day_60_exactly(log, tmp_path):
    """A wait of 61 days is broken by all 15,887 penalties: none of them came a day later."""
    law = tmp_path / "law"
    (law / "rules").mkdir(parents=True)
    (law / "events.yaml").write_text((EXAMPLE / "events.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    page = (EXAMPLE / "rules" / "fines" / "wait-60-days-before-penalty.yaml").read_text(encoding="utf-8")
    (law / "rules" / "wait.yaml").write_text(page.replace("wait: 60 days", "wait: 61 days"), encoding="utf-8")
    result, _ = check(log, mapping=EXAMPLE / "mapping.yaml", law=law, as_of=AS_OF)
    assert result.summary["fines.wait-60-days-before-penalty"].broken == 15_887


def fingerprint(result):
    return sorted(
        (one.rule, one.keys["case"], one.trigger_at, one.due_at, one.settled_at, one.outcome.value, one.late_seconds)
        for one in result.findings
    )


def write_csv(path, rows):
    with path.open("w", encoding="gb18030", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(COLUMNS)
        writer.writerows(rows)


def write_parquet(path, rows):
    pq.write_table(pa.table(dict(zip(COLUMNS, map(list, zip(*rows, strict=True)), strict=True))), path)


def write_xlsx(path, rows):
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_urls": False})
    sheet = book.add_worksheet()
    for number, row in enumerate([COLUMNS, *rows]):
        for column, value in enumerate(row):
            sheet.write_string(number, column, value)
    book.close()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "write"), [("log.csv", write_csv), ("log.parquet", write_parquet), ("log.xlsx", write_xlsx)]
)
def test_the_same_log_in_another_format_gives_the_same_findings(from_xes, rows, tmp_path, name, write):
    write(tmp_path / name, rows)
    result = run(tmp_path / name)
    assert result.summary == from_xes.summary
    assert fingerprint(result) == fingerprint(from_xes)


@pytest.mark.slow
def test_jobs_change_nothing_but_time(log, from_xes):
    result = run(log, jobs=2)
    assert result.summary == from_xes.summary
    assert fingerprint(result) == fingerprint(from_xes)
