"""A holiday notice from a file: plain text, YAML or CSV."""

import csv
from collections.abc import Iterator, Mapping
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

from guiju.project.law.notice import AS_DATA, UNREAD, Listed, Notice, NoticeRefused, check_notice, check_weekday
from guiju.project.law.notice_text import from_text
from guiju.rules.pages.refusal import LawRefused, Spot
from guiju.rules.pages.yaml_text import read_yaml

MAX_BYTES = 512 * 1024
_KINDS = {"放假": True, "holiday": True, "上班": False, "调休上班": False, "workday": False}
_HEADS = {"日期": "date", "类型": "kind", "星期": "weekday", "名称": "name"}


def read_notice(path: Path, *, year: int | None = None, number: str = "") -> Notice:
    """The notice in a file; ``year`` and ``number`` where the text does not give them.

    Raises:
        NoticeRefused: something is not understood, or a weekday, a count or a made-up day cannot be right.
    """
    if path.suffix.lower() in (".yaml", ".yml"):
        notice = _from_yaml(path, year, number)
    elif path.suffix.lower() == ".csv":
        notice = _from_csv(_text(path), year, number)
    else:
        notice = from_text(_text(path), year, number)
    check_notice(notice)
    return notice


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise NoticeRefused(f"通知文件“{path}”读不出来：{error.strerror}。", remedy="请检查路径。") from error
    if len(data) <= MAX_BYTES:
        for encoding in ("utf-8-sig", "gb18030"):
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                continue
            if "\0" not in text:
                return text
    raise NoticeRefused(f"“{path.name}”不是文本文件。", remedy=f"请把通知正文另存为 .txt；{AS_DATA}")


def _from_yaml(path: Path, year: int | None, number: str) -> Notice:
    spot = Spot(path.name)
    try:
        content = read_yaml(path, spot)
        if not isinstance(content, Mapping):
            spot.refuse("应为 {year, notice, holidays, workdays}")
        spot.only(content, ("year", "notice", "holidays", "workdays", "source", "note"))
    except LawRefused as refused:
        raise NoticeRefused(f"{refused.sentence}。", remedy=AS_DATA) from refused
    notice = Notice(_year(content.get("year"), year), number or str(content.get("notice") or UNREAD))
    for key, into in (("holidays", notice.holidays), ("workdays", notice.workdays)):
        items = content.get(key) or []
        if not isinstance(items, list):
            raise NoticeRefused(f"{path.name} 的 {key} 应为日期的列表。")
        into += [Listed(day, "", f"{key} 的“{item}”") for item in items for day in _days(item, key)]
    return notice


def _year(written: Any, given: int | None) -> int:
    year = given if written is None else written
    if type(year) is not int or (given is not None and given != year):
        raise NoticeRefused(f"年份“{written}”不能用，或者与 --year 不一致。", remedy="请加 --year，如 --year 2027。")
    return year


def _days(item: Any, spot: str) -> Iterator[int]:
    first, _, last = str(item).partition("..")
    try:
        start, end = (date.fromisoformat(text.strip()).toordinal() for text in (first, last or first))
    except ValueError as error:
        raise NoticeRefused(f"{spot} 的“{item}”不是 2027-01-01 或 2027-01-01..2027-01-03 这样的日期。") from error
    if not start <= end <= start + 31:
        raise NoticeRefused(f"{spot} 的“{item}”起止颠倒，或者太长。")
    yield from range(start, end + 1)


def _from_csv(text: str, year: int | None, number: str) -> Notice:
    reader = csv.DictReader(StringIO(text))
    heads = [_HEADS.get(head.strip(), head.strip()) for head in reader.fieldnames or ()]
    if not {"date", "kind"} <= set(heads):
        raise NoticeRefused("CSV 应有“日期”“类型”两列（可加“星期”“名称”）。", remedy="类型写 放假 或 上班。")
    reader.fieldnames = heads
    rows = [(reader.line_num, row) for row in reader]
    years = {str(row["date"])[:4] for _, row in rows}
    if year is None and (len(years) != 1 or not min(years).isdigit()):
        raise NoticeRefused("CSV 中不止一个年份，或者没有年份。", remedy="请加 --year，如 --year 2027。")
    notice = Notice(year if year is not None else int(years.pop()), number or UNREAD)
    for line, row in rows:
        spot, kind = f"第 {line} 行", str(row["kind"] or "").strip()
        if kind not in _KINDS:
            raise NoticeRefused(f"{spot}的类型“{kind}”看不懂。", remedy="类型写 放假 或 上班。")
        into = notice.holidays if _KINDS[kind] else notice.workdays
        for day in _days(str(row["date"]).strip(), spot):
            check_weekday(day, str(row.get("weekday") or ""), spot)
            into.append(Listed(day, str(row.get("name") or ""), spot))
    return notice
