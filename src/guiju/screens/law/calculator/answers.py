"""What the sheet asks, put to the engine line by line, and what it answers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from guiju.rules.model import Pack
from guiju.rules.pages.reckoning import Question, Reckoned, reckon
from guiju.rules.words.reckoned import Teller
from guiju.rules.words.wording import day_in_words, limit_in_words
from guiju.screens.components.form.form import Filled
from guiju.screens.kit.figures import said_instant
from guiju.screens.law.calculator.prefilled import steps_shown
from guiju.screens.law.calculator.sheet import BEFORE, BY_LAW, EXTENDED, MOST_CHANGES, MOST_LINES, RESTARTED, STOPPED
from guiju.values.errors import GuijuError

_CLOCK = re.compile(r"([01]?\d|2[0-3])[:：]([0-5]\d)")


class SheetRefused(GuijuError):
    """A line of the sheet cannot be reckoned; says which."""

    code = "law.sheet"
    remedy = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """One line: who or what, how long from when, the day or instant it ends, and every step there.

    ``due`` is empty where there is none yet: a stop is open, or a calendar is missing.
    """

    title: str
    begins: str
    limit: str
    due: str
    steps: Sequence[tuple[str, str]]


def answers_of(filled: Filled, pack: Pack) -> list[Answer]:
    """The answer to every line that is filled in.

    Raises:
        SheetRefused: a line or a change is half filled in, or the engine refuses it.
    """
    found = []
    for number in range(1, MOST_LINES + 1):
        if any(filled.values.get(f"{name}{number}") for name in ("start", "amount")):
            found.append(_answer(filled, number, pack))
    if not found:
        raise SheetRefused(_("还没有填写期限。"), remedy=_("请至少填写一行的起算日期、期限和数法。"))
    return found


def _answer(filled: Filled, number: int, pack: Pack) -> Answer:
    place = _("第 %(n)s 行") % {"n": number}
    question = _question(filled, number, place)
    try:
        reckoned = reckon(question, pack)
    except GuijuError as error:
        raise SheetRefused(f"{place}：{error.sentence}", remedy=error.remedy) from error
    return Answer(
        filled.text(f"who{number}") or place,
        question.start.replace("T", " "),
        limit_in_words(reckoned.limit),
        _due(reckoned),
        steps_shown(Teller(reckoned).steps()),
    )


def _due(reckoned: Reckoned) -> str:
    verdict = reckoned.verdict
    if verdict.due_on is not None:
        return _("%(day)s 24时止") % {"day": day_in_words(verdict.due_on)}
    return "" if verdict.due_at is None else said_instant(verdict.due_at)


def _question(filled: Filled, number: int, place: str) -> Question:
    amount, unit = filled.number(f"amount{number}"), filled.text(f"unit{number}")
    clock, start = filled.text(f"clock{number}"), _instant(filled, f"start{number}", f"time{number}", place)
    if not start:
        raise SheetRefused(_("%(place)s：请填写起算日期。") % {"place": place})
    if amount is None or not unit:
        raise SheetRefused(_("%(place)s：请填写期限和单位。") % {"place": place})
    is_elapsed = unit in ("hours", "minutes")
    if is_elapsed and "T" not in start:
        raise SheetRefused(_("%(place)s：按小时、分钟计算的期限，请填写起算的时刻。") % {"place": place})
    if not is_elapsed and not clock:
        raise SheetRefused(
            _("%(place)s：请选择数法。") % {"place": place}, remedy=_("不清楚的，选所依据的法规，按其规定计算。")
        )
    changes = [_Change.of(filled, one, place) for one in range(1, MOST_CHANGES + 1) if _is_for(filled, one, number)]
    before = [one.length for one in changes if one.kind == BEFORE]
    if len(before) > 1:
        raise SheetRefused(_("%(place)s：“期满前提出”只能有一项。") % {"place": place})
    is_by_law = clock.startswith(BY_LAW)
    return Question(
        f"{amount} {unit}",
        start,
        clock="" if is_by_law else clock,
        instrument=clock.removeprefix(BY_LAW) if is_by_law else "",
        stops=tuple(f"{one.on}..{one.until}" for one in changes if one.kind == STOPPED),
        extensions=tuple(one.length + (f"@{one.on}" if one.on else "") for one in changes if one.kind == EXTENDED),
        restarts=tuple(one.on for one in changes if one.kind == RESTARTED),
        less=before[0] if before else "",
    )


@dataclass(frozen=True, slots=True)
class _Change:
    """What lengthened, stopped or restarted a line, as the engine's question writes it."""

    kind: str
    on: str
    until: str
    length: str

    @classmethod
    def of(cls, filled: Filled, number: int, place: str) -> "_Change":
        """One change of the sheet."""
        kind, more, unit = filled.text(f"kind{number}"), filled.number(f"more{number}"), filled.text(f"of{number}")
        on = _instant(filled, f"on{number}", f"at{number}", place)
        until = _instant(filled, f"until{number}", f"to{number}", place)
        said = {"place": place, "n": number}
        if not kind:
            raise SheetRefused(_("%(place)s的变动 %(n)s：请选择是延长、停止还是重新起算。") % said)
        if kind in (EXTENDED, BEFORE) and (more is None or not unit):
            raise SheetRefused(_("%(place)s的变动 %(n)s：请填写延长或提前多少，以及单位。") % said)
        if kind in (STOPPED, RESTARTED) and not on:
            raise SheetRefused(_("%(place)s的变动 %(n)s：请填写停止或重新起算的日期。") % said)
        return cls(kind, on, until, f"{more} {unit}")


def _is_for(filled: Filled, change: int, line: int) -> bool:
    """Whether a change is filled in, and for this line."""
    said = any(filled.values.get(f"{name}{change}") for name in ("kind", "on", "until", "more"))
    return said and filled.text(f"line{change}") == str(line)


def _instant(filled: Filled, day: str, time: str, place: str) -> str:
    """A date with its time of day, where that is given, as the engine's question writes it."""
    on, at = filled.values.get(day), filled.text(time)
    if not isinstance(on, date):
        return ""
    if not at:
        return on.isoformat()
    clock = _CLOCK.fullmatch(at)
    if clock is None:
        raise SheetRefused(_("%(place)s：时刻应写成 10:20 这样。") % {"place": place})
    return f"{on.isoformat()}T{int(clock[1]):02}:{clock[2]}"
