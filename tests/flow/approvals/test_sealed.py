"""What is submitted tells of people: it lies sealed with their keys, and nothing can be decided once a key is gone."""

from dataclasses import replace

import pytest
from django.db import connection
from tests.flow.approvals.conftest import CONTENT

from guiju.facts.keys.blind_index import create_index_key, open_index_key
from guiju.facts.keys.person_keys import PersonKeys, create_person_keys
from guiju.facts.keys.personal_fields import PersonalHand
from guiju.facts.wiring import install, wiring
from guiju.project.catalogue import VOCABULARY
from guiju.subjects.cases.commands.submitting import withdraw
from guiju.subjects.cases.projector import SUBMISSIONS, ContentChanged, State
from guiju.subjects.cases.queries.submissions import get_submission


@pytest.fixture
def keys(desk) -> PersonKeys:
    """The keys of persons, beside the ledger."""
    folder = desk.book.folder / "keys"
    folder.mkdir(exist_ok=True)
    create_index_key(folder)
    create_person_keys(folder)
    made = PersonKeys(folder, lambda: desk.station.now)
    hand = PersonalHand.of(made, open_index_key(folder), VOCABULARY.types.values())
    install(replace(wiring(), personal=hand))
    return made


def test_no_word_of_it_stands_in_the_ledger_or_in_a_table(desk, keys):
    name = desk.submitted(person="P7")
    desk.reviewed(name, opinion="disagreed", reason="某甲的伤情存疑")
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM event WHERE stream = %s", [f"submission:{name}"])
        bodies = [bytes(body).decode() for (body,) in cursor.fetchall()]
        cursor.execute("SELECT * FROM case_submission")
        rows = str(cursor.fetchall())
    for words in (CONTENT.facts, CONTENT.proposal, "某甲的伤情存疑"):
        assert not any(words in text for text in (*bodies, rows))
    shown = get_submission(desk.station.scope("legal"), name)
    assert shown.content == CONTENT and shown.is_sound
    desk.approved(name, reason="已补强")
    assert desk.one(name).state is State.APPROVED and SUBMISSIONS.differences() == []


def test_what_can_be_read_no_more_is_decided_no_more(desk, keys):
    name = desk.submitted(person="P7")
    desk.reviewed(name)
    keys.destroy([one.id for one in keys.states("person:P7")])
    with pytest.raises(ContentChanged, match="已经销毁"):
        desk.approved(name)
    assert not get_submission(desk.station.scope("leader"), name).is_sound
    withdraw(name, reason="重新送审", read=desk.read(name), **desk.by("handler"))
    assert desk.one(name).state is State.WITHDRAWN and SUBMISSIONS.differences() == []
