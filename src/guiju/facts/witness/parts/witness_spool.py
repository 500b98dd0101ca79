"""The spool: requests lie in one folder, answers in another, whether a disk is shared or a stick is carried."""

import os
import re
import stat
from collections.abc import Callable
from typing import Any

from guiju.facts.verify.parts.saying import Unreadable
from guiju.facts.witness.parts.witness_desk import answer_request, answer_text, answer_unreadable
from guiju.facts.witness.parts.witness_home import write_beside
from guiju.facts.witness.parts.witness_request import REQUEST_AT_MOST, read_request

REQUESTS, ANSWERS = "requests", "answers"
_SPOOL_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,120}\.json")


def serve_spool(home: str, spool: str, clock: Callable[[], int]) -> list[tuple[str, str]]:
    """Answer every request that has no answer yet; names, and the codes of refusals, empty where it was signed.

    Raises:
        Unreadable: this folder is no witness's.
        OSError: the spool cannot be read, or no answer written.
    """
    done = []
    answered = set(os.listdir(os.path.join(spool, ANSWERS)))
    for name in sorted(os.listdir(os.path.join(spool, REQUESTS))):
        if name in answered or not _SPOOL_NAME.fullmatch(name):
            continue
        try:
            data = read_regular(os.path.join(spool, REQUESTS, name))
        except (OSError, Unreadable):
            said = answer_unreadable(Unreadable("请求文件读不出来。", "The request cannot be read."))
        else:
            said = _answer(home, data, clock())
        write_beside(os.path.join(spool, ANSWERS, name), answer_text(said))
        done.append((name, said["refused"]["code"] if said["refused"] else ""))
    return done


def _answer(home: str, data: bytes, now: int) -> dict[str, Any]:
    try:
        request = read_request(data)
    except Unreadable as error:
        return answer_unreadable(error)
    return answer_request(home, request, now)


def read_regular(path: str) -> bytes:
    """The bytes of a plain file that is no larger than a request may be: no link is followed, no pipe waited for.

    Raises:
        Unreadable: it is something else.
        OSError: it cannot be opened.
    """
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise Unreadable("请求不是普通文件。", "The request is no plain file.")
        return file.read(REQUEST_AT_MOST + 1)
