"""The plain text of a holiday notice, read from left to right: days, then what they are."""

import re
from collections.abc import Iterator
from datetime import date

from guiju.project.law.notice import AS_DATA, UNREAD, Listed, Notice, NoticeRefused, check_weekday
from guiju.rules.words.wording import day_in_words

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
_NUMERAL = re.compile(r"(?<![\d年])\d+(?!\d*年)\S{0,6}")
_SIGNED = re.compile(r"^\s*\d{4}年\d{1,2}月\d{1,2}日\s*$")


def from_text(text: str, year: int | None, number: str) -> Notice:
    """The notice that a text states.

    Raises:
        NoticeRefused: the year is not said, or a line with a date is not understood.
    """
    written = {int(found) for found in _YEAR.findall(text)}
    if year is None and len(written) != 1:
        raise NoticeRefused("通知中没有写明是哪一年的节假日安排。", remedy="请加 --year，如 --year 2027。")
    if year is not None and written and year not in written:
        raise NoticeRefused(f"--year {year} 与通知中的 {min(written)} 年不一致。", remedy="请核对是哪一年的通知。")
    found = _NUMBER.search(text)
    notice = Notice(year if year is not None else written.pop(), number or (found.group() if found else UNREAD))
    festival = ""
    for place, line in _paragraphs(text):
        match = _FESTIVAL.match(line)
        body = match[2] if match else line
        tokens = [token.lastgroup for token in _TOKEN.finditer(body)]
        if match:
            festival = match[1]
        says = "day" in tokens and ("off" in tokens or "work" in tokens or "count" in tokens)
        if match and "day" not in tokens and {"off", "work", "count"} & set(tokens):
            raise NoticeRefused(f"第 {place} 行看不懂：没有读到日期。", remedy=f"日期写成 1月1日；{AS_DATA}")
        if match is None and says and not festival:
            raise NoticeRefused(f"第 {place} 行看不懂：没有以“元旦：”这样的节日名开头。")
        if says or (match is not None and "day" in tokens):
            _Line(notice, festival, f"第 {place} 行").read(body)
        elif "day" in tokens and not _SIGNED.match(line):
            raise NoticeRefused(
                f"第 {place} 行看不懂：有日期，但没有写明放假还是上班。", remedy=f"无关的行请删去；{AS_DATA}"
            )
    return notice


def _paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """The lines with their numbers; what was wrapped in the midst of a festival's sentence is joined again."""
    held: tuple[int, str] | None = None
    for place, line in enumerate(text.splitlines(), 1):
        is_open = held is not None and not held[1].rstrip().endswith(("。", "；"))
        if held is not None and is_open and line.strip() and not _FESTIVAL.match(line):
            held = (held[0], held[1].rstrip() + line.strip())
            continue
        if held is not None:
            yield held
        held = (place, line) if _FESTIVAL.match(line) else None
        if held is None:
            yield place, line
    if held is not None:
        yield held


class _Line:
    """What one festival's line says, read from left to right: days, then what they are."""

    def __init__(self, notice: Notice, festival: str, spot: str) -> None:
        self.notice, self.festival, self.spot = notice, festival, spot
        self.pending: list[int] = []
        self.last_off = 0
        self.year, self.month = notice.year, 0
        self.in_range = False

    def read(self, body: str) -> None:
        rest = _NUMERAL.search(_TOKEN.sub("", body))
        if rest:
            raise NoticeRefused(f"{self.spot}的“{rest.group()}”看不懂。", remedy=f"日期写成 1月1日；{AS_DATA}")
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
        check_weekday(day, match[4] or "", self.spot)
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
