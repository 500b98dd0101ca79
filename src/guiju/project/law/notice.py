"""A notice of the year's holidays, as plain text, YAML or CSV: read, and held against itself."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

from guiju.rules.pages.refusal import LawRefused, Spot
from guiju.rules.pages.yaml_text import read_yaml
from guiju.rules.words.wording import day_in_words
from guiju.values.calendar import CalendarYear
from guiju.values.errors import GuijuError

UNREAD = "待核"
MAX_BYTES = 512 * 1024
_YEAR = re.compile(r"(\d{4})年[^，。\n]{0,6}节假日")
_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,12}[〔\[［(（]\d{4}[〕\]］)）]\s*第?\d+号")
_FESTIVAL = re.compile(
    r"^\s*(?:[（(]?[一二三四五六七八九十]+[)）]?[、.．]?|\d+[、.．])?\s*([^\d：:，。\s]{1,14})[：:](.+)$"
)
_DAY = r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日?(?:[（(]([^）)]*)[）)])?"
_TOKEN = re.compile(
    r"(?P<day>(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日(?:[（(][^）)]*[）)])?)|(?P<to>[至到—～~-])"
    r"|(?P<count>(?:共|放假)\s*(?P<days>\d{1,2})\s*天)|(?P<off>放假|补休|公休|休息)|(?P<work>上班)|(?P<end>[。；;])"
)
_WEEKDAY = re.compile(r"(?:周|星期|礼拜)([一二三四五六日天])")
_SIGNED = re.compile(r"^\s*\d{4}年\d{1,2}月\d{1,2}日\s*$")
_KINDS = {"放假": True, "holiday": True, "上班": False, "调休上班": False, "workday": False}
_HEADS = {"日期": "date", "类型": "kind", "星期": "weekday", "名称": "name"}
AS_DATA = "也可以改用 YAML：{year: 2027, notice: 文号, holidays: [2027-01-01], workdays: [2027-01-04]}。"


class NoticeRefused(GuijuError):
    """A notice that is not fully understood, or that contradicts itself or the calendar; nothing is written."""

    code = "law.notice"
    remedy = f"请与通知原文核对后再试；{AS_DATA}"


@dataclass(frozen=True, slots=True)
class Listed:
    """One day of a notice, the festival it belongs to, and where it stands there."""

    day: int
    festival: str
    spot: str


@dataclass(slots=True)
class Notice:
    """The days off and the made-up days, in the order of the notice."""

    year: int
    number: str
    holidays: list[Listed] = field(default_factory=list)
    workdays: list[Listed] = field(default_factory=list)

    def days(self, listed: Iterable[Listed]) -> frozenset[int]:
        """Those of the days that lie in the year itself."""
        return frozenset(item.day for item in listed if date.fromordinal(item.day).year == self.year)

    @property
    def calendar(self) -> CalendarYear:
        """The year as data."""
        return CalendarYear(self.year, self.days(self.holidays), self.days(self.workdays), self.number)

    @property
    def outside(self) -> list[tuple[Listed, bool]]:
        """The days of other years, and whether each is off."""
        both = [*((item, True) for item in self.holidays), *((item, False) for item in self.workdays)]
        return [(item, off) for item, off in both if date.fromordinal(item.day).year != self.year]


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
        notice = _from_text(_text(path), year, number)
    _check(notice)
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


# -- plain text ------------------------------------------------------------------------------------------------------


def _from_text(text: str, year: int | None, number: str) -> Notice:
    written = {int(found) for found in _YEAR.findall(text)}
    if year is None and len(written) != 1:
        raise NoticeRefused("通知中没有写明是哪一年的节假日安排。", remedy="请加 --year，如 --year 2027。")
    if year is not None and written and year not in written:
        raise NoticeRefused(f"--year {year} 与通知中的 {min(written)} 年不一致。", remedy="请核对是哪一年的通知。")
    found = _NUMBER.search(text)
    notice = Notice(year if year is not None else written.pop(), number or (found.group() if found else UNREAD))
    festival = ""
    for place, line in enumerate(text.splitlines(), 1):
        match = _FESTIVAL.match(line)
        body = match[2] if match else line
        tokens = [token.lastgroup for token in _TOKEN.finditer(body)]
        if match:
            festival = match[1]
        says = "day" in tokens and ("off" in tokens or "work" in tokens or "count" in tokens)
        if match is None and says and not festival:
            raise NoticeRefused(f"第 {place} 行看不懂：没有以“元旦：”这样的节日名开头。")
        if says or (match is not None and "day" in tokens):
            _Line(notice, festival, f"第 {place} 行").read(body)
        elif "day" in tokens and not _SIGNED.match(line):
            raise NoticeRefused(
                f"第 {place} 行看不懂：有日期，但没有写明放假还是上班。", remedy=f"无关的行请删去；{AS_DATA}"
            )
    return notice


class _Line:
    """What one festival's line says, read from left to right: days, then what they are."""

    def __init__(self, notice: Notice, festival: str, spot: str) -> None:
        self.notice, self.festival, self.spot = notice, festival, spot
        self.pending: list[int] = []
        self.last_off = 0
        self.year, self.month = notice.year, 0
        self.in_range = False

    def read(self, body: str) -> None:
        for token in _TOKEN.finditer(body):
            if token["day"]:
                self._take(token["day"])
            elif token["to"]:
                self.in_range = bool(self.pending)
            elif token["count"]:
                if token["count"].startswith("放假"):
                    self._settle(off=True)
                self._count(int(token["days"]))
            elif token["end"]:
                self._check_settled()
            else:
                self._settle(off=token["off"] is not None)
        self._check_settled()

    def _check_settled(self) -> None:
        if self.pending:
            raise NoticeRefused(f"{self.spot}看不懂：{day_in_words(self.pending[0])}没有写明放假还是上班。")

    def _take(self, written: str) -> None:
        match = re.fullmatch(_DAY, written)
        assert match is not None
        self.year = int(match[1] or (self.notice.year if match[2] else self.year))
        self.month = int(match[2] or self.month)
        try:
            day = date(self.year, self.month, int(match[3])).toordinal()
        except ValueError as error:
            raise NoticeRefused(f"{self.spot}的“{written}”不是一个日期。") from error
        _check_weekday(day, match[4] or "", self.spot)
        if self.in_range:
            first = self.pending[-1]
            if not first < day <= first + 31:
                raise NoticeRefused(f"{self.spot}的“{written}”不在{day_in_words(first)}之后。")
            self.pending += range(first + 1, day)
        self.pending.append(day)
        self.in_range = False

    def _settle(self, *, off: bool) -> None:
        if self.pending:
            into = self.notice.holidays if off else self.notice.workdays
            into += [Listed(day, self.festival, self.spot) for day in self.pending]
            self.last_off = len(self.pending) if off else self.last_off
        self.pending = []

    def _count(self, stated: int) -> None:
        if stated != self.last_off:
            raise NoticeRefused(f"{self.spot}写的是 {stated} 天，所列日期是 {self.last_off} 天。")


def _check_weekday(day: int, beside: str, spot: str) -> None:
    stated = _WEEKDAY.search(beside)
    if stated and stated[1].replace("天", "日") != "一二三四五六日"[(day - 1) % 7]:
        raise NoticeRefused(f"{spot}写的是周{stated[1]}，{day_in_words(day)}才对。")


# -- data ------------------------------------------------------------------------------------------------------------


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
            _check_weekday(day, str(row.get("weekday") or ""), spot)
            into.append(Listed(day, str(row.get("name") or ""), spot))
    return notice


# -- held against itself ---------------------------------------------------------------------------------------------


def _check(notice: Notice) -> None:
    if not 1900 <= notice.year <= 2200:
        raise NoticeRefused(f"年份 {notice.year} 不在 1900 至 2200 之间。", remedy="请核对 --year。")
    if not notice.days(notice.holidays):
        raise NoticeRefused(f"没有读到 {notice.year} 年的任何一个放假日。")
    seen: dict[int, Listed] = {}
    for item in [*notice.holidays, *notice.workdays]:
        if item.day in seen:
            raise NoticeRefused(f"{day_in_words(item.day)}写了两次（{seen[item.day].spot}，{item.spot}）。")
        seen[item.day] = item
    for item in notice.workdays:
        if (item.day - 1) % 7 < 5:
            raise NoticeRefused(f"调休上班日 {day_in_words(item.day)}不在周末（{item.spot}）。")
