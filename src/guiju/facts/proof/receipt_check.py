"""Holding a receipt against the ledger: valid, recorded and now missing, or altered."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import connection

from guiju.facts.proof.receipt import stored_event
from guiju.facts.verify.parts.bundle import verify_bundle
from guiju.facts.verify.parts.checkpoint import read_checkpoint
from guiju.facts.verify.parts.saying import Unreadable
from guiju.values.errors import GuijuError


class ReceiptUnreadable(GuijuError):
    """The file is no receipt."""

    code = "ledger.receipt_unreadable"
    remedy = "请使用领取回执时得到的 JSON 文件，不要修改它。"


class Standing(StrEnum):
    """How a receipt stands to the ledger."""

    VALID = "valid"
    MISSING = "missing"
    ALTERED = "altered"
    REWRITTEN = "rewritten"
    INVALID = "invalid"
    FOREIGN = "foreign"


SENTENCES: Mapping[Standing, str] = {
    Standing.VALID: "有效：账本里的这条记录与回执逐项一致。",
    Standing.MISSING: "已登记，现已缺失：回执证明这件事登记过，账本里现在没有这条记录。",
    Standing.ALTERED: "已登记，现与回执不一致：账本里的这条记录在登记之后被改动过。",
    Standing.REWRITTEN: "已登记，但账本里没有回执上的检查点：账本被退回旧备份或重新签过。",
    Standing.INVALID: "回执不成立：回执本身被改动过，或不是由可信的密钥签名。",
    Standing.FOREIGN: "回执属于另一个账本，在这里无从核对。",
}


@dataclass(frozen=True, slots=True)
class Checked:
    """The answer, and in which columns or checks it differs."""

    standing: Standing
    differences: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """What it means, for the person who holds the receipt."""
        return SENTENCES[self.standing]


def check_receipt(data: bytes, publics: Iterable[bytes]) -> Checked:
    """Check a receipt by itself, then against the rows of the ledger.

    Raises:
        ReceiptUnreadable: it is no receipt of this format.
    """
    try:
        report = verify_bundle(data, list(publics))
    except Unreadable as error:
        raise ReceiptUnreadable(error.zh) from error
    if not report.clean:
        return Checked(Standing.INVALID, tuple(problem.kind for problem in report.problems))
    said = json.loads(data)
    text = said["checkpoint"]["text"].encode()
    if read_checkpoint(text).ledger != own_name():
        return Checked(Standing.FOREIGN)
    differences = _compare(said)
    if differences is None:
        return Checked(Standing.MISSING)
    if differences:
        return Checked(Standing.ALTERED, differences)
    return Checked(Standing.VALID if _holds_checkpoint(text) else Standing.REWRITTEN)


def _compare(said: dict[str, Any]) -> tuple[str, ...] | None:
    """In what the ledger's event differs from the receipt's; None where there is none."""
    event = said["event"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT event, hash FROM leaf WHERE place = %s", (said["index"],))
        place = cursor.fetchone()
        cursor.execute("SELECT id FROM event WHERE stream = %s AND seq = %s", (event["stream"], event["seq"]))
        named = [number for (number,) in cursor.fetchall()]
    numbers = ([place[0]] if place is not None else []) + named
    rows = [row for row in (stored_event(number) for number in dict.fromkeys(numbers)) if row is not None]
    ours = [row for row in rows if row == event]
    if ours:
        is_placed = place is not None and bytes(place[1]).hex() == event["leaf"] and stored_event(place[0]) == event
        return () if is_placed else ("index",)
    # Another event may have taken the place in the stream of one that was removed.
    close = [row for row in rows if row["leaf"] == event["leaf"] or row["idem_key"] == event["idem_key"]]
    if not close:
        return None
    return tuple(sorted(name for name in event if close[0].get(name) != event[name]))


def own_name() -> str:
    """What this ledger calls itself; empty where nothing was signed yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM checkpoint ORDER BY number LIMIT 1")
        row = cursor.fetchone()
    try:
        return "" if row is None else read_checkpoint(bytes(row[0])).ledger
    except ValueError:
        return ""


def _holds_checkpoint(text: bytes) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM checkpoint WHERE size = %s", (read_checkpoint(text).size,))
        return any(bytes(found) == text for (found,) in cursor.fetchall())
