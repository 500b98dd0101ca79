"""What submissions put into the in-tray."""

from functools import partial

from django.urls import reverse

from guiju.subjects.cases.commands.chain import decision_label
from guiju.subjects.cases.commands.seeing import waiting
from guiju.subjects.cases.projector.submission import State
from guiju.values.scope import Scope
from guiju.values.subject import TaskWords

_WORDS = (
    (State.REVIEW, "待审核", "审核"), (State.LEGAL_REVIEW, "待法制审核", "法制审核"),
    (State.DISCUSS, "待集体讨论", "登记讨论"), (State.CONFIRM, "待表决人确认", "确认表决"),
    (State.APPROVE, "待审批", "审批"), (State.RETURNED, "待补正", "补正"),
)  # fmt: skip


def _waiting(state: State, name: str, viewer: Scope, now: int) -> tuple[str, list[object]]:
    words, values = waiting(viewer, state, now)
    return (
        f"SELECT '{name}' AS task, s.name AS ref, '' AS finding, s.decision || ' ' || s.case_number AS rule, s.unit, "
        "'' AS severity, s.since_at AS since_at, CAST(NULL AS bigint) AS due_at FROM case_submission s "
        f"WHERE {words}"
    ), values


def _cross_waiting(viewer: Scope, now: int) -> tuple[str, list[object]]:
    return (
        "SELECT 'case_cross' AS task, c.name AS ref, '' AS finding, s.decision || ' ' || c.month AS rule, c.unit, "
        "'' AS severity, c.drawn_at AS since_at, CAST(NULL AS bigint) AS due_at FROM case_cross_review c "
        "JOIN case_submission s ON s.name = c.name WHERE c.reviewer = %s AND c.done_at IS NULL"
    ), [viewer.account]


def said(words: str) -> str:
    """What a task is about, in words: the kind of decision, and the case."""
    kind, _, case = words.partition(" ")
    return f"{decision_label(kind)} · {case}"


def address(name: str) -> str:
    """Where a submission lies."""
    return reverse("reviews.one", kwargs={"name": name})


def cross_address(name: str) -> str:
    """Where a drawn submission is read without names."""
    return reverse("reviews.blind", kwargs={"name": name})


TASKS = (
    *(
        TaskWords(f"case_{state.value}", label, act, partial(_waiting, state, f"case_{state.value}"), said, address)
        for state, label, act in _WORDS
    ),
    TaskWords("case_cross", "待交叉复审", "复审", _cross_waiting, said, cross_address),
)
