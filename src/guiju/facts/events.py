"""账本自身的事: what happens to the ledger and is itself recorded there."""

from functools import partial

from guiju.values.event import EventType

_event = partial(EventType, retention="ledger", is_internal=True)
PREFIX = "ledger."
"""What happens to the ledger is recorded by the ledger alone."""

REPORTS = "findings."
"""What the machine records about other records, with their keys."""

IMPORT_BEGUN = "ledger.import_begun"
IMPORT_FINISHED = "ledger.import_finished"
BATCH_RELEASED = "ledger.batch_released"
BATCH_REJECTED = "ledger.batch_rejected"
RESTORED = "ledger.restored"
REPAIRED = "ledger.repaired"
BACKUP_MADE = "ledger.backup_made"
DRILL_FINISHED = "ledger.drill_finished"
WITNESS_ASKED = "ledger.witness_asked"

EVENTS = (
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
