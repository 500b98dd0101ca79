"""The keys of a ledger that an older version opened, which knew of none: drawn once, never in place of lost ones."""

import re
from pathlib import Path

from django.db import connection

from guiju.facts.keys import blind_index, person_keys
from guiju.facts.keys.blind_index import BLINDED, IndexKeyRefused, create_index_key
from guiju.facts.keys.person_keys import PersonKeysRefused, create_person_keys

_SEALED = b'"personal":{'
_CODE = re.compile(f"{BLINDED}[0-9a-f]{{24}}")
_AT_ONCE = 5_000


def missing_keys(folder: Path) -> list[str]:
    """The names of the files that the store lacks.

    Raises:
        IndexKeyRefused, PersonKeysRefused: the ledger was written with a key that is not there any more.
    """
    lost = [name for name in (blind_index.FILE, person_keys.FILE) if not (folder / name).exists()]
    if lost and _were_used():
        if blind_index.FILE in lost:
            raise IndexKeyRefused("账本已用索引密钥记录过，密钥目录里却没有索引密钥。")
        raise PersonKeysRefused("账本已用人员密钥加密过，密钥目录里却没有人员密钥库。")
    return lost


def lay_first_keys(folder: Path) -> list[str]:
    """Draw what the store lacks; the names of the files that were made.

    Raises:
        IndexKeyRefused, PersonKeysRefused: as for ``missing_keys``; nothing was made.
    """
    made = missing_keys(folder)
    if blind_index.FILE in made:
        create_index_key(folder)
    if person_keys.FILE in made:
        create_person_keys(folder)
    return made


def _were_used() -> bool:
    """Whether something in the ledger can be read, or looked for, only with keys that were drawn before.

    Tables that an older version did not have are not asked.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM event WHERE type LIKE 'privacy.%%' OR type LIKE 'papers.%%'", ())
        if cursor.fetchone()[0]:
            return True
        cursor.execute("SELECT value FROM event_key WHERE kind = 'person' AND value LIKE %s", (f"{BLINDED}%",))
        if any(_CODE.fullmatch(value) for (value,) in cursor.fetchall()):
            return True
        after = 0
        while True:
            cursor.execute("SELECT id, body FROM event WHERE id > %s ORDER BY id LIMIT %s", (after, _AT_ONCE))
            rows = cursor.fetchall()
            if not rows:
                return False
            if any(_SEALED in bytes(body) for _, body in rows):
                return True
            after = rows[-1][0]
