"""Excel workbooks: the first sheet, or the one that the mapping names."""

import re
import zipfile
import zlib
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

import numpy as np

from guiju.facts.take_in.caps import MEBIBYTE, Caps, FileRefused, FileTooCostly, shown
from guiju.facts.take_in.columns import EMPTY, Gathering, Source
from guiju.facts.take_in.header import check_width, positions

BATCH = 8_192
_CELL = re.compile(rb"\br=[\"']([A-Z]{2,4})(\d{1,8})[\"']")
_RATIO = 1000
_MIDNIGHT = datetime(2000, 1, 1)  # noqa: DTZ001 — a time of day has no zone


def read_xlsx(
    path: Path, wanted: Collection[str] | None, sheet: str | int | None, caps: Caps, progress: Callable[[float], None]
) -> Source:
    """All rows of one sheet; ``wanted`` names the columns that are asked for, None asks for all.

    Raises:
        FileRefused: it is no workbook, is damaged or locked, or has no such sheet or no header.
        FileTooCostly: it unpacks to more than the caps allow, or has cells far outside any table.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    _check_archive(path, caps)
    progress(0.1)
    try:
        book = CalamineWorkbook.from_path(str(path))
        names = book.sheet_names
        page = book.get_sheet_by_index(_choose(names, sheet, path.name))
    except (CalamineError, OSError, ValueError) as error:
        raise FileRefused(f"“{path.name}”不是能读的 Excel 文件，可能已损坏或加了密码。") from error
    progress(0.6)
    check_width(page.total_width, caps)
    if page.total_height > caps.rows:
        raise FileTooCostly(f"“{path.name}”超过 {caps.rows} 行。")
    return _rows(page, path.name, wanted, lambda share: progress(0.6 + 0.3 * share))


def _choose(names: list[str], sheet: str | int | None, file: str) -> int:
    if isinstance(sheet, int) and sheet <= len(names):
        return sheet - 1
    if sheet is None and names:
        return 0
    if str(sheet) in names:
        return names.index(str(sheet))
    listed = "、".join(shown(name, 20) for name in names[:20])
    raise FileRefused(f"“{file}”里没有工作表“{shown(sheet)}”。", remedy=f"有的是：{listed}。")


def _rows(page: object, file: str, wanted: Collection[str] | None, progress: Callable[[float], None]) -> Source:
    rows = page.iter_rows()  # type: ignore[attr-defined]
    number = 0
    header: list[str] = []
    for number, cells in enumerate(rows, 1):  # noqa: B007 — the rows after the header count on from it
        header = [str(cell).strip() for cell in cells]
        if any(header):
            break
    if not any(header):
        raise FileRefused(f"“{file}”的工作表是空的。")
    places = positions(header, wanted)
    gathering = Gathering(places)
    total = max(page.total_height, 1)  # type: ignore[attr-defined]
    while batch := list(islice(rows, BATCH)):
        numbers = np.arange(number + 1, number + 1 + len(batch), dtype=np.int64)
        number += len(batch)
        codes = {
            name: gathering.growing[name].encode_mixed([_plain(cells[place]) for cells in batch])
            for name, place in places.items()
        }
        blank = np.ones(len(batch), dtype=bool)
        for column in codes.values():
            blank &= column == EMPTY
        for index in np.flatnonzero(blank).tolist():
            blank[index] = not any(str(cell).strip() for cell in batch[index])
        gathering.add(numbers[~blank], {name: column[~blank] for name, column in codes.items()})
        progress(min(number / total, 1.0))
    return gathering.finish(header, [])


def _plain(cell: object) -> object:
    """The cell as we keep it: Excel knows no whole numbers, so 123.0 is 123; a span of hours is a time of day."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return int(cell)
    if isinstance(cell, timedelta):
        return (_MIDNIGHT + cell).time() if timedelta(0) <= cell < timedelta(days=1) else str(cell)
    return cell


def _check_archive(path: Path, caps: Caps) -> None:
    """Look into the archive before anything is built from it."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            total = sum(member.file_size for member in members)
            packed = max(sum(member.compress_size for member in members), 1)
            if total > caps.unpacked_bytes or (total > 64 * MEBIBYTE and total / packed > _RATIO):
                raise FileTooCostly(f"“{path.name}”解开后有 {total // MEBIBYTE} MB，像是压缩炸弹。")
            if "xl/workbook.xml" not in archive.namelist():
                raise FileRefused(f"“{path.name}”是压缩包，但不是 Excel 工作簿。")
            for member in members:
                if member.filename.startswith("xl/worksheets/") and member.filename.endswith(".xml"):
                    _check_cells(archive, member, path.name, caps)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise FileRefused(f"“{path.name}”不是完整的 Excel 文件，可能被截断或加了密码。") from error


def _check_cells(archive: zipfile.ZipFile, member: zipfile.ZipInfo, file: str, caps: Caps) -> None:
    """Refuse far columns: one cell in column XFD makes the reader lay out all 16,384 columns of every row."""
    rest = b""
    with archive.open(member) as stream:
        while piece := stream.read(4 * MEBIBYTE):
            text = rest + piece
            for cell in _CELL.finditer(text):
                if _column(cell[1]) > caps.columns:
                    raise FileTooCostly(
                        f"“{file}”在很远的 {(cell[1] + cell[2]).decode()} 处还有单元格，最多只读 {caps.columns} 列。",
                        remedy="请删去表格右边多余的列（选中后删除，不只是清空）再保存。",
                    )
            rest = text[-64:]


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
