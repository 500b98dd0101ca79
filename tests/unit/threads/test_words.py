"""What a record says is said in the reader's language: our words are English, what people call them is Chinese."""

import pytest
from django.utils.translation import override

from guiju.project.catalogue import SUBJECTS, VOCABULARY
from guiju.project.roles import WITHHELD
from guiju.screens.threads.wiring import install, wiring_of
from guiju.screens.threads.words import event_label, field_label, value_label


@pytest.fixture(autouse=True)
def words():
    install(wiring_of(SUBJECTS, VOCABULARY, WITHHELD, {"unit_head": "办案部门负责人"}))


@pytest.mark.parametrize(
    ("name", "word", "chinese", "english"),
    [
        ("matter", "detention_extension", "延长拘留期限", "detention extension"),
        ("approver", "unit_head", "办案部门负责人", "unit head"),
        ("matter", "青墟市公安局", "青墟市公安局", "青墟市公安局"),
        ("item", "case_no_7", "case_no_7", "case_no_7"),
    ],
)
def test_our_word_is_shown_on_an_english_page_and_what_a_source_wrote_stays(name, word, chinese, english):
    for language, said in (("zh-hans", chinese), ("en", english)):
        with override(language):
            assert value_label(name, word) == said


@pytest.mark.parametrize(
    ("language", "field", "event"), [("zh-hans", "拟罚款金额", "到案"), ("en", "proposed fine", "arrived")]
)
def test_fields_and_events_are_named_in_the_language_of_the_page(language, field, event):
    with override(language):
        assert (field_label("proposed_fine"), field_label("yet_unknown")) == (field, "yet_unknown")
        assert event_label("custody.arrived") == event
