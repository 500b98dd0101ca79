"""The scale of a year, and what it may not hold."""

from decimal import Decimal

import pytest

from guiju.scores.scale import ScaleRefused, load_scale, open_scale

PLAIN = """
year: 2026
full: 100
floor: 0
deductions: {fatal: 20, major: 5, minor: 1}
overrides: {cases.decide: 30}
bands:
  - {name: good, zh: 优秀, from: 90, source: 待核}
  - {name: poor, zh: 不达标, from: 0, source: 待核}
veto: []
ties: shared
"""


@pytest.fixture
def write(tmp_path):
    def write(text: str, name: str = "2026.yaml"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_an_override_replaces_the_points_of_its_severity(write):
    scale = load_scale(write(PLAIN), rules={"cases.decide"})
    assert scale.deduction("cases.decide", "major") == Decimal(30)
    assert scale.deduction("cases.other", "major") == Decimal(5)


def test_points_never_fall_below_the_floor(write):
    scale = load_scale(write(PLAIN.replace("floor: 0", "floor: 10")))
    assert scale.points(Decimal(89)) == Decimal(11)
    assert scale.points(Decimal(250)) == Decimal(10)


def test_the_shipped_scale_loads(root):
    folder = root / "law" / "scales"
    scale = load_scale(folder / "2026.yaml", rules=set())
    assert scale.full == Decimal(100)
    assert set(scale.deductions) == {"fatal", "major", "minor"}


@pytest.mark.parametrize(
    "item",
    ["fines", "fine_amount", "罚款", "罚没款数额", "人均罚款额", "confiscation_total"],
)
def test_fines_in_a_scale_are_refused_by_article_74(write, item):
    text = PLAIN.replace("minor: 1}", f"minor: 1, {item}: 2}}")
    with pytest.raises(ScaleRefused) as refused:
        load_scale(write(text))
    assert refused.value.code == "scale.forbidden_indicator"
    assert f"“{item}”" in refused.value.sentence
    assert "《行政处罚法》第七十四条" in refused.value.sentence
    assert refused.value.sentence.count("。") == 1


@pytest.mark.parametrize(
    ("item", "called"),
    [
        ("detention_count", "拘留数"), ("行政拘留数", "拘留数"), ("arrests", "逮捕数"), ("批捕率", "逮捕数"),
        ("crime_count", "发案数"), ("发案数", "发案数"), ("clearance_rate", "破案率"), ("破案率", "破案率"),
        ("return_rate", "退查率"), ("退查率", "退查率"), ("login_count", "活动量"), ("签到次数", "活动量"),
    ],
)  # fmt: skip
def test_other_quantities_and_traces_are_refused_too(write, item, called):
    with pytest.raises(ScaleRefused) as refused:
        load_scale(write(PLAIN + f"indicators: [{{name: x, item: {item}, weight: 10}}]\n"))
    assert refused.value.code == "scale.forbidden_indicator"
    assert called in refused.value.sentence


def test_a_forbidden_item_is_refused_wherever_it_is_named(write):
    for text in (
        PLAIN.replace("veto: []", "veto: [破案率]"),
        PLAIN.replace("{cases.decide: 30}", "{罚款数额: 30}"),
        PLAIN + "fines: {target: 100000}\n",
    ):
        with pytest.raises(ScaleRefused) as refused:
            load_scale(write(text))
        assert refused.value.code == "scale.forbidden_indicator"


def test_a_duty_about_fines_is_no_quantity_of_fines(write):
    text = PLAIN.replace("cases.decide: 30", "fines.send-notice: 3, cases.pay-fine: 2, custody.arrest-approval: 4")
    assert load_scale(write(text)).deduction("cases.pay-fine", "minor") == Decimal(2)


def test_an_unknown_rule_is_refused_with_the_nearest(write):
    with pytest.raises(ScaleRefused, match=r"cases\.decides.*是否应为“cases\.decide”"):
        load_scale(write(PLAIN.replace("cases.decide", "cases.decides")), rules={"cases.decide"})


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("minor: 1", "minor: -1", "deductions.minor"),
        ("minor: 1", "minor: nan", "deductions.minor"),
        ("minor: 1", "minor: true", "deductions.minor"),
        (", minor: 1", "", "缺少 minor"),
        ("full: 100", "fulll: 100", "fulll"),
        ("floor: 0", "floor: 100", "floor"),
        ("ties: shared", "ties: by_name", "ties"),
        ("from: 90", "from: 0", "由高到低"),
        ("year: 2026", "year: soon", "year"),
    ],
)
def test_a_scale_that_is_not_understood_is_refused_with_its_place(write, old, new, told):
    assert old in PLAIN
    with pytest.raises(ScaleRefused) as refused:
        load_scale(write(PLAIN.replace(old, new, 1)))
    assert told in refused.value.sentence


def test_the_scale_of_the_year_counts_else_the_last_before_it(write, tmp_path):
    for year in (2024, 2026):
        write(PLAIN.replace("year: 2026", f"year: {year}"), f"{year}.yaml")
    assert [open_scale(tmp_path, year).year for year in (2023, 2024, 2025, 2026, 2030)] == [
        2024,
        2024,
        2024,
        2026,
        2026,
    ]


def test_no_scale_at_all_is_said(tmp_path):
    with pytest.raises(ScaleRefused, match="没有任何年度的评分标准"):
        open_scale(tmp_path, 2026)
