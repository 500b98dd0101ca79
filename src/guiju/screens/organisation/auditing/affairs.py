"""What is recorded of the ledger itself, in a sentence: imports, copies, drills, witnesses, looks, keys."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guiju.facts import events as ledger
from guiju.facts.queries import EventShown
from guiju.screens.kit.figures import said_number


def _number(one: EventShown, name: str) -> str:
    value = one.fields.get(name, 0)
    return said_number(value if isinstance(value, int) else 0)


def _begun(one: EventShown) -> str:
    return _("开始导入“%(source)s”，%(rows)s 行") % {
        "source": one.fields.get("source_name", ""), "rows": _number(one, "row_count"),
    }  # fmt: skip


def _finished(one: EventShown) -> str:
    said = _(
        "完成导入“%(source)s”：入账 %(recorded)s 条，重复 %(repeated)s 条，待放行 %(held)s 条，拒绝 %(refused)s 行"
    )
    return said % {
        "source": one.fields.get("source_name", ""), "recorded": _number(one, "recorded_count"),
        "repeated": _number(one, "repeated_count"), "held": _number(one, "held_count"),
        "refused": _number(one, "refused_count"),
    }  # fmt: skip


def _released(one: EventShown) -> str:
    return _("放行批次 %(batch)s 的更正 %(n)s 条") % {
        "batch": one.fields.get("batch_number", ""), "n": _number(one, "released_count"),
    }  # fmt: skip


def _rejected(one: EventShown) -> str:
    return _("驳回批次 %(batch)s 的更正 %(n)s 条") % {
        "batch": one.fields.get("batch_number", ""), "n": _number(one, "rejected_count"),
    }  # fmt: skip


def _copied(one: EventShown) -> str:
    return _("完成备份，账本共 %(size)s 条") % {"size": _number(one, "tree_size")}


def _drilled(one: EventShown) -> str:
    size = {"size": _number(one, "tree_size")}
    if one.fields.get("drill_passed") in (True, "true"):
        return _("恢复演练通过，账本共 %(size)s 条") % size
    return _("恢复演练未通过，账本共 %(size)s 条") % size


def _witnessed(one: EventShown) -> str:
    return _("送见证方签认，账本共 %(size)s 条") % {"size": _number(one, "tree_size")}


def _restored(one: EventShown) -> str:
    return _("从备份恢复并另起新纪元，账本共 %(size)s 条") % {"size": _number(one, "tree_size")}


def _repaired(one: EventShown) -> str:
    return _("从备份补回记录 %(n)s 条") % {"n": _number(one, "repaired_count")}


def _looked(one: EventShown) -> str:
    looks = one.fields.get("looks", ())
    count = len(looks) if isinstance(looks, tuple) else 1
    return ngettext("登记查阅 %(n)s 次（明细见“查阅记录”）", "登记查阅 %(n)s 次（明细见“查阅记录”）", count) % {
        "n": said_number(count)
    }  # fmt: skip


AFFAIRS: Mapping[str, Callable[[EventShown], str]] = {
    ledger.IMPORT_BEGUN: _begun,
    ledger.IMPORT_FINISHED: _finished,
    ledger.BATCH_RELEASED: _released,
    ledger.BATCH_REJECTED: _rejected,
    ledger.BACKUP_MADE: _copied,
    ledger.DRILL_FINISHED: _drilled,
    ledger.WITNESS_ASKED: _witnessed,
    ledger.RESTORED: _restored,
    ledger.REPAIRED: _repaired,
    ledger.RECORDS_VIEWED: _looked,
}
"""By the type of the record."""
