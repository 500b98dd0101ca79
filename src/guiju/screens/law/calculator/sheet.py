"""The sheet of the calculator: a line for each person or matter, and below them what lengthened or stopped it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from guiju.rules.instrument import Instrument
from guiju.screens.components.component import Component
from guiju.screens.components.form.field import Choice, Field, Kind
from guiju.screens.components.form.form import FieldShown, Filled, Form, FormShown
from guiju.screens.kit.visit import Visit
from guiju.values.clock import Clock

MOST_LINES, MOST_CHANGES = 12, 24
RECKON, LINE, CHANGE, PRINT = "reckon", "line", "change", "print"
BY_LAW = "law:"
UNITS = {
    "hours": gettext_noop("小时"), "days": gettext_noop("日"), "workdays": gettext_noop("个工作日"),
    "months": gettext_noop("个月"), "years": gettext_noop("年"), "minutes": gettext_noop("分钟"),
}  # fmt: skip
CLOCKS = {
    Clock.PERIOD: gettext_noop("开始当日不算，末日逢放假顺延"),
    Clock.CUSTODY: gettext_noop("羁押期间：开始当日不算，不顺延"),
    Clock.WORKDAYS: gettext_noop("只数工作日"),
    Clock.ELAPSED: gettext_noop("按实际经过（小时、分钟）"),
    Clock.PLAIN: gettext_noop("自然日、自然月，不顺延"),
    Clock.CUSTODY_FIRST_DAY: gettext_noop("羁押期间：开始当日计入，不顺延"),
}
EXTENDED, STOPPED, RESTARTED, BEFORE = "extended", "stopped", "restarted", "before"
KINDS = {
    EXTENDED: gettext_noop("延长"), STOPPED: gettext_noop("停止计算"), RESTARTED: gettext_noop("重新起算"),
    BEFORE: gettext_noop("期满前提出"),
}  # fmt: skip
OF_LINE = ("who", "start", "time", "amount", "unit", "clock")
OF_CHANGE = ("line", "kind", "on", "at", "until", "to", "more", "of")


@dataclass(frozen=True, slots=True)
class SheetShown(Component):
    """The sheet as it is drawn: each line and each change with its fields side by side."""

    template: ClassVar[str] = "law/sheet.html"
    form: FormShown
    lines: Sequence[tuple[str, Sequence[FieldShown]]]
    changes: Sequence[tuple[str, Sequence[FieldShown]]]


def size_of(sent: QueryDict) -> tuple[int, int]:
    """How many lines and changes were sent, within bounds."""
    lines = sum(f"start{number}" in sent for number in range(1, MOST_LINES + 1))
    changes = sum(f"line{number}" in sent for number in range(1, MOST_CHANGES + 1))
    return max(lines, 1), changes


def form_of(lines: int, changes: int, instruments: Mapping[str, Instrument]) -> Form:
    """The form of so many lines and changes."""
    fields = [one for number in range(1, lines + 1) for one in _of_line(number, instruments)]
    fields += [one for number in range(1, changes + 1) for one in _of_change(number, lines)]
    acts = [Choice(RECKON, gettext_lazy("计算"))]
    if lines < MOST_LINES:
        acts.append(Choice(LINE, gettext_lazy("加一行")))
    if changes < MOST_CHANGES:
        acts.append(Choice(CHANGE, gettext_lazy("加一项延长、停止或重新起算")))
    return Form("limits", tuple(fields), (*acts, Choice(PRINT, gettext_lazy("打印"))))


def _of_line(number: int, instruments: Mapping[str, Instrument]) -> list[Field]:
    clocks = [Choice(clock.value, _(label)) for clock, label in CLOCKS.items()]
    clocks += [
        Choice(f"{BY_LAW}{name}", _("按《%(law)s》") % {"law": name})
        for name, one in instruments.items() if one.clock is not None
    ]  # fmt: skip
    return [
        Field(f"who{number}", gettext_lazy("当事人或事项"), is_required=False, longest=60,
              placeholder=gettext_lazy("可以只写代号")),
        Field(f"start{number}", gettext_lazy("起算日期"), Kind.DATE, is_required=False),
        Field(f"time{number}", gettext_lazy("时刻"), is_required=False, longest=5, placeholder="10:20"),
        Field(f"amount{number}", gettext_lazy("期限"), Kind.NUMBER, is_required=False, least=1, most=999_999),
        Field(f"unit{number}", gettext_lazy("单位"), Kind.CHOICE, is_required=False, choices=_choices(UNITS)),
        Field(f"clock{number}", gettext_lazy("数法"), Kind.CHOICE, is_required=False, choices=tuple(clocks)),
    ]  # fmt: skip


def _of_change(number: int, lines: int) -> list[Field]:
    which = tuple(Choice(str(line), _("第 %(n)s 行") % {"n": line}) for line in range(1, lines + 1))
    return [
        Field(f"line{number}", gettext_lazy("用于"), Kind.CHOICE, is_required=False, choices=which),
        Field(f"kind{number}", gettext_lazy("变动"), Kind.CHOICE, is_required=False, choices=_choices(KINDS)),
        Field(f"on{number}", gettext_lazy("批准、停止或重新起算日"), Kind.DATE, is_required=False),
        Field(f"at{number}", gettext_lazy("时刻"), is_required=False, longest=5),
        Field(f"until{number}", gettext_lazy("恢复日"), Kind.DATE, is_required=False),
        Field(f"to{number}", gettext_lazy("时刻"), is_required=False, longest=5),
        Field(f"more{number}", gettext_lazy("延长或提前多少"), Kind.NUMBER, is_required=False, least=1, most=999_999),
        Field(f"of{number}", gettext_lazy("单位"), Kind.CHOICE, is_required=False, choices=_choices(UNITS)),
    ]


def _choices(words: Mapping[str, str]) -> tuple[Choice, ...]:
    return tuple(Choice(value, _(label)) for value, label in words.items())


def grown(filled: Filled, act: str, lines: int, changes: int) -> dict[str, tuple[str, ...]]:
    """What was typed, with a new line or change: a line begins with the limit of the one before it."""
    typed = dict(filled.typed)
    if act == LINE:
        typed |= {f"{name}{lines + 1}": typed.get(f"{name}{lines}", ()) for name in ("amount", "unit", "clock")}
    else:
        typed |= {f"line{changes + 1}": (str(lines),)}
    return typed


def shown(visit: Visit, form: Form, filled: Filled, *, address: str) -> SheetShown:
    """The sheet as it is drawn."""
    drawn = form.show(visit, filled, address=address)
    by_name = {one.field.name: one for one in drawn.fields}

    def of(names: Sequence[str], title: str) -> list[tuple[str, list[FieldShown]]]:
        found = []
        number = 1
        while f"{names[0]}{number}" in by_name:
            found.append((_(title) % {"n": number}, [by_name[f"{name}{number}"] for name in names]))
            number += 1
        return found

    return SheetShown(drawn, of(OF_LINE, gettext_noop("第 %(n)s 行")), of(OF_CHANGE, gettext_noop("变动 %(n)s")))
