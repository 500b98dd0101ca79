"""Guiju's side of the witness: what is sent to be signed, and what comes back.

Law: ledger.md (layers: witness), docs/ledger-format.md §7.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection

from guiju.facts.appending import LedgerNotOpen
from guiju.facts.events import WITNESS_ASKED
from guiju.facts.proof.notes import note
from guiju.facts.proof.receipt import StoredTree
from guiju.facts.seal.memory import last_signed
from guiju.facts.seal.sealer import seal
from guiju.facts.turns import writing
from guiju.facts.verify.parts.checkpoint import Checkpoint, read_checkpoint
from guiju.facts.verify.parts.digests import DIGESTS
from guiju.facts.verify.parts.keys import KeyRing
from guiju.facts.verify.parts.outside.cosignature import Cosignature, Witnesses
from guiju.facts.verify.parts.tree import consistency_path
from guiju.facts.witness.vouching import last_sizes
from guiju.values.errors import GuijuError


class AnswerUnreadable(GuijuError):
    """A file is no answer of a witness."""

    code = "witness.answer_unreadable"
    remedy = "请向见证方索取 guiju-witness.py 写出的答复文件。"


class WitnessUnknown(GuijuError):
    """The answer comes from nobody whom this bureau trusts as a witness."""

    code = "witness.unknown"
    remedy = "请核对 GUIJU_WITNESSES 所指的见证方名单，公钥以见证方当面交付的为准。"


class CosignatureWrong(GuijuError):
    """The witness's signature does not hold."""

    code = "witness.signature"
    remedy = "答复文件可能损坏或被伪造，请重新索取。"


class WitnessDisagrees(GuijuError):
    """The witness holds a checkpoint that this ledger does not: it was rolled back, or its history was rewritten."""

    code = "witness.disagrees"
    remedy = "不要继续使用这个数据库。请保留答复文件，执行 guiju verify --held，并请见证方出示 held 和 show 的输出。"


@dataclass(frozen=True, slots=True)
class Taken:
    """What an answer brought: whose signature, under which size and when, and why nothing newer was signed."""

    witness: str
    size: int
    signed_at: int
    is_new: bool
    refused: str


@dataclass(frozen=True, slots=True)
class Refused:
    """An answer without any signature."""

    refused: str


def make_request(*, by: str) -> dict[str, Any]:
    """Seal what waits, and ask for a signature under the checkpoint that results, with proofs from all that was signed.

    The asking is itself recorded, so that the checkpoint is of this minute and larger than the one before.

    Raises:
        LedgerNotOpen: there is no ledger.
        TreeAltered, ProofBroken: leaves or tiles were altered.
    """
    before = last_signed()
    if before is None:
        raise LedgerNotOpen("这个数据库里还没有账本。")
    note(WITNESS_ASKED, {"tree_size": before.said.size}, by=by)
    while seal():
        pass
    now = last_signed() or before
    sizes = {size for size in last_sizes().values() if 0 < size < now.said.size}
    return {
        "guiju": "witness-request-1",
        "ledger": now.said.ledger,
        "checkpoint": now.to_json(),
        "proofs": {str(size): [step.hex() for step in _proof(size, now.said)] for size in sorted(sizes)},
    }


def _proof(size: int, now: Checkpoint) -> list[bytes]:
    digest = DIGESTS[now.hash_name]
    with connection.cursor() as cursor:
        return consistency_path(StoredTree(cursor, digest).root_of, size, now.size, digest)


def take_answer(data: bytes, witnesses: Witnesses) -> Taken | Refused:
    """Check a witness's answer and keep its signature; one that is held already is not kept twice.

    Raises:
        AnswerUnreadable: it is no answer.
        WitnessUnknown: it is signed by somebody who is not on the list.
        CosignatureWrong: the signature does not hold.
        WitnessDisagrees: it holds, under a checkpoint that this ledger does not have.
    """
    said = _read_answer(data)
    refused = "" if said["refused"] is None else str(said["refused"]["zh"])
    if "checkpoint" not in said:
        return Refused(refused)
    text, one = _read_signed(said)
    if one.key_id not in witnesses.publics:
        raise WitnessUnknown(f"答复由名单之外的密钥“{one.key_id}”签名。")
    if not one.holds(KeyRing([witnesses.publics[one.key_id]]), text):
        raise CosignatureWrong(f"见证方“{witnesses.names[one.key_id]}”的签名不成立。")
    checkpoint = read_checkpoint(text)
    with writing(), connection.cursor() as cursor:
        cursor.execute("SELECT number, text FROM checkpoint WHERE size = %s", (checkpoint.size,))
        numbers = [number for number, found in cursor.fetchall() if bytes(found) == text]
        if not numbers:
            raise WitnessDisagrees(
                f"见证方“{witnesses.names[one.key_id]}”签过大小为 {checkpoint.size}、树根为 {checkpoint.root.hex()} "
                "的检查点，本账本没有：账本被退回到旧备份，或者历史被重写过。"
            )
        is_new = _keep(cursor, numbers[0], one)
    return Taken(witnesses.names[one.key_id], checkpoint.size, one.signed_at, is_new, refused)


def _read_answer(data: bytes) -> Mapping[str, Any]:
    try:
        said: dict[str, Any] = json.loads(data)
        if said["guiju"] != "witness-answer-1" or not (said["refused"] or "checkpoint" in said):
            raise ValueError("another format")
        if said["refused"] is not None:
            str(said["refused"]["zh"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise AnswerUnreadable("不是见证方的答复文件。") from error
    return said


def _read_signed(said: Mapping[str, Any]) -> tuple[bytes, Cosignature]:
    try:
        text, one = said["checkpoint"]["text"].encode(), said["cosignature"]
        read_checkpoint(text)
        if type(one["signed_at"]) is not int or not -(1 << 63) <= one["signed_at"] < 1 << 63:
            raise ValueError("no instant")
        return text, Cosignature(str(one["key_id"]), one["signed_at"], bytes.fromhex(one["signature"]))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise AnswerUnreadable("答复里的检查点或签名读不出来。") from error


def _keep(cursor: Any, number: int, one: Cosignature) -> bool:
    cursor.execute("SELECT 1 FROM cosignature WHERE checkpoint = %s AND witness = %s", (number, one.key_id))
    if cursor.fetchone() is not None:
        return False
    cursor.execute(
        "INSERT INTO cosignature (checkpoint, witness, signature, signed_at) VALUES (%s, %s, %s, %s)",
        (number, one.key_id, one.signature, one.signed_at),
    )
    return True
