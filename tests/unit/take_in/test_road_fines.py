"""The public road-fine sample comes in whole: figures from the data's own description, not from this reader."""

from guiju.facts.take_in import load_mapping, take_in

MAPPING = """
timezone: Europe/Rome
columns: {case: "case:concept:name", type: "concept:name", happened_at: "time:timestamp"}
"""


def test_the_sample_has_its_published_size_and_only_local_midnights(write, road_fines_log):
    taken = take_in(road_fines_log, load_mapping(write("m.yaml", MAPPING)))
    table = taken.table
    assert taken.refused_rows == []
    assert len(table) == 112_547
    assert len(table.keys["case"].values) == 30_357
    assert len(table.type.values) == 11
    # Every time of this log is local midnight, in winter and in summer.
    assert set(table.second.tolist()) == {0}
    assert set(table.offset.tolist()) == {60, 120}


def test_penalties_fall_on_the_sixtieth_local_day_after_notification(write, road_fines_log):
    table = take_in(road_fines_log, load_mapping(write("m.yaml", MAPPING))).table
    notified, added = (table.type.values.index(name) for name in ("Insert Fine Notification", "Add penalty"))
    day_of = {
        code: dict(zip(table.keys["case"].codes[rows].tolist(), table.day[rows].tolist(), strict=True))
        for code, rows in ((code, table.type.codes == code) for code in (notified, added))
    }
    gaps = [day_of[added][case] - day for case, day in day_of[notified].items()]
    assert len(gaps) == 15_887
    assert set(gaps) == {60}
