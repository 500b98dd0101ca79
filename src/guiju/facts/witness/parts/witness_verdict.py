"""What a witness signs and what it refuses: only a larger tree that continues the last one, and only in time."""

from collections.abc import Sequence
from typing import NamedTuple

from guiju.facts.verify.parts.checkpoint import Checkpoint
from guiju.facts.verify.parts.digests import DIGESTS
from guiju.facts.verify.parts.saying import utc
from guiju.facts.verify.parts.tree import consistency_holds
from guiju.facts.witness.parts.witness_request import Request

LEEWAY = 300_000_000
"""Microseconds that a checkpoint's time may differ from the witness's own clock: five minutes."""
EVIDENCE = frozenset(
    {"witness.rollback", "witness.fork", "witness.resigned", "witness.inconsistent", "witness.epoch", "witness.hash"}
)
"""Refusals of something that the ledger's own key has signed: they are kept, because they prove something."""


class Refusal(NamedTuple):
    """Why nothing was signed: a code without language, and a sentence in Chinese and in English."""

    code: str
    zh: str
    en: str


def judge_growth(request: Request, signed: Sequence[Checkpoint], accepted_epoch: int | None) -> Refusal | None:
    """Why the tree is not one that continues what was signed before; None where it is.

    ``signed`` is all that was signed of this ledger, in order. ``accepted_epoch`` is the epoch that the witness's
    operator has said may begin now.
    """
    if not signed:
        return None
    said, last = request.said, signed[-1]
    if said.hash_name != last.hash_name:
        return Refusal(
            "witness.hash",
            f"摘要算法由 {last.hash_name} 改成了 {said.hash_name}，无法证明是同一棵树的延续。",
            f"The hash changed from {last.hash_name} to {said.hash_name}; nothing can prove that the tree goes on.",
        )
    if said.epoch != last.epoch:
        return _judge_epoch(request, signed, accepted_epoch)
    if said.size < last.size:
        return Refusal(
            "witness.rollback",
            f"账本只有 {said.size} 个叶，而见证方签过 {last.size} 个：账本退回到旧备份或被截短，或者请求来迟了。",
            f"The ledger has {said.size} leaves; {last.size} were witnessed: rolled back or cut, or an old request.",
        )
    if said.size == last.size:
        return _judge_same_size(said, last)
    if last.size and last.size not in request.proofs:
        return Refusal(
            "witness.proof",
            f"请求里没有从大小 {last.size} 起的一致性证明。",
            f"The request holds no proof of consistency from size {last.size}.",
        )
    if last.size and not _continues(request, last):
        return Refusal(
            "witness.inconsistent",
            f"大小为 {said.size} 的树不是见证方签过的大小为 {last.size} 的树的延续：历史被重写过，或者证明有误。",
            f"The tree of {said.size} does not continue the witnessed one of {last.size}: history was rewritten, or "
            "the proof is wrong.",
        )
    return None


def _judge_same_size(said: Checkpoint, last: Checkpoint) -> Refusal:
    if said.root != last.root:
        return Refusal(
            "witness.fork",
            f"同为 {said.size} 个叶，树根却与见证方签过的不同：账本被重写并重新签名。",
            f"The same {said.size} leaves with another root than was witnessed: rewritten and signed anew.",
        )
    return Refusal(
        "witness.resigned",
        f"大小为 {said.size} 的检查点文字与见证方签过的不同，树根相同：检查点被重新签过。",
        f"The checkpoint of size {said.size} is another than was witnessed, with the same root: it was signed anew.",
    )


def _judge_epoch(request: Request, signed: Sequence[Checkpoint], accepted: int | None) -> Refusal | None:
    """A new epoch begins only where the witness's operator has been shown why, and names it himself."""
    said, last = request.said, signed[-1]
    if said.epoch < last.epoch or accepted != said.epoch:
        return Refusal(
            "witness.epoch",
            f"纪元由 {last.epoch} 变为 {said.epoch}：账本可能从备份恢复过。见证方查明恢复的理由和批准人之后，"
            f"才可用 --accept-epoch {said.epoch} 签认。",
            f"The epoch went from {last.epoch} to {said.epoch}: restored from a backup? The witness signs it only with "
            f"--accept-epoch {said.epoch}, once reason and approver are known.",
        )
    broken = [one.size for one in signed if one.size in request.proofs and not _continues(request, one)]
    if broken and not joins(request, signed):
        return Refusal(
            "witness.inconsistent",
            f"新纪元的树不是见证方签过的任何一个检查点（{max(broken)} 及以前）的延续。",
            f"The tree of the new epoch continues none of the witnessed checkpoints ({max(broken)} and before).",
        )
    return None


def joins(request: Request, signed: Sequence[Checkpoint]) -> int:
    """The largest of the sizes signed before that the tree is proven to continue; 0 where there is none."""
    return max((one.size for one in signed if _continues(request, one)), default=0)


def _continues(request: Request, before: Checkpoint) -> bool:
    proof, digest = request.proofs.get(before.size), DIGESTS[request.said.hash_name]
    sizes = before.size, request.said.size
    return proof is not None and consistency_holds(*sizes, proof, before.root, request.said.root, digest)


def judge_time(said: Checkpoint, signed: Sequence[Checkpoint], now: int) -> Refusal | None:
    """Why the checkpoint's time is not one to be vouched for; None where it is."""
    if abs(said.sealed_at - now) > LEEWAY:
        return Refusal(
            "witness.time",
            f"检查点封存于 {utc(said.sealed_at)}，见证方的时钟是 {utc(now)}，相差超过五分钟。请重新送签，或校准时钟。",
            f"Sealed at {utc(said.sealed_at)}; the witness's clock says {utc(now)}: more than five minutes apart.",
        )
    if signed and said.sealed_at < signed[-1].sealed_at:
        return Refusal(
            "witness.time",
            f"检查点封存于 {utc(said.sealed_at)}，早于上一次签认的 {utc(signed[-1].sealed_at)}。",
            f"Sealed at {utc(said.sealed_at)}, before the one witnessed last, {utc(signed[-1].sealed_at)}.",
        )
    return None
