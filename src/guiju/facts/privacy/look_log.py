"""Ordinary looking is recorded too: who saw what, when and for which purposes, many looks in one event.

A look waits in memory for less than a second; if the process dies within that second, it is lost. What shows an
identity or is taken away waits for an event of its own (``reads.note_read``).
"""

import json
import secrets
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import NamedTuple

from django.db import connection

from guiju.facts.commands import append
from guiju.facts.events import RECORDS_VIEWED
from guiju.facts.privacy.acts import act
from guiju.facts.tables.moved_dates import LEDGER
from guiju.values.clock import DAY_SECONDS, SECOND
from guiju.values.errors import GuijuError

AT_ONCE = 500
"""So many looks at most stand in one event."""
AT_MOST_WAITING = 5_000
PAGE = "page"
"""The kind of a look at a list or another page that is not about one thing."""
LONGEST = 160
Thing = tuple[str, str]
"""The kind and value of what one looks at."""
_BEIJING = 8 * 3_600 * SECOND
_DAY = DAY_SECONDS * SECOND
_FIRST_DAY = date(1970, 1, 1).toordinal()


class BudgetSpent(GuijuError):
    """Somebody has looked at more cases, calls, items and people today than one person needs to."""

    code = "privacy.look_budget"
    remedy = "已经看过的仍可打开；确因工作需要继续查阅的，请报法制部门调整每日限量。"


class LooksWait(GuijuError):
    """What was looked at cannot be recorded at present, so nothing more is shown."""

    code = "privacy.looks_wait"
    remedy = "请稍后再试；长时间如此，请管理员查看数据库和磁盘，并执行 guiju doctor。"


class Look(NamedTuple):
    """One look: ``kind`` and ``value`` say at what, ``page`` and ``detail`` where and under which conditions.

    ``officer`` is the reader's own number at that time, ``purposes`` those of his roles. ``is_withheld``: his roles
    look into what is withheld from those concerned, who are not told of it. Unit: ``at`` microseconds since the epoch.
    """

    at: int
    account: str
    officer: str
    page: str
    kind: str
    value: str
    purposes: str
    detail: str
    is_withheld: bool


@dataclass(frozen=True, slots=True)
class _Batch:
    looks: tuple[Look, ...]
    at: int
    key: str


class LookLog:
    """The looks that wait, and how many different things each reader has looked at today.

    ``daily`` is the budget of one reader. Each process counts what it has seen itself and what the ledger knew when
    that reader first came to it that day.
    """

    def __init__(self, daily: int, clock: Callable[[], int]) -> None:
        self._daily, self._clock = daily, clock
        self._door, self._writing = Lock(), Lock()
        self._waiting: deque[Look] = deque()
        self._under_way: _Batch | None = None
        self._day = -1
        self._seen: dict[str, set[Thing]] = {}

    def check(self, account: str, kind: str, value: str, at: int) -> None:
        """Make sure that a reader may look at one thing more.

        Raises:
            BudgetSpent: not today.
            LooksWait: the looks before could not be recorded.
        """
        if len(self._waiting) >= AT_MOST_WAITING:
            raise LooksWait("查阅记录暂时写不进账本，不能继续查阅。")
        if kind == PAGE:
            return
        seen = self._seen_by(account, at)
        if len(seen) >= self._daily and (kind, value) not in seen:
            raise BudgetSpent(f"您今日查阅的案件、警情、人员、问题等已达 {self._daily} 项的限量。")

    def unseen(self, account: str, things: Iterable[Thing], at: int) -> list[Thing]:
        """Those of some things, by kind and value, that a reader has not looked at today."""
        seen = self._seen_by(account, at)
        return [one for one in dict.fromkeys(things) if one not in seen]

    def has_room(self, account: str, number: int, at: int) -> bool:
        """Whether a reader may look at so many things more today."""
        return len(self._seen_by(account, at)) + number <= self._daily

    def note(self, look: Look) -> None:
        """Take in a look; it stands in the ledger with the next flush."""
        if look.kind != PAGE:
            self._seen_by(look.account, look.at).add((look.kind, look.value))
        with self._door:
            self._waiting.append(look)

    def flush(self) -> int:
        """Record what waits; how many looks. What could not be recorded waits on, and is never recorded twice.

        Raises:
            DiskFull, DatabaseLost, TooBusy: as ``append``.
        """
        total = 0
        with self._writing:
            while (batch := self._next()) is not None:
                told = act(RECORDS_VIEWED, {"looks": told_looks(batch.looks)}, at=batch.at, stream=_stream(batch.at))
                append([told], actor=LEDGER, idem_key=batch.key)
                total += len(batch.looks)
                self._under_way = None
        return total

    def _next(self) -> _Batch | None:
        with self._door:
            if self._under_way is None and self._waiting:
                looks = tuple(self._waiting.popleft() for _ in range(min(AT_ONCE, len(self._waiting))))
                self._under_way = _Batch(looks, self._clock(), secrets.token_hex(16))
            return self._under_way

    def _seen_by(self, account: str, at: int) -> set[Thing]:
        day = day_of(at)
        with self._door:
            if day > self._day:
                self._day, self._seen = day, {}
            known = self._seen.get(account)
        if known is not None:
            return known
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT DISTINCT kind, value FROM look WHERE account = %s AND at >= %s AND at < %s AND kind <> %s",
                (account, *bounds_of(day), PAGE),
            )
            found = {(str(kind), str(value)) for kind, value in cursor.fetchall()}
        with self._door:
            return self._seen.setdefault(account, found)


def told_looks(looks: Sequence[Look]) -> tuple[str, ...]:
    """The looks as they stand in the event."""
    return tuple(json.dumps(look, ensure_ascii=False, separators=(",", ":")) for look in looks)


def read_looks(told: Sequence[str]) -> list[Look]:
    """The looks of an event."""
    return [Look(*json.loads(one)) for one in told]


def day_of(at: int) -> int:
    """The day in Beijing of an instant, counted from 1970-01-01."""
    return (at + _BEIJING) // _DAY


def bounds_of(day: int) -> tuple[int, int]:
    """When a day in Beijing begins and ends. Unit: microseconds since the epoch."""
    return day * _DAY - _BEIJING, (day + 1) * _DAY - _BEIJING


def _stream(at: int) -> str:
    return f"looks:{date.fromordinal(_FIRST_DAY + day_of(at)).isoformat()}"
