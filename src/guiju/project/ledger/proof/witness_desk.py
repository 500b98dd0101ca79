"""`guiju witness`: asking the witnesses, taking their answers, and saying how far they vouch for the ledger."""

import json
import os
from pathlib import Path
from zoneinfo import ZoneInfo

from guiju.facts.appending import LedgerNotOpen
from guiju.facts.seal.memory import last_signed
from guiju.facts.verify.parts.outside.cosignature import Witnesses, read_witness_file
from guiju.facts.verify.parts.saying import Unreadable
from guiju.facts.witness.asking import AnswerUnreadable, Refused, Taken, make_request, take_answer
from guiju.facts.witness.paper import page_of_root
from guiju.facts.witness.vouching import Standing, cosignatures_of, standing
from guiju.project import env
from guiju.project.ledger.proof.dumping import NotWritten
from guiju.values.clock import DAY_SECONDS, SECOND, from_micros, to_micros
from guiju.values.errors import GuijuError

DUE = DAY_SECONDS * SECOND
"""Microseconds after which a last signature of the witnesses is too old."""
_ANSWER_AT_MOST = 1_000_000


class NoWitnesses(GuijuError):
    """This bureau has named no witnesses, or their list cannot be read."""

    code = "witness.none"
    remedy = "请让 GUIJU_WITNESSES 指向见证方名单：一行“need 数目”，其余每行“编号 公钥 名称”。"


def witnesses() -> Witnesses:
    """Whom this bureau trusts as its witnesses.

    Raises:
        NoWitnesses: nobody, or the list cannot be read.
    """
    path = env.witnesses_file()
    if path is None:
        raise NoWitnesses("没有设置见证方名单。")
    try:
        return read_witness_file(path.read_text(encoding="utf-8"))
    except Unreadable as error:
        raise NoWitnesses(error.zh) from error
    except (OSError, UnicodeDecodeError) as error:
        raise NoWitnesses(f"见证方名单“{path.name}”读不出来。") from error


def request(path: Path, *, by: str) -> tuple[str, int]:
    """Write a request to be handed to every witness; the ledger's name, and the size that a signature is asked for.

    Raises:
        NotWritten: the file cannot be written.
    """
    said = make_request(by=by)
    _write(path, json.dumps(said, ensure_ascii=False, indent=1) + "\n")
    return str(said["ledger"]), int(said["checkpoint"]["size"])


def take(path: Path) -> Taken | Refused:
    """Take in what a witness has answered.

    Raises:
        NoWitnesses, AnswerUnreadable, WitnessUnknown, CosignatureWrong, WitnessDisagrees: it says nothing good.
    """
    known = witnesses()
    try:
        with path.open("rb") as file:
            data = file.read(_ANSWER_AT_MOST)
    except OSError as error:
        raise AnswerUnreadable(f"“{path.name}”读不出来。") from error
    return take_answer(data, known)


def vouched() -> tuple[Standing, bool]:
    """How far the witnesses vouch for the ledger, and whether that is more than a day ago, or not at all.

    Raises:
        NoWitnesses: nobody was named.
    """
    found = standing(witnesses())
    return found, found.since is None or to_micros(env.now()) - found.since > DUE


def write_paper(path: Path) -> int:
    """Write the last checkpoint as a page to be printed; its size.

    Raises:
        LedgerNotOpen: there is no checkpoint.
        NotWritten: the file cannot be written.
    """
    signed = last_signed()
    if signed is None:
        raise LedgerNotOpen("这个数据库里还没有账本。")
    names = witnesses().names if env.witnesses_file() is not None else {}
    found, now = cosignatures_of(signed.said.size), to_micros(env.now())
    _write(path, page_of_root(signed, found, names, printed_at=now, written=local))
    return signed.said.size


def local(at: int) -> str:
    """An instant as people here write it, to the second, with its zone."""
    # Here, because what is wired to the ledger can be loaded only when Django stands.
    from guiju.project.ledger.wiring import ZONE

    return from_micros(at, ZoneInfo(ZONE)).strftime("%Y-%m-%d %H:%M:%S（北京时间）")


def _write(path: Path, text: str) -> None:
    """Put the file in its place whole, so that a witness that looks into the folder never reads half of it."""
    new = path.with_name(f".{path.name}.new")
    try:
        new.write_text(text, encoding="utf-8")
        os.replace(new, path)
    except OSError as error:
        raise NotWritten(f"“{path.name}”写不进去：{error.strerror}。") from error
