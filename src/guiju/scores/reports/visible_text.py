"""Text from a file made safe to look at: what cannot be seen is shown, nothing is dropped in silence."""

import re
import unicodedata

MAX_CELL = 32_767
"""What one Excel cell holds."""

DANGEROUS_STARTS = frozenset("=+-@|%＝＋－＠")
"""First characters that a spreadsheet may take for the beginning of a formula."""

# Controls, bidirectional marks, zero-width characters, surrogates and non-characters.
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff\ufdd0-\ufdef"
    "\ufffe\uffff]"
)


def visible(text: str) -> str:
    """The same text with every unseen character replaced by a sign for it.

    >>> visible("A\\x00B\\tC")
    'A␀B␉C'
    >>> visible("\\u202e") == "⟨U+202E⟩"
    True
    """
    return _UNSEEN.sub(_sign, text)


def _sign(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"⟨U+{code:04X}⟩"


def is_dangerous(text: str) -> bool:
    """Tell whether a spreadsheet might read a formula into ``text`` when somebody edits the cell."""
    return text.lstrip()[:1] in DANGEROUS_STARTS


def shortened(text: str, mark: str, limit: int = MAX_CELL) -> str:
    """The text as far as a cell holds it, with ``mark`` where it was cut."""
    if 2 * len(text) <= limit or len(text.encode("utf-16-le")) // 2 <= limit:
        return text
    return text[: (limit - len(mark)) // 2] + mark


def width(text: str) -> int:
    """How wide the text is in half-width characters: a Chinese character counts two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
