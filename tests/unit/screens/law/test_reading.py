"""The law on screen: what a legal officer reads of rules, laws, open questions, calendars and what has no rule."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.test import RequestFactory
from django.urls import resolve
from tests.ledgers import SHANGHAI
from tests.unit.screens.law.conftest import Browser

from guiju.findings.law import LawInForce, install_law, law_in_force
from guiju.project.env import shipped_law
from guiju.project.law_folder import open_law
from guiju.project.site.urls import PAGES
from guiju.rules.lint import with_page
from guiju.rules.pages.register import read_register
from guiju.screens.kit.page import SIGNED_IN
from guiju.screens.kit.site import Site
from guiju.screens.kit.site import install as install_site
from guiju.screens.kit.visit import Visit
from guiju.screens.law.wiring import LawFolder, install
from guiju.values.scope import Scope

pytestmark = pytest.mark.parametrize("station", ["sqlite"], indirect=True)
BUDGETS = json.loads((Path(__file__).parents[3] / "contract" / "query_counts.json").read_text(encoding="utf-8"))
FAMILY = "/law/rules/custody.notify-family/"
DECIDE = "/law/rules/cases.decide-public-order-case/"


def listed(page: str) -> int:
    """How many rows the list says that it has."""
    found = re.search(r"共 ([\d,]+) 条", page)
    return int(found[1].replace(",", "")) if found else 0


# -- the catalogue -------------------------------------------------------------------------------------------------


def test_every_rule_is_in_the_catalogue_and_each_condition_narrows_it(reader):
    pack = law_in_force().pack
    assert listed(reader.reads("/law/")) == len(pack.rules)
    for asked, shown, hidden in (
        ("law=行政强制法", "《行政强制法》", "《刑事诉讼法》"),
        ("subject=custody&q=家属", "拘留后二十四小时内通知家属", "治安案件在办案期限内作出处理"),
        ("step=custody.detained&q=24小时 家属", "", "治安案件在办案期限内作出处理"),
        ("q=notify-family", "拘留后二十四小时内通知家属", "治安案件在办案期限内作出处理"),
        ("q=刑事诉讼法 第85条", "拘留后二十四小时内通知家属", "治安案件在办案期限内作出处理"),
        ("standing=unread", "待核，未启用", "badge-good"),
    ):  # fmt: skip
        page = reader.reads(f"/law/?{asked}")
        assert shown in page and hidden not in page, asked
    fatal = sum(rule.editions[-1].shown_severity == "fatal" for rule in pack.rules)
    assert abs(listed(reader.reads("/law/?severity=fatal")) - fatal) <= 2  # editions to come are not today's
    runs = {one: listed(reader.reads(f"/law/?standing={one}")) for one in ("runs", "unread", "not_adopted", "over")}
    assert sum(runs.values()) + listed(reader.reads("/law/?standing=coming")) == len(pack.rules)
    assert reader.get("/law/?law=某某法").status_code == 422


def test_the_catalogue_begins_with_the_highest_law_and_its_first_article(reader):
    page = reader.reads("/law/")
    assert re.findall(r"《([^》]+)》第(\d+)条", page.partition("<tbody")[2])[0] == ("刑事诉讼法", "75")
    assert page.index("《刑事诉讼法》第75条") < page.index("《刑事诉讼法》第79条") < page.index("《刑事诉讼法》第118条")


def test_whoever_has_signed_in_may_read_the_law_and_a_stranger_may_not(reader, desk):
    desk.account("nobody")
    for page in (one for one in PAGES if one.name.startswith("law.") and one.may == SIGNED_IN and "<" not in one.path):
        assert Browser(desk, "nobody").get(f"/{page.path}").status_code in (200, 302), page.name
    stranger = Visit(None, Scope("", at=desk.now), replace(reader.holder, account=""), desk.now)
    install_site(Site(PAGES, lambda request: replace(stranger, request=request)))
    assert resolve("/law/").func(RequestFactory().get("/law/")).status_code == 302


# -- one rule ------------------------------------------------------------------------------------------------------


def test_the_page_of_a_rule_says_in_words_what_the_law_asks(reader):
    page = reader.reads(FAMILY)
    for words in (
        "执行刑事拘留之后，应当在24小时内通知家属。", "《刑事诉讼法》", "第85条第2款", "按经过的时间连续计算",
        "依法不通知或无法通知", "办案单位", "2020-09-01 起", "带入期限计算", "custody.notify-family",
    ):  # fmt: skip
        assert words in page, words
    assert "None" not in page and "custody.detained" not in page


def test_a_long_rule_tells_how_it_is_lengthened_stopped_and_begun_anew(reader):
    page = reader.reads(DECIDE)
    for words in (
        "应当在30日内", "上一级公安机关批准", "派出所案件：是", "委托鉴定至收到鉴定意见", "调解未成或不履行",
        "末日是节假日的顺延", "治安案件办案期限可以延长几次",
    ):  # fmt: skip
        assert words in page, words


def test_editions_stand_side_by_side_with_what_differs_and_from_when(reader):
    page = reader.reads(DECIDE)
    table = page.partition("各版本的不同")[2].partition("</table>")[0]
    assert re.findall(r"<th scope=\"col\">(\d[^<]+)</th>", table) == [
        "2013-01-01 起、至 2018-12-31 止", "2019-01-01 起、至 2025-12-31 止", "2026-01-01 起",
    ]  # fmt: skip
    assert "《治安管理处罚法》第99条" in table and "《治安管理处罚法》第118条" in table
    assert '<th scope="row">期限</th>' not in table  # thirty days in each of them


def test_a_rule_names_the_records_that_it_needs_and_what_follows_without_them(reader):
    page = reader.reads(FAMILY).partition("需要哪些记录")[2].partition("</table>")[0]
    for words in ("执行刑事拘留", "产生义务", "通知家属", "不能判断，不作为问题", "依法不通知或无法通知", "事由"):
        assert words in page, words
    assert "仍作为疑似问题，核查时须问明" in page


def test_worked_cases_are_run_as_the_page_is_opened(reader):
    page = reader.reads(FAMILY)
    cases = law_in_force().pack.rule("custody.notify-family").cases
    assert page.count('<span class="badge badge-good">相符</span>') == len(cases)
    assert "加24小时为 01-31 10:20" in page and "不符</span>" not in page
    assert "事由 无法通知" in page  # our word is told in theirs


def test_a_worked_case_that_no_longer_comes_out_is_told_on_top(reader, law):
    rule = law.pack.rule("custody.notify-family")
    wrong = replace(rule, cases=({**rule.cases[0], "expect": {"outcome": "overdue"}}, *rule.cases[1:]))
    install_law(LawInForce(with_page(law.pack, wrong), SHANGHAI))
    page = reader.reads(FAMILY)
    assert "有 1 个算例与预期不符" in page and "应为 overdue，实为 kept" in page


def test_a_measure_that_the_bureau_decided_is_told_and_its_worked_cases_are_not_called_wrong(reader, tmp_path, names):
    decisions = tmp_path / "decisions.yaml"
    decisions.write_text(
        "- {term: at_once, limit: 5 hours, level: county, by: 示例县公安局法制大队, on: 2026-02-01}\n", encoding="utf-8"
    )
    install_law(LawInForce(open_law(None, decisions), SHANGHAI))
    install(LawFolder(shipped_law(), decisions, names))
    page = reader.reads("/law/rules/cases.open-public-order-case/")
    assert "“立即”：5小时，县级 示例县公安局法制大队，2026年2月1日" in page
    assert "不可采信" not in page and "“立即”（内部口径5小时）" in page


def test_a_page_that_the_bureau_published_says_so_and_one_that_no_longer_fits_too(reader, law):
    name = "custody.notify-family"
    install_law(LawInForce(law.pack, SHANGHAI, texts={name: "id: …"}))
    assert "本页经本单位签发，代替随附的一页" in reader.reads(FAMILY)
    install_law(LawInForce(law.pack, SHANGHAI, texts={name: "id: …"}, unfit={name: "词汇表中没有这一事件"}))
    assert "现按随附的一页执行：词汇表中没有这一事件" in reader.reads(FAMILY)


def test_a_page_that_is_not_run_says_so(reader, law):
    off = next(rule for rule in law.pack.rules if not rule.is_active and not rule.is_policy)
    assert "只装载、不执行" in reader.reads(f"/law/rules/{off.id}/")
    policy = next(rule for rule in law.pack.rules if not rule.is_active and rule.is_policy)
    assert "本单位没有采用" in reader.reads(f"/law/rules/{policy.id}/")


def test_a_duty_that_another_authority_owes_is_not_the_stations(reader, law):
    owed = next(rule for rule in law.pack.rules if rule.editions[-1].owed_by == "procuratorate")
    assert "义务主体是检察机关" in reader.reads(f"/law/rules/{owed.id}/")


def test_what_does_not_exist_is_answered_alike(reader):
    told = [
        reader.get(address)
        for address in ("/law/rules/no.such/", "/law/interpretations/none/", "/law/calendars/1990/", "/law/changes/x/")
    ]
    assert [one.status_code for one in told] == [404] * 4
    assert len({re.sub(r"action=.*?>|value=\"[^\"]*\"", "", one.content.decode()) for one in told}) == 1


@pytest.mark.slow
def test_every_rule_has_a_page_that_can_be_read(reader):
    for rule in law_in_force().pack.rules:
        page = reader.reads(f"/law/rules/{rule.id}/")
        assert "不符</span>" not in page, rule.id
        text = re.sub(r"<[^>]+>", " ", page.partition("<main")[2].partition("</main>")[0])
        assert not re.search(r"None|Reference\(|Literal|\b(?!UTC)[a-z]+_[a-z_]+\b", text), rule.id


# -- beside the rules ----------------------------------------------------------------------------------------------


def test_each_law_stands_with_its_rank_texts_and_what_overrides_it(reader):
    page = reader.reads("/law/instruments/")
    assert listed(page) == len(law_in_force().pack.instruments)
    row = page.partition("公安机关办理行政案件程序规定")[2].partition("</tr>")[0]
    assert "部门规章" in row and "《治安管理处罚法》" in row
    order = page.partition("中华人民共和国治安管理处罚法")[2].partition("</tr>")[0]
    assert "至 2025年12月31日 止" in order and "自 2026年1月1日 起" in order
    assert "中华人民共和国刑事诉讼法" not in reader.reads("/law/instruments/?rank=rule")


def test_an_open_question_shows_its_readings_the_choice_and_what_the_others_would_move(reader):
    assert listed(reader.reads("/law/interpretations/")) == 20
    page = reader.reads("/law/interpretations/preservation-seven-days/")
    for words in (
        "先行登记保存的七日是自然日还是工作日", "自然日（较早的一天）", "现取", "随附的选择，尚无法制部门决定",
        "/law/rules/property.decide-preservation/", "改写依据、应当怎样",
    ):  # fmt: skip
        assert words in page, words
    assert "先行登记保存的七日" in reader.reads("/law/rules/property.decide-preservation/")


def test_a_decision_is_shown_with_who_took_it(reader, tmp_path, names):
    decisions = tmp_path / "decisions.yaml"
    decisions.write_text(
        "- {question: preservation-seven-days, choose: workdays, level: county, by: 示例县公安局法制大队,"
        " on: 2026-02-01, document: 示例会议纪要}\n", encoding="utf-8",
    )  # fmt: skip
    install(LawFolder(shipped_law(), decisions, names))
    page = reader.reads("/law/interpretations/preservation-seven-days/")
    assert "县级 示例县公安局法制大队，2026年2月1日，示例会议纪要" in page
    assert listed(reader.reads("/law/interpretations/?state=decided")) == 1


def test_the_calendar_shows_holidays_make_up_days_and_that_its_notice_is_unread(reader):
    page = reader.reads("/law/calendars/2026/")
    assert "待核" in page and "2026年2月15日 至 2026年2月23日，共 9 日" in page
    # 18 October workdays: 22 weekdays less five of the holiday's, and Saturday the 10th made up.
    october = page.partition("10 月")[2].partition("</section>")[0]
    assert "工作日 18 日" in october
    assert re.search(r'class="made-up"[^>]*>10<', october) and re.search(r'class="holiday"[^>]*>1<', october)
    assert reader.get("/law/calendars/").headers["Location"] == "/law/calendars/2026/"


def test_what_has_no_rule_is_listed_with_its_reason(reader):
    pack = law_in_force().pack
    register = read_register(shipped_law(), [rule.id for rule in pack.rules])
    page = reader.reads("/law/uncovered/")
    assert listed(page) == len(register.reasons) + len(register.checks) + len(register.articles)
    assert listed(reader.reads("/law/uncovered/?kind=paper_content")) == sum(
        one.kind == "paper_content" for one in register.reasons.values()
    )
    assert "决定书写了哪几项内容" in page and "文书写什么" in page


def test_a_change_of_law_is_told_with_both_outcomes(reader):
    assert "2026年1月1日《治安管理处罚法》" in reader.reads("/law/changes/")
    page = reader.reads("/law/changes/2026-01-01/")
    row = page.partition("行政拘留不执行的，增加情节严重等例外")[2].partition("</tr>")[0]
    assert "疑似问题：不符合要求" in row and "有法定例外，不构成问题" in row and "结果不同" in row
    assert "没有规则页" not in reader.reads("/law/changes/2026-01-01/?kind=switched").partition("<tbody")[2]


def test_the_pages_of_law_keep_to_their_budgets(reader):
    counted = {}
    for name, address in (
        ("law.rules", "/law/"), ("law.rule", FAMILY), ("law.calculator", "/law/calculator/"),
        ("law.instruments", "/law/instruments/"), ("law.interpretations", "/law/interpretations/"),
        ("law.calendar_year", "/law/calendars/2026/"), ("law.uncovered", "/law/uncovered/"),
        ("law.change_day", "/law/changes/2026-01-01/"),
    ):  # fmt: skip
        reader.reads(address)
        counted[name] = reader.statements
    print(counted)
    assert counted == {name: BUDGETS[name] for name in counted}
    assert all(number <= 6 for number in counted.values())
