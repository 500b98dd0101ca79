"""Carrying a step out: what was filled in, handed to its command with the key of the form."""

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from guiju.actions import commands
from guiju.actions.proof import Proof, ProofMissing
from guiju.facts.commands import Appended
from guiju.facts.papers.attaching import attach_paper
from guiju.facts.papers.sniffing import LARGEST, PaperRefused
from guiju.findings.law import law_in_force
from guiju.findings.life import commands as life
from guiju.findings.life.steps import StepRefused
from guiju.screens.components.form.form import Filled
from guiju.screens.findings.acts.choices import OFFICER, UNIT
from guiju.screens.findings.acts.target import Target
from guiju.screens.kit.site import site

KINDS = {"jpg": "jpeg", "tif": "tiff"}


def verify(target: Target, filled: Filled) -> Appended:
    """属实."""
    return life.verify_group([target.finding], reason=filled.text("reason"), **_by(target, filled))


def reject(target: Target, filled: Filled) -> Appended:
    """不属实."""
    return life.reject_finding(target.finding, reason=filled.text("reason"), **_by(target, filled))


def want(target: Target, filled: Filled) -> Appended:
    """数据待补."""
    return life.want_data(target.finding, reason=filled.text("reason"), **_by(target, filled))


def opine(target: Target, filled: Filled) -> Appended:
    """审核意见."""
    return life.give_opinion(
        target.finding, holds=_yes(filled, "holds"), reason=filled.text("reason"), **_by(target, filled)
    )


def vote(target: Target, filled: Filled) -> Appended:
    """表决."""
    return life.vote(target.finding, holds=_yes(filled, "holds"), reason=filled.text("reason"), **_by(target, filled))


def propose(target: Target, filled: Filled) -> Appended:
    """提请豁免: from the beginning of the first day to the end of the last."""
    return life.propose_waiver(
        target.finding, starts_at=_midnight(filled, "since"), expires_at=_midnight(filled, "until", after=1),
        reason=filled.text("reason"), risk=filled.text("risk"), **_by(target, filled),
    )  # fmt: skip


def answer_waiver(target: Target, filled: Filled) -> Appended:
    """批准豁免 or 不同意豁免."""
    answer = life.approve_waiver if target.command == "approve_waiver" else life.refuse_waiver
    return answer(target.finding, target.event, reason=filled.text("reason"), **_by(target, filled))


def reopen(target: Target, filled: Filled) -> Appended:
    """重新审查."""
    return life.reopen_finding(target.finding, reason=filled.text("reason"), **_by(target, filled))


def reply(target: Target, filled: Filled) -> Appended:
    """申辩."""
    return life.dispute(target.finding, reason=filled.text("reason"), **_by(target, filled))


def decide(target: Target, filled: Filled) -> Appended:
    """处理申辩."""
    return life.decide_dispute(
        target.finding, target.event, is_upheld=_yes(filled, "upheld"), reason=filled.text("reason"),
        **_by(target, filled),
    )  # fmt: skip


def dispatch(target: Target, filled: Filled) -> Appended:
    """派单."""
    due_at = _midnight(filled, "due_on", after=1) if filled.values.get("due_on") else None
    return commands.dispatch_order(
        target.finding, **_receiver(filled), due_at=due_at, reason=filled.text("reason"), **_by(target, filled)
    )


def sign(target: Target, filled: Filled) -> Appended:
    """签收."""
    return commands.sign_for_order(target.order, **_by(target, filled))


def mend_with_proof(target: Target, filled: Filled) -> Appended:
    """提交整改: a record of the ledger, or a paper, which is attached to the record that the finding arose from.

    Raises:
        ProofMissing: neither is given, or both.
        PaperRefused: the file cannot be taken.
    """
    event, paper = filled.text("event"), filled.files.get("paper")
    if bool(event) == (paper is not None):
        raise ProofMissing(_("履行记录和书面材料须附一样。"))
    proof = Proof(int(event)) if event else _attached(target, filled)
    return commands.mend(target.order, proof=proof, reason=filled.text("reason"), **_by(target, filled))


def return_back(target: Target, filled: Filled) -> Appended:
    """退回."""
    return commands.return_order(target.order, reason=filled.text("reason"), **_by(target, filled))


def transfer(target: Target, filled: Filled) -> Appended:
    """转办."""
    return commands.transfer_order(
        target.order, **_receiver(filled), reason=filled.text("reason"), **_by(target, filled)
    )


def urge(target: Target, filled: Filled) -> Appended:
    """催办."""
    return commands.urge_order(target.order, reason=filled.text("reason"), **_by(target, filled))


def review(target: Target, filled: Filled) -> Appended:
    """复核."""
    return commands.review_rectification(
        target.order, target.event, is_accepted=_yes(filled, "accepted"), reason=filled.text("reason"),
        **_by(target, filled),
    )  # fmt: skip


def close(target: Target, filled: Filled) -> Appended:
    """销号."""
    return commands.close_order(target.order, reason=filled.text("reason"), **_by(target, filled))


def cancel(target: Target, filled: Filled) -> Appended:
    """撤销整改单."""
    return commands.cancel_order(target.order, reason=filled.text("reason"), **_by(target, filled))


def copy(target: Target, filled: Filled) -> Appended:
    """抄送."""
    return commands.copy_order(
        target.order, filled.text("officer"), reason=filled.text("reason"), **_by(target, filled)
    )


def ask_countersign(target: Target, filled: Filled) -> Appended:
    """送请会签."""
    return commands.ask_countersign(
        target.order, filled.text("officer"), reason=filled.text("reason"), **_by(target, filled)
    )


def _by(target: Target, filled: Filled) -> dict[str, Any]:
    return {"actor": target.actor, "at": target.visit.at, "idem_key": filled.key}


def _yes(filled: Filled, name: str) -> bool:
    return filled.text(name) == "yes"


def _midnight(filled: Filled, name: str, *, after: int = 0) -> int:
    day = filled.values[name]
    assert isinstance(day, date)
    return law_in_force().local.midnight((day + timedelta(days=after)).toordinal())


def _receiver(filled: Filled) -> dict[str, Any]:
    chosen, other = filled.text("to"), filled.text("other")
    if bool(chosen) == bool(other):
        raise StepRefused(_("整改单应派给一名民警，或者一个单位。"), remedy=_("请选定一个，或填写其他民警的警号。"))
    if other:
        return {"to_officer": other}
    if chosen.startswith(UNIT):
        return {"to_unit": chosen.removeprefix(UNIT)}
    return {"to_officer": chosen.removeprefix(OFFICER)}


def _attached(target: Target, filled: Filled) -> Proof:
    shelf, paper = site().shelf, filled.files["paper"]
    if shelf is None:
        raise PaperRefused(_("这个站点没有存放材料的地方。"))
    name = paper.name or ""
    ending = name.rpartition(".")[2].lower()
    told = attach_paper(
        target.visit.viewer, target.trigger, paper.read(LARGEST + 1), name=name, kind=KINDS.get(ending, ending),
        shelf=shelf, actor=target.actor, at=target.visit.at, idem_key=f"{filled.key}p",
    )  # fmt: skip
    return Proof(told.appended.ids[0], paper_name=name[:160])
