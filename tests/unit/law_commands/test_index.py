"""The index: every article in its place, every page under it, with its days and whether it runs."""

import pytest
from tests.unit.law_commands.conftest import close, make_law, tell

from guiju.rules.words.articles import article_order

RULES = {"instrument": "示例办法", "article": "第9条"}


@pytest.fixture
def index(tmp_path, guiju):
    def run(*pages, instruments=None):
        law = make_law(tmp_path / "law", *pages, instruments=instruments)
        out = tmp_path / "index.md"
        result = guiju("law", "index", "--law", law, "--out", out)
        assert result.exit_code == 0, result.output
        return out.read_text(encoding="utf-8")

    return run


def test_articles_stand_in_the_order_of_their_numbers():
    articles = [
        "第一百二十六条",
        "第10条",
        "第9条第2款",
        "第九条",
        "第二十条",
        "第八条之一",
        "第9条第1款",
        "待核",
        "一",
    ]
    assert sorted(articles, key=article_order) == [
        "一", "第八条之一", "第九条", "第9条第1款", "第9条第2款", "第10条", "第二十条", "第一百二十六条", "待核",
    ]  # fmt: skip


def test_each_article_lists_its_pages_with_severity_and_days(index):
    text = index(tell(), close(editions=[{"from": "2000-01-01", "to": "2026-01-01", "law": RULES}]))
    assert "| 第9条 | `duty.close` | 受理后三十日内办结 | 瑕疵 | 2000-01-01 至 2025-12-31 |" in text
    assert "| 第九条 | `duty.tell` | 受理后三日内告知 | 一般 | 2000-01-01 起 |" in text


def test_editions_that_follow_each_other_are_one_span_and_a_hole_is_shown(index):
    other = {"instrument": "示例办法", "article": "第八条"}
    page = tell(
        editions=[
            {"from": "2000-01-01", "to": "2010-01-01", "law": RULES},
            {"from": "2010-01-01", "to": "2015-01-01", "law": RULES, "severity": "fatal"},
            {"from": "2015-01-01", "to": "2020-01-01", "law": other},
            {"from": "2020-01-01", "law": [RULES, other], "severity": "minor"},
        ]
    )
    text = index(page)
    assert "| 第9条 | `duty.tell` | 受理后三日内告知 | 瑕疵 | 2000-01-01 至 2014-12-31；2020-01-01 起 |" in text
    assert "| 第八条 | `duty.tell` | 受理后三日内告知 | 瑕疵 | 2015-01-01 起 |" in text


def test_pages_that_do_not_run_are_marked(index):
    instruments = {"示例办法": {"clock": "period"}, "内部规定": {"clock": "period", "rank": "policy"}}
    internal = [{"from": "2000-01-01", "law": {"instrument": "内部规定", "article": "第1条"}}]
    text = index(tell(status="unverified"), close(editions=internal), instruments=instruments)
    assert "受理后三日内告知（待核，未启用）" in text
    assert "受理后三十日内办结（内部文件，未启用）" in text


def test_higher_texts_come_first_and_say_what_overrides_them(index):
    instruments = {
        "示例办法": {"clock": "period", "rank": "rule", "superseded_by": "示例法"},
        "示例法": {"clock": "period", "rank": "law", "name": "中华示例法"},
    }
    law = [{"from": "2000-01-01", "law": {"instrument": "示例法", "article": "第1条"}}]
    text = index(tell(), close(editions=law), instruments=instruments)
    assert text.index("## 示例法\n\n中华示例法；法律") < text.index(
        "## 示例办法\n\n部门规章；与《示例法》不一致的从其规定"
    )


def test_a_folder_of_its_own_needs_a_place_to_write_to(law, guiju):
    result = guiju("law", "index", "--law", law)
    assert result.exit_code == 2
    assert "--out" in result.output


def test_the_index_replaces_nothing_but_an_index(law, guiju):
    page = law / "instruments.yaml"
    before = page.read_bytes()
    assert guiju("law", "index", "--law", law, "--out", page).exit_code == 2
    assert page.read_bytes() == before
