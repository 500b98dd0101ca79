"""The kinds of job, and what each of them does: the same desks as the command line, told how far they are."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from guiju.bureau.commands.importing import ImportNotEntitled, check_import
from guiju.bureau.permissions.holding import Narrowing, narrowed
from guiju.bureau.permissions.tokens import find_narrowing
from guiju.bureau.scope import scope_of
from guiju.facts.importing.run import import_file
from guiju.findings.lawmaking.outlook import as_data, what_if
from guiju.project import env
from guiju.project.catalogue import VOCABULARY
from guiju.project.desks.check_desk import OutputRefused
from guiju.project.ledger.import_desk import order_of
from guiju.project.ledger.judging_desk import check, tick
from guiju.project.ledger.proof.backup_desk import back_up
from guiju.project.progress import Tell
from guiju.project.site.jobs.uploads import opened_upload
from guiju.values.clock import to_micros

Words = Mapping[str, Any]
Result = dict[str, Any]
IMPORT, REBUILD_CHECK, BACKUP = "import", "rebuild_check", "backup"
LAW_OUTLOOK, LAW_JUDGING = "law_outlook", "law_judging"
LABELS = {
    IMPORT: "导入", REBUILD_CHECK: "与账本比对", BACKUP: "备份", LAW_OUTLOOK: "试运行规则页",
    LAW_JUDGING: "按新的规则页重新判断",
}  # fmt: skip


def _import(job: str, words: Words, tell: Tell) -> Result:
    unit, by = words.get("unit", ""), words["by"]
    with opened_upload(words["place"], words["name"]) as file:
        mapping = file.parent / "mapping.yaml" if words["mapping"] else None
        if mapping is not None:
            mapping.write_text(words["mapping"], encoding="utf-8")
        order = order_of(file, source=words["source"], mapping=mapping, unit=unit, by=by)
        if not words.get("by_operator"):
            check = partial(check_import, unit=unit, account=by, known=VOCABULARY, at=to_micros(env.now()))
            order = replace(order, check=check)
        with narrowed(_narrowing(words.get("token", ""))):
            done = import_file(order, progress=tell)
    batch = done.batch
    return {
        "batch": batch.event, "rows": batch.rows, "recorded": batch.recorded, "repeated": batch.repeated,
        "held": batch.held, "refused": batch.refused, "missing": batch.missing, "was_known": done.was_known,
        "unmapped": [list(one) for one in done.unmapped], "unknown_events": list(done.unknown_events),
    }  # fmt: skip


def _narrowing(token: str) -> Narrowing | None:
    """How far the token reaches with which an import was asked for, if it was.

    Raises:
        ImportNotEntitled: it has ended meanwhile.
    """
    found = find_narrowing(token, to_micros(env.now())) if token else None
    if token and found is None:
        raise ImportNotEntitled("提交这次导入的令牌已经失效。")
    return found


def _rebuild_check(job: str, words: Words, tell: Tell) -> Result:
    found = check(tell)
    return {"differences": len(found), "tables": sorted({one.table for one in found})}


def _back_up(job: str, words: Words, tell: Tell) -> Result:
    folder = env.backup_folder()
    if folder is None:
        raise OutputRefused("没有设置备份目录。")
    made = back_up(folder, by=words["by"])
    return {"name": made.folder.name, "records": made.said["records"], "size": made.size}


def _outlook(job: str, words: Words, tell: Tell) -> Result:
    now = to_micros(env.now())
    viewer = scope_of(words["by"], now)
    return as_data(what_if(viewer, words["text"], since=words["since"], until=now, as_of=now, progress=tell))


def _judge(job: str, words: Words, tell: Tell) -> Result:
    done = tick(tell)
    return {"judged": done.judged, "reported": done.reported}


KINDS: Mapping[str, Callable[[str, Words, Tell], Result]] = {
    IMPORT: _import,
    REBUILD_CHECK: _rebuild_check,
    BACKUP: _back_up,
    LAW_OUTLOOK: _outlook,
    LAW_JUDGING: _judge,
}
