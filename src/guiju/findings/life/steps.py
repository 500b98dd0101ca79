"""Which decision may follow which: the one table of transitions. Everything else about a step its command checks."""

from guiju.findings.life import events
from guiju.findings.life.acts import UNDECIDED, State
from guiju.values.errors import GuijuError

_ASKED = (*UNDECIDED, State.VERIFIED)
FROM = {
    events.VERIFIED: UNDECIDED,
    events.REJECTED: UNDECIDED,
    events.DATA_WANTED: (State.SUSPECTED,),
    events.DISPUTED: (State.VERIFIED, State.DISPUTED),
    events.DISPUTE_DECIDED: (State.DISPUTED,),
    events.OPINION_GIVEN: (*_ASKED, State.DISPUTED),
    events.OPINION_ADOPTED: tuple(State),
    events.OPINION_OVERRULED: tuple(State),
    events.VOTED: (*UNDECIDED, State.DISPUTED),
    events.WAIVER_PROPOSED: _ASKED,
    events.WAIVER_REFUSED: tuple(State),
    events.WAIVED: _ASKED,
    events.CLOSED: (State.VERIFIED,),
    events.REOPENED: (State.REJECTED, State.CLOSED, State.WAIVED),
}
"""From which states a decision may be made."""


class StepRefused(GuijuError):
    """A decision that cannot be made as the finding stands: a step skipped, done twice, or overtaken by somebody."""

    code = "findings.step"
    remedy = "请刷新页面，看清这个问题现在的状态后再办理。"


class NotForYou(GuijuError):
    """Somebody may see a finding but not decide this about it."""

    code = "findings.not_entitled"
    remedy = "请由有权限、且与本问题无关的人员办理。"


class ReasonMissing(GuijuError):
    """A decision without its reason, or with one that cannot be kept."""

    code = "findings.reason"
    remedy = "请写明理由，一千字以内。"


def check_state(kind: str, state: State) -> None:
    """Make sure that a decision may be made from a state.

    Raises:
        StepRefused: it may not.
    """
    if state not in FROM[kind]:
        raise StepRefused(f"这个问题现在是“{state.label}”，不能这样办理。")
