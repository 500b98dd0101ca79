"""Everything the site says in Chinese it can say in English."""

import polib
import pytest
from tests.translations import CATALOGUE, in_compiled, in_python, in_template, missing


def test_every_chinese_sentence_has_its_english():
    assert missing() == {}, "run: .venv/bin/python -m tests.translations"


def test_no_sentence_has_two_entries():
    said = [entry.msgid for entry in polib.pofile(str(CATALOGUE))]
    assert sorted(one for one in set(said) if said.count(one) > 1) == []


def test_placeholders_are_the_same_in_both_languages():
    strange = []
    for entry in polib.pofile(str(CATALOGUE)):
        for text in [entry.msgstr] if not entry.msgid_plural else entry.msgstr_plural.values():
            wanted = {part.split(")")[0] for part in entry.msgid.split("%(")[1:]}
            if not {part.split(")")[0] for part in text.split("%(")[1:]} <= wanted:
                strange.append(entry.msgid)
    assert strange == []


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{% load i18n %}{% translate '甲' %}", "甲"),
        ('{% load i18n %}<a title="{% translate "乙" %}">', "乙"),
        (
            "{% load i18n %}{% blocktranslate trimmed %}丙 {{ n }}（见注）{% endblocktranslate %}",
            "丙 %(n)s（见注）",
        ),
        ("{% load i18n %}{{ it.empty|default:_('丁') }}", "丁"),
    ],
)
def test_what_a_template_says_is_found(template, said):
    assert said in list(in_template(template, "x.html"))


def test_what_a_compiled_template_says_is_found():
    text = '<a title="{{ _("甲") }}">{{ it.empty or _("乙 %(n)s") % {"n": 1} }}</a>{{ spoken_("丁") }}'
    assert list(in_compiled(text)) == ["甲", "乙 %(n)s"]


def test_what_python_says_is_found():
    assert list(in_python('_("甲"); ngettext("乙", "乙", n); gettext_lazy("丙"); other("丁")')) == ["甲", "乙", "丙"]
