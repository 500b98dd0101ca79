"""A lawyer answers questions; what comes out is a page of law, or a sentence about the answer that cannot be one."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.ledgers import SHANGHAI
from tests.unit.findings.lawmaking.conftest import law_folder

from guiju.findings.law import LawInForce
from guiju.findings.lawmaking.drafted import compose, field_at
from guiju.findings.lawmaking.drafting import (
    SAME,
    Case,
    Circumstance,
    Comparison,
    Draft,
    DraftRefused,
    Expected,
    Happening,
    Role,
    Shape,
    lacking,
    lacking_of_cases,
)
from guiju.findings.lawmaking.trying import try_text
from guiju.rules.load import Folder
from guiju.values.yaml_text import read_yaml_text

__all__ = ["law_folder"]

KIN = {"person": "P1"}
ON_TIME = Case(
    "恰满二十四小时", "8时加24小时为次日8时",
    (Happening("trigger", "2026-03-10T08:00+08:00", KIN), Happening("answer", "2026-03-11T08:00+08:00", KIN)), "kept",
)  # fmt: skip
TOO_LATE = Case(
    "晚一分钟", "次日8时届满",
    (Happening("trigger", "2026-03-10T08:00+08:00", KIN), Happening("answer", "2026-03-11T08:01+08:00", KIN)), "late",
)  # fmt: skip
NEVER_TOLD = Case("没有通知", "一直没有", (Happening("trigger", "2026-03-10T08:00+08:00", KIN), Happening()), "overdue")
KIN_TOLD = Draft(
    subject="custody", name="tell-kin", title="拘留后告知亲属", severity="major", trigger="custody.detained",
    shape="within", answer="custody.family_notified", amount="24", unit="hours", same="case_person",
    laws="《甲法》第一条", first_day="2026-03-10", cases=(ON_TIME, TOO_LATE, NEVER_TOLD),
)  # fmt: skip


@pytest.fixture
def law(law_folder: Folder) -> LawInForce:
    return LawInForce(law_folder.pack, SHANGHAI, folder=law_folder)


def said(law: LawInForce, draft: Draft) -> dict:
    """The page as plain values; it loads, and its worked cases come out."""
    text = compose(law, draft)
    tried = try_text(law, text)
    assert (tried.refusal, tried.unmet) == ("", 0)
    page: dict = read_yaml_text(text)
    return page


def at(minute: str, **fields: str) -> Happening:
    return Happening("trigger", f"2026-03-10T08:{minute}+08:00", fields)


def test_answers_are_a_page_whose_worked_cases_come_out(law):
    page = said(law, KIN_TOLD)
    assert page["id"] == "custody.tell-kin"
    assert page["must"] == {"happen": "custody.family_notified", "within": "24 hours"}
    assert page["same"] == ["case", "person"]
    assert page["editions"] == [{"from": "2026-03-10", "law": {"instrument": "甲法", "article": "第一条"}}]
    assert len(page["cases"]) == 3
    assert len(page["cases"][2]["happened"]) == 1  # the row that was left empty is none


def test_a_duty_is_bound_to_circumstances_in_the_words_people_write(law):
    only = (Circumstance("kind", "equals", "刑事"), Circumstance("approver", "at_least", "县级以上公安机关负责人"))
    seen = replace(NEVER_TOLD, happened=(at("00", person="P1", kind="刑事", approver="县级以上公安机关负责人"),))
    other = Case("行政的不在本页", "只及于刑事", (at("00", person="P1", kind="行政"),), "no_duty")
    page = said(law, replace(KIN_TOLD, only=only, cases=(seen, other)))
    assert page["when"]["where"] == {"kind": "criminal", "approver": ">= county_head"}
    assert page["cases"][0]["happened"][0]["kind"] == "criminal"
    assert page["cases"][1]["expect"] == {"duties": 0}


def test_two_conditions_on_one_field_both_hold(law):
    only = (Circumstance("kind", "differs", "行政"), Circumstance("kind", "present"))
    seen = replace(NEVER_TOLD, happened=(at("00", person="P1", kind="刑事"),))
    page = said(law, replace(KIN_TOLD, only=only, cases=(seen,)))
    assert page["when"]["where"] == {"all": [{"kind": {"not": "administrative"}}, {"kind": "present"}]}


def test_a_step_itself_must_be_as_the_law_wants_it(law):
    two = Case("二人搜查", "不少于二人", (at("00", act="S1", officer="甲、乙"),), "kept")
    one = Case("一人搜查", "少于二人", (at("00", act="S1", officer="甲"),), "broken")
    draft = replace(
        KIN_TOLD, subject="cases", name="search-by-two", trigger="cases.searched", shape="satisfy", answer="",
        needs=(Circumstance("officers", "at_least", "2"),), amount="", unit="", same="case_act", cases=(two, one),
    )  # fmt: skip
    assert said(law, draft)["must"] == {"satisfy": {"officers": ">= 2"}}


def test_what_must_come_before_or_never_is_said_as_well(law):
    before = Case("先批准", "8:00 批准，8:30 搜查", (
        Happening("answer", "2026-03-10T08:00+08:00", {"act": "S1", "approver": "县级以上公安机关负责人"}),
        at("30", act="S1"),
    ), "kept")  # fmt: skip
    draft = replace(
        KIN_TOLD, subject="cases", name="approve-first", trigger="cases.searched", shape="before",
        answer="cases.approved", answer_only=Circumstance("approver", "at_least", "县级以上公安机关负责人"),
        amount="", unit="", same="case_act", cases=(before,),
    )  # fmt: skip
    wanted = {"event": "cases.approved", "where": {"approver": ">= county_head"}}
    assert said(law, draft)["must"] == {"have_happened": wanted}
    forbidden = replace(before, happened=(at("00", act="S1"), replace(before.happened[0], at="2026-03-10T09:00+08:00")))
    never = replace(draft, shape="never", cases=(replace(forbidden, expected="broken"),))
    assert said(law, never)["must"] == {"not_happen": wanted}


def test_a_word_of_the_law_without_a_number_is_a_limit_too(law):
    promptly = next(iter(law.pack.terms))
    draft = replace(KIN_TOLD, amount="", unit=promptly)
    assert lacking(draft) == ()
    assert read_yaml_text(compose(law, draft))["must"]["within"] == promptly


def test_the_last_day_that_was_worked_out_is_part_of_the_case(law):
    # 10 March and five days is Sunday the 15th; 甲法 counts as the procedure law does, so it rolls to the 16th.
    rolled = replace(TOO_LATE, expected="kept", due_on="2026-03-16")
    draft = replace(KIN_TOLD, amount="5", unit="days", cases=(rolled,))
    assert said(law, draft)["cases"][0]["expect"] == {"outcome": "kept", "due_on": "2026-03-16"}
    wrong = replace(draft, cases=(replace(rolled, due_on="2026-03-15"),))
    assert try_text(law, compose(law, wrong)).unmet == 1


def test_somebody_elses_duty_and_what_excuses_are_kept(law):
    draft = replace(KIN_TOLD, owed_by="procuratorate", excuse="custody.notice_withheld", other="custody.released")
    page = said(law, draft)
    assert (page["owed_by"], page["unless"]) == ("procuratorate", ["custody.notice_withheld"])
    assert page["must"]["happen"] == ["custody.family_notified", "custody.released"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": "Notify Family"}, "name"),
        ({"name": "notify-family"}, "name"),  # it is taken
        ({"trigger": "custody.nothing"}, "trigger"),
        ({"answer": "custody.nothing"}, "answer"),
        ({"amount": "0"}, "amount"),
        ({"amount": "12345678"}, "amount"),
        ({"unit": "weeks"}, "unit"),
        ({"laws": "甲法第一条"}, "laws"),
        ({"laws": "《丙法》第一条"}, "laws"),
        ({"same": "village"}, "same"),
        ({"only": (Circumstance("votes", "equals", "3"),)}, "only1_field"),
        ({"only": (Circumstance("kind", "equals", ""),)}, "only1_value"),
        ({"only": (Circumstance("kind", "at_least", "刑事"),)}, "only1_value"),
        ({"only": (Circumstance("kind", "equals", "> 5"),)}, "only1_value"),
        ({"cases": (replace(ON_TIME, happened=(Happening("until", "2026-03-10T08:00+08:00"),)),)}, "case1_row1_role"),
    ],
)
def test_what_cannot_be_part_of_a_page_is_named_by_its_field(law, change, field):
    with pytest.raises(DraftRefused) as refused:
        compose(law, replace(KIN_TOLD, **change))
    assert refused.value.field == field


def test_what_lacks_is_a_list_to_go_through_not_an_error():
    assert lacking(Draft()) == (
        "subject", "name", "title", "severity", "trigger", "shape", "same", "laws", "first_day", "case1_name",
    )  # fmt: skip
    assert lacking(KIN_TOLD) == ()
    assert lacking(replace(KIN_TOLD, shape="satisfy")) == ("need1_field",)
    assert lacking(replace(KIN_TOLD, unit="")) == ("unit",)
    begun = replace(ON_TIME, why="", happened=(Happening("trigger"),))
    assert lacking_of_cases(Draft(cases=(Case(), begun))) == ("case2_why", "case2_row1_at")


def test_a_case_that_is_half_written_stops_no_other(law):
    page = said(law, replace(KIN_TOLD, cases=(replace(ON_TIME, why=""), TOO_LATE)))
    assert [one["name"] for one in page["cases"]] == ["晚一分钟"]


def test_a_place_of_the_page_leads_back_to_the_answer(law):
    draft = replace(KIN_TOLD, cases=(Case(), replace(ON_TIME, happened=(Happening("trigger", "gestern"),))))
    tried = try_text(law, compose(law, draft))
    assert tried.rule is None
    assert field_at(draft, tried.place) == "case2_name"
    tried = try_text(law, compose(law, replace(KIN_TOLD, clock="moon")))
    assert field_at(KIN_TOLD, tried.place) == "amount"


TEXT = st.one_of(
    st.text(max_size=8), st.sampled_from(["", "是", "2", "刑事", "> 5", "present", "1..2", "a: b", "{x", "P1"])
)
EVENT = st.sampled_from(["custody.detained", "custody.family_notified", "cases.searched", "cases.approved", "x.y", ""])
ASKED = st.builds(Circumstance, st.sampled_from(["", "kind", "approver", "officers", "local_time", "?"]),
    st.sampled_from([*Comparison, "", "?"]), TEXT)  # fmt: skip
ROW = st.builds(
    Happening, st.sampled_from([*Role, "", "?"]),
    st.one_of(TEXT, st.sampled_from(["2026-03-10T08:00+08:00", "2026-03-10T08:00"])),
    st.dictionaries(st.sampled_from(["person", "officer", "kind", "act", "?"]), TEXT, max_size=2),
)  # fmt: skip
CASE = st.builds(Case, TEXT, TEXT, st.lists(ROW, max_size=2).map(tuple), st.sampled_from([*Expected, "", "?"]))
NAMED = {
    "title": TEXT, "title_en": TEXT, "name": st.one_of(TEXT, st.just("b-c")),
    "laws": st.one_of(TEXT, st.just("《甲法》第一条")),
    "severity": st.sampled_from(["major", "minor", "?"]), "first_day": st.one_of(TEXT, st.just("2026-03-10")),
    "trigger": EVENT, "answer": EVENT, "other": EVENT, "until": EVENT, "excuse": EVENT, "answer_only": ASKED,
    "shape": st.sampled_from([*Shape, "", "?"]), "same": st.sampled_from([*SAME, "", "?"]),
    "amount": st.sampled_from(["1", "24", "-1", "x", "999999999"]), "unit": st.sampled_from(["days", "hours", "?", ""]),
    "clock": st.sampled_from(["", "period", "workdays", "?"]), "owed_by": st.sampled_from(["", "court", "?"]),
    "only": st.lists(ASKED, max_size=2).map(tuple), "needs": st.lists(ASKED, max_size=2).map(tuple),
    "cases": st.lists(st.one_of(CASE, st.just(ON_TIME)), max_size=2).map(tuple),
}  # fmt: skip


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changed=st.dictionaries(st.sampled_from(sorted(NAMED)), st.none(), max_size=4), data=st.data())
def test_whatever_is_answered_is_a_page_or_a_sentence_about_a_field(law, changed, data):
    draft = replace(KIN_TOLD, **{name: data.draw(NAMED[name], name) for name in changed})
    try:
        text = compose(law, draft)
    except DraftRefused as refused:
        assert refused.sentence
        assert refused.field
        return
    tried = try_text(law, text)
    if tried.rule is None:
        assert tried.reason
        assert field_at(draft, tried.place), (tried.place, tried.refusal)
        return
    assert tried.rule.id == draft.id
    assert tried.rule.title["zh"] == " ".join(draft.title.split())
