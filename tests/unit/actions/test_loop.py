"""派单 签收 整改 复核 销号: a click is no proof, no chief reviews his own line, and lateness stays what it was."""

from datetime import timedelta

import pytest
from tests.ledgers import moment
from tests.unit.actions.conftest import PAPER, dispatched, mended
from tests.unit.bureau.conftest import EAST, EAST_STATION
from tests.unit.findings.life.conftest import HANDLER, MATE, WESTERNER

from guiju.actions import commands, queries
from guiju.actions.acts import OrderState
from guiju.actions.asking import OrderNotFound
from guiju.actions.proof import Proof, ProofMissing
from guiju.bureau import commands as bureau
from guiju.facts.commands import IdemKeyReused
from guiju.facts.queries import NotFound
from guiju.findings.life import commands as life
from guiju.findings.life import queries as lives
from guiju.findings.life.acts import State
from guiju.findings.life.steps import NotForYou, StepRefused
from guiju.findings.life.terms import TermUnknown
from guiju.values.clock import to_micros


def order_of(station, order):
    return queries.get_order(station.scope("clerk"), order)


def accepted(station, order, event, by="clerk"):
    commands.review_rectification(order, event, is_accepted=True, reason="材料属实", **station.by(by))


def test_the_whole_loop_step_by_step_and_no_step_skipped(station):
    finding = station.searched()
    with pytest.raises(StepRefused):
        dispatched(station, finding)
    station.verified(finding)
    order = dispatched(station, finding)
    # 一般: ten workdays after Monday 2026-03-02 end with Monday the 16th.
    assert order_of(station, order).due_at == to_micros(moment("2026-03-17T00:00"))
    with pytest.raises(StepRefused):
        dispatched(station, finding, by="chief")
    with pytest.raises(StepRefused):
        commands.mend(order, proof=PAPER, reason="整改", **station.by("handler"))
    with pytest.raises(StepRefused):
        commands.close_order(order, **station.by("chief"))
    first = mended(station, order)
    commands.review_rectification(order, first, is_accepted=False, reason="缺见证人", **station.by("clerk"))
    assert order_of(station, order).state is OrderState.REWORK
    second = mended(station, order)
    with pytest.raises(StepRefused):
        accepted(station, order, first)
    accepted(station, order, second)
    commands.close_order(order, **station.by("chief"))
    assert order_of(station, order).state is OrderState.CLOSED
    assert lives.get_life(station.scope("legal"), finding).state is State.CLOSED
    kinds = [one.type.removeprefix("actions.") for one in queries.list_order_story(station.scope("handler"), order)]
    assert kinds == [
        "order_dispatched", "order_signed_for", "mended", "rectification_reviewed", "mended", "rectification_reviewed",
        "order_closed",
    ]  # fmt: skip
    with pytest.raises(StepRefused):
        commands.urge_order(order, **station.by("chief"))


def test_a_click_is_no_proof(station):
    finding = station.verified(station.searched())
    order = dispatched(station, finding)
    commands.sign_for_order(order, **station.by("handler"))
    for proof in (Proof(), Proof(paper_hash="ab"), Proof(paper_hash="ab" * 32), Proof(event=1)):
        with pytest.raises((ProofMissing, NotFound)):
            commands.mend(order, proof=proof, reason="已整改", **station.by("handler"))
    # A record of another case proves nothing here; and what was done unlawfully, no record undoes.
    station.searched(case="A77")
    other = station.told_family(station.detained(case="B77"))
    with pytest.raises((ProofMissing, NotFound)):
        commands.mend(order, proof=Proof(event=other), reason="已整改", **station.by("handler"))
    assert order_of(station, order).state is OrderState.SIGNED


def test_what_was_missing_and_is_done_now_proves_itself(station):
    finding = station.verified(station.detained(case="B5"))
    order = dispatched(station, finding)
    # 严重: three workdays after Monday end with Thursday.
    assert order_of(station, order).due_at == to_micros(moment("2026-03-06T00:00"))
    commands.sign_for_order(order, **station.by("handler"))
    with pytest.raises((ProofMissing, NotFound)):
        commands.mend(order, proof=Proof(event=10**6), reason="已通知", **station.by("handler"))
    station.book.pass_time(hours=1)
    # Another record of the same case, while the duty itself is still open.
    words = {"case": "B5", "officer": (HANDLER, MATE)}
    other = station.event("cases.searched", "2026-03-02T09:30", unit=EAST_STATION, **words)
    with pytest.raises(ProofMissing):
        commands.mend(order, proof=Proof(event=other), reason="已通知", **station.by("handler"))
    told = station.told_family(finding)
    done = mended(station, order, proof=Proof(event=told))
    accepted(station, order, done)
    commands.close_order(order, **station.by("legal"))
    assert lives.get_life(station.scope("legal"), finding).state is State.CLOSED


def test_a_paper_of_this_case_is_a_proof_once_a_reviewer_has_accepted_it(station):
    finding = station.verified(station.searched(case="A8"))
    order = dispatched(station, finding)
    papers = [
        station.event("papers.attached", "2026-03-02T09:00", unit=EAST_STATION, case=case, paper="cd" * 32)
        for case in ("A8", "A9")
    ]
    commands.sign_for_order(order, **station.by("handler"))
    with pytest.raises((ProofMissing, NotFound)):
        commands.mend(order, proof=Proof(event=papers[1]), reason="附材料", **station.by("handler"))
    done = mended(station, order, proof=Proof(event=papers[0]))
    assert order_of(station, order).mendings[-1]["paper_hash"] == "cd" * 32
    accepted(station, order, done)
    commands.close_order(order, **station.by("chief"))


def test_lateness_stays_whatever_is_filed_later(station):
    finding = station.verified(station.searched())
    order = dispatched(station, finding)
    station.book.now = moment("2026-03-18T00:00")
    assert [one.name for one in queries.list_orders(station.scope("chief"), due_until=station.now)] == [order]
    assert order_of(station, order).late_seconds == 86_400
    words = station.by("handler") | {"at": to_micros(moment("2026-03-10T00:00"))}
    commands.sign_for_order(order, **words)
    done = commands.mend(
        order, proof=PAPER, reason="补报", **station.by("handler") | {"at": to_micros(moment("2026-03-11T00:00"))}
    ).ids[0]
    station.book.pass_time(days=30)
    accepted(station, order, done)
    commands.close_order(order, **station.by("legal"))
    shown = order_of(station, order)
    assert shown.is_late and shown.late_seconds == 86_400
    assert queries.count_orders(station.scope("chief"), due_until=station.now) == 0


def test_a_transfer_moves_the_order_and_not_its_term(station):
    finding = station.verified(station.searched())
    order = dispatched(station, finding)
    due = order_of(station, order).due_at
    with pytest.raises(NotForYou):
        commands.sign_for_order(order, **station.by("mate"))
    commands.return_order(order, reason="已调离", **station.by("handler"))
    station.book.pass_time(days=2)
    with pytest.raises(StepRefused):
        commands.transfer_order(order, to_officer=HANDLER, reason="转办", **station.by("chief"))
    commands.transfer_order(order, to_unit=EAST_STATION, reason="转办", **station.by("chief"))
    assert order_of(station, order).due_at == due
    with pytest.raises(NotForYou):
        commands.sign_for_order(order, **station.by("mate"))
    commands.sign_for_order(order, **station.by("chief"))
    # To another unit: whoever gets it sees the order, and nobody else there.
    commands.transfer_order(order, to_officer=WESTERNER, reason="转办", **station.by("chief"))
    assert queries.get_order(station.scope("west"), order).to_officer == WESTERNER
    with pytest.raises(OrderNotFound):
        queries.get_order(station.scope("westclerk"), order)
    with pytest.raises(OrderNotFound):
        commands.urge_order(order, **station.by("westclerk"))


def test_no_one_in_the_line_of_the_mender_reviews_by_any_account(station):
    finding = station.verified(station.searched())
    order = dispatched(station, finding)
    done = mended(station, order)

    def refused(account):
        with pytest.raises(NotForYou):
            commands.review_rectification(order, done, is_accepted=True, reason="同意", **station.by(account))

    until = station.book.now + timedelta(days=9)
    # The mender, his chief, his own unit's legal officer, his colleague with the role lent to him.
    for account in ("handler", "chief", "legal"):
        refused(account)
    bureau.delegate("legal_department", "mate", unit=EAST_STATION, valid_until=until, **station.words("clerk"))
    refused("mate")
    # The county's leader commands the station: a second account with another role makes him no outsider.
    station.account("leader2", person="officer:0100009")
    station.grant("leader2", "legal_department", EAST)
    refused("leader2")
    # The mender under a second number, and in the name of the outsider.
    station.account("handler2", person=f"officer:{HANDLER}")
    station.grant("handler2", "legal_department", EAST)
    refused("handler2")
    accepted(station, order, done, by="inspector")
    # The mender does not close it either; nor does whoever is lent the closing by nobody concerned lose it.
    with pytest.raises(NotForYou):
        commands.close_order(order, **station.by("handler2"))
    commands.close_order(order, **station.by("chief"))


def test_a_chief_cannot_close_what_he_mended_for_his_unit(station):
    finding = station.verified(station.searched())
    order = dispatched(station, finding, to_unit=EAST_STATION)
    done = mended(station, order, by="chief")
    accepted(station, order, done)
    with pytest.raises(NotForYou):
        commands.close_order(order, **station.by("chief"))
    commands.close_order(order, **station.by("legal"))


def test_who_is_concerned_neither_dispatches_nor_closes(station):
    finding = station.verified(station.searched(officer="0151009"))
    with pytest.raises(NotForYou):
        dispatched(station, finding, by="chief", to_officer=MATE)
    order = dispatched(station, finding, to_officer=MATE)
    accepted(station, order, mended(station, order, by="mate"))
    with pytest.raises(NotForYou):
        commands.close_order(order, **station.by("chief"))


def test_nobody_closes_before_all_have_countersigned(station):
    finding = station.verified(station.searched())
    order = dispatched(station, finding)
    accepted(station, order, mended(station, order))
    commands.ask_countersign(order, MATE, **station.by("legal"))
    with pytest.raises(StepRefused):
        commands.ask_countersign(order, MATE, **station.by("legal"))
    [note] = queries.list_notes(station.scope("legal"), order)
    with pytest.raises(OrderNotFound):
        commands.countersign(note.name, agrees=True, **station.by("handler"))
    with pytest.raises(ProofMissing):
        commands.close_order(order, **station.by("chief"))
    commands.countersign(note.name, agrees=False, reason="还差一份", **station.by("mate"))
    with pytest.raises(ProofMissing):
        commands.close_order(order, **station.by("chief"))
    station.book.pass_time(hours=1)
    commands.ask_countersign(order, MATE, **station.by("legal"))
    again = queries.list_notes(station.scope("legal"), order)[-1]
    commands.countersign(again.name, agrees=True, **station.by("mate"))
    with pytest.raises(StepRefused):
        commands.countersign(again.name, agrees=False, reason="改口", **station.by("mate"))
    commands.close_order(order, **station.by("chief"))


def test_an_order_is_taken_back_only_when_nothing_is_left_to_mend(station):
    finding = station.verified(station.searched())
    order = dispatched(station, finding)
    with pytest.raises(StepRefused):
        commands.cancel_order(order, reason="算了", **station.by("chief"))
    reply = life.dispute(finding, reason="两人在场", **station.by("handler")).ids[0]
    with pytest.raises(StepRefused):
        commands.cancel_order(order, reason="算了", **station.by("chief"))
    life.decide_dispute(finding, reply, is_upheld=True, reason="成立", **station.by("clerk"))
    with pytest.raises(StepRefused):
        commands.sign_for_order(order, **station.by("handler"))
    commands.cancel_order(order, reason="申辩成立", **station.by("chief"))
    assert order_of(station, order).state is OrderState.CANCELLED


def test_an_order_needs_an_addressee_and_an_end_that_can_be_reckoned(station):
    finding = station.verified(station.searched())
    for to in ({"to_officer": HANDLER, "to_unit": EAST_STATION}, {"to_officer": "999"}, {"to_unit": "999"}):
        with pytest.raises(StepRefused):
            dispatched(station, finding, **to)
    station.book.now = moment("2026-12-30T09:00")
    with pytest.raises(TermUnknown):
        dispatched(station, finding)
    with pytest.raises(StepRefused):
        dispatched(station, finding, to_officer=HANDLER, due_at=station.now - 1)
    end = to_micros(moment("2027-01-08T00:00"))
    assert order_of(station, dispatched(station, finding, to_officer=HANDLER, due_at=end)).due_at == end


def test_an_order_runs_no_longer_than_the_term_of_its_severity(station):
    """Whoever dispatches cannot keep an order from ever being late."""
    finding = station.verified(station.searched())
    with pytest.raises(StepRefused):
        dispatched(station, finding, to_officer=HANDLER, due_at=station.now + 400 * 86_400_000_000)
    assert order_of(station, dispatched(station, finding, to_officer=HANDLER)).due_at > station.now


def test_a_submission_number_serves_one_order_only(station):
    finding, told = station.verified(station.searched()), station.by("legal")
    due = station.now + 86_400_000_000
    first = commands.dispatch_order(finding, to_officer=HANDLER, due_at=due, reason="限期整改", **told)
    same = commands.dispatch_order(finding, to_officer=HANDLER, due_at=due, reason="限期整改", **told)
    assert same.ids == first.ids
    for more in ({"due_at": due + 1}, {"reason": "另行整改"}, {"reason": ""}):
        with pytest.raises(IdemKeyReused):
            commands.dispatch_order(
                finding, **{"to_officer": HANDLER, "due_at": due, "reason": "限期整改"} | more, **told
            )
