"""Lists of units and people as files: which heading is which column, and what people write for our words."""

from collections.abc import Mapping
from pathlib import Path

from guiju.bureau.commands.entry_rows import EntryRow
from guiju.facts.take_in.caps import MEBIBYTE, Caps, ColumnMissing
from guiju.facts.take_in.columns import Source
from guiju.facts.take_in.delimited import read_csv
from guiju.facts.take_in.unpacking import check_sign, format_of
from guiju.facts.take_in.workbook import read_xlsx
from guiju.values.finding import RefusedRow

CAPS = Caps(unpacked_bytes=256 * MEBIBYTE, rows=100_000, columns=200, line_bytes=MEBIBYTE, field_chars=10_000)
"""A roster of a whole province is smaller than this."""
UNIT_HEADINGS = {
    "单位代码": "code", "单位名称": "name", "上级单位代码": "parent", "单位类型": "kind", "编制": "establishment",
    "成立日期": "opened_on",
}  # fmt: skip
PERSON_HEADINGS = {
    "警号": "officer", "姓名": "officer_name", "人员类别": "kind", "自然人编号": "natural_person",
    "单位代码": "unit", "岗位": "post", "办案岗位": "case_post", "兼任": "additional", "任职日期": "since",
    "离任日期": "until",
}  # fmt: skip
UNIT_KINDS = {
    "公安局": "bureau", "分局": "bureau", "派出所": "station", "办案队": "squad", "刑警队": "squad", "巡警队": "squad",
    "交警队": "squad", "法制部门": "legal", "督察部门": "inspection", "看守所": "detention_house",
    "拘留所": "detention_house", "车管所": "vehicle_office", "指挥中心": "command_centre",
    "装备财务部门": "equipment_finance", "控申信访": "complaint_office", "培训中心": "training_centre",
    "社区警务室": "police_room", "派驻纪检监察组": "discipline", "政工部门": "political", "其他": "other",
}  # fmt: skip
"""What a list may write for the kind of a unit; our own words are understood as well."""
STAFF = {"民警": "police", "辅警": "auxiliary", "文职": "civil"}
POSTS = {
    "所队长": "unit_head", "局领导": "leader", "法制员": "legal_officer", "办案民警": "investigator",
    "主办民警": "lead_officer", "社区民警": "community_officer", "内勤": "desk_officer", "保管员": "custodian",
    "办案区管理员": "area_keeper", "接警员": "dispatcher", "法制审核": "legal_reviewer", "督察员": "inspector",
    "辅警": "auxiliary", "教导员": "political_instructor", "副所长": "deputy_chief",
}  # fmt: skip


def unit_rows(path: Path) -> tuple[list[EntryRow], list[RefusedRow]]:
    """The rows of a list of units.

    Raises:
        TakeInRefused: the file cannot be read, or lacks the columns that say which unit is meant.
    """
    return _rows(path, UNIT_HEADINGS, ("code", "name"), {"kind": UNIT_KINDS})


def person_rows(path: Path) -> tuple[list[EntryRow], list[RefusedRow]]:
    """The rows of a roster.

    Raises:
        TakeInRefused: the file cannot be read, or lacks the columns that say who is meant and where he works.
    """
    return _rows(path, PERSON_HEADINGS, ("officer", "kind", "unit", "post"), {"kind": STAFF, "post": POSTS})


def _rows(
    path: Path, headings: Mapping[str, str], needed: tuple[str, ...], words: Mapping[str, Mapping[str, str]]
) -> tuple[list[EntryRow], list[RefusedRow]]:
    source = _read(path)
    columns = {headings.get(name, name): name for name in source.names if headings.get(name, name)}
    labels = {column: heading for heading, column in headings.items()}
    for column in needed:
        if column not in columns:
            listed = "、".join(name for name in list(source.names)[:20] if name)
            raise ColumnMissing(f"文件里没有“{labels[column]}”这一列。", remedy=f"文件里的列有：{listed}。")
    known = {column: source.columns[columns[column]] for column in headings.values() if column in columns}
    rows = []
    for place, number in enumerate(source.row.tolist()):
        fields = {}
        for column, raw in known.items():
            code = int(raw.codes[place])
            said = "" if code < 0 else str(raw.values[code]).strip()
            fields[column] = words.get(column, {}).get(said, said)
        rows.append(EntryRow(number, fields))
    return rows, [RefusedRow(number, reason) for number, reason in source.refused]


def _read(path: Path) -> Source:
    suffix = format_of(path)
    check_sign(path, suffix)
    if suffix == ".xlsx":
        return read_xlsx(path, None, None, CAPS, _quietly)
    return read_csv(path, suffix, None, CAPS, _quietly)


def _quietly(share: float) -> None:
    """A list is read in a moment; nobody waits for a bar."""
