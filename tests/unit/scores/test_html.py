"""The page that is circulated: everything in one file, nothing in it that runs or leads outside."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from guiju.scores.reports.briefing import Briefing
from guiju.scores.reports.html import html_page, write_html
from guiju.scores.reports.lights import Near
from guiju.scores.reports.refusal import ReportNotWritten
from guiju.values.finding import RefusedRow, RuleCount

HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>&amp;\0\u202e{{ 7*7 }}"
VOID = {"meta", "br", "link", "img", "hr", "input"}


class Outline(HTMLParser):
    """The elements of a page, their attributes, and whether each is closed where it should be."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.open, self.text = [], [], []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open and self.open[-1] == tag, (tag, self.open)
        self.open.pop()

    def handle_data(self, data):
        self.text.append(data)

    def count(self, tag):
        return sum(name == tag for name, _ in self.tags)


def said(page):
    """What a reader sees, style sheet left out, runs of white space as one."""
    return re.sub(r"\s+", " ", "".join(Outline(re.sub(r"(?s)<style>.*?</style>", "", page)).text))


def test_the_page_is_well_formed_and_runs_nothing(briefing):
    outline = Outline(html_page(briefing))
    assert outline.open == []
    assert not {tag for tag, _ in outline.tags} & {"script", "link", "iframe", "img", "object", "embed", "form", "base"}
    assert not [attrs for _, attrs in outline.tags if any(name.startswith("on") or name == "style" for name in attrs)]


def test_the_page_leads_nowhere_outside_itself(briefing):
    page = html_page(briefing)
    assert not re.search(r"https?:|//[a-z]|@import|url\(|src=|javascript:", page)
    targets = {attrs["href"] for tag, attrs in Outline(page).tags if tag == "a"}
    anchors = {f"#{attrs['id']}" for _, attrs in Outline(page).tags if "id" in attrs}
    assert targets and targets <= anchors


def test_hostile_names_stay_text_everywhere(pack, make_result, finding):
    bad = finding(
        keys={"case": HOSTILE, "person": HOSTILE}, unit=HOSTILE, officers=(HOSTILE,), trigger_type=HOSTILE,
        unverified=(HOSTILE,),
    )  # fmt: skip
    result = replace(
        make_result(bad), source=HOSTILE, unmapped={HOSTILE: 1}, refused_rows=(RefusedRow(1, HOSTILE),),
        missing={"cases.decide": {HOSTILE: 1}},
    )  # fmt: skip
    page = html_page(Briefing(result, pack, lambda item: [HOSTILE]), xlsx=HOSTILE)
    outline = Outline(page)
    assert outline.count("script") == outline.count("img") == 0
    assert "\0" not in page and "\u202e" not in page
    assert said(page).count("<script>alert(1)</script>") >= 8
    assert "␀⟨U+202E⟩{{ 7*7 }}" in said(page)


def test_a_finding_says_who_what_when_and_why(briefing):
    text = said(html_page(briefing))
    for words in (
        "疑似问题，未经法制员核实", "示例.csv", "截至 2026-04-03 02:00（Asia/Shanghai）", "A2026-0001",
        "当事人 P1", "甲所", "J001",
        "最迟 2026-03-02 08:00", "超期 1 分钟", "最迟 2026-03-31 当日", "超期 2 天 2 小时",
        "2026-03-10 届满后", "差 1 分钟",
        "《示例程序法》第九条第一款", "结论：A2026-0001 疑似问题", "未核实项：依法不通知", "内部口径",
    ):  # fmt: skip
        assert words in text, words


def test_every_light_carries_its_word(briefing):
    page = html_page(briefing)
    lights = re.findall(r'<span class="light (\w+)">([^<]*)</span>', page)
    assert lights
    meaning = {"red": {"超期", "不符", "超期办结", "超期未办", "不符合要求"}, "green": {"正常"}, "grey": {"未决"}}
    for colour, word in lights:
        assert word in meaning[colour]


def test_duties_that_come_due_soon_are_shown_where_they_are_counted(pack, why, make_result):
    result = make_result()
    result.summary["cases.decide"] = RuleCount(duties=5, running=5)
    without = said(html_page(Briefing(result, pack, why)))
    assert "临期" not in without
    page = html_page(Briefing(result, pack, why, near={"cases.decide": Near(reminded=3, close=2)}))
    assert '<span class="light yellow">临期</span>' in page
    assert "临期 2 · 提醒 3" in said(page)


def test_a_rule_shows_its_gravest_and_how_many_more_there_are(pack, why, make_result, finding):
    findings = [finding(case=f"C{number:03d}", late_seconds=60 * (number + 1)) for number in range(12)]
    result = make_result(*findings)
    page = html_page(Briefing(result, pack, why, per_rule=5), xlsx="疑似问题.xlsx")
    shown = re.findall(r"<b>(C\d+)</b>", page)
    assert shown == ["C011", "C010", "C009", "C008", "C007"]
    assert "以上为最严重的 5 条，另有 7 条见 疑似问题.xlsx 的“疑似问题”表。" in said(page)
    assert "另有 7 条；加 --xlsx 可导出全部" in said(html_page(Briefing(result, pack, why, per_rule=5)))


def test_breaches_that_others_owe_are_told_apart(pack, why, make_result, finding):
    result = make_result(finding())
    result.summary["custody.tell-family"].overdue += 3
    text = said(html_page(Briefing(result, pack, why)))
    assert "另有 3 项超期由其他机关负责，不列为问题。" in text


def test_what_was_not_decided_and_why_stands_on_the_page(briefing):
    text = said(html_page(briefing))
    for words in ("本数据源不含该环节", "缺 2027 年节假日历", "其他环节", "时间“昨天”读不懂", "文件未涉及的规则 1 条"):
        assert words in text, words


def test_an_empty_check_says_so_in_every_section(pack, why, make_result):
    text = said(html_page(Briefing(make_result(), pack, why)))
    for words in ("未发现疑似问题。", "没有未决的义务。", "全部环节都已映射。", "没有退回的行。"):
        assert words in text
    nothing = make_result()
    for name in nothing.summary:
        nothing.summary[name] = RuleCount()
    assert "文件中没有产生任何义务的记录" in said(html_page(Briefing(nothing, pack, why)))


def test_the_english_page_holds_no_chinese_of_ours(pack, make_result, finding, overdue, early):
    briefing = Briefing(
        make_result(finding(), overdue, early), pack, lambda item: ["because"], language="en"
    )  # fmt: skip
    page = html_page(briefing)
    assert '<html lang="en">' in page
    ours = said(page)
    for theirs in ("规矩", "示例程序法", "示例财物规定", "示例接警规定", "示例.csv", "甲所", "乙所"):
        ours = ours.replace(theirs, "")
    ours = re.sub(r"第[一二三四五六七八九十]+[条款](?:第[一二三四五六七八九十]+款)?", "", ours)
    assert re.findall("[\u4e00-\u9fff]+", ours) == []


def test_the_page_uses_no_style_that_an_office_browser_lacks(briefing):
    style = re.search(r"(?s)<style>(.*?)</style>", html_page(briefing))[1]
    assert not re.search(r":has\(|:is\(|:where\(|color-mix|@layer|@container|inset:|aspect-ratio", style)
    assert "@media print" in style and "@media screen and (max-width" in style


def test_the_page_is_written_as_utf_8_or_refused(briefing, tmp_path):
    write_html(briefing, tmp_path / "报告.html")
    assert (tmp_path / "报告.html").read_text(encoding="utf-8") == html_page(briefing)
    with pytest.raises(ReportNotWritten):
        write_html(briefing, tmp_path / "no" / "报告.html")
