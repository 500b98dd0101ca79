"""A roster taken in: only what differs from what stands is recorded, so the same roster again changes nothing."""

import re
from collections.abc import Iterable
from datetime import datetime

from guiju.bureau.commands.entitlement import NotEntitled, draft, need
from guiju.bureau.commands.entry_rows import EntryRow, Imported, RowRefused, checked, day_of, record
from guiju.bureau.commands.officers import STAFF, main_units
from guiju.bureau.events import OFFICER_LEFT, OFFICER_POSTED, OFFICER_REGISTERED
from guiju.bureau.models import Posting
from guiju.bureau.organisation.officers import is_true
from guiju.bureau.registry import code_at, officer_at
from guiju.bureau.roles import KEEP_ROSTER
from guiju.facts.draft import Actor, Draft
from guiju.facts.wiring import wiring
from guiju.values.clock import to_micros
from guiju.values.event import FieldValue
from guiju.values.finding import RefusedRow

COLUMNS = (
    "officer", "officer_name", "kind", "natural_person", "unit", "post", "case_post", "additional", "since", "until",
)  # fmt: skip
_NUMBER = re.compile(r"[0-9A-Za-z\-]{1,20}")


def import_roster(rows: Iterable[EntryRow], *, actor: Actor, at: datetime) -> Imported:
    """Register and post officers, auxiliaries and clerks as a list says: one row a post.

    A row that cannot be is refused with its number and reason, the rest goes on. Who is not in the list stays where
    he is: leaving is a row with a day of leaving.
    """
    told = list(rows)
    refused: list[RefusedRow] = []
    drafts: list[Draft] = []
    main: dict[str, int] = {}
    said_before: dict[str, tuple[str, ...]] = {}
    for row in told:
        try:
            _check(row, actor, main)
            officer, said = row.text("officer"), tuple(row.text(name) for name in COLUMNS[1:4])
            if said_before.get(officer, said) != said:
                raise RowRefused("同一警号的姓名、类别或自然人编号前后不一")
            changes = _posting(row, at)
            if officer not in said_before:
                changes = _registration(row, at) + changes
            said_before[officer] = said
            drafts += changes
        except RowRefused as error:
            refused.append(RefusedRow(row.number, error.sentence))
    return record(drafts, "roster", actor=actor, rows=len(told), refused=refused)


def _check(row: EntryRow, actor: Actor, main: dict[str, int]) -> None:
    checked(row, *COLUMNS)
    officer, kind, unit = row.text("officer"), row.text("kind"), row.text("unit")
    if not _NUMBER.fullmatch(officer):
        raise RowRefused("警号应为1至20位数字、字母或短横")
    if kind not in STAFF:
        raise RowRefused(f"不认识人员类别“{kind}”")
    if not code_at(unit, wiring().clock()):
        raise RowRefused(f"没有单位“{unit}”")
    if not row.text("post"):
        raise RowRefused("没有岗位")
    try:
        need(actor, KEEP_ROSTER, [unit] if is_true(row.text("additional")) else [unit, *main_units(officer)])
    except NotEntitled as error:
        raise RowRefused("这个单位或者此人现在的主岗不归您管理") from error
    if not is_true(row.text("additional")) and not row.text("until"):
        if officer in main:
            raise RowRefused(f"警号与第{main[officer]}行重复：一人只有一个主岗，兼任请注明")
        main[officer] = row.number


def _registration(row: EntryRow, at: datetime) -> list[Draft]:
    """What is written of somebody, where it is new."""
    officer, name, kind, person = (row.text(column) for column in COLUMNS[:4])
    standing = officer_at(officer, wiring().clock())
    is_known = standing is not None and (name or standing.name, kind, person or standing.natural_person) == (
        standing.name, standing.kind, standing.natural_person,
    )  # fmt: skip
    if is_known:
        return []
    fields: dict[str, FieldValue] = {
        "officer": (officer,), "officer_name": name, "kind": kind, "natural_person": person,
    }  # fmt: skip
    since = at if standing is not None else day_of(row, "since", at)
    return [draft(OFFICER_REGISTERED, since, fields, unit=_code(row))]


def _posting(row: EntryRow, at: datetime) -> list[Draft]:
    """The coming and the leaving of one post, where they are new."""
    officer, unit, post = row.text("officer"), _code(row), row.text("post")
    since = day_of(row, "since", at)
    until = day_of(row, "until", at) if row.text("until") else None
    if until is not None and until <= since and row.text("since"):
        raise RowRefused("离任日期不晚于任职日期")
    held = [one for one in Posting.objects.filter(officer=officer, post=post) if _is_unit(one, unit)]
    if row.text("since"):
        held = [one for one in held if one.since == to_micros(since)] or [one for one in held if one.left_day is None]
    else:
        held = [one for one in held if one.left_day is None or until is not None]
    fields: dict[str, FieldValue] = {"officer": (officer,), "post": post}
    drafts = []
    if not held:
        more: dict[str, FieldValue] = {"kind": row.text("kind")}
        if row.text("case_post"):
            more["case_post"] = is_true(row.text("case_post"))
        if is_true(row.text("additional")):
            more["additional"] = True
        drafts.append(draft(OFFICER_POSTED, since, fields | more, unit=unit))
    if until is not None and all(one.left_day is None for one in held):
        drafts.append(draft(OFFICER_LEFT, until, dict(fields), unit=unit))
    return drafts


def _code(row: EntryRow) -> str:
    return code_at(row.text("unit"), wiring().clock())


def _is_unit(posting: Posting, code: str) -> bool:
    return posting.unit == code or code_at(posting.unit, posting.since) == code
