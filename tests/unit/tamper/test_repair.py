"""What was taken out or altered comes back from a verified backup, to the byte; nothing else is touched."""

import random

import pytest
from tests.databases import using
from tests.unit.tamper.families import FAMILIES
from tests.unit.tamper.hand import hand_on
from tests.unit.tamper.sample_ledger import SEALED, verify

from guiju.facts.proof.notes import TwoNamesNeeded
from guiju.facts.proof.repairing import BackupUnfit, repair
from guiju.facts.proof.standing import faults
from guiju.facts.seal.sealer import seal
from guiju.facts.wiring import Wiring, install

MENDED = (
    "edit_body", "edit_and_rechain", "edit_and_reroot", "delete_event", "delete_event_and_leaf", "delete_stream",
    "swap_bodies", "swap_places", "remove_a_key", "add_a_key", "remove_a_correction", "invent_a_correction",
)  # fmt: skip
LATER = 1_772_500_000_000_000
"""An instant after everything in the sample."""


def damaged(attacked, name, seed=5):
    """A copy that was attacked, and the dump of the ledger as it was before: the backup's."""
    sample, copy = attacked
    verify(sample, "backup")
    there = sample.at(copy(sample.address))
    with hand_on(there.address) as hand:
        FAMILIES[name](hand, there, random.Random(f"{seed} {name}"))
    assert verify(there, "now")[0] == 1
    install(Wiring(clock=lambda: LATER, signer=there.signer))
    return there


def mend(there, **words):
    said = {"by": "甲", "approver": "乙", "reason": "数据库被改动", "digest": "ab", **words}
    with using(there.address):
        done = repair(there.folder / "now", there.folder / "backup", **said)
        while seal():
            pass
        assert faults() == [], "the triggers stand again"
    return done


def sealed_rows(there):
    with hand_on(there.address) as hand:
        events = hand("SELECT e.* FROM leaf l JOIN event e ON e.id = l.event WHERE l.place < 300 ORDER BY l.place")
        keys = hand(
            "SELECT k.event, k.kind, k.value FROM event_key k JOIN leaf l ON l.event = k.event WHERE l.place < 300"
        )
        tables = [hand(f"SELECT * FROM {name}") for name in ("tile", "correction")]
        return events, sorted(keys), [sorted(rows) for rows in tables]


@pytest.mark.parametrize("name", [MENDED[0], MENDED[3], *(pytest.param(one, marks=pytest.mark.slow) for one in MENDED)])
def test_a_repair_brings_the_ledger_back_and_says_so_in_it(attacked, name):
    there = damaged(attacked, name)
    done = mend(there)
    assert done.taken == []
    assert sealed_rows(there) == sealed_rows(attacked[0])
    with hand_on(there.address) as hand:
        assert hand("SELECT type, actor FROM event ORDER BY id DESC LIMIT 1") == [("ledger.repaired", "甲")]
    # What the attacker did to records that were not sealed yet is in no backup's tree, and stays named.
    assert [one["kind"] for one in verify(there)[1]["problems"] if (one["index"] or 0) < SEALED] == []


def test_only_two_persons_with_a_reason_repair(attacked):
    there = damaged(attacked, "edit_body")
    for words in ({"approver": "甲"}, {"approver": ""}, {"reason": ""}):
        with pytest.raises(TwoNamesNeeded):
            mend(there, **words)
    assert verify(there)[0] == 1


@pytest.mark.slow
def test_a_backup_whose_last_checkpoint_the_ledger_does_not_hold_is_refused(attacked):
    there = damaged(attacked, "edit_and_sign_with_stolen_key")
    with pytest.raises(BackupUnfit):
        mend(there)


@pytest.mark.slow
def test_what_was_recorded_later_in_the_place_of_something_removed_is_not_overwritten(attacked):
    from guiju.facts.commands import append
    from guiju.facts.draft import Actor, Draft

    sample, copy = attacked
    verify(sample, "backup")
    there = sample.at(copy(sample.address))
    with hand_on(there.address) as hand:
        hand("DELETE FROM outbox")
        hand("DELETE FROM event_key WHERE event NOT IN (SELECT event FROM leaf)")
        hand("DELETE FROM event WHERE id NOT IN (SELECT event FROM leaf)")
        [(place, number, stream)] = hand(
            "SELECT l.place, e.id, e.stream FROM event e JOIN leaf l ON l.event = e.id ORDER BY l.place DESC LIMIT 1"
        )
        hand("DELETE FROM event_key WHERE event = %s", number)
        hand("DELETE FROM event WHERE id = %s", number)
    install(Wiring(clock=lambda: LATER, signer=there.signer))
    draft = Draft("cases.accepted", LATER, 739_000, 0, 480, {"case": stream.removeprefix("case:")})
    with using(there.address):
        append([draft], actor=Actor("clerk"), idem_key="later")
    verify(there, "now")
    done = mend(there)
    assert [index for index, _ in done.taken] == [place]
    assert done.indices == []
    status, said = verify(there)
    assert status == 1
    assert ("event.missing", place) in {(one["kind"], one["index"]) for one in said["problems"]}


def test_an_unharmed_ledger_is_left_as_it_is(attacked):
    sample, copy = attacked
    verify(sample, "backup")
    there = sample.at(copy(sample.address))
    verify(there, "now")
    install(Wiring(clock=lambda: LATER, signer=there.signer))
    done = mend(there)
    assert (done.total, done.taken) == (0, [])
    with hand_on(there.address) as hand:
        assert hand("SELECT count(*) FROM event WHERE type = 'ledger.repaired'") == [(0,)]
