"""What may never score anyone: quantities of punishment and of crime, and traces of activity.

Law: 行政处罚法 第七十四条 (fines); the opinion of 2011 and the provincial rules are cited second-hand and marked so.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Forbidden:
    """One kind of indicator that no scale may hold: how it is recognised, what it is called, and who forbids it."""

    label: str
    pattern: re.Pattern[str]
    authority: str


_FINES_LAW = "《行政处罚法》第七十四条"
_OPINION = "公安部2011年意见（据公开报道转引，待核）"
_PROVINCE = "省级考评细则（转引，待核）"
_HOUSE = "本系统的公平原则（不采用活动量）"
# A quantity: a bare plural counts as one, so `fines` alone is refused and a rule id such as `pay-fine` is not.
_MUCH = r"(?:s|s?[\s_.-]*(?:count|number|num|amount|sum|total|quota|rate|ratio|share|target|volume)s?)"

_FIGURE = r".{0,4}(?:数|额|量|率|任务|指标)"


def _word(english: str, chinese: str) -> re.Pattern[str]:
    return re.compile(rf"(?:^|[^a-z])(?:{english}){_MUCH}(?:$|[^a-z])|{chinese}", re.IGNORECASE)


FORBIDDEN = (
    Forbidden(
        "罚款、罚没数额",
        _word("fine|penalt(?:y|ie)|confiscation|forfeiture", rf"(?:罚款|罚没|没收|罚金){_FIGURE}|^罚[款没]$"),
        _FINES_LAW,
    ),
    Forbidden("拘留数", _word("detention|detainee|custody", rf"拘留{_FIGURE}|^(?:行政|刑事)?拘留$"), _OPINION),
    Forbidden("逮捕数", _word("arrest", rf"(?:逮捕|批捕|打击处理){_FIGURE}|^逮捕$"), _OPINION),
    Forbidden("发案数", _word("crime|incident|offen[cs]e", r"发案|(?:警情|案件)总?[数量]|立案[数量率]"), _OPINION),
    Forbidden("破案率", _word("clear(?:ance|ed|up)|solved|detection", r"破案|侦破|查处(?:数|率)"), _OPINION),
    Forbidden("退查率", _word("return(?:ed)?", rf"退查|退补|退回{_FIGURE}"), _PROVINCE),
    Forbidden(
        "登录、签到、轨迹等活动量",
        re.compile(r"log[\s_.-]*ins?(?:$|[^a-z])|check[\s_.-]*ins?(?:$|[^a-z])|gps|\btracks?\b|activit|登录|签到|打卡|轨迹|活跃"),
        _HOUSE,
    ),
)  # fmt: skip


def find_forbidden(name: str) -> Forbidden | None:
    """The ban that an item of this name falls under, or None."""
    return next((item for item in FORBIDDEN if item.pattern.search(name)), None)
