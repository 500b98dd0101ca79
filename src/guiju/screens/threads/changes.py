"""What changed in a thread: corrected records, findings that no longer stand, editions of the law that came after."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from guiju.facts.queries import EventShown
from guiju.findings.explaining import later_editions
from guiju.findings.queries import DutyShown, FindingShown
from guiju.screens.kit.figures import said_instant
from guiju.screens.threads.queries import Contents
from guiju.screens.threads.words import event_label, field_label, rule_title, value_label
from guiju.values.event import FieldValue


@dataclass(frozen=True, slots=True)
class Change:
    """One change: when it was recorded (None: no record of its own), what, what it was before, why and who approved."""

    at: int | None
    what: str
    detail: str
    reason: str = ""
    approver: str = ""


def changes_of(contents: Contents) -> list[Change]:
    """All changes, the latest first; those of the law last."""
    dated = [*_corrections(contents), *_withdrawn(contents)]
    return [*sorted(dated, key=lambda one: -(one.at or 0)), *_editions(contents)]


def _corrections(contents: Contents) -> Iterator[Change]:
    known = {event.id: event for event in contents.events}
    for event in contents.events:
        if event.corrects is not None:
            before = known.get(event.corrects)
            detail = _difference(before, event) if before is not None else _("原记录不属于这里，或不在您的权限范围内。")
            what = _("更正：%(event)s") % {"event": event_label(event.type)}
            yield Change(event.recorded_at, what, detail, event.reason, event.approver)
        elif event.corrected_by is not None and event.corrected_by not in known:
            what = _("已更正到别处：%(event)s") % {"event": event_label(event.type)}
            yield Change(event.recorded_at, what, "")


def _difference(before: EventShown, after: EventShown) -> str:
    """Both versions, field by field, of what differs."""
    parts = []
    if before.type != after.type:
        parts.append(f"{_('环节')}：{event_label(before.type)} → {event_label(after.type)}")
    if before.happened_at != after.happened_at:
        parts.append(f"{_('时间')}：{said_instant(before.happened_at)} → {said_instant(after.happened_at)}")
    names = dict.fromkeys((*before.fields, *after.fields))
    for name in names:
        if before.fields.get(name) != after.fields.get(name):
            parts.append(f"{field_label(name)}：{_said(before.fields, name)} → {_said(after.fields, name)}")
    return "；".join(parts)


def _said(fields: Mapping[str, FieldValue], name: str) -> str:
    value = fields.get(name)
    if value is None or value == "":
        return _("未填写")
    if isinstance(value, bool):
        return _("是") if value else _("否")
    parts = value if isinstance(value, tuple) else (value,)
    return "、".join(value_label(name, str(part)) for part in parts)


def _withdrawn(contents: Contents) -> Iterator[Change]:
    for found in contents.findings:
        if not found.is_standing:
            what = _("疑似问题已撤回：%(rule)s") % {"rule": rule_title(found.rule)}
            yield Change(found.found_at, what, _("记录更正或补录之后，这个疑似问题不再成立；它仍然可见。"))
        elif found.returns:
            what = _("疑似问题再次出现：%(rule)s") % {"rule": rule_title(found.rule)}
            yield Change(found.found_at, what, _("撤回后又成立 %(times)s 次。") % {"times": found.returns})


def _editions(contents: Contents) -> Iterator[Change]:
    rows: list[DutyShown | FindingShown] = [*contents.duties, *contents.findings]
    told = dict.fromkeys((one.rule, one.edition) for one in rows)
    for rule, edition in told:
        for later in later_editions(rule, edition):
            what = _("法条有新版本：%(rule)s") % {"rule": rule_title(rule)}
            detail = _("本案适用 %(edition)s 起的版本；%(later)s 起另有版本。") % {"edition": edition, "later": later}
            yield Change(None, what, detail)
