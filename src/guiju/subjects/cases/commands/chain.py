"""Which decisions go through which steps, by whom, and what is checked on the way: data, handed over once at start."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from guiju.subjects.cases.projector.submission import State
from guiju.values.errors import GuijuError

SUBMIT = "submit_for_approval"
REVIEW_CASE = "review_case"
LEGALLY_REVIEW = "review_legality"
RECORD_DISCUSSION = "record_discussion"
APPROVE_DECISION = "approve_decision"
CROSS_REVIEW = "cross_review"
DRAW_CROSS_REVIEW = "draw_cross_review"
READ_REFUSED = "read_refused_approvals"
ACTS = {
    State.REVIEW: REVIEW_CASE,
    State.LEGAL_REVIEW: LEGALLY_REVIEW,
    State.DISCUSS: RECORD_DISCUSSION,
    State.APPROVE: APPROVE_DECISION,
}
"""What a role must allow for each step."""


class ApprovalsNotWired(GuijuError):
    """A decision was asked for before `project` had handed over which there are."""

    code = "approvals.not_wired"
    remedy = "请用 guiju 命令打开账本。"


class DecisionUnknown(GuijuError):
    """No such kind of decision is submitted for approval."""

    code = "approvals.decision"
    remedy = "请从列出的决定种类中选择；种类见 law/approvals.yaml。"


@dataclass(frozen=True, slots=True)
class Feature:
    """A circumstance of a case on which a step depends; ``shown_by`` is the event that proves it, if there is one."""

    name: str
    label: str
    shown_by: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One sentence of the check-list: the collected rule it belongs to, and the question."""

    name: str
    question: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step: who takes it (roles), when it is needed (no ``when``: always), and the pages of law that ask for it.

    ``credential`` is what its officer must hold on the day. ``is_superior``: his role must be held above the bureau
    whose case it is (上一级公安机关).
    """

    state: State
    roles: tuple[str, ...]
    when: tuple[str, ...] = ()
    credential: str = ""
    pages: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    is_superior: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """One kind of decision; ``rank`` is what its approver counts as in records.

    ``only`` are the kinds of unit whose cases it is for; empty: all.
    """

    name: str
    label: str
    rank: str
    decided_by: str
    features: tuple[Feature, ...]
    steps: tuple[Step, ...]
    only: tuple[str, ...] = ()

    def needed(self, features: Collection[str]) -> tuple[State, ...]:
        """The steps that a case with these circumstances goes through, in order."""
        return tuple(one.state for one in self.steps if not one.when or not set(one.when).isdisjoint(features))

    def step(self, state: State) -> Step:
        """The step of that name.

        Raises:
            DecisionUnknown: this decision has none.
        """
        for one in self.steps:
            if one.state is state:
                return one
        raise DecisionUnknown(f"“{self.label}”没有“{state.label}”这一步。")


@dataclass(frozen=True, slots=True)
class Approvals:
    """Every kind of decision by name; ``reviewers`` says what records call a reviewer who acts in some role.

    ``cross_share`` is the share of approved cases that is drawn for the blind cross-review, in thousandths.
    """

    decisions: Mapping[str, Decision]
    reviewers: Mapping[str, str]
    cross_share: int = 0


_installed: list[Approvals] = []
_handling: list[str] = []


def install_approvals(approvals: Approvals, handling: Collection[str]) -> None:
    """Hand over the kinds of decisions, and the events whose officers handled a case, of whatever subject."""
    _installed[:] = [approvals]
    _handling[:] = sorted(handling)


def handling() -> Sequence[str]:
    """The events whose officers handled the case that they name."""
    return tuple(_handling)


def approvals() -> Approvals:
    """What was installed.

    Raises:
        ApprovalsNotWired: nothing was.
    """
    if not _installed:
        raise ApprovalsNotWired("还没有装入送审的决定种类。")
    return _installed[0]


def decision(name: str) -> Decision:
    """The kind of decision of that name.

    Raises:
        DecisionUnknown: there is none.
    """
    found = approvals().decisions.get(name)
    if found is None:
        raise DecisionUnknown(f"没有“{name}”这种送审的决定。")
    return found


def decision_label(name: str) -> str:
    """What people call a kind of decision; its name where it is in use no more."""
    found = approvals().decisions.get(name)
    return name if found is None else found.label


def steps_of(state: State) -> Sequence[tuple[str, Step]]:
    """This step of each kind of decision that has it, by name."""
    return [(one.name, step) for one in approvals().decisions.values() for step in one.steps if step.state is state]
