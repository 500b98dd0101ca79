"""案件: what this subject adds to the page of a case."""

from django.utils.translation import gettext as _

from guiju.bureau.names import NamesThen, officer_names
from guiju.facts.queries import LARGEST_PAGE, EventShown, list_events
from guiju.screens.threads.words import event_label, field_label, value_label
from guiju.values.panel import At, Panel, PanelCell
from guiju.values.scope import Scope

OPINIONS = ("cases.reviewed", "cases.legally_reviewed", "cases.opinion_adopted", "cases.discussed", "cases.approved")
_SAID = ("opinion", "adopted", "votes", "approver", "reviewer")


def opinions(viewer: Scope, value: str, at: int) -> Panel | None:
    """Who reviewed and approved what in a case: every opinion as it was given, adopted or not."""
    events = list_events(viewer, "case", value, limit=LARGEST_PAGE)
    given = [event for event in events if event.type in OPINIONS and event.corrected_by is None]
    if not given:
        return None
    columns = (_("时间"), _("环节"), _("民警"), _("意见和结果"), _("所审内容的摘要"))
    names = officer_names({one for event in given for one in _officers(event)})
    rows = tuple(_row(event, names) for event in sorted(given, key=lambda event: (event.happened_at, event.id)))
    return Panel("opinions", _("审核审批"), columns, rows, note=_("未被采纳的意见同样保留。"))


def _officers(event: EventShown) -> tuple[str, ...]:
    value = event.fields.get("officer", ())
    return value if isinstance(value, tuple) else (str(value),)


def _row(event: EventShown, names: NamesThen) -> tuple[PanelCell, ...]:
    said = []
    for name in _SAID:
        value = event.fields.get(name)
        if value is not None and value != "":
            shown = (_("是") if value else _("否")) if isinstance(value, bool) else value_label(name, str(value))
            said.append(f"{field_label(name)} {shown}")
    return (
        At(event.happened_at), event_label(event.type),
        "、".join(names.at(one, event.happened_at) for one in _officers(event)), "，".join(said),
        str(event.fields.get("content_hash", "")),
    )  # fmt: skip
