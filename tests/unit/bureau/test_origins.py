"""Whose ledger is believed two human beings say, each with a card of his own, and neither of them alone."""

import pytest
from tests.unit.bureau.conftest import CITY, EAST, EAST_STATION, WEST

from guiju.bureau.commands.origins import confirm_origin, propose_origin
from guiju.facts.importing.bundles.origins import Card, list_origins
from guiju.values.errors import GuijuError

CARD = Card("ab" * 16, "sha256", "11" * 32)
OTHER_CARD = Card("ab" * 16, "sha256", "22" * 32)


def refusal(act):
    with pytest.raises(GuijuError) as refused:
        act()
    return refused.value.code


def test_two_security_administrators_bring_a_ledger_in(office):
    number = propose_origin(CARD, EAST, **office.words("sec1")).ids[0]
    assert list_origins() == []
    assert refusal(lambda: confirm_origin(number, CARD, **office.words("sec1"))) == "bureau.own_act"
    assert refusal(lambda: confirm_origin(number, CARD, **office.words("sys"))) == "bureau.not_entitled"
    assert refusal(lambda: confirm_origin(number, OTHER_CARD, **office.words("sec2"))) == "bundle.origin"
    confirm_origin(number, CARD, **office.words("sec2"))
    assert [(one.unit, one.ledger) for one in list_origins()] == [(EAST, CARD.ledger)]
    assert refusal(lambda: confirm_origin(number, CARD, **office.words("sec2"))) == "bundle.origin"


def test_a_second_account_of_the_same_person_does_not_count_as_two(office):
    office.account("legal", person="N-sec1")
    with pytest.raises(GuijuError):
        office.grant("legal", "legal_department", CITY)
    office.account("first", person="N-7")
    office.account("second", person="N-7")
    office.grant("first", "legal_department", CITY)
    office.grant("second", "legal_department", CITY)
    number = propose_origin(CARD, EAST, **office.words("first")).ids[0]
    assert refusal(lambda: confirm_origin(number, CARD, **office.words("second"))) == "bureau.own_act"


def test_a_legal_department_answers_for_the_units_below_it_alone(office):
    office.account("east")
    office.grant("east", "legal_department", EAST)
    assert refusal(lambda: propose_origin(CARD, WEST, **office.words("east"))) == "bureau.not_entitled"
    assert propose_origin(CARD, EAST_STATION, **office.words("east")).ids
    assert refusal(lambda: propose_origin(CARD, "123456789012", **office.words("sec1"))) == "bundle.origin"


def test_another_key_needs_two_again(office):
    number = propose_origin(CARD, EAST, **office.words("sec1")).ids[0]
    confirm_origin(number, CARD, **office.words("sec2"))
    again = propose_origin(OTHER_CARD, EAST, **office.words("sec2")).ids[0]
    assert [one.publics for one in list_origins()] == [(CARD.public,)]
    confirm_origin(again, OTHER_CARD, **office.words("sec1"))
    assert [one.publics for one in list_origins()] == [(CARD.public, OTHER_CARD.public)]
