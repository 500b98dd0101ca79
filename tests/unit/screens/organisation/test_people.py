"""A unit and an officer on their pages: what the registers remember, for whoever answers for them, and for oneself."""

import json
import re
from pathlib import Path

import pytest
from tests.unit.bureau.conftest import EAST_STATION, OPERATOR, WEST, WEST_STATION
from tests.unit.screens.findings.conftest import (
    Browser,
    cluster,
    desk,
    empty_postgresql,
    empty_sqlite,
    peopled_postgresql,
    peopled_sqlite,
    station,
    station_pack,
)

from guiju.bureau import commands
from guiju.project.roles import ROLES
from guiju.screens.organisation.people.duties import PERMITTED

__all__ = [
    "cluster", "desk", "empty_postgresql", "empty_sqlite", "peopled_postgresql", "peopled_sqlite", "station",
    "station_pack",
]  # fmt: skip
pytestmark = pytest.mark.slow
BUDGETS = json.loads((Path(__file__).parents[3] / "contract" / "query_counts.json").read_text(encoding="utf-8"))
UNIT = f"/manage/units/{EAST_STATION}/"
HANDLER = "0151001"


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


@pytest.fixture
def renamed(desk):  # noqa: F811 — the fixture imported above
    """The eastern station gets another name, an establishment, and an officer whose credential lapses soon."""
    said = desk.words
    commands.rename_unit(EAST_STATION, "东圩新派出所", **said(OPERATOR, "2026-01-01T00:00"))
    commands.fix_establishment(EAST_STATION, 9, kind="police", **said(OPERATOR, "2026-01-02T00:00"))
    granted = {"officer": (HANDLER,), "name": "enforcement_qualification"}
    last = desk.book.now.date().replace(day=28)
    desk.event("credentials.granted", "2024-03-01T09:00", unit=EAST_STATION, until=last.isoformat(), **granted)
    return desk


def test_a_unit_tells_its_names_its_strength_and_what_lapses(renamed):
    chief = Browser(renamed, "chief")
    page = words(chief.reads(UNIT))
    assert "东圩新派出所" in page and "东圩派出所" in page, "the former name stands in its history"
    assert re.search(r"民警 9 4 ", page), "nine posts fixed, four held"
    assert "90 日内失效 1 项" in page
    assert "账号和角色" not in page, "roles are no affair of a chief"
    listed = words(chief.reads(f"{UNIT}credentials/?state=soon"))
    assert HANDLER in listed and "共 1 条" in listed
    everybody = words(chief.reads(f"{UNIT}credentials/"))
    assert "未见记录" in everybody and "失效 " not in everybody.partition("警号")[2].partition("只列现任")[0]
    posts = words(chief.reads(f"{UNIT}posts/?state=now"))
    assert "共 4 条" in posts and "警员0151001" in posts


def test_a_foreign_and_an_absent_unit_or_officer_get_the_same_answer(renamed):
    chief = Browser(renamed, "chief")
    for address in ("", "posts/", "credentials/"):
        assert chief.get(f"/manage/units/{WEST_STATION}/{address}").status_code == 404
        assert chief.get(f"/manage/units/000000000000/{address}").status_code == 404
    assert chief.get("/manage/officers/0251001/").status_code == chief.get("/manage/officers/none/").status_code == 404
    assert chief.get(f"/manage/officers/{HANDLER}/").status_code == 200
    assert Browser(renamed, "handler").get(f"/manage/officers/{HANDLER}/").status_code == 403
    assert chief.get(f"{UNIT}roles/").status_code == 403


def test_everybody_reads_of_himself_what_he_may_do_today_and_why(renamed):
    page = words(Browser(renamed, "handler").reads("/account/record/"))
    assert "主办民警" in page and "登记办案环节" in page and "两名安全管理员授予" in page
    assert "具有执法资格，有效至" in page
    other = words(Browser(renamed, "chief").reads(f"/manage/officers/{HANDLER}/"))
    assert "具有执法资格" in other and "两名安全管理员授予" not in other, "roles are his own and the security's affair"
    known = words(Browser(renamed, "sec1").reads(f"/manage/officers/{HANDLER}/"))
    assert "两名安全管理员授予" in known and "历次授权" in known


def test_those_who_look_after_accounts_learn_nothing_of_credentials(renamed):
    for account in ("sec1", "aud"):
        reader = Browser(renamed, account)
        of_unit, of_officer = words(reader.reads(UNIT)), words(reader.reads(f"/manage/officers/{HANDLER}/"))
        assert "东圩新派出所" in of_unit and "警员0151001" in of_officer, "the registers are their affair"
        assert "执法资格" not in of_unit and "日内失效" not in of_unit
        assert "执法资格" not in of_officer
        assert reader.get(f"{UNIT}credentials/").status_code == 404


def test_who_has_no_police_number_has_no_record_of_his_own(renamed):
    assert Browser(renamed, "sec1").get("/account/record/").status_code == 404


def test_what_was_before_a_unit_moved_stays_with_its_former_command(renamed):
    said = renamed.words
    commands.end_post("0151002", EAST_STATION, **said(OPERATOR, "2026-01-10T00:00"))
    commands.move_unit(EAST_STATION, WEST, **said(OPERATOR, "2026-01-20T00:00"))
    renamed.account("westdept")
    renamed.grant("westdept", "unit_chief", WEST)
    west = words(Browser(renamed, "westdept").reads(f"{UNIT}posts/"))
    assert HANDLER in west and "0151002" not in west, "who left before the move never served under the new command"


def test_roles_on_a_unit_are_told_with_those_that_ended(renamed):
    [grant] = [one for one in renamed_grants(renamed) if one.account == "mate"]
    commands.revoke_role(grant.event, **renamed.words("sec1"))
    renamed.book.pass_time(minutes=1)
    page = words(Browser(renamed, "sec1").reads(f"{UNIT}roles/"))
    assert "mate" in page and "已结束" in page and "chief" in page
    assert "mate" not in words(Browser(renamed, "sec1").reads(f"{UNIT}roles/?state=now"))


def renamed_grants(office):
    from guiju.bureau.careers import list_grants_ever

    return list_grants_ever(office.scope("sec1"), at=office.now, unit=EAST_STATION)


def test_every_permission_is_worded():
    held = {act for role in ROLES.values() for act in role.may}
    assert held - set(PERMITTED) == set()


def test_the_pages_keep_to_their_budgets(renamed):
    asked = {}
    for name, account, address in (
        ("organisation.unit", "chief", UNIT), ("organisation.unit_posts", "chief", f"{UNIT}posts/"),
        ("organisation.unit_credentials", "chief", f"{UNIT}credentials/"),
        ("organisation.unit_roles", "sec1", f"{UNIT}roles/"),
        ("organisation.officer", "sec1", f"/manage/officers/{HANDLER}/"),
    ):  # fmt: skip
        reader = Browser(renamed, account)
        reader.reads(address)
        asked[name] = reader.statements
    assert asked == {name: BUDGETS.get(name) for name in asked}
