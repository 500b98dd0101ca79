"""How an instant is written, and how a file that cannot be read is refused."""

from datetime import datetime, timedelta, timezone

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)  # noqa: UP017 — the one file also runs on older Pythons


class Unreadable(Exception):
    """The file is not what it should be, so that nothing can be said about the ledger: exit status 2."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh, en)
        self.zh, self.en = zh, en


def utc(micros: int) -> str:
    """An instant as a person reads it."""
    try:
        return (_EPOCH + timedelta(microseconds=micros)).strftime("%Y-%m-%d %H:%M:%S.%f")[:-3] + "Z"
    except OverflowError:
        return f"{micros}µs"
