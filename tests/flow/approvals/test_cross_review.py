"""The blind cross-review: nobody chooses what is drawn, nobody near reads it, and no name is shown."""

from dataclasses import replace

import pytest
from tests.unit.bureau.conftest import CITY, EAST_SQUAD, EAST_STATION, OPERATOR
from tests.unit.findings.life.conftest import HANDLER

from guiju.bureau import commands as bureau
from guiju.facts.seal.sealer import seal
from guiju.subjects.cases.commands import crossing
from guiju.subjects.cases.commands.content import Content
from guiju.subjects.cases.commands.crossing import _reviewer_for, cross_review, draw_cross_reviews, drawn_of
from guiju.subjects.cases.commands.hands import NotEntitled
from guiju.subjects.cases.commands.opinions import Answer, Checked
from guiju.subjects.cases.commands.taking import SubmissionNotFound
from guiju.subjects.cases.projector.crossing import CROSS_REVIEWS
from guiju.subjects.cases.projector.submission import StepRefused
from guiju.subjects.cases.projector.votes import Vote
from guiju.subjects.cases.queries.crossing import get_blind, list_cross_reviews, list_months

TELLING = Content(
    f"警员{HANDLER}（{HANDLER}）在东圩派出所辖区查获", "东城县公安局法制大队警员0100001核对，警员0151003已审核", "罚款"
)


@pytest.fixture
def april(desk):
    """Three approvals in March, sealed, and the month over."""
    names = []
    for _ in range(3):
        name = desk.submitted(content=TELLING)
        desk.reviewed(name)
        desk.approved(name)
        names.append(name)
    desk.book.pass_time(days=40)
    while seal():
        pass
    return sorted(names)


def drawn_for(desk):
    """Whom the seed has given it to, one of the two legal sections of the other county, and what he was given."""
    found = [(one, list_cross_reviews(desk.station.scope(one))) for one in ("westlegal", "westclerk")]
    [(account, [shown])] = [(account, shown) for account, shown in found if shown]
    return account, shown


def draw(desk, by="clerk"):
    return draw_cross_reviews("2026-03", **desk.by(by))


def test_the_draw_is_made_by_the_ledger_and_can_be_made_again_by_anybody(desk, april):
    assert len(draw(desk).ids) == 1
    reader, shown = drawn_for(desk)
    population = {name: desk.one(name).said["endings"][-1]["event"] for name in april}
    again = drawn_of(population, "2026-03", 50)
    assert list(again.names) == [shown.name]
    assert get_blind(desk.station.scope(reader), shown.name).seed == again.seed
    with pytest.raises(StepRefused, match="已经抽取过"):
        draw(desk)
    assert CROSS_REVIEWS.differences() == []


def test_the_reader_is_of_another_unit_and_finds_no_name_number_or_unit(desk, april):
    draw(desk)
    reader, shown = drawn_for(desk)
    content = get_blind(desk.station.scope(reader), shown.name).content
    assert content.facts == "〔办案人员〕（〔办案人员〕）在〔办案单位〕辖区查获"
    assert content.grounds == "〔办案单位〕法制大队警员0100001核对，〔办案人员〕已审核"
    for account in ("legal", "clerk", "leader", "handler"):
        assert list_cross_reviews(desk.station.scope(account)) == []
        with pytest.raises(SubmissionNotFound):
            get_blind(desk.station.scope(account), shown.name)


def test_the_second_opinion_is_given_once_and_counted_by_month_alone(desk, april):
    draw(desk)
    reader, shown = drawn_for(desk)
    checks = {name: Checked(Answer.YES) for name in ("adm-review-content", "adm-notice-before-penalty",
              "adm-statement-reviewed", "adm-no-confession-only")}  # fmt: skip
    said = {"opinion": "disagreed", "reason": "证据不足", "checks": checks}
    with pytest.raises(SubmissionNotFound):
        cross_review(shown.name, **said, **desk.by("legal"))
    cross_review(shown.name, **said, **desk.by(reader))
    with pytest.raises(StepRefused):
        cross_review(shown.name, **said, **desk.by(reader))
    [month] = list_months(desk.station.scope("clerk"))
    assert (month.month, month.drawn, month.done, month.agreeing) == ("2026-03", 1, 1, 0)
    assert CROSS_REVIEWS.differences() == []


def test_no_draw_before_the_month_is_over_or_by_who_may_not(desk):
    with pytest.raises(StepRefused, match="还没有过完"):
        draw(desk)
    with pytest.raises(NotEntitled):
        desk.book.pass_time(days=40)
        draw(desk, by="legal")
    with pytest.raises(StepRefused, match="没有已批准"):
        draw(desk)


def test_nobody_below_who_decided_nor_who_served_there_then_is_handed_the_case(desk, april):
    desk.newcomer("squadlegal", "0152003", "legal_officer", EAST_SQUAD)
    one = desk.one(april[0])
    barred = {_reviewer_for(one, f"seed{nth}", desk.station.now)[0] for nth in range(40)}
    assert barred == {"westlegal", "westclerk"}


def test_nobody_who_voted_reads_it_again(desk):
    name = desk.submitted(features=("grave",))
    desk.reviewed(name)
    desk.discussed(name, dict.fromkeys(("0200003", "0100009", "0100001"), Vote.FOR), by="cityleader")
    desk.voted(name, "westlegal")
    desk.voted(name, "clerk")
    desk.approved(name)
    one = desk.one(name)
    assert {_reviewer_for(one, f"seed{nth}", desk.station.now)[0] for nth in range(20)} == {"westclerk"}


def readers_of(desk, one):
    given = [_reviewer_for(one, f"seed{nth}", desk.station.now) for nth in range(40)]
    return {reader[0] for reader in given if reader is not None}


def test_a_case_of_the_bureau_itself_is_read_by_another_line_and_not_by_its_own_people(desk, april):
    found = readers_of(desk, replace(desk.one(april[0]), unit=CITY))
    assert {"westlegal", "westclerk"} <= found and "citylegal" not in found


def test_after_a_unit_is_closed_its_own_people_do_not_draw_its_case(desk, april):
    one = desk.one(april[0])
    bureau.close_unit(EAST_STATION, **desk.station.words(OPERATOR))
    desk.book.pass_time(days=1)
    assert readers_of(desk, one) == {"westlegal", "westclerk"}
    assert readers_of(desk, replace(one, unit="990199000000")) == set(), "nobody knows whose neighbour that is"


def test_what_nobody_may_read_is_counted_and_handed_out_once_there_is_somebody(desk, april, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(crossing, "_reviewer_for", lambda one, seed, now: None)
        assert len(draw(desk).ids) == 1
        with pytest.raises(StepRefused, match="已经抽取过"):
            draw(desk)
    [month] = list_months(desk.station.scope("clerk"))
    assert (month.drawn, month.done, month.unread) == (1, 0, 1)
    draw(desk)
    [month] = list_months(desk.station.scope("clerk"))
    assert (month.drawn, month.unread) == (1, 0)
    assert drawn_for(desk)[1].month == "2026-03" and CROSS_REVIEWS.differences() == []
