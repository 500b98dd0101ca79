"""Whatever is tried in whatever order: what stands is what a model of three lines says, and the ledger bears it out."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.flow.approvals.conftest import CHANGED

from guiju.subjects.cases.commands.deciding import approve, decline
from guiju.subjects.cases.commands.submitting import resubmit, withdraw
from guiju.subjects.cases.projector.submission import SUBMISSIONS, State
from guiju.values.errors import GuijuError

ACTS = (
    "review_agreed", "review_disagreed", "review_returned", "legal_agreed", "legal_returned", "approve", "decline",
    "resubmit", "withdraw",
)  # fmt: skip
AFTER = {
    State.REVIEW: {"review_agreed": State.LEGAL_REVIEW, "review_disagreed": State.LEGAL_REVIEW,
                   "review_returned": State.RETURNED},
    State.LEGAL_REVIEW: {"legal_agreed": State.APPROVE, "legal_returned": State.RETURNED},
    State.APPROVE: {"approve": State.APPROVED, "decline": State.DECLINED},
    State.RETURNED: {}, State.APPROVED: {}, State.DECLINED: {}, State.WITHDRAWN: {},
}  # fmt: skip
"""Worked out on paper; what is open may besides be submitted anew or withdrawn."""


def expected(state, act):
    if act in ("resubmit", "withdraw") and state.is_open:
        return State.REVIEW if act == "resubmit" else State.WITHDRAWN
    return AFTER[state].get(act)


def take(desk, name, act):
    adoptions = {one["event"]: one["opinion"] == "agreed" for one in desk.one(name).opinions}
    step, _, opinion = act.partition("_")
    if step == "review":
        desk.reviewed(name, opinion=opinion, reason="意见")
    elif step == "legal":
        desk.legally_reviewed(name, opinion=opinion, reason="意见")
    elif act == "approve":
        approve(name, adoptions=adoptions, reason="意见", read=desk.read(name), **desk.by("leader"))
    elif act == "decline":
        opposite = {event: not is_adopted for event, is_adopted in adoptions.items()}
        decline(name, adoptions=opposite, reason="意见", read=desk.read(name), **desk.by("leader"))
    elif act == "resubmit":
        words = {"reason": "改", "read": desk.read(name), **desk.by("handler")}
        resubmit(name, content=CHANGED, features=("complex",), **words)
    else:
        withdraw(name, reason="撤", read=desk.read(name), **desk.by("handler"))


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
@given(acts=st.lists(st.sampled_from(ACTS), min_size=3, max_size=9))
def test_no_sequence_of_steps_leads_where_the_table_of_transitions_does_not(desk, acts):
    name = desk.submitted(features=("complex",))
    state = State.REVIEW
    for act in acts:
        wanted = expected(state, act)
        if wanted is None:
            with pytest.raises(GuijuError):
                take(desk, name, act)
        else:
            take(desk, name, act)
            state = wanted
        assert desk.one(name).state is state
    assert SUBMISSIONS.differences() == []
