"""What is submitted tells of people: it lies sealed with their keys, and nothing can be decided once a key is gone."""

from dataclasses import replace

import pytest
from django.db import connection
from tests.flow.approvals.conftest import CONTENT
from tests.unit.findings.life.conftest import HANDLER

from guiju.facts.keys.blind_index import create_index_key, open_index_key
from guiju.facts.keys.person_keys import PersonKeys, create_person_keys
from guiju.facts.keys.personal_fields import PersonalHand
from guiju.facts.seal.sealer import seal
from guiju.facts.wiring import install, wiring
from guiju.findings.life.projection import read_stream
from guiju.project.catalogue import VOCABULARY
from guiju.subjects.cases.commands.crossing import cross_review, draw_cross_reviews
from guiju.subjects.cases.commands.opinions import Answer, Checked
from guiju.subjects.cases.commands.submitting import withdraw
from guiju.subjects.cases.projector.crossing import CROSS_REVIEWS
from guiju.subjects.cases.projector.submission import SUBMISSIONS, ContentChanged, State
from guiju.subjects.cases.queries.crossing import list_cross_reviews
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


def of_p7(desk):
    """A case of P7, submitted."""
    case = desk.case()
    desk.happened("cases.party_registered", case, HANDLER, person="P7")
    return desk.submitted(case, person="P7")


def test_the_second_opinion_quotes_the_case_and_lies_sealed_with_the_key_of_the_case(desk, keys):
    name = of_p7(desk)
    desk.reviewed(name, opinion="disagreed", reason="伤情存疑")
    desk.approved(name, reason="已补强")
    desk.book.pass_time(days=40)
    while seal():
        pass
    draw_cross_reviews("2026-03", **desk.by("clerk"))
    [reader] = [one for one in ("westlegal", "westclerk") if list_cross_reviews(desk.station.scope(one))]
    checks = {one: Checked(Answer.NO, "某乙的陈述没有复核") for one in desk.checks(name, State.REVIEW)}
    words = {"opinion": "disagreed", "reason": "某甲没有动手", "checks": checks}
    cross_review(name, **words, **desk.by(reader))
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM event WHERE stream = %s ORDER BY id", [f"cross:{name}"])
        drawn, given = (bytes(body).decode() for (body,) in cursor.fetchall())
        cursor.execute("SELECT 1 FROM event_key k JOIN event e ON e.id = k.event WHERE e.stream = %s "
                       "AND k.kind = 'case'", [f"cross:{name}"])  # fmt: skip
        assert cursor.fetchall() == []
    assert "某甲" not in given and "某乙" not in given and '"of":"case:C1"' in given
    # Before he has spoken nobody finds the first opinion in the draw; after it, it is there to be compared.
    assert "disagreed" not in drawn and '"first_opinion":"disagreed"' in given
    [told] = [one for one in read_stream(f"cross:{name}") if one.one.event.type == "cases.cross_reviewed"]
    assert told.text("decision_reason") == "某甲没有动手"
    assert CROSS_REVIEWS.differences() == []


def test_no_word_of_it_stands_in_the_ledger_or_in_a_table(desk, keys):
    name = of_p7(desk)
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
    name = of_p7(desk)
    desk.reviewed(name)
    keys.destroy([one.id for one in keys.states("person:P7")])
    with pytest.raises(ContentChanged, match="已经销毁"):
        desk.approved(name)
    assert not get_submission(desk.station.scope("leader"), name).is_sound
    withdraw(name, reason="重新送审", read=desk.read(name), **desk.by("handler"))
    assert desk.one(name).state is State.WITHDRAWN and SUBMISSIONS.differences() == []
