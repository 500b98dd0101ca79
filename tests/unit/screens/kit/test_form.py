"""Forms: read strictly, shown again with what was typed, and never lost half-written."""

from datetime import date

import pytest
from django.db import connection
from tests.unit.screens.kit.conftest import AT, Markup

from guiju.screens.components.form import Choice, Field, Form, FormRefused, Kind
from guiju.screens.components.form.drafts import clear_old_drafts, find_draft, save_draft
from guiju.screens.components.form.pages import save
from guiju.screens.models import FormDraft

KEY = "0123456789abcdef" * 2
DAY = 86_400_000_000
FORM = Form(
    "review",
    (
        Field("outcome", "结论", Kind.RADIO, choices=(Choice("true", "属实"), Choice("false", "不属实"))),
        Field("reason", "理由", Kind.LONG, is_required=False, longest=10),
        Field("amount", "金额", Kind.AMOUNT, is_required=False, least=0),
        Field("on", "日期", Kind.DATE, is_required=False),
        Field("at", "时间", Kind.INSTANT, is_required=False),
        Field("ways", "方式", Kind.CHOICES, is_required=False, choices=(Choice("a", "甲"), Choice("b", "乙"))),
        Field("number", "件数", Kind.NUMBER, is_required=False, most=9),
    ),
    (Choice("save", "提交"), Choice("keep", "暂存")),
    keeps_draft=True,
)


def read(visiting, **sent):
    return FORM.read(visiting(sent={"_key": KEY, "outcome": "true", **sent}))


def test_a_sound_form_gives_values_of_their_kinds(visiting):
    filled = read(
        visiting,
        reason=" 一\r\n二 ",
        amount="1,234.5",
        on="2026年3月2日",
        at="2026-03-02T09:05",
        ways=["b", "a"],
        number="7",
    )
    assert filled.is_sound
    assert filled.text("reason") == "一\n二"
    assert filled.number("amount") == 123_450
    assert filled.values["on"] == date(2026, 3, 2)
    assert filled.number("at") == AT
    assert filled.values["ways"] == ("b", "a")
    assert (filled.act, filled.key, filled.status) == ("save", KEY, 200)


@pytest.mark.parametrize("name", ["unit", "score", "recorded_at", "is_staff", "outcome__gt"])
def test_a_field_that_the_form_does_not_have_refuses_the_whole(visiting, name):
    with pytest.raises(FormRefused):
        read(visiting, **{name: "1"})


def test_a_field_given_twice_refuses_the_whole(visiting):
    with pytest.raises(FormRefused):
        read(visiting, outcome=["true", "false"])


@pytest.mark.parametrize("key", ["", "x", KEY.upper(), KEY + "0"])
def test_without_a_key_of_its_own_nothing_is_taken(visiting, key):
    with pytest.raises(FormRefused):
        read(visiting, _key=key)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("outcome", "maybe"), ("outcome", ""), ("reason", "一二三四五六七八九十十一"), ("reason", "a\0b"), 
        ("amount", "12.345"),
        ("amount", "-1"), ("amount", "NaN"), ("amount", "1e400"), ("on", "2026-02-30"), ("on", "0001-01-01"), 
        ("at", "昨天"),
        ("ways", "c"), ("number", "10"), ("number", "1.5"), ("number", "9" * 400),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_beside_its_field_and_kept(visiting, name, typed):
    filled = read(visiting, **{name: typed})
    assert set(filled.errors) == {name}
    assert filled.status == 422
    assert filled.typed[name] == (typed,)
    assert name not in filled.values


def test_a_form_with_errors_is_shown_with_what_was_typed_and_where_it_is_wrong(visiting):
    visit = visiting(sent={"_key": KEY, "outcome": "", "reason": "<b>一</b>", "number": "十"})
    markup = Markup(str(FORM.show(visit, FORM.read(visit))))
    (wrong,) = [one for one in markup.all("input") if one.get("name") == "number"]
    assert wrong["value"] == "十"
    assert wrong["aria-invalid"] == "true"
    assert wrong["aria-describedby"] == "review-number-error"
    assert "<b>一</b>" in markup.text
    assert markup.can_run == []
    assert {"#review-outcome", "#review-number"} <= {one["href"] for one in markup.all("a")}


def test_a_form_shown_again_keeps_its_key_so_that_a_second_click_is_the_same_act(visiting):
    visit = visiting(sent={"_key": KEY, "outcome": ""})
    inputs = Markup(str(FORM.show(visit, FORM.read(visit)))).all("input")
    assert [one["value"] for one in inputs if one["name"] == "_key"] == [KEY]


def test_each_opening_has_a_key_of_its_own(visiting):
    assert FORM.blank(visiting()).key != FORM.blank(visiting()).key


def test_a_secret_is_never_written_back(visiting):
    form = Form("secret", (Field("password", "口令", Kind.SECRET), Field("name", "名字")))
    visit = visiting(sent={"_key": KEY, "password": "不可回写", "name": ""})
    filled = form.read(visit)
    assert filled.text("password") == "不可回写"
    assert "不可回写" not in str(form.show(visit, filled))


def post_draft(visiting, account="jia", at=AT, key=KEY, **typed):
    shown = FORM.show(visiting(account=account), FORM.blank(visiting(account=account), "F-1"))
    return save(visiting("/kit/drafts/", {"_key": key, "_draft": shown.sign, **typed}, account=account, at=at))


def test_what_was_half_written_is_there_when_the_form_is_opened_again(visiting, tables):
    assert "09:05" in post_draft(visiting, reason="写到一半", outcome="false").content.decode()
    filled = FORM.blank(visiting(account="jia"), "F-1", {"reason": "原值"})
    assert filled.typed["reason"] == ("写到一半",)
    assert filled.typed["outcome"] == ("false",)
    assert filled.draft_at == AT
    assert FORM.blank(visiting(account="yi"), "F-1").draft_at is None
    assert FORM.blank(visiting(account="jia"), "F-2").draft_at is None


def test_a_draft_cannot_be_read_in_the_database(visiting, tables):
    post_draft(visiting, reason="写到一半")
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM form_draft")
        body = bytes(cursor.fetchone()[0])
    assert body and "写到一半".encode() not in body and b"reason" not in body


def test_once_the_form_is_sent_a_late_saving_does_not_bring_it_back(visiting, tables):
    post_draft(visiting, reason="写到一半")
    visit = visiting(sent={"_key": KEY, "outcome": "true"}, account="jia")
    FORM.done(visit, FORM.read(visit, "F-1"))
    assert "未保存" in post_draft(visiting, reason="迟到").content.decode()
    assert FORM.blank(visiting(account="jia"), "F-1").draft_at is None


def test_a_draft_is_gone_after_thirty_days(visiting, tables):
    post_draft(visiting, reason="写到一半")
    assert find_draft("jia", "review", "F-1", at=AT + 30 * DAY - 1) is not None
    assert find_draft("jia", "review", "F-1", at=AT + 30 * DAY) is None
    assert clear_old_drafts(at=AT + 30 * DAY) == 1
    assert not FormDraft.objects.exists()


def test_a_draft_moved_to_another_account_is_not_opened(visiting, tables):
    post_draft(visiting, reason="写到一半")
    FormDraft.objects.update(account="yi")
    assert find_draft("yi", "review", "F-1", at=AT) is None


def test_a_draft_of_a_form_that_was_not_drawn_for_this_account_is_refused(visiting, tables):
    shown = FORM.show(visiting(account="jia"), FORM.blank(visiting(account="jia"), "F-1"))
    for sign in (shown.sign, "", "x" + shown.sign):
        with pytest.raises(FormRefused):
            save(visiting("/kit/drafts/", {"_key": KEY, "_draft": sign, "reason": "一"}, account="yi"))
    with pytest.raises(FormRefused):
        post_draft(visiting, unit="U2")


def test_a_draft_too_long_to_be_typed_is_not_kept(tables):
    assert not save_draft("jia", "review", "", KEY, {"reason": ("x" * 300_000,)}, at=AT)
