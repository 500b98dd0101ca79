"""A case is recorded step by step on the site: nothing blocks but what is no such step, and nothing counts twice."""

import pytest
from tests.ledgers import SHANGHAI
from tests.unit.screens.recording.conftest import Clerk, moment_of, standing

from guiju.bureau.commands.entitlement import NotEntitled
from guiju.bureau.commands.mending import approve_record
from guiju.bureau.commands.recording import StepRefused, record_step
from guiju.facts.draft import Draft
from guiju.facts.importing.mending.lists import list_proposals
from guiju.facts.queries import list_events
from guiju.project.catalogue import VOCABULARY
from guiju.screens.recording.typed import count_typed_fields

CASE, STATION = "A2026-1", "990151000000"
NEW, HOME = "/cases/new/", f"/cases/{CASE}/record/"


@pytest.fixture
def opened(desk):
    """The handler at his browser, with an administrative case that was just accepted."""
    handler = Clerk(desk, "handler")
    answer = handler.fills(NEW, "2026-03-02T09:30", number=CASE, category="administrative", public_order="yes")
    assert answer.status_code == 302, answer.content.decode()
    handler.session.clear()
    return handler


def events(clerk, case=CASE):
    return list_events(clerk.desk.scope("handler"), "case", case)


def types(clerk, case=CASE):
    return [one.type for one in events(clerk, case)]


def said(clerk):
    """What the next page will say."""
    return "".join(text for text, _tone in clerk.session.get("messages", []))


def test_a_new_case_is_accepted_with_its_lead_and_shows_what_the_law_wants_first(opened):
    assert types(opened) == ["cases.accepted", "cases.lead_assigned"]
    accepted, lead = events(opened)
    assert accepted.fields == {
        "case": CASE, "kind": "administrative", "public_order": True, "officer": ("0151001",), "unit": STATION,
    }  # fmt: skip
    assert (lead.fields["officer"], accepted.unit_as_of, accepted.actor) == (("0151001",), STATION, "handler")
    page = opened.reads(HOME)
    assert page.index("依法先办") < page.index("受案立案")
    assert opened.statements <= 12
    # The number was typed, and whether it is a case of public order: all else the form filled in.
    assert count_typed_fields(opened.desk.scope("handler"), CASE) == 2


def test_the_proposed_number_is_the_next_of_the_unit_and_the_year(desk):
    clerk = Clerk(desk, "handler")
    for serial in (1, 2):
        answer = clerk.fills(NEW, category="criminal")
        assert answer.headers["Location"] == f"/cases/{STATION}2026{serial:05}/record/"


def test_a_number_that_exists_is_refused_with_a_link_to_whoever_may_see_it(opened):
    again = opened.fills(NEW, number=CASE, category="criminal")
    assert again.status_code == 422
    assert f'href="/threads/case/{CASE}/"' in again.content.decode()
    stranger = Clerk(opened.desk, "west")
    stranger.holder = type(stranger.holder)("west", "west", "0251001", "990251000000", permissions={"record"})
    foreign = stranger.fills(NEW, number=CASE, category="criminal")
    assert foreign.status_code == 422
    assert "已被使用" in foreign.content.decode()
    assert "/threads/case/" not in foreign.content.decode()
    assert types(opened) == ["cases.accepted", "cases.lead_assigned"]


def test_a_step_out_of_order_is_warned_of_and_stands(opened):
    page = opened.reads(f"{HOME}decision/")
    assert "按一般顺序，应先“处罚前告知”" in page
    answer = opened.fills(
        f"{HOME}decision/", new_name="不详", new_role="suspect", fine="200", detention_days="0", decider_level="station"
    )
    assert answer.status_code == 302
    assert types(opened)[2:] == ["cases.party_registered", "cases.penalty_decided"]
    assert "按一般顺序，应先" in said(opened)
    decided = events(opened)[-1]
    assert (decided.fields["fine"], decided.fields["decider_level"]) == (200, "station")
    assert "未见记录" in opened.reads(HOME)
    assert "已有记录，按一般顺序本环节应在其前" in opened.reads(f"{HOME}prenotice/")


def test_a_minor_field_that_is_left_empty_blocks_nothing(opened):
    assert opened.fills(f"{HOME}filing/").status_code == 302
    assert "approver" not in events(opened)[-1].fields


def test_what_a_record_sets_running_is_said_at_once(opened):
    opened.fills(f"{HOME}party/", new_name="石例一", role="suspect")
    [person] = {str(one.fields["person"]) for one in events(opened) if one.fields.get("person")}
    opened.session.clear()
    assert opened.fills(f"{HOME}arrival/", "2026-03-03T09:40", kind="public_order", person=person).status_code == 302
    assert "，最迟 2026年3月3日" in said(opened)
    page = opened.reads(HOME)
    assert f'href="{HOME}departure/"' in page[: page.index("接警登记")]


def test_a_case_of_public_order_opens_its_forms_as_one(opened):
    assert standing(opened.reads(f"{HOME}summons/"))["kind"] == "public_order"
    opened.fills(NEW, number="A2026-2", category="administrative", public_order="no")
    assert standing(opened.reads("/cases/A2026-2/record/summons/"))["kind"] == "administrative"


def test_a_step_for_several_persons_is_one_form(opened):
    for name in ("石例一", "秦例二"):
        opened.fills(f"{HOME}party/", new_name=name, role="suspect")
    persons = sorted({str(one.fields["person"]) for one in events(opened) if one.fields.get("person")})
    assert len(persons) == 2
    assert opened.fills(f"{HOME}rights/", person=persons).status_code == 302
    assert sorted(str(one.fields["person"]) for one in events(opened)[-2:]) == persons


def test_a_step_about_a_person_asks_for_one(opened):
    answer = opened.fills(f"{HOME}rights/")
    assert answer.status_code == 422
    assert "没有写明是哪个人员" in answer.content.decode()


def test_a_name_is_sealed_and_shown_masked(opened):
    opened.fills(f"{HOME}party/", new_name="石例一", new_number="E12345678", role="suspect")
    identified = next(one for one in events(opened) if one.type == "parties.identified")
    assert identified.fields["person_name"] == "石**"
    page = opened.reads(f"{HOME}rights/")
    assert "石**" in page
    for one in opened.desk.book.folder.glob("guiju.sqlite3*"):
        assert "石例一".encode() not in one.read_bytes()


def test_a_resident_is_known_by_a_code_made_of_his_number(opened):
    opened.fills(f"{HOME}party/", new_name="石例一", new_number="11010519491231002X", role="suspect")
    persons = {str(one.fields["person"]) for one in events(opened) if one.fields.get("person")}
    assert len(persons) == 1
    assert "11010519491231002X" not in persons


def test_the_same_form_twice_changes_nothing(opened):
    answer = opened.fills(f"{HOME}party/", new_name="石例一", role="suspect")
    before = [one.id for one in events(opened)]
    opened.desk.book.pass_time(minutes=1)
    again = opened.posts(f"{HOME}party/", key=opened.key, **opened.sent)
    assert (answer.status_code, again.status_code) == (302, 302)
    assert [one.id for one in events(opened)] == before


def test_what_lies_ahead_is_refused(opened):
    answer = opened.fills(f"{HOME}receipt/", happened_at="2026-03-02T09:31")
    assert answer.status_code == 422
    assert "时间晚于现在" in answer.content.decode()
    assert types(opened) == ["cases.accepted", "cases.lead_assigned"]


def test_a_field_that_the_form_does_not_have_is_refused(opened):
    for strange in ("recorded_at", "unit", "actor", "fine"):
        answer = opened.fills(f"{HOME}receipt/", **{strange: "1"})
        assert answer.status_code == 422
    assert types(opened) == ["cases.accepted", "cases.lead_assigned"]


def test_what_comes_later_than_allowed_waits_for_another_person(opened):
    opened.fills(f"{HOME}party/", new_name="石例一", role="suspect")
    [person] = {str(one.fields["person"]) for one in events(opened) if one.fields.get("person")}
    late = {"happened_at": "2026-03-04T10:00", "person": person, "fine": "200", "detention_days": "0"}
    assert "超过的属于补录" in opened.reads(f"{HOME}decision/")
    answer = opened.fills(f"{HOME}decision/", "2026-03-06T10:00", **late)
    assert answer.status_code == 422
    assert "补录" in answer.content.decode()
    assert opened.fills(f"{HOME}decision/", **late, late_reason="系统故障").status_code == 302
    assert "cases.penalty_decided" not in types(opened)
    assert "已提请" in said(opened)
    [waiting] = list_proposals(opened.desk.scope("handler"))
    approve_record(waiting.number, content_hash=waiting.content_hash, **opened.desk.words("chief"))
    decided = events(opened)[-1]
    assert (decided.type, decided.fields["fine"], decided.approver) == ("cases.penalty_decided", 200, "chief")


def test_a_foreign_case_and_one_that_does_not_exist_get_the_same_answer(opened):
    stranger = Clerk(opened.desk, "west")
    for tail in ("", "receipt/"):
        answers = [stranger.get(f"/cases/{case}/record/{tail}") for case in (CASE, "A9999")]
        assert [one.status_code for one in answers] == [404, 404]
    sent = stranger.posts(f"{HOME}receipt/", key="0" * 32, happened_at="2026-03-02T09:00")
    assert sent.status_code == 404
    assert stranger.get(f"{HOME}nothing/").status_code == 404
    assert opened.get(f"{HOME}nothing/").status_code == 404


def test_the_command_itself_takes_nothing_that_is_no_such_step(opened):
    def step(kind, account="handler", at="2026-03-02T09:00", **fields):
        unit = fields.get("unit", STATION)
        draft = Draft.of(kind, moment_of(at), {"case": CASE, **fields}, local=SHANGHAI, unit_as_of=unit)
        return record_step([draft], case=CASE, known=VOCABULARY, **opened.desk.words(account))

    with pytest.raises(StepRefused, match="没有“罚款金额”"):
        step("cases.receipt_given", fine=5)
    with pytest.raises(StepRefused):
        step("findings.verified")
    with pytest.raises(StepRefused):
        step("cases.closd")
    with pytest.raises(StepRefused, match="晚于现在"):
        step("cases.receipt_given", at="2026-03-02T09:31")
    with pytest.raises(NotEntitled):
        step("cases.receipt_given", account="west")
    with pytest.raises(NotEntitled):
        step("cases.receipt_given", account="inspector")
    with pytest.raises(NotEntitled):
        step("cases.receipt_given", unit="990251000000")
    assert types(opened) == ["cases.accepted", "cases.lead_assigned"]
    assert step("cases.receipt_given").ids
