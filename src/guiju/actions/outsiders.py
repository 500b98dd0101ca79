"""What must hold before a mending is reviewed and an order closed: asked by the commands, and before by the screens."""

from collections.abc import Sequence

from django.db import connection

from guiju.actions.asking import Errand
from guiju.actions.beside import COUNTERSIGN
from guiju.actions.chain import is_in_chain, units_of
from guiju.actions.order import Entry
from guiju.actions.proof import check_closable
from guiju.findings.life.entitlement import Hand
from guiju.findings.life.steps import NotForYou


def menders_of(errand: Errand) -> Sequence[Entry]:
    """Every mending of an order, by whoever it was."""
    return errand.order.said["mendings"]


def check_closable_now(errand: Errand) -> None:
    """Make sure that an order may be closed.

    Raises:
        ProofMissing: it is not accepted, not proved, or not countersigned.
    """
    check_closable(errand.order, errand.finding, _unsigned(errand.order.name))


def check_outside(errand: Errand, hand: Hand) -> None:
    """Make sure that whoever reviews stands outside the chain of command of whoever mended.

    Raises:
        NotForYou: he does not.
    """
    for mending in menders_of(errand):
        units = units_of(mending["by"], (mending["at"], errand.now)) | {errand.order.to_unit, errand.order.unit} - {""}
        if is_in_chain(hand.persons, mending["by"], units - {""}, errand.now):
            raise NotForYou("复核人不能是整改人本人、其上级或者同一单位的人员。", remedy="请由指挥链以外的人员复核。")


def _unsigned(order: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT officer, agrees FROM action_note WHERE order_name = %s AND kind = %s ORDER BY asked_at, name",
            (order, COUNTERSIGN),
        )
        # Whoever did not agree may be asked again: what he said last counts.
        last = dict(cursor.fetchall())
    return sum(not agrees for agrees in last.values())
