"""Two sign, thirty days pass, nothing holds it: only then a key is destroyed, and every step stands in the ledger."""

from dataclasses import replace

import pytest
from django.db import connection
from tests.unit.privacy.conftest import INSPECTOR, LEGAL, VIEWER

from guiju.facts.histories import history
from guiju.facts.keys.person_keys import create_person_keys
from guiju.facts.privacy import destruction, retention
from guiju.facts.privacy.destruction import DestructionRefused, State, list_destructions, list_destructions_seen, settle
from guiju.facts.privacy.holds import holds_over, lift_hold
from guiju.facts.privacy.key_copies import copy_keys
from guiju.facts.privacy.person_index import check_index, follow_persons
from guiju.facts.privacy.retention import RetentionRefused, list_destroyable, standing_of
from guiju.facts.proof.notes import TwoNamesNeeded
from guiju.project.ledger.bureau_desks.personal.privacy_desk import classes
from guiju.values.event import DESTROYED


def index_rows():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM person_index")
        return cursor.fetchone()[0]


@pytest.fixture
def over(book, safe, identify, sign):
    """A person whose data need not be kept any longer."""
    sign.term()
    identify("P1")
    book.pass_time(days=60)


def test_a_key_is_destroyed_thirty_days_after_the_second_signature_and_not_before(book, safe, over, sign):
    number = sign.propose()
    sign.confirm(number)
    book.pass_time(days=29)
    assert settle(safe.now()).destroyed == ()
    assert history("person", "P1", ["parties.identified"])[0].event.get("person_name") == "某甲"
    book.pass_time(days=2)
    [done] = settle(safe.now()).destroyed
    assert done.owner == "person:P1"
    assert history("person", "P1", ["parties.identified"])[0].event.get("person_name") == DESTROYED
    assert index_rows() == 0
    assert check_index(history("person", "P1")) == []
    told = [one.event.type for one in history("person", "P1") if one.event.type.startswith("privacy.")]
    assert told == ["privacy.destruction_proposed", "privacy.destruction_confirmed", "privacy.key_destroyed"]
    assert settle(safe.now()).destroyed == ()


def test_who_proposed_cannot_confirm_and_neither_can_his_own_department(safe, over, sign):
    number = sign.propose()
    with pytest.raises(DestructionRefused, match="另一部门"):
        sign.confirm(number, LEGAL, "inspector")
    with pytest.raises(DestructionRefused, match="另一部门"):
        sign.confirm(number, INSPECTOR, "legal_department")
    assert list_destructions()[0].state is State.PROPOSED


def test_a_hold_on_the_person_or_on_one_of_his_cases_blocks_it(book, safe, over, sign):
    hold = sign.hold("case", "A1")
    with pytest.raises(DestructionRefused, match="冻结"):
        sign.propose()
    lift_hold(hold, reason="已结", approver="legal", **sign.words(INSPECTOR))
    number = sign.propose()
    sign.confirm(number)
    sign.hold()
    book.pass_time(days=31)
    [(_, why)] = settle(safe.now()).blocked
    assert "冻结" in why
    assert holds_over("person", "P1")
    assert safe.keys.states("person:P1")[0].key is not None


def test_a_hold_is_lifted_by_two(safe, over, sign):
    number = sign.hold()
    with pytest.raises(TwoNamesNeeded):
        lift_hold(number, reason="已结", approver="inspector", **sign.words(INSPECTOR))


def test_a_record_that_came_after_the_proposal_stops_it(book, safe, over, sign, identify):
    number = sign.propose()
    sign.confirm(number)
    identify("P1", phone="13800000000")
    book.pass_time(days=31)
    [(_, why)] = settle(safe.now()).blocked
    assert "新记录" in why


def test_what_is_kept_still_cannot_be_proposed(book, safe, identify, sign):
    identify("P1")
    with pytest.raises(DestructionRefused, match="没有确定保存期限"):
        sign.propose()
    sign.term()
    with pytest.raises(DestructionRefused, match="未满"):
        sign.propose()


def test_a_deed_that_was_interrupted_is_finished_by_the_next_round(book, safe, over, sign, monkeypatch):
    sign.confirm(sign.propose())
    book.pass_time(days=31)
    with monkeypatch.context() as patch, pytest.raises(RuntimeError):
        patch.setattr(type(safe.keys), "destroy", lambda *words: (_ for _ in ()).throw(RuntimeError("kill -9")))
        settle(safe.now())
    assert safe.keys.states("person:P1")[0].key is not None
    settle(safe.now())
    assert safe.keys.states("person:P1")[0].key is None
    assert index_rows() == 0


def test_what_was_made_of_plain_values_is_made_again_though_the_service_died_right_after_the_deed(
    book, safe, over, sign, monkeypatch
):
    """The key is gone and a table still shows the name: nobody would ever look again."""
    shown = {}

    def table(recorded):
        shown.update({one.id: one.event.get("person_name") for one in recorded if one.event.get("person_name")})

    safe.wire(follow_persons, table)
    table(history("person", "P1"))
    sign.confirm(sign.propose())
    book.pass_time(days=31)
    with monkeypatch.context() as patch, pytest.raises(RuntimeError):
        patch.setattr(destruction, "_forget", lambda one: (_ for _ in ()).throw(RuntimeError("kill -9")))
        settle(safe.now())
    assert safe.keys.states("person:P1")[0].key is None and "某甲" in shown.values()
    settle(safe.now())
    assert set(shown.values()) == {DESTROYED}


def test_a_key_is_gone_for_good_when_the_last_copy_that_has_it_is_gone(book, safe, over, sign, tmp_path):
    copies = tmp_path / "copies"
    sign.confirm(sign.propose())
    book.pass_time(days=31)
    first = copy_keys(copies, actor=LEGAL, at=safe.now()).path
    book.pass_time(hours=1)
    settle(safe.now())
    assert settle(safe.now()).gone == ()
    book.pass_time(days=31)
    made = copy_keys(copies, actor=LEGAL, at=safe.now())
    assert made.deleted == (str(first),)
    assert not first.exists()
    [gone] = settle(safe.now()).gone
    assert gone.owner == "person:P1"
    assert list_destructions()[0].state is State.GONE


def test_a_store_put_back_from_an_older_copy_loses_the_key_again(book, safe, over, sign, tmp_path):
    old = copy_keys(tmp_path / "copies", actor=LEGAL, at=safe.now()).path.read_bytes()
    sign.confirm(sign.propose())
    book.pass_time(days=31)
    settle(safe.now())
    (safe.folder / "persons.sqlite3").write_bytes(old)
    safe.wire(replace_nothing)
    assert history("person", "P1", ["parties.identified"])[0].event.get("person_name") == "某甲"
    settle(safe.now())
    assert history("person", "P1", ["parties.identified"])[0].event.get("person_name") == DESTROYED


def replace_nothing(recorded):
    """A follower that does nothing."""


def test_a_later_term_does_not_count_for_what_was_recorded_before(book, safe, identify, sign):
    sign.term(months=12)
    identify("P1")
    book.pass_time(days=1)
    sign.term(months=1)
    book.pass_time(days=60)
    assert not standing_of("person", "P1", classes()).is_over(safe.now())
    book.pass_time(days=320)
    assert standing_of("person", "P1", classes()).is_over(safe.now())


def test_the_log_of_reads_is_kept_six_months_whatever_is_decided(safe, sign):
    with pytest.raises(RetentionRefused):
        sign.term("read", 5)
    sign.term("read", 6)
    assert retention.terms()["read"][0].months == 6


def test_only_whom_the_viewer_sees_is_listed(book, safe, over, identify, sign):
    identify("P2", "A2")
    assert [one.value for one in list_destroyable(VIEWER, classes(), at=safe.now())] == ["P1"]
    blind = replace(VIEWER, reaches=())
    assert list_destroyable(blind, classes(), at=safe.now()) == []
    sign.propose()
    assert [one.value for one in list_destructions_seen(VIEWER)] == ["P1"]
    assert list_destructions_seen(blind) == []


def test_a_second_store_is_never_made_over_a_first(safe):
    with pytest.raises(Exception, match="已经有人员密钥库"):
        create_person_keys(safe.folder)
