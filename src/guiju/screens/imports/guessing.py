"""What the columns and words of a file probably mean: said by the file itself, by usage, never by guesses alone.

What is not recognised stays open; a person decides.
"""

import re
from collections.abc import Iterable, Mapping

from guiju.facts.take_in.rows import XES_NAMES
from guiju.facts.take_in.survey import Survey
from guiju.screens.imports.choices import Choices
from guiju.screens.imports.targets import EVENT, FIELD, HAPPENED_AT, TYPE, Targets

_SYNONYMS = {
    TYPE: (
        "环节", "环节名称", "业务环节", "节点", "节点名称", "业务节点", "操作", "操作名称", "活动", "事件", "事项",
        "type",
    ),
    HAPPENED_AT: (
        "时间", "发生时间", "办理时间", "操作时间", "业务时间", "事件时间", "环节时间", "登记时间", "日期", "发生日期",
        "办理日期", "happened_at",
    ),
    "field:case": ("案件编号", "案号", "案件号", "案件编码", "案件代码", "案事件编号"),
    "field:unit": ("单位", "单位代码", "单位编码", "办案单位", "主办单位", "承办单位", "办案单位代码", "机构代码"),
    "field:officer": ("民警", "警号", "办案民警", "主办民警", "承办人", "办案人", "经办人", "民警警号", "主办人"),
    "field:person": ("人员编号", "人员编码", "当事人编号", "嫌疑人编号", "人员id"),
    "field:item": ("物品编号", "物品编码", "财物编号", "涉案财物编号"),
    "field:call": ("警情编号", "接警单编号", "警情号", "接处警编号"),
    "field:act": ("行为编号", "文书编号"),
    "field:room": ("房间编号", "房间号"),
    "field:recording": ("录像编号", "视频编号", "音视频编号"),
    "field:source_id": ("流水号", "序列号", "记录编号", "主键", "id"),
}  # fmt: skip
_REPEATED = (HAPPENED_AT,)
"""A date and a time may stand in two columns, which are read as one."""
_NOISE = re.compile(r"[\s_:：·.\-]|[（(][^（）()]*[）)]")


def guess(survey: Survey, targets: Targets, former: Choices | None = None) -> Choices:
    """What the columns and words of a file probably mean; what was chosen for the source before goes first."""
    before = former or Choices()
    known = _readings(targets)
    columns: dict[str, str] = {}
    for name in survey.names:
        code = before.columns[name] if name in before.columns else known.get(_bare(name), "")
        if code and (code not in columns.values() or code in _REPEATED or name in before.columns):
            columns[name] = code
    if TYPE in columns.values():
        columns = {name: code for name, code in columns.items() if not code.startswith(EVENT)}
    elif any(code.startswith(EVENT) for code in columns.values()):
        columns = {name: code for name, code in columns.items() if code != HAPPENED_AT}
    found = Choices(columns)
    return Choices(columns, guess_events(words_of(survey, found), targets, before.events))


def guess_events(words: Iterable[str], targets: Targets, former: Mapping[str, str]) -> dict[str, str]:
    """What the words of a source for events mean, as far as they are known."""
    known = {_bare(label): name for label, name in targets.events.items()} | {
        name: name for name in targets.event_labels
    }
    found = {word: former.get(word) or known.get(word) or known.get(_bare(word), "") for word in words}
    return {word: name for word, name in found.items() if name}


def words_of(survey: Survey, choices: Choices) -> dict[str, int]:
    """The words for events in the column that holds them, with how often each occurs; empty where there is no such."""
    columns = choices.columns_of(TYPE)
    return dict(survey.values.get(columns[0], ())) if len(columns) == 1 else {}


def _readings(targets: Targets) -> dict[str, str]:
    """The code of each name by which a field or an event is called."""
    labels = {_bare(label): code for label, code in targets.columns.items()}
    events = {_bare(label): EVENT + name for label, name in targets.events.items()}
    timed = {f"{label}{end}": code for label, code in events.items() for end in ("时间", "日期")}
    names = {code.removeprefix(FIELD): code for code in targets.column_labels if code.startswith(FIELD)}
    usage = {_bare(word): code for code, words in _SYNONYMS.items() for word in words}
    xes = {_bare(name): FIELD + key for key, name in XES_NAMES.items()}
    return {**events, **timed, **{_bare(name): code for name, code in names.items()}, **labels, **xes, **usage}


def _bare(text: str) -> str:
    return _NOISE.sub("", text).casefold()
