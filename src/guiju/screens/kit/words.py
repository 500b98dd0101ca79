"""What a page says: a text, or one that is translated when it is shown (``gettext_lazy`` in a declaration)."""

import re

from django.utils.functional import Promise
from django.utils.html import format_html

from guiju.screens.kit.figures import is_english
from guiju.values.errors import GuijuError

Said = str | Promise
_CHINESE = re.compile("[\u4e00-\u9fff]")


def refusal_said(error: GuijuError) -> tuple[str, str]:
    """The sentence and the remedy of an error, as a page says them.

    They are Chinese with names and figures in them. On an English page they keep their words, marked as Chinese, and
    are led by what kind of refusal it is and by its code.
    """
    if not is_english():
        return error.sentence, error.remedy
    sentence = _marked(error.sentence)
    if sentence != error.sentence:
        sentence = format_html("{} <code>{}</code> {}", error.description, error.code, sentence)
    return sentence, _marked(error.remedy)


def _marked(text: str) -> str:
    return format_html('<span lang="zh">{}</span>', text) if _CHINESE.search(text) else text
