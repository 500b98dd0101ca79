"""What a legal officer, a handler and a stranger can do on the pages of findings, without any script."""

import re

import pytest
from tests.unit.screens.findings.conftest import Browser, dispatched, page_of

from guiju.actions.queries import get_order, list_orders
from guiju.findings.life.acts import State
from guiju.findings.life.deciding import read_life
from guiju.findings.life.queries import list_story

# The queries are asked of both databases in test_lists; what a form does, its command's own tests say on both.
pytestmark = pytest.mark.parametrize("station", ["sqlite"], indirect=True)


def state(finding) -> State:
    return read_life(finding).state


def test_suspected_until_somebody_has_said_that_it_is_true(desk):
    finding = desk.searched()
    legal = Browser(desk, "legal")
    page = legal.reads(page_of(finding))
    assert "疑似问题" in page
    assert "《甲法》第三条" in page
    assert "过错" not in page
    answer = legal.posts(page_of(finding, "do/verify_group/"), reason="看过记录")
    assert (answer.status_code, answer.headers["Location"]) == (302, page_of(finding))
    assert state(finding) is State.VERIFIED
    page = legal.reads(page_of(finding))
    assert "属实" in page
    assert "看过记录" in page
    assert "不作结论" not in page


def test_not_true_needs_its_reason_and_what_was_typed_stays(desk):
    finding = desk.searched()
    legal = Browser(desk, "legal")
    answer = legal.posts(page_of(finding, "do/reject_finding/"), reason="")
    assert answer.status_code == 422
    assert state(finding) is State.SUSPECTED
    long = "记录有误" * 300
    answer = legal.posts(page_of(finding, "do/reject_finding/"), reason=long)
    assert answer.status_code == 422
    assert "记录有误记录有误" in answer.content.decode()
    assert legal.posts(page_of(finding, "do/reject_finding/"), reason="记录有误").status_code == 302
    assert state(finding) is State.REJECTED


def test_sent_twice_it_is_recorded_once(desk):
    finding = desk.searched()
    legal = Browser(desk, "legal")
    address = page_of(finding, "do/want_data/")
    legal.posts(address, reason="缺审批表")
    assert legal.posts(address, key=legal.key, reason="缺审批表").status_code == 302
    assert [step.type for step in list_story(desk.scope("legal"), finding)].count("findings.data_wanted") == 1


def test_an_unknown_field_is_refused(desk):
    finding = desk.searched()
    answer = Browser(desk, "legal").posts(page_of(finding, "do/verify_group/"), reason="", outcome="closed")
    assert answer.status_code == 422
    assert state(finding) is State.SUSPECTED


def test_who_may_not_is_told_why_and_the_command_refuses(desk):
    finding = desk.searched()
    chief = Browser(desk, "chief")
    assert "您没有办理这一步的权限" in chief.reads(page_of(finding, "steps/"))
    assert "您没有办理这一步的权限" in chief.reads(page_of(finding, "do/verify_group/"))
    assert chief.posts(page_of(finding, "do/verify_group/"), reason="").status_code == 422
    assert state(finding) is State.SUSPECTED


def test_foreign_and_absent_get_the_same_answer_on_every_page(desk):
    finding = desk.verified(desk.searched())
    order = dispatched(desk, finding)
    west = Browser(desk, "west")
    absent = page_of("cases.two-officers:999999")
    for tail in ("", "steps/", "why/", "do/verify_group/", "do/approve_waiver/?event=5", "do/nothing/"):
        assert west.get(page_of(finding, tail)).status_code == 404, tail
        assert west.get(f"{absent}{tail}").status_code == 404, tail
    for tail in ("", "steps/", "do/mend/", "do/sign_for_order/"):
        assert west.get(f"/orders/{order}/{tail}").status_code == 404, tail
        assert west.get(f"/orders/none/{tail}").status_code == 404, tail
    for address in (page_of(finding, "do/verify_group/"), f"/orders/{order}/do/close_order/", "/notes/none/"):
        assert west.posts(address, reason="x").status_code == 404
    group = "/findings/patterns/group/?rule=cases.two-officers&unit=990151000000"
    assert west.get(group).status_code == west.posts(group, reason="x").status_code == 404
    assert west.get("/findings/talks/none/").status_code == west.posts("/findings/talks/none/").status_code == 404
    assert west.get("/findings/campaigns/none/").status_code == 404


def test_from_dispatch_to_closing_by_forms_alone(desk):
    finding = desk.verified(desk.detained())
    legal, handler = Browser(desk, "legal"), Browser(desk, "handler")
    answer = legal.posts(
        page_of(finding, "do/dispatch_order/"), to="officer:0151001", other="", due_on="", reason="补告知"
    )
    assert answer.status_code == 302, answer.content.decode()[:900]
    [order] = list_orders(desk.scope("legal"), finding=finding)
    assert order.to_officer == "0151001"
    address = f"/orders/{order.name}/"
    assert "签收" in handler.reads(f"{address}steps/")
    assert handler.posts(f"{address}do/sign_for_order/").status_code == 302
    # Neither a record nor a paper: a click is no proof.
    assert handler.posts(f"{address}do/mend/", reason="已通知", event="").status_code == 422
    desk.book.pass_time(minutes=5)
    told = desk.told_family(finding)
    assert handler.posts(f"{address}do/mend/", reason="已通知", event=str(told)).status_code == 302
    mending = get_order(desk.scope("clerk"), order.name).mendings[-1]["event"]
    assert (
        legal.posts(f"{address}do/review_rectification/?event={mending}", accepted="yes", reason="可").status_code
        == 422
    )
    clerk = Browser(desk, "clerk")
    answer = clerk.posts(f"{address}do/review_rectification/?event={mending}", accepted="yes", reason="可")
    assert answer.status_code == 302, answer.content.decode()[:900]
    assert clerk.posts(f"{address}do/close_order/", reason="").status_code == 302
    assert state(finding) is State.CLOSED
    page = clerk.reads(page_of(finding))
    for words in ("派单", "签收整改单", "完成整改", "复核整改", "问题销号", "已销号"):
        assert words in page, words


def test_dissent_stays_on_the_page(desk):
    finding = desk.searched()
    Browser(desk, "clerk").posts(page_of(finding, "do/give_opinion/"), holds="no", reason="有两人在场的录像")
    desk.verified(finding)
    page = Browser(desk, "chief").reads(page_of(finding))
    assert "有两人在场的录像" in page
    assert "未采纳，意见人不承担责任" in page


def test_a_waiver_stays_in_the_register(desk):
    finding = desk.verified(desk.searched())
    chief, leader = Browser(desk, "chief"), Browser(desk, "leader")
    said = {"since": "2026-03-02", "until": "2026-03-31", "reason": "设备更换", "risk": "可能再次发生"}
    assert chief.posts(page_of(finding, "do/propose_waiver/"), **said).status_code == 302
    asked = read_life(finding).open_waiver["event"]
    assert chief.posts(page_of(finding, f"do/approve_waiver/?event={asked}"), reason="同意").status_code == 422
    assert leader.posts(page_of(finding, f"do/approve_waiver/?event={asked}"), reason="同意").status_code == 302
    for address in ("/findings/waivers/", page_of(finding)):
        page = chief.reads(address)
        assert "设备更换" in page
        assert "可能再次发生" in page


def test_a_group_is_verified_in_one_act(desk):
    findings = [desk.searched(), desk.searched(), desk.searched()]
    legal = Browser(desk, "legal")
    page = legal.reads("/findings/patterns/")
    address = page.split('href="/findings/patterns/group/')[1].split('"')[0]
    answer = legal.posts(f"/findings/patterns/group/{address}", findings=findings[:2], reason="同一时期人手不足")
    assert answer.status_code == 302, answer.content.decode()[:600]
    assert [state(one) for one in findings] == [State.VERIFIED, State.VERIFIED, State.SUSPECTED]
    assert len({read_life(one).finding_group for one in findings[:2]}) == 1


def test_countersigned_and_copied_by_forms(desk):
    order = dispatched(desk, desk.verified(desk.searched()))
    legal, chief, mate = Browser(desk, "legal"), Browser(desk, "chief"), Browser(desk, "mate")
    legal.posts(f"/orders/{order}/do/ask_countersign/", officer="0151009", reason="")
    legal.posts(f"/orders/{order}/do/copy_order/", officer="0151002", reason="")
    page = chief.reads("/")
    note = page.split('href="/notes/')[1].split("/")[0]
    assert chief.posts(f"/notes/{note}/", agrees="no", reason="").status_code == 422
    assert chief.posts(f"/notes/{note}/", agrees="yes", reason="").status_code == 302
    copy = mate.reads("/tray/to-read/").split('href="/notes/')[1].split("/")[0]
    assert chief.get(f"/notes/{copy}/").status_code == 404
    assert mate.posts(f"/notes/{copy}/").status_code == 302
    assert copy in mate.reads("/tray/read/")


def test_a_false_alarm_counts_against_the_rule(desk):
    legal = Browser(desk, "legal")
    for finding in (desk.searched(), desk.searched()):
        legal.posts(page_of(finding, "do/reject_finding/"), reason="有误")
    desk.verified(desk.searched())
    page = legal.reads("/findings/false-alarms/")
    assert "66.7%" in page
    assert "建议复核规则" in page


def test_a_campaign_and_a_talk_are_held_by_forms(desk):
    finding = desk.verified(desk.searched())
    clerk = Browser(desk, "clerk")
    said = {
        "title": "搜查专项整治", "unit": "990100000000", "since": "2026-01-01", "until": "2026-03-31",
        "rules": ["cases.two-officers"], "reason": "问题集中",
    }  # fmt: skip
    answer = clerk.posts("/findings/campaigns/new/", **said)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    page = clerk.reads("/findings/campaigns/")
    [name] = re.findall('href="/findings/campaigns/([0-9a-f]{20})/"', page)
    assert clerk.posts(f"/findings/campaigns/{name}/", reason="结束").status_code == 422
    assert "搜查不少于二人" in clerk.reads(f"/findings/campaigns/{name}/")
    said = {
        "findings": [finding], "officer": "0151009", "attendees": "", "held_at": "2026-03-01T09:00", "reason": "多发",
        "commitments": "加强带班", "due_on": "2026-04-30",
    }  # fmt: skip
    answer = clerk.posts("/findings/talks/new/", **said)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    assert "待回访" in Browser(desk, "chief").reads("/findings/talks/")


@pytest.mark.parametrize("key", ["", "zz"])
def test_without_its_key_a_form_changes_nothing(desk, key):
    finding = desk.searched()
    answer = Browser(desk, "legal").posts(page_of(finding, "do/verify_group/"), key=key or "zz", reason="")
    assert answer.status_code == 422
    assert state(finding) is State.SUSPECTED
