"""How submissions are called on their pages: states, steps, opinions, refusals, and where they lie."""

from django.urls import reverse
from django.utils.translation import gettext as _

from guiju.screens.components.badge import Badge, Tone
from guiju.subjects.cases.events.review import APPROVED, DECLINED, WITHDRAWN
from guiju.subjects.cases.projector.submission import AGREED, DISAGREED, RETURNED, State

_TONES = {State.APPROVED: Tone.GOOD, State.DECLINED: Tone.GRAVE, State.RETURNED: Tone.WARNING}
STEP_WORDS = {
    State.REVIEW: "审核", State.LEGAL_REVIEW: "法制审核", State.DISCUSS: "集体讨论", State.CONFIRM: "确认表决",
    State.APPROVE: "审批",
}  # fmt: skip
REFUSAL_WORDS = {
    "approvals.own_case": "办理过本案其他环节", "approvals.one_level_up": "须由上一级办理",
    "approvals.not_entitled": "没有这一步的权限", "approvals.unqualified": "没有所需的资格",
    "approvals.step": "没有轮到这一步，或者已经办过", "approvals.content": "内容不是现在的这一版",
    "ledger.idem_key_reused": "同一提交号用于另一项内容", "findings.not_entitled": "不是本人登录办理",
}  # fmt: skip
VOTE_WORDS = {"for": "同意", "against": "反对", "abstain": "弃权"}
ENDED_WORDS = {APPROVED: "批准", DECLINED: "不予批准", WITHDRAWN: "撤回"}
ANSWER_WORDS = {"yes": "是", "no": "否", "na": "不适用"}


def state_badge(state: State) -> Badge:
    """How a submission stands."""
    return Badge(_(state.label), _TONES.get(state, Tone.INFO if state.is_open else Tone.PLAIN))


def opinion_badge(opinion: str) -> Badge:
    """What somebody thinks of it."""
    said = {
        AGREED: (_("同意"), Tone.GOOD), DISAGREED: (_("不同意"), Tone.WARNING), RETURNED: (_("退回补正"), Tone.WARNING)
    }  # fmt: skip
    if not opinion:
        return Badge(_("待表决人确认"), Tone.INFO)
    return Badge(*said.get(opinion, (opinion, Tone.PLAIN)))


def step_word(state: State) -> str:
    """What a step is called."""
    return _(STEP_WORDS[state])


def address(name: str) -> str:
    """Where a submission lies."""
    return reverse("reviews.one", kwargs={"name": name})


def submit_address(case: str) -> str:
    """Where a case is submitted."""
    return reverse("reviews.submit", kwargs={"case": case})
