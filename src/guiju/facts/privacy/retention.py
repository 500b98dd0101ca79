"""保存期限: how long what is recorded is kept at least, by class; and whose data may be destroyed now.

The shipped table names no term that nobody has verified: a class without a term is kept. A bureau fixes its terms with
an event; a later change counts only for what is recorded from then on.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection

from guiju.facts.draft import Actor
from guiju.facts.events import RETENTION_FIXED
from guiju.facts.histories import latest
from guiju.facts.keys.person_keys import KeyState
from guiju.facts.privacy.acts import STREAM, act
from guiju.facts.privacy.holds import cases_of, holds_over
from guiju.facts.proof.answering import Answered, append_sealed
from guiju.facts.proof.notes import need_two
from guiju.facts.queries import count_events
from guiju.facts.wiring import NotWired, personal_hand
from guiju.values.clock import LocalTime, add_months
from guiju.values.errors import GuijuError
from guiju.values.event import FieldValue
from guiju.values.scope import Scope

LOGS_AT_LEAST = 6
"""Months that the log of who looked at what is kept, whatever a bureau decides."""
LONGEST = 1_200
_LOCAL = LocalTime.fixed(timedelta(hours=8))


class RetentionRefused(GuijuError):
    """A term cannot be fixed like this."""

    code = "privacy.retention"
    remedy = "保存类别见 guiju privacy retention；期限以月为单位，须有依据、理由和另一人批准，不得短于最低期限。"


@dataclass(frozen=True, slots=True)
class RetentionClass:
    """A class of records: ``least`` months are the floor of any term that a bureau fixes; no term is shipped."""

    name: str
    label: str
    least: int = 0
    basis: str = "待核"


CLASSES: Mapping[str, RetentionClass] = {
    one.name: one
    for one in (
        RetentionClass("case_file", "案卷"),
        RetentionClass("case", "疑似问题"),
        RetentionClass("call", "警情"),
        RetentionClass(
            "recording",
            "执法视音频",
            6,
            "《公安机关现场执法视音频记录工作规定》第十三条：原则上不少于六个月，四类资料永久保存",
        ),
        RetentionClass("publicity", "公开信息"),
        RetentionClass("personnel", "单位与人员"),
        RetentionClass("permission", "授权"),
        RetentionClass("ledger", "账本自身"),
        RetentionClass("personal_data", "个人信息处置"),
        RetentionClass("read", "查阅日志", LOGS_AT_LEAST, "本平台规定：日志至少保存六个月；法律依据待核"),
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Term:
    """A term that a bureau has fixed for a class: from when it counts, and how many months."""

    since: int
    months: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How somebody's data stands: until when it is kept (None: for ever, or until a term is fixed), and what holds it.

    ``lacking`` are the classes without a term, ``holds`` the numbers of the holds.
    """

    kind: str
    value: str
    until: int | None
    lacking: tuple[str, ...] = ()
    holds: tuple[int, ...] = ()

    def is_over(self, at: int) -> bool:
        """Whether nothing forbids destruction at an instant."""
        return self.until is not None and self.until <= at and not self.holds


def fix_term(
    name: str, months: int, *, basis: str, reason: str, approver: str, actor: Actor, at: int, idem_key: str
) -> Answered:
    """Fix how long records of a class are kept that are recorded from now on.

    The first term of a class counts for what was recorded before as well: until then it had none.

    Raises:
        RetentionRefused: no such class, no basis, or a term below the floor.
        TwoNamesNeeded: there are no two names, or no reason.
    """
    need_two(actor.name, approver, reason)
    known = CLASSES.get(name)
    if known is None or not basis.strip() or not max(known.least, 1) <= months <= LONGEST:
        raise RetentionRefused(f"“{name}”的期限不能定为 {months} 个月。")
    fields: dict[str, FieldValue] = {"retention_class": name, "retention_months": months, "retention_basis": basis}
    told = act(RETENTION_FIXED, fields, at=at, reason=reason, approver=approver)
    return append_sealed([told], actor=actor, idem_key=idem_key)


def terms() -> dict[str, list[Term]]:
    """The terms that were fixed, by class, the earliest first."""
    found: dict[str, list[Term]] = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM event WHERE stream = %s AND type = %s ORDER BY seq", (STREAM, RETENTION_FIXED))
        numbers = [number for (number,) in cursor.fetchall()]
    for one in latest(numbers):
        months = one.event.fields.get("retention_months")
        if one.corrects is None and isinstance(months, int):
            found.setdefault(str(one.event.fields["retention_class"]), []).append(Term(one.recorded_at, months))
    return found


def months_for(fixed: Mapping[str, Sequence[Term]], name: str, recorded_at: int) -> int | None:
    """The term of a record of a class: the one that stood when it was recorded; None where there never was one."""
    own = fixed.get(name, ())
    if not own:
        return None
    standing = [one for one in own if one.since <= recorded_at]
    return (standing[-1] if standing else own[0]).months


def standing_of(kind: str, value: str, retention: Mapping[str, str]) -> Standing:
    """How the data of an owner stands; ``retention`` names the class of each type of event.

    A term runs from the last record of the person and of all cases that name him.
    """
    return _standing(kind, value, retention, terms())


def list_destroyable(viewer: Scope, retention: Mapping[str, str], *, at: int, at_most: int = 200) -> list[Standing]:
    """The persons whose data may be destroyed now, as far as the viewer sees records of them.

    Unit:   ``at`` microseconds since the epoch.
    """
    fixed, found = terms(), []
    for state in _living() if fixed else ():
        kind, _, value = state.owner.partition(":")
        standing = _standing(kind, value, retention, fixed)
        if standing.is_over(at) and holds_readable(kind, value) and count_events(viewer, kind, value):
            found.append(standing)
            if len(found) == at_most:
                break
    return found


def holds_readable(kind: str, value: str) -> bool:
    """Whether something of an owner was recorded since his last key was destroyed.

    An export that brings erased rows again may draw a key with which nothing is recorded.
    """
    hand = personal_hand()
    states = hand.keys.states(f"{kind}:{value}") if hand is not None else []
    if not any(state.key is not None for state in states):
        return False
    destroyed = max([state.destroyed_at for state in states if state.destroyed_at is not None], default=-1)
    return any(at > destroyed for _, at in _recorded(kind, value))


def _living() -> Iterator[KeyState]:
    hand = personal_hand()
    if hand is None:
        raise NotWired("没有接好人员密钥库。")
    yield from hand.keys.live()


def _standing(kind: str, value: str, retention: Mapping[str, str], fixed: Mapping[str, Sequence[Term]]) -> Standing:
    own = _recorded(kind, value)
    last = max([at for _, at in own], default=0)
    for case in cases_of(kind, value):
        last = max([last, *(at for _, at in _recorded("case", case))])
    # A type that nobody has classed is kept like one whose class has no term.
    asked = [(retention.get(name, ""), months_for(fixed, retention.get(name, ""), at)) for name, at in own]
    lacking = tuple(sorted({name for name, months in asked if months is None}))
    months = [one for _, one in asked if one is not None]
    until = None if lacking or not months else _after(last, max(months))
    return Standing(kind, value, until, lacking, tuple(one.number for one in holds_over(kind, value)))


def _recorded(kind: str, value: str) -> list[tuple[str, int]]:
    """Type and time of recording of what names somebody; what was decided about his data does not count."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT e.type, e.recorded_at FROM event_key k JOIN event e ON e.id = k.event "
            "WHERE k.kind = %s AND k.value = %s AND e.stream <> %s",
            (kind, value, STREAM),
        )
        return [(str(name), int(at)) for name, at in cursor.fetchall()]


def _after(at: int, months: int) -> int:
    day, _ = _LOCAL.locate(at)
    return _LOCAL.midnight(add_months(day, months) + 1)
