"""补录 and corrections by people: nothing counts before another human being has approved exactly what he saw."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, connections
from tests.unit.bureau.conftest import CITY, EAST, EAST_SQUAD, EAST_STATION, OPERATOR
from tests.unit.importing.mending.conftest import HEARD

from guiju.bureau import commands
from guiju.bureau.commands import mending
from guiju.bureau.commands.corrections import OwnAct
from guiju.bureau.commands.entitlement import NotEntitled
from guiju.facts.commands import CorrectionRefused
from guiju.facts.histories import history
from guiju.facts.importing.mending.deciding import ContentChanged, ProposalDecided, ProposalRefused
from guiju.facts.importing.mending.lists import count_proposals, get_proposal, list_proposals
from guiju.facts.importing.mending.proposals import ProposalTurned, ProposalUnknown, find_proposal
from guiju.facts.wiring import install, wiring
from guiju.values.clock import to_micros
from guiju.values.errors import GuijuError


def rows(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def test_a_late_record_counts_once_another_has_approved_it_and_then_from_the_time_of_recording(desk):
    number = desk.propose(desk.draft("2026-02-20T10:00", officer=("A1",)))
    assert history("case", "C1") == [], "what is only proposed is no part of the case"
    desk.book.pass_time(hours=5)
    [made] = desk.approve(number).appended.ids
    [told] = history("case", "C1")
    assert (told.id, told.actor, told.recorded_at) == (made, "li", to_micros(desk.book.now))
    assert told.event.at < told.recorded_at - 9 * 86_400_000_000
    said = json.loads(bytes(rows("SELECT body FROM event WHERE id = %s", made)[0][0]))
    assert (said["approver"], said["reason"]) == ("boss", "当日断网")
    decision = find_proposal(number).decision
    assert (decision.by, decision.is_approval, decision.recorded) == ("boss", True, made)


def test_a_correction_by_hand_shows_both_versions(desk):
    first = desk.office.event(HEARD, "2026-03-01T10:00", unit=EAST_STATION, case="C1", actor="li")
    number = desk.propose(desk.draft("2026-03-01T11:00", corrects=first, reason="时间写错"))
    shown = get_proposal(desk.office.scope("boss"), number)
    assert (shown.before.id, shown.before.happened_at) == (first, shown.happened_at - 3_600_000_000)
    [made] = desk.approve(number, "legal").appended.ids
    [told] = history("case", "C1")
    assert (told.id, told.first, told.corrects) == (made, first, first)


@pytest.mark.slow
def test_the_approval_names_what_was_signed_by_its_hash_and_what_it_made_by_its_leaf(desk):
    number = desk.propose(desk.draft("2026-02-20T10:00"))
    [made] = desk.approve(number).appended.ids
    [(body,)] = rows("SELECT body FROM event WHERE type = 'records.proposal_approved'")
    fields = json.loads(bytes(body))["fields"]
    found = find_proposal(number)
    assert (fields["content_hash"], fields["proposal_leaf"]) == (found.content_hash, found.leaf.hex())
    [(leaf,)] = rows("SELECT leaf FROM event WHERE id = %s", made)
    assert fields["recorded_event_leaf"] == bytes(leaf).hex()


@pytest.mark.slow
def test_an_approver_who_saw_something_else_approves_nothing(desk):
    seen = find_proposal(desk.propose(desk.draft("2026-02-20T10:00"))).content_hash
    other = desk.propose(desk.draft("2026-02-19T10:00"))
    with pytest.raises(ContentChanged):
        desk.approve(other, content_hash=seen)
    assert history("case", "C1") == []


@pytest.mark.slow
def test_a_proposal_whose_content_was_altered_in_the_database_is_not_approved(desk):
    number = desk.propose(desk.draft("2026-02-20T10:00"))
    seen = find_proposal(number).content_hash
    [(body,)] = rows("SELECT body FROM event WHERE id = %s", number)
    if connection.vendor == "postgresql":
        rows_altered = bytes(body).replace(b"C1", b"C9")
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE event DISABLE TRIGGER USER")
            cursor.execute("UPDATE event SET body = %s WHERE id = %s", (rows_altered, number))
    else:
        with connection.cursor() as cursor:
            names = [row[0] for row in rows("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
            for name in names:
                cursor.execute(f"DROP TRIGGER {name}")
            cursor.execute("UPDATE event SET body = %s WHERE id = %s", (bytes(body).replace(b"C1", b"C9"), number))
    with pytest.raises(ProposalTurned):
        desk.approve(number, content_hash=seen)


def test_nobody_approves_what_he_proposed_in_whatever_shape(desk):
    """The same account, a second account with another role, a new number after a transfer, a delegate."""
    number = desk.propose(desk.draft("2026-02-20T10:00"), "boss")
    office = desk.office
    office.account("boss2", officer="A2")
    office.grant("boss2", "legal_department", EAST)
    words = office.words(OPERATOR)
    commands.register_officer("B7", "乙某", kind="police", unit=EAST_SQUAD, natural_person="officer:A2", **words)
    office.account("moved", officer="B7")
    office.grant("moved", "unit_chief", EAST)
    office.account("deputy")
    until = office.book.now + timedelta(days=5)
    commands.delegate("unit_chief", "deputy", unit=EAST_STATION, valid_until=until, **office.words("boss"))
    for actor in ("boss", "boss2", "moved", "deputy"):
        with pytest.raises(OwnAct):
            desk.approve(number, actor)
    assert history("case", "C1") == []
    assert desk.approve(number, "legal").appended.ids


def test_who_did_the_act_or_wrote_the_record_approves_nothing_about_it(desk):
    done = desk.propose(desk.draft("2026-02-20T10:00", officer=("A2",)))
    written = desk.office.event(HEARD, "2026-03-01T10:00", unit=EAST_STATION, case="C1", actor="boss")
    corrected = desk.propose(desk.draft("2026-03-01T09:00", corrects=written))
    for number in (done, corrected):
        with pytest.raises(OwnAct):
            desk.approve(number, "boss")
    for number in (done, corrected):
        assert desk.approve(number, "legal").appended.ids


@pytest.mark.slow
def test_who_may_not_there_neither_proposes_nor_approves(desk):
    for actor, draft in (("west", desk.draft("2026-02-20T10:00")), ("sys", desk.draft("2026-02-20T10:00"))):
        with pytest.raises(NotEntitled):
            desk.propose(draft, actor)
    number = desk.propose(desk.draft("2026-02-20T10:00"))
    for actor in ("west", "li", "sys", "nobody"):
        with pytest.raises(OwnAct):
            desk.approve(number, actor)
        with pytest.raises(OwnAct if actor != "li" else AssertionError):
            mending.refuse_record(number, reason="不实", **desk.office.words(actor))
            assert actor != "li", "who proposed it may take it back"


def test_of_two_who_approve_at_once_one_wins(desk):
    number = desk.propose(desk.draft("2026-02-20T10:00"))
    seen, start = find_proposal(number).content_hash, Barrier(2)
    words = [desk.office.words(name) for name in ("boss", "legal")]

    def run(told):
        start.wait()
        try:
            mending.approve_record(number, content_hash=seen, **told)
        except GuijuError as error:
            return type(error)
        finally:
            connections["default"].close()
        return None

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(run, words))
    assert sorted(done, key=str) == [ProposalDecided, None]
    assert len(history("case", "C1")) == 1
    assert rows("SELECT count(*) FROM event WHERE type = 'records.proposal_approved'") == [(1,)]


@pytest.mark.slow
def test_the_same_submission_again_answers_alike_and_another_is_told_who_decided(desk):
    number = desk.propose(desk.draft("2026-02-20T10:00"))
    told = desk.office.words("boss")
    answers = [desk.approve(number, **told).appended.ids for _ in range(2)]
    assert answers[0] == answers[1]
    with pytest.raises(ProposalDecided):
        desk.approve(number, "legal")
    with pytest.raises(ProposalDecided):
        mending.refuse_record(number, reason="不实", **desk.office.words("legal"))
    assert len(history("case", "C1")) == 1


def test_what_was_refused_or_taken_back_is_kept_and_never_counts(desk):
    refused, withdrawn = (desk.propose(desk.draft(at)) for at in ("2026-02-20T10:00", "2026-02-21T10:00"))
    mending.refuse_record(refused, reason="与原始文书不符", **desk.office.words("boss"))
    mending.refuse_record(withdrawn, reason="日期写错", **desk.office.words("li"))
    kinds = [find_proposal(number).decision.type for number in (refused, withdrawn)]
    assert kinds == ["records.proposal_refused", "records.proposal_withdrawn"]
    for number in (refused, withdrawn):
        with pytest.raises(ProposalDecided):
            desk.approve(number, "legal")
    assert history("case", "C1") == []
    viewer = desk.office.scope("boss")
    assert (count_proposals(viewer), count_proposals(viewer, is_waiting=False)) == (0, 2)


@pytest.mark.slow
def test_a_record_that_was_corrected_meanwhile_is_not_overwritten(desk):
    first = desk.office.event(HEARD, "2026-03-01T10:00", unit=EAST_STATION, case="C1", actor="li")
    numbers = [desk.propose(desk.draft(f"2026-03-01T{hour}:00", corrects=first)) for hour in ("11", "12")]
    desk.approve(numbers[0])
    with pytest.raises(CorrectionRefused):
        desk.approve(numbers[1])
    assert find_proposal(numbers[1]).decision is None


def test_what_no_person_may_record_or_changes_nothing_is_not_proposed(desk):
    first = desk.office.event(HEARD, "2026-03-01T10:00", unit=EAST_STATION, case="C1", actor="li")
    wrongs = {
        "no such step": {"kind": "cases.hearing_requestd"},
        "what two signatures make": {"kind": "bureau.role_granted"},
        "the machine's own": {"kind": "ledger.restored"},
        "no such field": {"colour": "red"},
        "ahead": {"at": "2026-03-02T09:01"},
        "no reason": {"reason": " "},
        "says the same": {"at": "2026-03-01T10:00", "corrects": first},
    }
    for why, wrong in wrongs.items():
        words = {"at": "2026-02-20T10:00"} | wrong
        with pytest.raises(ProposalRefused):
            pytest.fail(f"{why}: {desk.propose(desk.draft(**words))}")


@pytest.mark.slow
def test_an_event_of_class_a_is_answered_with_its_receipt(desk):
    install(replace(wiring(), receipted=frozenset({HEARD})))
    done = desk.approve(desk.propose(desk.draft("2026-02-20T10:00")))
    assert [one.said["event"]["type"] for one in done.receipts] == [HEARD]


def test_a_proposal_is_seen_with_the_records_of_its_unit_and_kind_and_by_nobody_else(desk):
    number = desk.propose(desk.draft("2026-02-20T10:00"))
    office = desk.office
    office.account("keeper")
    office.grant("keeper", "custodian", EAST_STATION)
    seen = {name: [one.number for one in list_proposals(office.scope(name))] for name in
            ("li", "boss", "legal", "west", "sys", "sec1", "aud", "keeper")}  # fmt: skip
    assert {name for name, numbers in seen.items() if numbers == [number]} == {"li", "boss", "legal"}
    with pytest.raises(ProposalUnknown):
        get_proposal(office.scope("west"), number)


@pytest.mark.slow
def test_a_complaint_is_not_corrected_by_those_who_do_not_handle_complaints(desk):
    office = desk.office
    kind, named = "conduct.complaint_received", {"officer": ("A2",)}
    about = office.event(kind, "2026-03-01T10:00", unit=EAST_STATION, actor="legal", **named)
    changed = replace(desk.draft("2026-03-01T11:00", kind, corrects=about), fields=named)
    for name in ("legal", "boss"):
        with pytest.raises(NotEntitled):
            desk.propose(changed, name)
        assert list_proposals(office.scope(name)) == []


@pytest.mark.slow
def test_what_is_foreign_or_absent_is_not_corrected(desk):
    written = desk.office.event(HEARD, "2026-03-01T10:00", unit=EAST_STATION, case="C1", actor="li")
    for number, actor in ((written, "west"), (10**9, "li")):
        with pytest.raises(NotEntitled):
            desk.propose(desk.draft("2026-03-01T11:00", corrects=number), actor)


@pytest.mark.slow
def test_a_record_that_no_unit_answers_for_is_corrected_by_two_of_the_legal_department_at_the_top(desk):
    number = desk.office.event(HEARD, "2026-03-01T10:00", case="C7")
    for name in ("top1", "top2"):
        desk.office.account(name)
        desk.office.grant(name, "legal_department", CITY)
    draft = desk.draft("2026-03-01T11:00", unit="", corrects=number, case="C7")
    for actor in ("boss", "legal"):
        with pytest.raises(NotEntitled):
            desk.propose(draft, actor)
    asked = desk.propose(draft, "top1")
    for actor in ("legal", "top1"):
        with pytest.raises(OwnAct):
            desk.approve(asked, actor)
    assert desk.approve(asked, "top2").appended.ids


def test_who_lent_the_right_to_propose_does_not_approve_what_was_proposed_with_it(desk):
    office = desk.office
    office.account("deputy", officer="A4")
    until = office.book.now + timedelta(days=9)
    commands.delegate("unit_chief", "deputy", unit=EAST_STATION, valid_until=until, **office.words("boss"))
    number = desk.propose(desk.draft("2026-02-20T10:00"), "deputy")
    with pytest.raises(OwnAct):
        desk.approve(number, "boss")
    assert desk.approve(number, "legal").appended.ids
