"""What seldom happens and is answered in time all the same: recusal, review, execution, supervision."""

from collections.abc import Callable

from guiju.project.demo.flow import Flow
from guiju.project.demo.wall_calendar import DAY, HOUR, date_of, office

Answered = Callable[[Flow, int], None]


def reconsidered(flow: Flow, at: int) -> None:
    """The person punished asks the higher authority; the file goes there and comes back upheld."""
    asked = office(at, 6, 10)
    flow.add(asked, "cases.reconsideration_received")
    flow.add(office(asked, 1, 15), "cases.reconsideration_forwarded")
    copied = office(asked, 7, 9)
    flow.add(copied, "cases.reconsideration_copy_received")
    flow.add(office(copied, 2, 15), "cases.reconsideration_answered")
    flow.add(office(copied, 40, 10), "cases.reconsideration_decided")


def changed(flow: Flow, at: int) -> None:
    """A simple reconsideration that changes the decision: carried out, and the publication withdrawn."""
    flow.add(at + HOUR, "cases.penalty_published")
    copied = office(at, 8, 9)
    flow.add(copied, "cases.reconsideration_copy_received", simple=True)
    flow.add(office(copied, 1, 15), "cases.reconsideration_answered")
    told = office(copied, 25, 10)
    flow.add(told, "cases.reconsideration_decided", comply_by=date_of(told + 14 * DAY))
    flow.add(told + 3 * HOUR, "cases.penalty_revoked")
    flow.add(told + 4 * HOUR, "cases.publication_withdrawn")
    flow.add(office(told, 3, 10), "cases.reconsideration_complied")


def enforced(flow: Flow, at: int) -> None:
    """A fine not paid: raised within its amount, dunned, and after a month brought before the court."""
    flow.add(office(at, 30, 10), "cases.extra_fine_charged", extra_fine=int(flow.facts["fine"]) // 2)
    dunned = office(at, 190, 10)
    flow.add(dunned, "cases.dunning_served")
    flow.add(office(dunned, 31, 10), "cases.court_enforcement_requested")


def compensated(flow: Flow, at: int) -> None:
    """Compensation claimed, decided and served."""
    claimed = office(at, 20, 10)
    flow.add(claimed, "cases.compensation_claimed")
    decided = office(claimed, 30, 10)
    flow.add(decided, "cases.compensation_decided")
    flow.add(office(decided, 3, 10), "cases.compensation_served")


def corrected(flow: Flow, at: int) -> None:
    """A notice of the procuratorate and an order of the superior, both answered."""
    noticed = office(at, 9, 10)
    flow.add(noticed, "cases.correction_notice_received", reply_by=date_of(noticed + 15 * DAY))
    flow.add(office(noticed, 4, 10), "cases.correction_notice_answered")
    ordered = office(noticed, 20, 10)
    flow.add(ordered, "cases.superior_order_received")
    flow.add(ordered + 50, "cases.superior_order_executed")


def recused(flow: Flow, at: int) -> None:
    """Recusal asked for, decided and answered the same day."""
    flow.act()
    asked = office(at, 1, 9)
    flow.add(asked, "cases.recusal_requested")
    flow.add(asked + 5 * HOUR, "cases.recusal_decided", flow.crew.leader)
    flow.add(asked + 5 * HOUR + 30, "cases.party_notified", matter="recusal", recipient="suspect")


def reappraisal_refused(flow: Flow, at: int) -> None:
    """A second appraisal refused, and the person told the next day."""
    flow.act()
    refused = office(at, 2, 10)
    flow.add(refused, "cases.reappraisal_refused")
    flow.add(refused + 6 * HOUR, "cases.party_notified", matter="reappraisal_refused")


def defended(flow: Flow, at: int) -> None:
    """In custody: a lawyer meets the suspect, aid is asked for, another measure is asked for; all answered."""
    flow.add(at + DAY, "custody.lawyer_meeting_requested")
    flow.add(at + 2 * DAY, "custody.lawyer_meeting_held")
    flow.add(at + DAY + 2 * HOUR, "custody.legal_aid_requested")
    flow.add(at + DAY + 9 * HOUR, "custody.legal_aid_forwarded")
    flow.add(at + 2 * DAY + HOUR, "custody.measure_change_requested")
    flow.add(at + 3 * DAY + HOUR, "custody.measure_change_decided")


AFTER_A_PENALTY: tuple[Answered, ...] = (reconsidered, changed, enforced, compensated, corrected)
DURING_A_CASE: tuple[Answered, ...] = (recused, reappraisal_refused)


def perhaps(flow: Flow, at: int, choices: tuple[Answered, ...], share: float) -> None:
    """Now and then one of these happens."""
    if flow.chance.often(share):
        choices[flow.chance.some(0, len(choices) - 1)](flow, at)
