"""What a viewer may do next about a finding and its order, and why not the rest: by the same checks that decide."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from django.db import connection

from guiju.actions.acts import CLOSE, DISPATCH, REVIEW, URGE
from guiju.actions.asking import Errand, errand_for, hand_of_addressee, is_owed
from guiju.actions.events import (
    MENDED,
    ORDER_CANCELLED,
    ORDER_CLOSED,
    ORDER_RETURNED,
    ORDER_SIGNED_FOR,
    ORDER_TRANSFERRED,
    ORDER_URGED,
    REVIEWED,
)
from guiju.actions.order import check_order
from guiju.actions.outsiders import check_closable_now, check_outside, menders_of
from guiju.findings.life import events
from guiju.findings.life.acts import APPROVE_WAIVER, DECIDE_DISPUTE, GIVE_OPINION, PROPOSE_WAIVER, REOPEN, VERIFY, State
from guiju.findings.life.deciding import Standing, check_stands, standing_for
from guiju.findings.life.entitlement import Entitlement, Signature
from guiju.findings.life.steps import NotForYou, StepRefused
from guiju.values.errors import GuijuError
from guiju.values.scope import Scope


@dataclass(frozen=True, slots=True)
class NextStep:
    """One step: the name of its command, the word for it, and why the viewer may not take it now (empty: he may).

    ``order`` names the order that it is about, ``event`` what it answers (a reply, a proposal, a mending).
    """

    command: str
    label: str
    refusal: str
    order: str = ""
    event: int = 0

    @property
    def is_open(self) -> bool:
        """Whether the viewer may take it now."""
        return not self.refusal


def list_next_steps(viewer: Scope, finding: str, *, only: str = "", standing: Standing | None = None) -> list[NextStep]:
    """Every step about a finding and its open order that somebody could take as they stand, for this viewer.

    Steps that nobody could take now are left out; where the viewer alone may not, the reason stands beside. ``only``
    asks about one command, which spares the questions about the others; ``standing`` is how it stands for this viewer,
    where that was read already.

    Raises:
        FindingNotFound: it does not exist, or not for this viewer.
    """
    standing = standing_for(viewer, finding) if standing is None else standing
    may = Entitlement(viewer, standing.finding)
    found = [*_decisions(standing, may), *_answers(standing, may)]
    if any(one.command == only for one in found):
        return _answered(found, only)
    order = _open_order(finding)
    if order:
        found += _errands(errand_for(viewer, order, standing), may)
    elif standing.life.state is State.VERIFIED and standing.finding.is_standing:
        found.append(Asked("dispatch_order", "派单", lambda: may.hand(DISPATCH)))
    return _answered(found, only)


def list_order_steps(viewer: Scope, order: str, *, only: str = "", errand: Errand | None = None) -> list[NextStep]:
    """The same for an order alone, for whoever it was sent to without seeing its finding.

    ``errand`` is the order as this viewer finds it, where that was read already.

    Raises:
        OrderNotFound: it does not exist, or not for this viewer.
    """
    errand = errand_for(viewer, order) if errand is None else errand
    found = _errands(errand, Entitlement(viewer, errand.finding)) if errand.order.state.is_open else ()
    return _answered(found, only)


@dataclass(frozen=True, slots=True)
class Asked:
    """A step that somebody could take now, and the check whether the viewer may."""

    command: str
    label: str
    check: Callable[[], object]
    order: str = ""
    event: int = 0

    def answer(self) -> NextStep:
        """The step with the reason why not, if there is one."""
        try:
            self.check()
        except GuijuError as error:
            return NextStep(self.command, self.label, error.sentence, self.order, self.event)
        return NextStep(self.command, self.label, "", self.order, self.event)


def _answered(found: Iterable[Asked], only: str) -> list[NextStep]:
    return [one.answer() for one in found if only in ("", one.command)]


def _decisions(one: Standing, may: Entitlement) -> Iterable[Asked]:
    for command, label, kind, act in (
        ("verify_group", "核查属实", events.VERIFIED, VERIFY),
        ("reject_finding", "核查不属实", events.REJECTED, VERIFY),
        ("want_data", "要求补充数据", events.DATA_WANTED, VERIFY),
        ("give_opinion", "提出审核意见", events.OPINION_GIVEN, GIVE_OPINION),
        ("vote", "集体审议表决", events.VOTED, GIVE_OPINION),
        ("propose_waiver", "提请豁免", events.WAIVER_PROPOSED, PROPOSE_WAIVER),
        ("reopen_finding", "重新审查", events.REOPENED, REOPEN),
    ):
        is_taken = (command == "reopen_finding" and one.life.state is State.WAIVED) or (
            command == "propose_waiver" and one.life.open_waiver is not None
        )
        if not is_taken and _stands(one, kind):
            yield Asked(command, label, partial(may.hand, act))
    if _stands(one, events.DISPUTED) and one.now < (one.life.dispute_until or 0):
        yield Asked("dispute", "提出申辩", lambda: _check_concerned(one))


def _answers(one: Standing, may: Entitlement) -> Iterable[Asked]:
    if _stands(one, events.DISPUTE_DECIDED):
        said = one.life.said
        parts = [said["verifications"][-1], *said["disputes"], *one.life.open_opinions]
        for entry in one.life.open_disputes:
            check = _others(may, DECIDE_DISPUTE, [part["by"] for part in parts])
            yield Asked("decide_dispute", "处理申辩", check, event=entry["event"])
    asked = one.life.open_waiver
    if asked is not None and _stands(one, events.WAIVER_REFUSED):
        check = _others(may, APPROVE_WAIVER, [asked["by"]])
        if _stands(one, events.WAIVED):
            yield Asked("approve_waiver", "批准豁免", check, event=asked["event"])
        yield Asked("refuse_waiver", "不同意豁免", check, event=asked["event"])


@dataclass(slots=True)
class _Receiving:
    """Whether an order lies in the viewer's hands, looked up once for all the steps that ask."""

    one: Errand
    may: Entitlement
    _refusal: NotForYou | None = None
    _is_asked: bool = False

    def receive(self) -> None:
        """Raises where it was not sent to him."""
        if not self._is_asked:
            self._is_asked = True
            try:
                hand_of_addressee(self.one)
            except NotForYou as error:
                self._refusal = error
        if self._refusal is not None:
            raise self._refusal

    def receive_or_dispatch(self) -> None:
        """Raises where no role of his may dispatch either."""
        try:
            self.receive()
        except NotForYou:
            self.may.hand(DISPATCH)


def _errands(one: Errand, may: Entitlement) -> Iterable[Asked]:
    hands = _Receiving(one, may)
    name, barred = one.order.name, [entry["by"] for entry in menders_of(one)]
    event = one.order.mending["event"] if one.order.mending else 0

    def review() -> None:
        check_outside(one, may.hand(REVIEW, barred))

    def close() -> None:
        may.hand(CLOSE, barred)
        check_closable_now(one)

    checks: Sequence[tuple[str, str, str, Callable[[], object]]] = (
        ("sign_for_order", "签收", ORDER_SIGNED_FOR, hands.receive),
        ("mend", "提交整改", MENDED, hands.receive),
        ("return_order", "退回", ORDER_RETURNED, hands.receive),
        ("transfer_order", "转办", ORDER_TRANSFERRED, hands.receive_or_dispatch),
        ("urge_order", "催办", ORDER_URGED, lambda: may.hand(URGE)),
        ("review_rectification", "复核", REVIEWED, review),
        ("close_order", "销号", ORDER_CLOSED, close),
    )
    for command, label, kind, check in checks if is_owed(one) else ():
        try:
            check_order(kind, one.order.state)
        except StepRefused:
            continue
        yield Asked(command, label, check, name, event if kind == REVIEWED else 0)
    if not is_owed(one):
        check_order(ORDER_CANCELLED, one.order.state)
        yield Asked("cancel_order", "撤销整改单", lambda: may.hand(DISPATCH), name)
    for command, label in (("copy_order", "抄送"), ("ask_countersign", "送请会签")):
        yield Asked(command, label, hands.receive_or_dispatch, name)


def _stands(one: Standing, kind: str) -> bool:
    try:
        check_stands(one, kind)
    except StepRefused:
        return False
    return True


def _others(may: Entitlement, act: str, barred: Sequence[Signature]) -> Callable[[], object]:
    return lambda: may.hand(act, barred)


def _check_concerned(one: Standing) -> None:
    own = set(one.finding.officers) & set(one.viewer.officers)
    if not own:
        raise NotForYou("申辩只能由本问题涉及的民警本人提出。")
    since = one.life.said["verifications"][-1]["event"]
    if any(entry["officer"] in own and entry["event"] > since for entry in one.life.said["disputes"]):
        raise StepRefused("这名民警已经申辩过。")


def _open_order(finding: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM action_order WHERE finding = %s AND is_open = %s", (finding, True))
        row = cursor.fetchone()
    return "" if row is None else str(row[0])
