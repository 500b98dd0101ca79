"""A page of law is changed at the browser: edited, tried, run over the year, and signed by a second person."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.slow
CHANGE = "/law/rules/custody.notify-family/change/"
PATIENCE = 120_000


def tried_as_he_types(text, tried, whole):
    # A worked case fails while he types, and comes out again once it is mended.
    text.fill(whole.replace("within: 24 hours", "within: 8 hours", 1))
    expect(tried).to_contain_text("与预期不符")
    expect(tried.locator(".law-unmet").first).to_contain_text("实为")
    text.fill(whole.replace("severity: major", "severity: deadly", 1))
    expect(tried).to_contain_text("第 4 行")
    text.fill(whole)
    expect(tried).to_contain_text("全部相符")


def test_a_lawyer_changes_a_page_and_a_leader_signs_it(person):
    lawyer = person("legal.department")
    assert lawyer.goto(CHANGE) == 200
    page = lawyer.page
    tried = page.locator("#law-trial")
    expect(tried).to_contain_text("全部相符")

    text = page.locator("#law_change-text")
    whole = text.input_value()
    tried_as_he_types(text, tried, whole)

    # The fields make an edition of their own.
    page.locator("[name=limit]").fill("12 hours")
    page.locator("button[value=fill]").click()
    expect(text).to_contain_text("within: 12 hours")
    changed = text.input_value()
    assert "within: 12 hours" in changed
    assert whole.splitlines()[0] == changed.splitlines()[0]

    # What it would have done with the year behind.
    text.fill(whole.replace("within: 24 hours", "within: 12 hours", 1))
    page.locator("button[value=outlook]").click()
    page.locator("text=查看结果").click(timeout=PATIENCE)
    expect(page.locator("h1")).to_contain_text("试运行")
    expect(page.locator(".cards")).to_contain_text("到期时刻移动")

    # Proposed; his own signature is not offered.
    lawyer.goto(CHANGE)
    expect(page.locator(".draft-found")).to_be_visible()
    text.fill(changed)
    page.locator("[name=reason]").fill("按本局规定缩短为十二小时")
    page.locator("button[value=propose]").click()
    expect(page.locator(".message-good").first).to_contain_text("已提请")
    address = page.url.removeprefix(lawyer.service.address)
    assert page.locator("button[value=publish]").count() == 0

    leader = person("leader")
    assert leader.goto(address) == 200
    expect(leader.page.locator(".law-diff")).to_contain_text("within: 12 hours")
    leader.page.locator("button[value=publish]").click()
    expect(leader.page.locator("main")).to_contain_text("已按新的一页重新判断", timeout=PATIENCE)
    leader.goto("/law/proposals/")
    expect(leader.page.locator("table")).to_contain_text("已发布")
    assert lawyer.goto("/law/rules/custody.notify-family/") == 200
    assert lawyer.faults == leader.faults == []


def test_the_pages_fit_a_narrow_screen(person):
    lawyer = person("legal.department", viewport={"width": 390, "height": 844})
    for address in (CHANGE, "/law/proposals/", "/law/packs/", "/law/write/"):
        assert lawyer.goto(address) == 200
        assert lawyer.page.evaluate("document.documentElement.scrollWidth") == 390, address
