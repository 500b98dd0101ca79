"""What is refused is told in the reader's language as far as it goes, and in the words it was written in."""

import re

from django.utils import translation

from guiju.project.site.urls import PAGES
from guiju.screens.components.form.form import Filled
from guiju.screens.kit.entrance import refusal
from guiju.screens.kit.words import refusal_said
from guiju.values.errors import GuijuError

ENGLISH = re.compile(r"[A-Z][a-z']* [ -~]+.*[.:]$")


class Overtaken(GuijuError):
    """Somebody else was quicker.

    More about it.
    """

    code = "test.overtaken"
    remedy = "请刷新。"


def kinds(one: type[GuijuError]) -> set[type[GuijuError]]:
    return {one, *(deeper for below in one.__subclasses__() for deeper in kinds(below))}


def test_on_a_chinese_page_it_is_the_sentence_and_the_remedy():
    assert refusal_said(Overtaken("甲已经办理。")) == ("甲已经办理。", "请刷新。")
    assert Filled({}, {}, "0" * 32).refused_by(Overtaken("甲已经办理。")).errors == {"": "甲已经办理。请刷新。"}


def test_on_an_english_page_it_is_led_by_what_happened_and_the_chinese_says_that_it_is():
    with translation.override("en"):
        sentence, remedy = refusal_said(Overtaken("<b>甲</b>已经办理。"))
        assert sentence == (
            "Somebody else was quicker. <code>test.overtaken</code> "
            '<span lang="zh">&lt;b&gt;甲&lt;/b&gt;已经办理。</span>'
        )
        assert remedy == '<span lang="zh">请刷新。</span>'
        assert refusal_said(Overtaken("Already done.")) == ("Already done.", '<span lang="zh">请刷新。</span>')
        said = Filled({}, {}, "0" * 32).refused_by(Overtaken("甲已经办理。")).errors[""]
        assert said.startswith("Somebody else was quicker.") and said.endswith('<span lang="zh">请刷新。</span>')


def test_the_page_of_a_refusal_draws_it_and_nothing_of_it_runs(visiting):
    with translation.override("en"):
        answer = refusal(visiting(**{"HX-Request": "true"}), 422, *refusal_said(Overtaken("<script>甲</script>")))
    page = answer.content.decode()
    assert '<span lang="zh">&lt;script&gt;甲' in page and "<script>甲" not in page


def test_every_refusal_describes_itself_in_one_english_line():
    assert PAGES
    ours = {one for one in kinds(GuijuError) if one.__module__.startswith("guiju.")}
    told = {one.__name__: one.__new__(one).description for one in ours}
    assert len(told) > 50
    assert {name: said for name, said in told.items() if not ENGLISH.match(said)} == {}
