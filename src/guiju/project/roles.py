"""Which roles there are, and what each may see and do. Who holds them the bureau says."""

from guiju.actions import acts as act
from guiju.actions.inspections.acts import CHECK_ON_SITE, DRAW_SAMPLE, ISSUE_CIRCULAR, READ_INSPECTIONS
from guiju.bureau.roles import (
    APPROVE_CORRECTION,
    AUDIT,
    CONFIRM_DESTRUCTION,
    CORRECT,
    EXPORT,
    GRANT_ROLE,
    HOLD_DATA,
    IMPORT_FILES,
    KEEP_ACCOUNTS,
    KEEP_ROSTER,
    KEEP_TEMPLATES,
    KEEP_UNITS,
    PROPOSE_DESTRUCTION,
    PROPOSE_ROLE,
    READ_ACCOUNTS,
    READ_AUDIT,
    READ_BURDEN,
    READ_LOOKS,
    READ_REGISTERS,
    READ_ROLES,
    RECORD,
    RESET_SECOND_FACTOR,
    SECURITY,
    SYSTEM,
    TRUST_ORIGIN,
    Role,
)
from guiju.facts.events import RECORDS_VIEWED
from guiju.findings.lawmaking.acts import PROPOSE_LAW, PUBLISH_LAW
from guiju.findings.life import acts as life
from guiju.subjects.cases.commands import chain

_PROCEDURE = (
    "calls.", "cases.", "custody.", "property.", "recordings.", "publicity.", "findings.", "records.",
    "papers.attached", "parties.",
)  # fmt: skip
_PEOPLE = ("bureau.unit_", "bureau.establishment_", "bureau.officer_", "credentials.", "training.")
_SUPERVISION = ("evaluation.", *_PEOPLE)
_HANDLING, _OVERSIGHT, _STAFF = "case_handling", "supervision", "personnel"
_VERIFYING = {life.VERIFY, life.GIVE_OPINION, life.PROPOSE_WAIVER}
_ORDERING = {act.DISPATCH, act.URGE, act.CLOSE}
_READING = {READ_ACCOUNTS, READ_ROLES, READ_REGISTERS, EXPORT}
_ABOVE_UNITS = {act.HOLD_TALK, act.RUN_CAMPAIGN}
_SUBMITTING = {chain.SUBMIT}
_REVIEWING = {chain.SUBMIT, chain.REVIEW_CASE, chain.CROSS_REVIEW}
_DECIDING = {chain.RECORD_DISCUSSION, chain.APPROVE_DECISION}
_INSPECTING = {READ_INSPECTIONS, DRAW_SAMPLE, CHECK_ON_SITE, ISSUE_CIRCULAR}
_INSPECTIONS = "inspections."
"""Units do not see these: nobody is to learn of a draw before it is made."""

ROLES = {
    role.name: role
    for role in (
        Role(
            "system_administrator", "系统管理员", SYSTEM, kinds=("ledger.", "bureau.account_"),
            purposes=("operation",), may=frozenset({KEEP_ACCOUNTS, READ_ACCOUNTS, EXPORT}), is_delegable=False,
        ),
        Role(
            "security_administrator", "安全管理员", SECURITY, kinds=("bureau.",), purposes=("operation",),
            is_delegable=False,
            may=frozenset({PROPOSE_ROLE, GRANT_ROLE, RESET_SECOND_FACTOR, READ_AUDIT, TRUST_ORIGIN} | _READING),
        ),
        Role(
            "audit_administrator", "审计管理员", AUDIT, kinds=("bureau.", "ledger.", "privacy.", "law."),
            purposes=("audit",),
            may=frozenset({READ_AUDIT, READ_LOOKS} | _READING), is_delegable=False,
        ),
        Role(
            "lead_officer", "主办民警", kinds=_PROCEDURE, purposes=(_HANDLING,),
            may=frozenset({RECORD, CORRECT} | _SUBMITTING), is_subtree=False,
        ),
        Role(
            "legal_officer", "法制员", kinds=(*_PROCEDURE, "evaluation."), purposes=(_HANDLING, _OVERSIGHT),
            may=frozenset(
                {RECORD, CORRECT, IMPORT_FILES, EXPORT, act.RECEIVE, act.REVIEW} | _VERIFYING | _ORDERING | _REVIEWING
            ),
            is_subtree=False,
        ),
        Role(
            "unit_chief", "所队长", kinds=(*_PROCEDURE, *_SUPERVISION), purposes=(_HANDLING, _OVERSIGHT),
            may=frozenset(
                {READ_REGISTERS, EXPORT, RECORD, CORRECT, APPROVE_CORRECTION, life.PROPOSE_WAIVER, act.RECEIVE,
                 act.COMMAND, READ_BURDEN}
                | _ORDERING
                | _DECIDING | {chain.SUBMIT, chain.REVIEW_CASE}
            ),
        ),
        Role(
            "political_instructor", "政治教导员", kinds=_SUPERVISION, purposes=(_OVERSIGHT, _STAFF),
            may=frozenset({READ_REGISTERS, EXPORT, act.COMMAND}),
        ),
        Role(
            "legal_department", "法制部门", kinds=(*_PROCEDURE, *_SUPERVISION, "law.", _INSPECTIONS),
            purposes=(_HANDLING, _OVERSIGHT),
            may=frozenset(
                {READ_REGISTERS, EXPORT, CORRECT, APPROVE_CORRECTION, IMPORT_FILES, PROPOSE_DESTRUCTION, HOLD_DATA,
                 KEEP_TEMPLATES, TRUST_ORIGIN, READ_BURDEN,
                 life.DECIDE_DISPUTE, life.APPROVE_WAIVER, life.REOPEN, act.RECEIVE, act.REVIEW,
                 PROPOSE_LAW, PUBLISH_LAW}
                | _VERIFYING | _ORDERING | _ABOVE_UNITS | _INSPECTING
                | _REVIEWING | {chain.LEGALLY_REVIEW, chain.RECORD_DISCUSSION, chain.DRAW_CROSS_REVIEW}
            ), sees_unplaced=True,
        ),
        Role(
            "bureau_leader", "局领导", kinds=(*_PROCEDURE, *_SUPERVISION, "law.", _INSPECTIONS), purposes=(_OVERSIGHT,),
            may=frozenset(
                {READ_REGISTERS, EXPORT, CONFIRM_DESTRUCTION, HOLD_DATA, life.APPROVE_WAIVER, act.URGE, act.HOLD_TALK,
                 act.COMMAND, PUBLISH_LAW, READ_INSPECTIONS, READ_BURDEN}
                | _DECIDING
            ),
        ),
        Role(
            "inspector", "督察员", purposes=(_OVERSIGHT,),
            kinds=(*_PROCEDURE, *_SUPERVISION, "conduct.", "papers.", RECORDS_VIEWED, _INSPECTIONS),
            may=frozenset(
                {READ_REGISTERS, EXPORT, CONFIRM_DESTRUCTION, HOLD_DATA, act.REVIEW} | _ORDERING | _ABOVE_UNITS
                | _INSPECTING
                | {chain.READ_REFUSED}
            ),
            handles_withheld=True, is_delegable=False,
        ),
        Role(
            "political_department", "政工部门", kinds=(*_SUPERVISION, "conduct.inspector_"), purposes=(_STAFF,),
            may=frozenset({READ_REGISTERS, EXPORT, KEEP_UNITS, KEEP_ROSTER}), sees_suspected=False,
        ),
        Role(
            "custodian", "涉案财物保管员", kinds=("property.",), purposes=(_HANDLING,),
            may=frozenset({EXPORT, RECORD, CORRECT}),
            is_subtree=False,
        ),
        Role(
            "area_warden", "办案区管理员", kinds=("custody.", "recordings."), purposes=(_HANDLING,),
            may=frozenset({EXPORT, RECORD, CORRECT}), is_subtree=False,
        ),
        Role(
            "evaluator", "执法考评评审人", kinds=(*_PROCEDURE, "evaluation."), purposes=(_OVERSIGHT,),
            longest_days=366, sees_suspected=False,
        ),
        Role(
            "visiting_inspector", "来访检查人员", kinds=_PROCEDURE, purposes=(_OVERSIGHT,), longest_days=31,
            is_delegable=False, sees_suspected=False,
        ),
    )
}  # fmt: skip

OWN_KINDS = (*_PROCEDURE, *_SUPERVISION, "conduct.")
"""What an officer sees of himself and of the cases and calls he takes part in."""
WITHHELD = (
    "conduct.complaint_", "conduct.inspectors_", "conduct.response_", "conduct.fault_found", "conduct.fault_taken_",
    "conduct.fault_referred", "conduct.unlawful_order_", "conduct.sanction_case_", "papers.withheld",
)  # fmt: skip
"""What nobody sees of himself while others look into it: who complained, what is being examined."""
LEVELS = (
    "enforcement_qualification", "intermediate_enforcement_qualification", "advanced_enforcement_qualification",
)  # fmt: skip
"""基本级、中级、高级执法资格."""
CASE_POSTS = frozenset({"investigator", "unit_head", "lead_officer", "legal_officer", "case_officer"})
"""The posts in which cases are handled, where a posting does not say whether it is one."""
