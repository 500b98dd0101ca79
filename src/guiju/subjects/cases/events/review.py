"""审核审批: what is submitted for a decision, the opinions on it, their adoption, the votes, and the decision.

An opinion or approval that a file brings, or that is typed from paper, stands in the stream of its case; one that was
given here stands in the stream of its submission and names its version and the hash of what was read.
"""

from functools import partial

from guiju.subjects.cases.events.forms import case_event

SUBMITTED = "cases.submitted_for_approval"
WITHDRAWN = "cases.submission_withdrawn"
REVIEWED = "cases.reviewed"
LEGALLY_REVIEWED = "cases.legally_reviewed"
ADOPTED = "cases.opinion_adopted"
VOTED = "cases.vote_stated"
DISCUSSED = "cases.discussed"
DISCUSSION = "cases.discussion_recorded"
APPROVED = "cases.approved"
DECLINED = "cases.approval_declined"
CROSS_DRAWN = "cases.cross_review_drawn"
CROSS_REVIEWED = "cases.cross_reviewed"
HANDLED_BY = (
    "cases.reported", "cases.accepted", "cases.filed", "cases.referral_received", "cases.lead_assigned",
    "cases.suspect_registered", "cases.party_registered", "cases.searched", "cases.inspected", "cases.scene_examined",
    "cases.experiment_started", "cases.evidence_requisitioned", "cases.evidence_collected", "cases.lineup_held",
    "cases.appraisal_started", "cases.mediation_started", "cases.quick_procedure_started", "cases.penalty_proposed",
    "cases.prenotice_given",
)  # fmt: skip
"""Whose officers handle the case: who opens or leads it, who looks for evidence, who proposes the penalty."""
HANDLING = (
    *HANDLED_BY, "cases.report_statement_signed", "cases.search_record_signed", "cases.injury_noted",
    "cases.measure_taken", "cases.quick_procedure_agreed", "cases.hearing_right_notified", "cases.penalised_on_spot",
)  # fmt: skip
"""Whose officers took a part in handling it: they sign no opinion and no decision about it."""

_OF = ("submission", "submission_version", "content_hash")
_SAID = ("decision_reason",)
_own = partial(case_event, keys=("case", "act"), is_internal=True)
REVIEW = (
    case_event(
        SUBMITTED, "送审", keys=("case", "person"), is_internal=True,
        attributes=(
            *_OF, *_SAID, "decision_kind", "facts_found", "decision_grounds", "proposed_decision", "content_salt",
            "attached_papers", "case_features", "needed_steps", "handling_officers", "commanding_unit",
        ),
        personal=(
            "facts_found", "decision_grounds", "proposed_decision", "content_salt", "attached_papers",
            "decision_reason",
        ),
    ),
    _own(WITHDRAWN, "撤回送审", attributes=(*_OF, *_SAID), personal=_SAID),
    case_event(
        REVIEWED, "审核", keys=("case", "act"), personal=(*_SAID, "check_answers"),
        attributes=("opinion", "content_hash", "reviewer", "submission", "submission_version", *_SAID, "check_answers"),
    ),
    case_event(
        LEGALLY_REVIEWED, "法制审核", keys=("case", "act"), personal=(*_SAID, "check_answers"),
        attributes=("opinion", "qualified", *_OF, *_SAID, "check_answers"),
    ),
    case_event(
        ADOPTED, "意见采纳与否", keys=("case", "act"), attributes=("adopted", *_OF, "opinion_event", "opinion_leaf"),
    ),
    case_event(
        DISCUSSED, "集体讨论", keys=("case",), personal=(*_SAID, "check_answers"),
        attributes=("votes", *_OF, "opinion", "ballots", "ballots_by", *_SAID, "check_answers"),
    ),
    # 代录的讨论只等各人表明意见；表决有了结果，才记集体讨论。
    case_event(
        DISCUSSION, "登记集体讨论（代录）", keys=("case",), is_internal=True, personal=(*_SAID, "check_answers"),
        attributes=(*_OF, "ballots", "ballots_by", *_SAID, "check_answers"),
    ),
    case_event(VOTED, "表决人表明意见", keys=("case",), is_internal=True, personal=_SAID,
               attributes=("vote", *_OF, *_SAID)),
    case_event(
        APPROVED, "审批", keys=("case", "act"), personal=_SAID,
        attributes=("approver", "content_hash", "submission", "submission_version", "adoptions", *_SAID),
    ),
    _own(DECLINED, "不予批准", attributes=(*_OF, "adoptions", *_SAID), personal=_SAID),
    # 不写案件编号:被抽取的案件和交叉复审的意见,办案人和原审核人都不会从案卷里看到。
    # 抽取时也不写原审核意见(opinion 只在旧记录里有):复审人提交意见以前,谁都看不到。
    case_event(
        CROSS_DRAWN, "抽取交叉复审", is_internal=True,
        attributes=(
            *_OF, "opinion", "draw_month", "draw_seed", "draw_share", "drawn_from", "population_digest",
            "cross_reviewer",
        ),
    ),
    case_event(
        CROSS_REVIEWED, "交叉复审", is_internal=True, personal=(*_SAID, "check_answers"),
        attributes=(*_OF, "opinion", "first_opinion", *_SAID, "check_answers"),
    ),
)  # fmt: skip
