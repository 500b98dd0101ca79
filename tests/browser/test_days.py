"""A day of each role, in a real browser over the real service: from a suspected finding to one that is closed."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.browser.sample_people import Person, ask
from tests.sites import copy_of_sample, served

pytestmark = pytest.mark.slow

MENDED, DISPUTED = "cases.notify-hearing-right:%", "recordings.record-remote-inquiry:%"
REJECTED, DISSENTED = "cases.cap-extra-fine:%", "property.approve-seizure:%"
LATER = """
from datetime import timedelta
from guiju.project import env
here = env.now
env.now = lambda: here() + timedelta(days=40)
from guiju.project.cli import app
app()
"""
"""The service as it will be when the visiting inspector's twenty days are over."""


@pytest.fixture
def find(service):
    """The address of a finding by the start of its name, and of the order about it."""

    def address(pattern: str) -> str:
        [[name]] = ask(service.home, "SELECT id FROM finding WHERE id LIKE ? ORDER BY id LIMIT 1", pattern)
        return f"/findings/one/{name}/"

    return address


def order_of(somebody: Person, finding: str) -> str:
    """The address of the order about a finding, as its page shows it."""
    somebody.goto(finding)
    return str(somebody.page.locator("#orders a").first.get_attribute("href"))


def test_a_finding_is_verified_dispatched_mended_with_proof_reviewed_by_an_outsider_and_closed(person, find):
    finding = find(MENDED)
    legal, chief = person("east.legal"), person("east.chief")
    assert legal.goto(finding) == 200
    assert "疑似问题" in legal.text()
    legal.do(finding, "verify_group")
    assert "属实" in legal.text()
    chief.do(finding, "dispatch_order", to="officer:0151003")
    order = order_of(chief, finding)
    # The officer works without a script: everything is a link and a form.
    officer = person("east.officer", java_script_enabled=False)
    officer.goto("/")
    assert "派单" in officer.text() or "签收" in officer.text()
    officer.do(order, "sign_for_order")
    officer.do(order, "mend", reason="已补送听证告知书", paper="送达回证.pdf")
    assert not chief.may(order, "review_rectification"), "who commands the officer is no outsider"
    assert not officer.may(order, "review_rectification")
    outsider = person("legal.department")
    outsider.do(order, "review_rectification", accepted="yes", reason="材料齐全")
    outsider.do(order, "close_order")
    assert "已销号" in outsider.text()
    officer.goto(finding)
    assert "已销号" in officer.text()
    assert [one.faults for one in (legal, chief, outsider)] == [[], [], []]


def test_what_the_legal_officer_rejects_is_kept_with_its_reason_and_counts_as_a_false_alarm(person, find):
    finding, legal = find(REJECTED), person("east.legal")
    legal.do(finding, "reject_finding", reason="加处罚款另有决定书，来源未导入")
    assert "不属实" in legal.text()
    assert "加处罚款另有决定书" in legal.text()
    assert not legal.may(finding, "dispatch_order")
    legal.goto("/findings/false-alarms/")
    assert "1" in legal.text()
    assert legal.faults == []


def test_the_dissent_stands_when_it_is_decided_against_a_reviewer(person, find):
    finding = find(DISSENTED)
    reviewer = person("east.legal")
    reviewer.do(finding, "give_opinion", holds="no", reason="审批表在纸质卷内")
    approver = person("legal.department")
    approver.do(finding, "verify_group", reason="纸质卷无此表")
    for somebody in (approver, reviewer):
        somebody.goto(finding)
        voices = somebody.page.locator("#voices").inner_text()
        assert "审批表在纸质卷内" in voices
        assert "问题不成立" in voices or "未采纳" in voices


def test_an_officer_disputes_and_is_upheld_and_the_reviewer_who_held_otherwise_stands_by_name_and_in_print(
    person, find
):
    finding, held = find(DISPUTED), "备份服务器上没有当日录像"
    reviewer = person("east.legal")
    reviewer.do(finding, "verify_group")
    officer = person("east.officer")
    officer.do(finding, "dispute", reason="当日系统故障，录像在备份服务器")
    assert "申辩中" in officer.text()
    reviewer.do(finding, "give_opinion", holds="yes", reason=held)
    approver = person("legal.department")
    approver.do(finding, "decide_dispute", upheld="yes", reason="已调取备份录像")
    assert "不属实" in approver.text()
    for somebody in (approver, reviewer, officer):
        somebody.goto(finding)
        [voice] = [one for one in somebody.page.locator("#voices li").all_inner_texts() if held in one]
        assert "审核意见：成立" in voice and "未采纳" in voice and "0151002" in voice
        assert re.search(r"20\d\d年\d+月\d+日 \d\d:\d\d", voice)
        assert "已调取备份录像" in somebody.text()
    approver.goto(finding)
    with approver.page.expect_download() as taken:
        approver.page.get_by_role("link", name="打印").click()
    made = Path(taken.value.path()).read_bytes()
    assert made.startswith(b"%PDF-") and len(made) > 10_000
    assert [one.faults for one in (reviewer, officer, approver)] == [[], [], []]


def test_an_administrator_cannot_read_a_case(person, service):
    [[number]] = ask(service.home, "SELECT value FROM thread WHERE kind = 'case' ORDER BY value LIMIT 1")
    [[finding]] = ask(service.home, "SELECT id FROM finding ORDER BY id LIMIT 1")
    for account in ("sysadmin", "security1", "audit"):
        somebody = person(account)
        for address in ("/cases/", "/findings/", "/due/", f"/threads/case/{number}/", f"/findings/one/{finding}/"):
            status = somebody.goto(address)
            assert status in (403, 404) or number not in somebody.text(), (account, address)
            if number in address or finding in address:
                assert status in (403, 404)
        assert somebody.page.locator(f"a[href*='{number}']").count() == 0


def test_a_visiting_inspector_sees_nothing_once_his_term_is_over(browser, person, service, tmp_path):
    visitor = person("visitor")
    assert visitor.goto("/cases/") == 200
    case = str(visitor.page.locator("#list-cases tbody a").first.get_attribute("href"))
    assert visitor.goto(case) == 200
    with served(copy_of_sample("station", tmp_path), program=LATER) as later:
        expired = Person(browser, later, "visitor")
        assert expired.goto(case) in (403, 404)
        expired.goto("/cases/")
        assert expired.page.locator(f"a[href='{case}']").count() == 0
        expired.leave()


def test_a_newcomer_learns_what_falls_due_this_week_in_east_station_and_why_in_under_five_clicks(browser, service):
    page = browser.new_page()
    page.goto(f"{service.address}/")
    clicks = []

    def click(target) -> None:
        expect(target).to_be_visible()
        clicks.append(target.inner_text())
        target.click()

    click(page.locator(".samples button[value='east.chief']"))
    click(page.locator("nav.side a", has_text="本周到期"))
    expect(page.locator("main table tbody tr").first).to_be_visible()
    assert "城东派出所" in page.locator("main").inner_text()
    click(page.locator("main table tbody a", has_text="为什么").first)
    told = page.locator("#drawer")
    expect(told).to_be_visible()
    expect(told).to_contain_text("依据")
    expect(told).to_contain_text("到期")
    assert len(clicks) < 5
    page.close()
