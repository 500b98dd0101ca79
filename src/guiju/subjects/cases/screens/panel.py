"""案件: what this subject adds to the page of a case."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from guiju.bureau.names import NamesThen, officer_names
from guiju.bureau.wiring import wiring as bureau
from guiju.facts.queries import LARGEST_PAGE, EventShown, list_events
from guiju.screens.threads.words import event_label, field_label, value_label
from guiju.subjects.cases.commands.chain import SUBMIT
from guiju.subjects.cases.events.review import DECLINED, DISCUSSION, REVIEW, VOTED
from guiju.subjects.cases.screens.words import address, submit_address
from guiju.values.panel import At, Panel, PanelCell
from guiju.values.scope import Scope

OPINIONS = (
    "cases.reviewed",
    "cases.legally_reviewed",
    "cases.opinion_adopted",
    DISCUSSION,
    "cases.discussed",
    VOTED,
    "cases.approved",
    DECLINED,
)
_TYPES = tuple(one.name for one in REVIEW)
"""What of a case may say which submission it belongs to; of the rest nothing is read a second time."""
_SAID = ("opinion", "adopted", "votes", "vote", "approver", "reviewer")


def opinions(viewer: Scope, value: str, at: int) -> Panel | None:
    """Who reviewed and approved what in a case: every opinion as it was given, adopted or not."""
    events = list_events(viewer, "case", value, types=_TYPES, limit=LARGEST_PAGE)
    given = [event for event in events if event.type in OPINIONS and event.corrected_by is None]
    acts = _acts(viewer, value, at, events)
    if not given and not acts:
        return None
    columns = (_("时间"), _("环节"), _("民警"), _("意见和结果"), _("所审内容的摘要"))
    names = officer_names({one for event in given for one in _officers(event)})
    rows = tuple(_row(event, names) for event in sorted(given, key=lambda event: (event.happened_at, event.id)))
    return Panel("opinions", _("审核审批"), columns, rows, note=_("未被采纳的意见同样保留。"),
                 empty=_("还没有审核、审批的记录。"), acts=acts)  # fmt: skip


def _acts(viewer: Scope, case: str, at: int, events: Sequence[EventShown]) -> tuple[tuple[str, str], ...]:
    """The submissions of the case, and a new one for whoever may submit something somewhere."""
    names = dict.fromkeys(str(one.fields["submission"]) for one in events if one.fields.get("submission"))
    found = [(_("送审 %(name)s") % {"name": name[:8]}, address(name)) for name in names]
    roles = bureau().roles
    if any(SUBMIT in roles[one.role].may for one in viewer.reaches_at(at) if one.role in roles):
        found.append((_("送审"), submit_address(case)))
    return tuple(found)


def _officers(event: EventShown) -> tuple[str, ...]:
    value = event.fields.get("officer", ())
    return value if isinstance(value, tuple) else (str(value),)


def _row(event: EventShown, names: NamesThen) -> tuple[PanelCell, ...]:
    # What a recorder typed for others is shown as no vote of theirs.
    is_typed = bool(event.fields.get("ballots_by"))
    said = [_("由记录人代录，以表决人本人表明的为准")] if is_typed else []
    for name in () if is_typed else _SAID:
        value = event.fields.get(name)
        if value is not None and value != "":
            shown = (_("是") if value else _("否")) if isinstance(value, bool) else value_label(name, str(value))
            said.append(f"{field_label(name)} {shown}")
    return (
        At(event.happened_at), event_label(event.type),
        "、".join(names.at(one, event.happened_at) for one in _officers(event)), "，".join(said),
        str(event.fields.get("content_hash", "")),
    )  # fmt: skip
