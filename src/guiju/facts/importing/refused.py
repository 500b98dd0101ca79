"""Rows that were not recorded: kept for thirty days, so that somebody can put them right at the source.

What a source wrote may name anybody anywhere in a row: reason and case number lie sealed with a key that the batch has
in the store of the persons' keys, and the key goes with the last row.
"""

import json
from collections.abc import Iterable, Mapping, Sequence

from django.db import connection

from guiju.facts.draft import PersonalNotWired
from guiju.facts.keys.person_keys import PersonKey
from guiju.facts.keys.personal_fields import PersonalHand, disclose, enclose, framed
from guiju.facts.take_in.caps import shown
from guiju.facts.wiring import personal_hand
from guiju.values.event import DESTROYED, KEY_MISSING
from guiju.values.finding import RefusedRow

KEPT_DAYS = 30
_AT_ONCE = 500
_OWNER = "batch:"


def note_refused(batch: int, rows: Iterable[RefusedRow], at: int) -> None:
    """Keep refused rows with their reasons, in the transaction of the rows around them.

    Raises:
        PersonalNotWired: there are some, and nothing to seal them with.
    """
    told = list(rows)
    if not told:
        return
    hand = _hand()
    key = hand.keys.keys_of([_owner(batch)])[_owner(batch)]
    values = [(batch, one.row, key.id, _sealed(key, batch, one), at) for one in told]
    with connection.cursor() as cursor:
        for start in range(0, len(values), _AT_ONCE):
            part = values[start : start + _AT_ONCE]
            marks = ", ".join(["(%s, %s, %s, %s, %s)"] * len(part))
            cursor.execute(
                f"INSERT INTO refused_row (batch, row, key_id, sealed, refused_at) VALUES {marks}",
                [value for row in part for value in row],
            )


def opened(batch: int, row: int, key_id: str, sealed: bytes) -> RefusedRow:
    """A refused row as it was told; a word in its place where the key is gone.

    Raises:
        PersonalNotWired: nobody has handed over the keys.
        PersonalAltered: somebody has changed the row, or put it elsewhere.
    """
    try:
        key = _hand().keys.find(key_id)
    except KeyError:
        return RefusedRow(row, KEY_MISSING)
    if key is None:
        return RefusedRow(row, DESTROYED)
    said: Mapping[str, str] = json.loads(disclose(key, bytes(sealed), _bound(batch, row, key_id)))
    return RefusedRow(row, said["reason"], said["case"])


def forget_refused(batch: int, rows: Sequence[int]) -> None:
    """Let go of refused rows that have come in since, in the transaction in which they did."""
    with connection.cursor() as cursor:
        for start in range(0, len(rows), _AT_ONCE):
            part = rows[start : start + _AT_ONCE]
            marks = ", ".join(["%s"] * len(part))
            cursor.execute(f"DELETE FROM refused_row WHERE batch = %s AND row IN ({marks})", (batch, *part))


def expire_refused(before: int) -> int:
    """Let go of the rows that were refused before an instant, and of the keys that open none any more; how many rows.

    Unit: microseconds since the epoch.
    """
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM refused_row WHERE refused_at < %s", (before,))
        count = int(cursor.rowcount)
        cursor.execute("SELECT DISTINCT key_id FROM refused_row")
        needed = {key_id for (key_id,) in cursor.fetchall()}
    hand = personal_hand()
    if hand is not None:
        # A younger key may belong to an import whose rows are not committed yet.
        hand.keys.destroy([
            one.id for one in hand.keys.live(_OWNER) if one.id not in needed and one.made_at < before
        ])  # fmt: skip
    return count


def _hand() -> PersonalHand:
    hand = personal_hand()
    if hand is None:
        raise PersonalNotWired("没有人员密钥库，拒绝的行不能加密保存。")
    return hand


def _owner(batch: int) -> str:
    return f"{_OWNER}{batch}"


def _sealed(key: PersonKey, batch: int, one: RefusedRow) -> bytes:
    said = {"reason": shown(one.reason, 300), "case": shown(one.case, 150)}
    return enclose(key, json.dumps(said, ensure_ascii=False).encode(), _bound(batch, one.row, key.id))


def _bound(batch: int, row: int, key_id: str) -> bytes:
    return framed("guiju-refused-1", str(batch), str(row), key_id)
