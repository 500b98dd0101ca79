"""What the sample bureau promises: the same every time, lawful in shape, of the right size, and nobody real."""

import csv
import hashlib
import re
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import yaml

from guiju.project.catalogue import VOCABULARY
from guiju.project.demo import Sample, write_sample
from guiju.project.demo.headings import COLUMNS, HEADINGS
from guiju.project.demo.writer import LABELS


def _digests(folder: Path) -> dict[str, str]:
    return {page.name: hashlib.sha256(page.read_bytes()).hexdigest() for page in sorted(folder.iterdir())}


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    return write_sample(tmp_path_factory.mktemp("station"), scale="station", seed=7)


@pytest.fixture(scope="module")
def rows(county: Sample) -> list[dict[str, object]]:
    told = [HEADINGS[name] for name in ("case", "type", "at", "call", "person", "valid")]
    return pq.read_table(county.events_path, columns=told).to_pylist()


@pytest.mark.slow
def test_the_same_seed_gives_the_same_bytes(county: Sample, tmp_path: Path) -> None:
    write_sample(tmp_path, scale="county", seed=7)
    assert _digests(tmp_path) == _digests(county.events_path.parent)


@pytest.mark.slow
def test_another_seed_gives_another_year(county: Sample, tmp_path: Path) -> None:
    write_sample(tmp_path, scale="county", seed=8)
    assert _digests(tmp_path)["events.parquet"] != _digests(county.events_path.parent)["events.parquet"]


@pytest.mark.slow
def test_a_county_is_an_eighteenth_of_the_city(county: Sample, rows: list[dict[str, object]]) -> None:
    received = [row for row in rows if row["环节"] == "接报警"]
    ended = [row for row in rows if row["环节"] == "处置反馈"]
    assert len(received) == round(467_153 / 18) == 25_953
    assert sum(row["有效警情"] is True for row in ended) == 3_432
    assert round(3_432 / 25_953, 3) == 0.132
    assert county.counts["officers"] == 163
    assert 467_153 * 6 / 18 * 0.9 < county.counts["events"] < 467_153 * 6 / 18 * 1.3


def test_every_call_is_received_once_and_disposed_of_once(rows: list[dict[str, object]]) -> None:
    received = Counter(row["警情编号"] for row in rows if row["环节"] == "接报警")
    ended = Counter(row["警情编号"] for row in rows if row["环节"] == "处置反馈")
    assert set(received.values()) == set(ended.values()) == {1}
    assert received.keys() == ended.keys()


def test_a_station_is_a_small_text_file(station: Sample) -> None:
    with station.events_path.open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text))
    assert station.events_path.suffix == ".csv"
    assert len(rows) == station.counts["events"] < 6_000
    assert {row["环节"] for row in rows} <= set(LABELS.values())


def test_the_year_is_2026_with_a_few_cases_under_the_old_law(rows: list[dict[str, object]]) -> None:
    accepted = [str(row["时间"])[:4] for row in rows if row["环节"] == "受案"]
    assert set(accepted) == {"2025", "2026"}
    assert 0 < accepted.count("2025") < 0.05 * len(accepted)
    assert max(str(row["时间"]) for row in rows) < "2026-12-31"


def test_people_are_codes_and_nothing_else(county: Sample) -> None:
    table = pq.read_table(county.events_path, columns=["民警", "人员编号"])
    people = {name for value in table["民警"].to_pylist() for name in value.split("、")}
    assert all(re.fullmatch(r"F?\d{7}", name) for name in people)
    assert all(re.fullmatch(r"[RSVT]\d{11}", name) for name in set(table["人员编号"].to_pylist()) - {None})
    with (county.events_path.parent / "roster.csv").open(encoding="utf-8") as text:
        roster = list(csv.DictReader(text))
    assert people <= {line["code"] for line in roster}
    assert all(re.search(r"(民警|辅警)\d\d$", line["display"]) for line in roster)


def test_the_export_speaks_chinese(county: Sample) -> None:
    names = pq.read_schema(county.events_path).names
    assert {"案件编号", "环节", "时间", "单位", "民警", "人员编号", "物品编号", "行为编号"} <= set(names)
    assert [name for name in names if not re.fullmatch(r"[一-鿿]+", name)] == []
    assert [name for name in COLUMNS if HEADINGS[name] == name] == []


def test_a_unit_says_what_it_is_called_and_whose_it_is(county: Sample) -> None:
    table = pq.read_table(county.events_path, columns=["环节", "单位名称", "上级单位"])
    opened = [row for row in table.to_pylist() if row["环节"] == "设立单位"]
    above = {row["单位名称"]: row["上级单位"] for row in opened}
    assert above["青墟县公安局城东派出所"] == above["青墟县公安局警务督察大队"] == "青墟县公安局"
    assert above["青墟县公安局"] == "青墟市公安局"
    assert len(above) == len(opened) == 10 + 5


def test_the_mapping_names_every_column_and_every_type(county: Sample) -> None:
    mapping = yaml.safe_load(county.mapping_path.read_text(encoding="utf-8"))
    named = {*mapping["columns"].values(), *mapping["attributes"].values()}
    assert named == set(pq.read_schema(county.events_path).names)
    assert (
        set(mapping["events"].values())
        == set(mapping["records"])
        == {name for name, kind in VOCABULARY.types.items() if not kind.is_internal}
    )
    assert set(pq.read_table(county.events_path, columns=["环节"])["环节"].to_pylist()) <= set(mapping["events"])


def test_progress_ends_where_it_said_it_would(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    write_sample(tmp_path, scale="station", seed=1, progress=lambda done, steps: told.append((done, steps)))
    assert told[-1][0] == told[-1][1]
    assert [done for done, _ in told] == sorted(done for done, _ in told)


@pytest.mark.slow
def test_a_city_has_exactly_the_calls_of_the_founding_document(tmp_path: Path) -> None:
    sample = write_sample(tmp_path, scale="city", seed=1)
    kinds = Counter(pq.read_table(sample.events_path, columns=["环节"])["环节"].to_pylist())
    valid = pq.read_table(sample.events_path, columns=["有效警情"])["有效警情"].to_pylist().count(True)
    assert (kinds["接报警"], valid) == (467_153, 61_775)
    assert 2_900 < sample.counts["officers"] < 3_000
    assert 80 <= sample.counts["units"] <= 120
    # Some 2.8 million by the founding document's calls and cases, and the yearly life of units beside them.
    assert 2_600_000 < sample.counts["events"] < 3_200_000
    assert 0.015 < sample.counts["planted"] / sample.counts["cases"] < 0.035
