"""账本自身的事: what happens to the ledger and is itself recorded there."""

from functools import partial

from guiju.values.event import COMMON_KEYS, IDENTIFYING, KEYS, EventType

_event = partial(EventType, retention="ledger", is_internal=True)
PREFIX = "ledger."
"""What happens to the ledger is recorded by the ledger alone."""

REPORTS = "findings."
"""What the machine records about other records, with their keys."""

SAMPLE_OPENED = "ledger.sample_opened"
RECORDS = "records."
"""What is proposed, decided and noticed about other records; it may quote them, so it is no affair of the machine's
administrators.
"""

IMPORT_BEGUN = "ledger.import_begun"
IMPORT_FINISHED = "ledger.import_finished"
BATCH_RELEASED = "ledger.batch_released"
BATCH_REJECTED = "ledger.batch_rejected"
RESTORED = "ledger.restored"
REPAIRED = "ledger.repaired"
BACKUP_MADE = "ledger.backup_made"
DRILL_FINISHED = "ledger.drill_finished"
WITNESS_ASKED = "ledger.witness_asked"
BUNDLE_EXPORTED = "ledger.bundle_exported"
ORIGIN_PROPOSED, ORIGIN_CONFIRMED = "ledger.origin_proposed", "ledger.origin_confirmed"
BUNDLE_BEGUN = "ledger.bundle_begun"
BUNDLE_LEAVES = "ledger.bundle_leaves_noted"
BUNDLE_TAKEN = "ledger.bundle_taken"
BUNDLE_REFUSED = "ledger.bundle_refused"

PAPER_ATTACHED, PAPER_WITHHELD = "papers.attached", "papers.withheld"
PAPERS = (PAPER_ATTACHED, PAPER_WITHHELD)
"""A paper of a record that is withheld from those concerned is withheld from them as well."""
TEMPLATE_PROPOSED, TEMPLATE_APPROVED = "papers.template_proposed", "papers.template_approved"
TEMPLATE_REFUSED = "papers.template_refused"
ON_SHELF = (*PAPERS, TEMPLATE_PROPOSED)
"""What names bytes on the shelf."""

PERSON_IDENTIFIED = "parties.identified"
PERSONS_SEARCHED = "privacy.persons_searched"
RECORD_UNMASKED = "privacy.record_unmasked"
PAPER_OPENED = "privacy.paper_opened"
RECORDS_VIEWED = "privacy.records_viewed"
LIST_EXPORTED = "privacy.list_exported"
HOLD_PLACED = "privacy.hold_placed"
HOLD_LIFTED = "privacy.hold_lifted"
DESTRUCTION_PROPOSED = "privacy.destruction_proposed"
DESTRUCTION_CONFIRMED = "privacy.destruction_confirmed"
DESTRUCTION_REFUSED = "privacy.destruction_refused"
KEY_DESTROYED = "privacy.key_destroyed"
KEY_COPIES_EXPIRED = "privacy.key_copies_expired"
KEYS_COPIED = "privacy.keys_copied"
RETENTION_FIXED = "privacy.retention_fixed"

_ABOUT = tuple(key for key in KEYS if key not in COMMON_KEYS)
_privacy = partial(EventType, retention="personal_data", is_internal=True)
_read = partial(EventType, retention="read", is_internal=True, is_receipted=True)
_LOOKING = ("purpose", "withheld_work")
_paper = partial(
    EventType, keys=_ABOUT, retention="case_file", is_internal=True, personal=("file_name",),
    attributes=(
        "paper", "paper_size", "paper_kind", "file_name", "paper_key", "paper_owner", "attached_to", "attached_to_leaf",
        "paper_form", "template_hash", "supersedes", "supersedes_leaf",
    ),
)  # fmt: skip
_template = partial(EventType, retention="ledger", is_internal=True)
_TEMPLATE = ("paper_form", "template_hash")
ABOUT_PERSONS = (
    _paper(PAPER_ATTACHED, "附上材料"),
    _paper(PAPER_WITHHELD, "附上不对当事民警公开的材料"),
    _template(
        TEMPLATE_PROPOSED, "提请启用文书模板",
        attributes=(
            *_TEMPLATE, "template_name", "paper", "paper_size", "paper_kind", "paper_key", "paper_owner"
        ),
    ),
    _template(TEMPLATE_APPROVED, "批准启用文书模板", attributes=(*_TEMPLATE, "proposal", "proposal_leaf")),
    _template(TEMPLATE_REFUSED, "驳回文书模板", attributes=(*_TEMPLATE, "proposal", "proposal_leaf")),
    EventType(
        PERSON_IDENTIFIED, "登记人员身份", keys=("case", "person"), retention="case_file",
        attributes=IDENTIFYING, personal=IDENTIFYING,
    ),
    _read(
        PERSONS_SEARCHED, "按姓名、证件或电话查人", attributes=("search_kind", "search_digest", "found", *_LOOKING)
    ),
    _read(RECORD_UNMASKED, "查看未遮盖的身份信息", attributes=("read_event", "read_event_leaf", *_LOOKING)),
    _read(PAPER_OPENED, "打开材料", attributes=("read_event", "read_event_leaf", *_LOOKING)),
    _read(
        LIST_EXPORTED, "导出清单",
        attributes=("list_name", "list_conditions", "export_format", "export_number", "row_count", *_LOOKING),
    ),
    EventType(RECORDS_VIEWED, "查阅记录", retention="read", is_internal=True, attributes=("looks",)),
    _privacy(HOLD_PLACED, "冻结销毁", keys=_ABOUT),
    _privacy(HOLD_LIFTED, "解除销毁冻结", keys=_ABOUT, attributes=("hold", "hold_leaf")),
    _privacy(DESTRUCTION_PROPOSED, "提请销毁密钥", keys=_ABOUT, attributes=("as_role",)),
    _privacy(
        DESTRUCTION_CONFIRMED, "批准销毁密钥", keys=_ABOUT,
        attributes=("as_role", "proposal", "proposal_leaf", "due_at"),
    ),
    _privacy(DESTRUCTION_REFUSED, "驳回密钥销毁", keys=_ABOUT, attributes=("as_role", "proposal", "proposal_leaf")),
    _privacy(KEY_DESTROYED, "销毁密钥", keys=_ABOUT, attributes=("proposal", "proposal_leaf", "key_ids")),
    _privacy(KEY_COPIES_EXPIRED, "密钥备份全部过期", keys=_ABOUT, attributes=("proposal", "proposal_leaf")),
    _privacy(KEYS_COPIED, "备份人员密钥库", attributes=("copy_name", "key_count")),
    _privacy(
        RETENTION_FIXED, "确定保存期限", attributes=("retention_class", "retention_months", "retention_basis")
    ),
)  # fmt: skip

_ORIGIN = ("origin_ledger", "origin_unit", "origin_hash", "origin_key", "origin_key_id")
_BUNDLE = ("origin_ledger", "bundle_number", "bundle_digest", "first_size", "tree_size")
ABOUT_BUNDLES = (
    _event(BUNDLE_EXPORTED, "制作报送包", attributes=(*_BUNDLE[1:], "previous_digest")),
    _event(ORIGIN_PROPOSED, "提请信任下级账本", attributes=_ORIGIN),
    _event(ORIGIN_CONFIRMED, "确认信任下级账本", attributes=(*_ORIGIN, "proposal", "proposal_leaf")),
    _event(BUNDLE_BEGUN, "开始接收报送包", attributes=(*_BUNDLE, "importer", "row_count")),
    _event(
        BUNDLE_LEAVES, "登记报送包中没有带入的记录",
        attributes=("origin_ledger", "bundle_number", "first_index", "kept_leaves", "refused_leaves"),
    ),
    _event(
        BUNDLE_TAKEN, "收妥报送包",
        attributes=(
            *_BUNDLE, "batch_number", "recorded_count", "repeated_count", "refused_count",
            "origin_checkpoint", "origin_signature", "origin_key_id", "subtree_roots",
        ),
    ),
    _event(
        BUNDLE_REFUSED, "拒收报送包",
        attributes=("origin_ledger", "bundle_number", "file_digest", "importer", "refusal_code"),
    ),
)  # fmt: skip

LATE_RECORD_PROPOSED = "records.late_record_proposed"
CORRECTION_PROPOSED = "records.correction_proposed"
PROPOSAL_APPROVED = "records.proposal_approved"
PROPOSAL_REFUSED = "records.proposal_refused"
PROPOSAL_WITHDRAWN = "records.proposal_withdrawn"
DATE_MOVED_EARLIER = "records.date_moved_earlier"
APPROVAL_REFUSED = "records.approval_refused"

_proposal = partial(EventType, retention="case_file", is_internal=True)
_PROPOSED = ("proposed_type", "proposed_content", "content_hash")
_DECIDED = ("proposal", "proposal_leaf", "content_hash")
ABOUT_RECORDS = (
    _proposal(LATE_RECORD_PROPOSED, "提请补录", attributes=(*_PROPOSED, "opens_case")),
    _proposal(
        CORRECTION_PROPOSED, "提请更正", attributes=(*_PROPOSED, "corrected_event", "corrected_event_leaf")
    ),
    _proposal(PROPOSAL_APPROVED, "批准补录或更正", attributes=(*_DECIDED, "recorded_event", "recorded_event_leaf")),
    _proposal(PROPOSAL_REFUSED, "驳回补录或更正", attributes=_DECIDED),
    _proposal(PROPOSAL_WITHDRAWN, "撤回补录或更正的提请", attributes=_DECIDED),
    _proposal(
        APPROVAL_REFUSED, "审批操作未予办理", keys=tuple(key for key in KEYS if key not in COMMON_KEYS),
        attributes=("attempted_type", "refusal_code", "submission", "submission_version", "content_hash"),
    ),
    _proposal(
        DATE_MOVED_EARLIER, "更正把时间改早", keys=tuple(key for key in KEYS if key not in COMMON_KEYS),
        attributes=(
            "corrected_type", "corrected_subject", "moved_from", "moved_to", "moved_seconds", "by_import",
            "corrected_event", "corrected_event_leaf", "correction_leaf",
        ),
    ),
)  # fmt: skip

EVENTS = (
    *ABOUT_BUNDLES,
    *ABOUT_RECORDS,
    *ABOUT_PERSONS,
    _event(SAMPLE_OPENED, "建立演示账本"),
    _event(
        IMPORT_BEGUN,
        "开始导入",
        attributes=(
            "source_name", "importer", "file_digest", "mapping_digest", "time_zone", "default_unit",
            "recorded_types", "carried_columns", "row_count", "abandoned_batch",
        ),
    ),
    _event(
        IMPORT_FINISHED,
        "完成导入",
        attributes=(
            "source_name", "batch_number", "row_count", "recorded_count", "repeated_count", "held_count",
            "refused_count", "missing_count",
        ),
    ),
    _event(
        BATCH_RELEASED,
        "放行批次的更正",
        attributes=("source_name", "batch_number", "released_count", "overtaken_count"),
    ),
    _event(BATCH_REJECTED, "驳回批次的更正", attributes=("source_name", "batch_number", "rejected_count")),
    _event(RESTORED, "从备份恢复并另起新纪元", attributes=("tree_size", "signed_size")),
    _event(REPAIRED, "从备份补回记录", attributes=("tree_size", "repaired_count", "leaf_numbers", "dump_digest")),
    _event(BACKUP_MADE, "完成备份", attributes=("tree_size", "dump_digest")),
    _event(DRILL_FINISHED, "完成恢复演练", attributes=("tree_size", "drill_passed"), flags=("drill_passed",)),
    _event(WITNESS_ASKED, "送见证方签认", attributes=("tree_size",)),
)  # fmt: skip
