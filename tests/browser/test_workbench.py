"""From the workbench to the answer of a newcomer's question: what falls due this week, and why."""

import pytest
from playwright.sync_api import Browser, expect
from tests.browser.test_findings import seen_by
from tests.unit.screens.findings.conftest import (
    cluster,
    desk,
    empty_postgresql,
    empty_sqlite,
    peopled_postgresql,
    peopled_sqlite,
    station,
    station_pack,
)
from tests.unit.screens.findings.test_lists import detained_at

__all__ = [
    "cluster", "desk", "empty_postgresql", "empty_sqlite", "peopled_postgresql", "peopled_sqlite", "station",
    "station_pack",
]  # fmt: skip
pytestmark = [pytest.mark.slow, pytest.mark.parametrize("station", ["sqlite"], indirect=True)]


@pytest.mark.parametrize("has_script", [True, False])
def test_what_falls_due_this_week_and_why_is_two_clicks_away(desk, browser: Browser, application_address, has_script):
    detained_at(desk, "C300", "2026-03-01T18:00")
    address = seen_by(desk, "chief", application_address)
    context = browser.new_context(java_script_enabled=has_script)
    page = context.new_page()
    page.goto(f"{address}/")
    page.click("text=本周到期的全部事项")
    expect(page.locator("table")).to_contain_text("C300")
    page.click("text=为什么是这一天")
    expect(page.locator("#drawer" if has_script else "main")).to_contain_text("《甲法》第一条")
    context.close()
