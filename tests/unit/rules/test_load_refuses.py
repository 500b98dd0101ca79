"""A page that is not fully understood is refused in one line that names file, edition, field and the nearest word."""

import pytest
from tests.unit.rules.conftest import page

from guiju.rules.pages.refusal import LawRefused
from guiju.values.yaml_text import YamlFault, read_yaml_text

LAW = {"instrument": "某办法", "article": "第1条"}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"unles": ["b"]}, ["0.yaml", "unles", "unless"]),
        ({"when": "aa"}, ["0.yaml", "when", "aa", "“a”"]),
        ({"must": {"happen": "b", "within": "3 dayz"}}, ["within", "dayz", "days"]),
        ({"must": {"happen": "b", "within": "3 fortnights"}}, ["within", "fortnights", "months"]),
        ({"must": {"happen": "b", "within": "3 days"}}, ["3 days", "时钟", "clock"]),
        ({"must": {"happen": "b", "within": "at_onse"}}, ["at_onse", "at_once"]),
        ({"must": {"hapen": "b", "within": "24 hours"}}, ["hapen", "happen"]),
        ({"must": {"happen": "b", "wait": "3 days", "within": "24 hours"}}, ["恰有一个动词"]),
        ({"must": {"happen": "b", "within": "24 hours", "until": "c"}}, ["until"]),
        ({"must": {"satisfy": {"rank": ">= county_haed"}}, "cases": None}, ["county_haed"]),
        ({"editions": [{"from": "2000-01-01"}]}, ["2000-01-01", "law", "依据"]),
        ({"editions": [{"from": "2000-01-01", "law": {"instrument": "某办法"}}]}, ["依据"]),
        ({"editions": [{"from": "2000-13-01", "law": LAW}]}, ["2000-13-01", "日期"]),
        (
            {"editions": [{"from": "2000-01-01", "to": "2001-01-01", "law": LAW}, {"from": "2001-01-02", "law": LAW}]},
            ["空档"],
        ),
        (
            {"editions": [{"from": "2000-01-01", "to": "2001-01-02", "law": LAW}, {"from": "2001-01-01", "law": LAW}]},
            ["重叠"],
        ),
        ({"editions": [{"from": "2000-01-01", "law": LAW, "title": {"zh": "x"}}]}, ["title"]),
        ({"cases": []}, ["cases", "算例"]),
        ({"cases": [{"name": "x", "happened": {"z": "2026-01-01T00:00+08:00"}, "expect": {"outcome": "kept"}}]}, ["z"]),
        ({"cases": [{"name": "x", "happened": {"a": "2026-01-01T00:00"}, "expect": {"outcome": "kept"}}]}, ["时区"]),
        ({"severity": "grave"}, ["severity", "grave"]),
        ({"same": ["case", "persn"]}, ["same", "persn", "person"]),
        (
            {"extend": [{"by": "c", "to": "48 hours", "approved_by": "county_hed"}]},
            ["approved_by", "county_hed", "county_head"],
        ),
        ({"extend": [{"by": "c", "to": "2 days"}]}, ["extend"]),
        ({"when": {"overdue": "duty.two"}}, ["overdue", "duty.two"]),
        ({"id": "nothing"}, ["id"]),
        ({"owed_by": "nobody"}, ["owed_by", "nobody"]),
        ({"status": "draft"}, ["status", "draft"]),
    ],
)
def test_in_one_helpful_line(pack_of, change, words):
    content = {key: value for key, value in page(**change).items() if value is not None}
    events = {name: {"keys": ["person"], "attributes": ["rank", "approver"]} for name in "abcdefg"}
    with pytest.raises(LawRefused) as refused:
        pack_of(content, events=events)
    line = refused.value.sentence
    assert "\n" not in line
    assert [word for word in words if word not in line] == []


def test_yaml_words_stay_what_they_are(pack_of):
    """`on`, `no`, `12:30` and dates are text; a doubled key and an alias are refused."""
    content = page(when={"event": "a", "where": {"kind": "no", "shift": "on"}})
    pack = pack_of(content)
    assert pack.rules[0].editions[0].trigger.event.where is not None
    assert pack.rules[0].editions[0].trigger.event.where.parts[0].predicate.values == ("no",)


def test_a_doubled_key_is_refused(tmp_path):
    from guiju.project.catalogue import VOCABULARY
    from guiju.project.env import shipped_law
    from guiju.rules.load import load

    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "x.yaml").write_text("id: a.b\nid: a.c\n", encoding="utf-8")
    with pytest.raises(LawRefused, match="重复"):
        load(tmp_path, shipped=shipped_law(), vocabulary=VOCABULARY)
    (tmp_path / "rules" / "x.yaml").write_text("id: &x a.b\ntitle: *x\n", encoding="utf-8")
    with pytest.raises(LawRefused, match="别名"):
        load(tmp_path, shipped=shipped_law(), vocabulary=VOCABULARY)


@pytest.mark.parametrize(
    ("text", "words", "line"),
    [
        ("a: 1\nb: 2\na: 3\n", "键“a”重复", 3), ("a: 1\n? [b]\n: 2\n", "键不能是列表", 2),
        ("a: &x 1\nb: &x 2\n", "锚点“x”重复", 2), ("a: 1\n<<: {b: 2}\n", "合并键", 2),
        ("a: 1\n---\nb: 2\n", "不止一份", 2), ("a: " + "9" * 5_000, "位数过多", 0),
    ],
)  # fmt: skip
def test_what_a_text_of_ours_may_not_hold_is_named_with_its_line(text, words, line):
    with pytest.raises(YamlFault, match=words) as fault:
        read_yaml_text(text)
    assert fault.value.line == line


def test_a_plain_word_is_a_number_or_a_truth_only_where_yaml_1_2_says_so():
    text = "[1, -2, .5, 007, 1e5, 12:30, 2026-01-01, true, yes, 'true', ~, '', null, 'null']"
    assert read_yaml_text(text) == [
        1, -2, 0.5, "007", "1e5", "12:30", "2026-01-01", True, "yes", "true", None, "", None, "null",
    ]  # fmt: skip
    assert read_yaml_text("") is None
