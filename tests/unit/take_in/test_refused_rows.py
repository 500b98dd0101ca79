"""A bad row is refused with its number and one reason, and the rest goes on."""

import pytest

from guiju.facts.take_in import Mapping, load_mapping, take_in
from guiju.facts.take_in.caps import FileRefused

pytestmark = pytest.mark.usefixtures("read_here")

HEAD = "case,type,happened_at,officer\n"


def reasons(taken):
    return [(bad.row, bad.reason) for bad in taken.refused_rows]


def test_every_bad_row_says_why_and_the_good_ones_stay(write):
    text = HEAD + (
        "A1,a.b,2024-03-01,甲\n"  # 2
        "A1,,2024-03-01,甲\n"  # 3
        "A1,a.b,,甲\n"  # 4
        "A1,a.b,三月一日,甲\n"  # 5
        ",a.b,2024-03-01,\n"  # 6
        "\n"  # 7: nothing at all, no row
        ",,,\n"  # 8: cells, all empty
        "A1,a.b,2024-03-01,甲,多,余\n"  # 9
        'A1,a.b,"2024-03-01"x,甲\n'  # 10
        "A2,a.b,2024-03-02\n"  # 11: short, the officer is simply missing
        ",a.b,2024-03-03,甲\n"  # 12: no case, but an officer
        "A3,a.b,2024-03-04,、；,\n"  # 13: separators only, and an empty cell too many
    )
    taken = take_in(write("log.csv", text), Mapping.canonical())
    assert reasons(taken) == [
        (3, "没有环节名称"),
        (4, "没有时间"),
        (5, "时间“三月一日”无法识别"),
        (6, "没有任何关联键（案件、人员等编号都为空）"),
        (9, "有 6 列，表头只有 4 列"),
        (10, "引号用法有误，无法分列"),
    ]
    assert taken.table.row.tolist() == [2, 11, 12, 13]
    assert [taken.table.event(index).officers for index in range(4)] == [("甲",), (), ("甲",), ()]


def test_a_row_is_a_record_also_where_a_cell_holds_a_line_break(write):
    text = HEAD + 'A1,"a.\nb",2024-03-01,\nA2,a.b,某日,\n'
    assert reasons(take_in(write("log.csv", text), Mapping.canonical())) == [(3, "时间“某日”无法识别")]


def test_what_only_refused_rows_held_is_not_in_the_table(write):
    text = HEAD + "A1,a.b,2024-03-01,甲\nA2,a.c,某日,乙\n"
    table = take_in(write("log.csv", text), Mapping.canonical()).table
    assert table.keys["case"].values == ["A1"]
    assert table.keys["officer"].values == [("甲",)]
    assert table.recorded == {"a.b"}


def test_a_long_value_is_quoted_short_and_on_one_line(write):
    text = HEAD + f'A1,a.b,"{"九" * 90}\n",甲\n'
    ((_, reason),) = reasons(take_in(write("log.csv", text), Mapping.canonical()))
    assert len(reason) < 60 and "\n" not in reason


def test_skipped_and_doubled_hours_of_rome_are_told_apart(write):
    path = write(
        "log.csv",
        HEAD + "A1,a.b,2014-03-30 02:30,\nA1,a.b,2013-10-27 02:30,\nA1,a.b,2014-03-30T02:30:00+01:00,\n",
    )
    taken = take_in(path, load_mapping(write("m.yaml", "timezone: Europe/Rome")))
    assert reasons(taken) == [(2, "当地没有“2014-03-30 02:30”这一时刻（时钟拨快）")]
    # The second is half past two in summer time; the third is written with its offset and is half past three.
    assert taken.table.second.tolist() == [9000, 12600]
    assert taken.table.offset.tolist() == [120, 60]


def test_an_attribute_of_the_wrong_type_in_xes_refuses_its_event(write):
    def event(fine: str, more: str = "") -> str:
        return (
            f'<event><string key="concept:name" value="a.b"/><date key="time:timestamp" value="2024-03-01"/>'
            f'<int key="fine" value="{fine}"/>{more}</event>'
        )

    doubled = event("7", '<int key="fine" value="8"/>')
    log = f'<log><trace><string key="concept:name" value="A1"/>{event("5")}{event("many")}{doubled}</trace></log>'
    taken = take_in(write("log.xes", log), Mapping.canonical())
    assert reasons(taken) == [(2, "“many”不是 int 类型的值"), (3, "属性“fine”写了两次")]
    assert len(taken.table) == 1


def test_a_header_alone_is_a_log_without_events(write):
    taken = take_in(write("log.csv", HEAD), Mapping.canonical())
    assert (len(taken.table), taken.refused_rows) == (0, [])


def test_a_doubled_column_is_refused_only_where_it_is_read(write):
    path = write("log.csv", "case,type,happened_at,备注,备注\nA1,a.b,2024-03-01,x,y\n")
    mapping = load_mapping(write("m.yaml", "columns: {case: case, type: type, happened_at: happened_at}"))
    assert len(take_in(path, mapping).table) == 1
    with pytest.raises(FileRefused, match="“备注”出现了 2 次"):
        take_in(path, Mapping.canonical())
