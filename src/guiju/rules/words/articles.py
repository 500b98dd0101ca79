"""The order of articles as a lawyer leafs through them: 第9条 before 第10条, 第八条 before 第八条之一 before 第九条."""

import re

_PART = re.compile(r"第([0-9零〇一二两三四五六七八九十百千]+)[条款项章节](?:之([0-9一二三四五六七八九十]+))?")
_BARE = re.compile(r"^[（(]?([0-9零〇一二两三四五六七八九十百千]+)")
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000}
LAST = 1 << 30


def article_order(article: str) -> tuple[tuple[tuple[int, int], ...], str]:
    """A key by which articles sort naturally; what carries no number comes last.

    >>> sorted(["第十条", "第9条第2款", "第九条", "待核", "第八条之一"], key=article_order)
    ['第八条之一', '第九条', '第9条第2款', '第十条', '待核']
    """
    first = re.split(r"[、，；,;]", article)[0]
    parts = tuple((number(part[1]), number(part[2] or "0")) for part in _PART.finditer(first))
    if not parts:
        bare = _BARE.match(first)
        parts = ((number(bare[1]), 0),) if bare else ((LAST, 0),)
    return parts, article


def number(text: str) -> int:
    """A number as articles write it, in either kind of digits.

    >>> number("一百二十六"), number("十"), number("二〇二"), number("38")
    (126, 10, 202, 38)
    """
    if text.isascii():
        return int(text)
    if not set(text) & set(_PLACES):
        return int("".join(str(_DIGITS[char]) for char in text))
    total = digit = 0
    for char in text:
        if char in _PLACES:
            total += (digit or 1) * _PLACES[char]
            digit = 0
        else:
            digit = _DIGITS[char]
    return total + digit
