"""The kinds of job, and what each of them does: the same desks as the command line, told how far they are."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from guiju.bureau.commands.importing import check_import
from guiju.facts.importing.run import import_file
from guiju.project import env
from guiju.project.catalogue import VOCABULARY
from guiju.project.desks.check_desk import OutputRefused
from guiju.project.ledger.findings_desk import show_due, show_findings
from guiju.project.ledger.import_desk import order_of
from guiju.project.ledger.judging_desk import check
from guiju.project.ledger.proof.backup_desk import back_up
from guiju.project.progress import Tell
from guiju.project.site.desk.streams import silent
from guiju.project.site.jobs.uploads import opened_upload
from guiju.values.clock import to_micros
from guiju.values.errors import GuijuError

Words = Mapping[str, Any]
Result = dict[str, Any]
IMPORT, EXPORT, REBUILD_CHECK, BACKUP = "import", "export", "rebuild_check", "backup"
LABELS = {IMPORT: "导入", EXPORT: "导出清单", REBUILD_CHECK: "与账本比对", BACKUP: "备份"}
LISTS = ("findings", "due")


class ListUnknown(GuijuError):
    """An export of a list that there is not."""

    code = "jobs.list"
    remedy = "可以导出的清单：findings（疑似问题）、due（到期事项）。"


def exported(job: str) -> Path:
    """Where the workbook of an export lies until it is forgotten."""
    return env.home() / "exports" / f"{job}.xlsx"


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
        done = import_file(order, progress=tell)
    batch = done.batch
    return {
        "batch": batch.event, "rows": batch.rows, "recorded": batch.recorded, "repeated": batch.repeated,
        "held": batch.held, "refused": batch.refused, "missing": batch.missing, "was_known": done.was_known,
        "unmapped": [list(one) for one in done.unmapped], "unknown_events": list(done.unknown_events),
    }  # fmt: skip


def _export(job: str, words: Words, tell: Tell) -> Result:
    place = exported(job)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    partial = place.with_name(f".{place.name}")
    partial.unlink(missing_ok=True)
    chosen = {name: str(words.get(name, "")) for name in ("search", "rule", "unit")}
    with silent():
        if words["list"] == "findings":
            show_findings(
                account=words["by"], withdrawn=bool(words.get("withdrawn", False)), page=1, xlsx=partial, **chosen
            )
        elif words["list"] == "due":
            show_due(int(words.get("days", 7)), account=words["by"], page=1, xlsx=partial, **chosen)
        else:
            raise ListUnknown(f"没有清单“{words['list']}”。")
    tell("写出", 1.0)
    if not partial.is_file():
        return {"rows": 0}
    partial.rename(place)
    return {"file": place.name, "sha256": hashlib.sha256(place.read_bytes()).hexdigest()}


def _rebuild_check(job: str, words: Words, tell: Tell) -> Result:
    found = check(tell)
    return {"differences": len(found), "tables": sorted({one.table for one in found})}


def _back_up(job: str, words: Words, tell: Tell) -> Result:
    folder = env.backup_folder()
    if folder is None:
        raise OutputRefused("没有设置备份目录。")
    made = back_up(folder, by=words["by"])
    return {"name": made.folder.name, "records": made.said["records"], "size": made.size}


KINDS: Mapping[str, Callable[[str, Words, Tell], Result]] = {
    IMPORT: _import,
    EXPORT: _export,
    REBUILD_CHECK: _rebuild_check,
    BACKUP: _back_up,
}
