"""Answering a request: judge it, sign, keep it, and only then hand the signature out."""

import json
from collections.abc import Mapping
from typing import Any

from guiju.facts.verify.parts.keys import KeyRing
from guiju.facts.verify.parts.outside.cosignature import Cosignature, cosigned_text
from guiju.facts.verify.parts.saying import Unreadable
from guiju.facts.witness.parts.ed25519_sign import SigningKey
from guiju.facts.witness.parts.witness_home import open_key
from guiju.facts.witness.parts.witness_record import SignedRow, WitnessRecord, open_record
from guiju.facts.witness.parts.witness_request import Request
from guiju.facts.witness.parts.witness_verdict import EVIDENCE, Refusal, joins, judge_growth, judge_time


def answer_request(home: str, request: Request, now: int, accepted_epoch: int | None = None) -> dict[str, Any]:
    """The answer to a request: a cosignature, or a refusal together with what was signed last.

    ``now`` is the witness's own clock in microseconds; ``accepted_epoch`` the epoch that its operator lets begin.

    Raises:
        Unreadable: this folder is no witness's.
    """
    key = open_key(home)
    with open_record(home) as record:
        refusal, row = _decide(record, key, request, now, accepted_epoch)
        if refusal is not None and refusal.code in EVIDENCE:
            record.refuse(refusal.code, request, now)
    return _answer_of(request.said.ledger, refusal, row)


def _decide(
    record: WitnessRecord, key: SigningKey, request: Request, now: int, accepted_epoch: int | None
) -> tuple[Refusal | None, SignedRow | None]:
    """The refusal, or None, and what this witness last signed of the ledger, be it this very request."""
    refusal = _judge_origin(record, request)
    if refusal is not None:
        return refusal, None
    before = record.find(request.text)
    if before is not None:
        # An answer that was lost on its way is given again; nothing new is said by it.
        return None, before
    rows = record.signed(request.said.ledger, at_most=1)
    if rows and rows[-1].said.epoch != request.said.epoch:
        rows = record.signed(request.said.ledger)
    signed = [row.said for row in rows]
    refusal = judge_growth(request, signed, accepted_epoch) or judge_time(request.said, signed, now)
    if refusal is not None:
        return refusal, rows[-1] if rows else None
    remark = ""
    if signed and request.said.epoch != signed[-1].epoch:
        remark = (
            f"操作人接受纪元 {request.said.epoch}：此前签至 {signed[-1].size}，"
            f"新纪元接续大小 {joins(request, signed)} operator accepted the epoch"
        )
    one = Cosignature(key.key_id, now, key.sign(cosigned_text(request.text, now)))
    record.sign(request, one, remark)
    return None, SignedRow(request.text, request.key_id, request.signature, one, remark)


def _judge_origin(record: WitnessRecord, request: Request) -> Refusal | None:
    known = record.trusted()
    if request.said.ledger not in {ledger for _, ledger in known.values()}:
        return Refusal(
            "witness.ledger",
            f"见证方不认识账本 {request.said.ledger}，请先用 trust 登记。",
            f"The witness does not know the ledger {request.said.ledger}; register it with trust.",
        )
    public, ledger = known.get(request.key_id, (b"", ""))
    if ledger != request.said.ledger:
        return Refusal(
            "witness.key",
            f"密钥“{request.key_id}”没有登记为这个账本的签名密钥。",
            f"The key “{request.key_id}” is not registered for this ledger.",
        )
    if KeyRing([public]).fault(request.key_id, request.signature, request.text):
        return Refusal(
            "witness.signature",
            "检查点的签名不成立：文本或签名被改动过。",
            "The checkpoint's signature does not hold: text or signature was altered.",
        )
    return None


def _answer_of(ledger: str, refusal: Refusal | None, row: SignedRow | None) -> dict[str, Any]:
    said: dict[str, Any] = {"guiju": "witness-answer-1", "ledger": ledger, "refused": None}
    if refusal is not None:
        said["refused"] = refusal._asdict()
    if row is not None:
        size, text = row.said.size, row.text.decode()
        said["checkpoint"] = {
            "size": size, "text": text, "signature": row.ledger_signature.hex(), "key_id": row.ledger_key,
        }  # fmt: skip
        one = row.cosignature
        said["cosignature"] = {
            "key_id": one.key_id, "signed_at": one.signed_at, "signature": one.signature.hex(),
        }  # fmt: skip
    return said


def answer_unreadable(error: Unreadable) -> dict[str, Any]:
    """What is answered to a file in the spool that is no request."""
    refusal = Refusal("witness.unreadable", error.zh, error.en)
    return {"guiju": "witness-answer-1", "ledger": "", "refused": refusal._asdict()}


def answer_text(said: Mapping[str, Any]) -> str:
    """An answer as a file."""
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"
