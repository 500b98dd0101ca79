"""What everybody finds on his workbench, and where it leads."""

from datetime import timedelta

import pytest
from tests.ledgers import moment
from tests.unit.screens.findings.conftest import (
    Browser,
    cluster,
    desk,
    dispatched,
    empty_postgresql,
    empty_sqlite,
    mended,
    page_of,
    peopled_postgresql,
    peopled_sqlite,
    station,
    station_pack,
)

from guiju.bureau import commands

__all__ = [
    "cluster", "desk", "empty_postgresql", "empty_sqlite", "peopled_postgresql", "peopled_sqlite", "station",
    "station_pack",
]  # fmt: skip
pytestmark = pytest.mark.parametrize("station", ["sqlite"], indirect=True)


def test_each_finds_what_is_his_to_do_with_a_button_that_does_it(desk):
    finding = desk.verified(desk.searched(case="A100"))
    order = dispatched(desk, finding)
    assert f"/orders/{order}/do/sign_for_order/" in Browser(desk, "handler").reads("/")
    assert order not in Browser(desk, "mate").reads("/")
    assert "A100" not in Browser(desk, "west").reads("/")
    mended(desk, order)
    clerk = Browser(desk, "clerk").reads("/")
    assert "待复核" in clerk
    assert f'href="/orders/{order}/"' in clerk


def test_a_task_is_narrowed_by_its_kind(desk):
    desk.searched(case="A100")
    legal = Browser(desk, "legal")
    assert "A100" in legal.reads("/?task=verify")
    assert "A100" not in legal.reads("/?task=close")
    assert legal.get("/?task=nothing").status_code == 422


def test_what_was_done_lies_in_done(desk):
    finding = desk.searched()
    legal = Browser(desk, "legal")
    legal.posts(page_of(finding, "do/verify_group/"), reason="看过记录")
    page = legal.reads("/tray/done/")
    assert "核查属实" in page
    assert "看过记录" in page
    assert "看过记录" not in Browser(desk, "chief").reads("/tray/done/")


def test_what_a_chief_lent_lies_in_the_tray_marked_as_his(desk):
    order = dispatched(desk, desk.verified(desk.searched()), to_unit="990151000000")
    assert order in Browser(desk, "chief").reads("/")
    assert order not in Browser(desk, "mate").reads("/")
    words = desk.words("chief", "2026-03-02T09:00")
    until = moment("2026-03-02T09:00") + timedelta(days=5)
    commands.delegate("unit_chief", "mate", unit="990151000000", valid_until=until, **words)
    page = Browser(desk, "mate").reads("/")
    assert order in page
    assert ">代<" in page


def test_the_digest_tells_of_yesterday_and_leads_to_the_lists(desk):
    legal = Browser(desk, "legal")
    assert "今日没有到期" in legal.reads("/")
    desk.searched()
    desk.verified(desk.searched())
    page = legal.reads("/")
    assert "新发现的疑似问题 <strong>1</strong>" in page
    assert "核查属实 <strong>1</strong>" in page
    address = "/findings/?state=verified&changed.from=2026-03-01"
    assert f'href="{address}"' in page
    assert "共 1 条" in legal.reads(address)
    desk.book.pass_time(days=3)
    assert "新发现的疑似问题" not in legal.reads("/")


def test_a_workbench_counts_no_person_and_no_visit(desk):
    desk.searched()
    page = Browser(desk, "chief").reads("/")
    for words in ("登录次数", "排名", "活跃"):
        assert words not in page


def test_an_administrator_has_a_workbench_without_any_case(desk):
    desk.searched(case="A100")
    page = Browser(desk, "sys").reads("/")
    assert "A100" not in page
    assert "七日内到期" not in page
