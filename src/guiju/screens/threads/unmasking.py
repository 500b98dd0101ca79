"""Whom a record identifies: masked on the page of its thread; in clear after a purpose was named, on one page only.

Nothing of it is kept: whoever wants to see it again names his purpose again, and each look stands in the ledger.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guiju.facts.draft import Actor
from guiju.facts.privacy.reads import unmask
from guiju.facts.queries import EventShown
from guiju.screens.components.form import Choice, Field, Form, Kind
from guiju.screens.components.masked import Masked
from guiju.screens.kit.rendering import Crumb, show
from guiju.screens.kit.visit import Visit
from guiju.screens.threads.queries import ThreadNotFound, get_thread, list_contents
from guiju.screens.threads.words import event_label, field_label
from guiju.values.errors import GuijuError
from guiju.values.event import IDENTIFYING, FieldValue

PURPOSES = {
    "case_handling": gettext_lazy("办理本案"), "supervision": gettext_lazy("执法监督"),
    "personnel": gettext_lazy("队伍管理"), "audit": gettext_lazy("审计"), "operation": gettext_lazy("系统运行维护"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Identity:
    """What one record says of who somebody is."""

    at: int
    what: str
    person: str
    told: tuple[tuple[str, object], ...]


def identities_of(visit: Visit, address: str, events: Iterable[EventShown]) -> list[Identity]:
    """The records of a thread that identify somebody, masked; each leads to where it is shown in clear."""
    found = []
    for event in events:
        told = _told(event.fields)
        if told and event.corrected_by is None:
            where = f"{address}unmask/?{urlencode({'record': event.id})}" if purposes_of(visit, event.type) else ""
            first, rest = told[0], told[1:]
            shown = ((first[0], Masked(first[1], where)), *((name, Masked(text)) for name, text in rest))
            found.append(
                Identity(event.happened_at, event_label(event.type), str(event.fields.get("person", "")), shown)
            )
    return found


def purposes_of(visit: Visit, type_name: str) -> list[str]:
    """The purposes for which the visitor's roles look at such records."""
    held = {one for reach in visit.viewer.reaches_at(visit.at, type_name) for one in reach.purposes}
    return [one for one in PURPOSES if one in held]


def unmasked(visit: Visit, kind: str, value: str) -> HttpResponse:
    """Ask for the purpose; then show what a record says of who somebody is.

    Raises:
        ThreadNotFound: there is no such record in this thread, or not for this visitor.
    """
    event = _record(visit, kind, value)
    address = reverse("threads.one", kwargs={"kind": kind, "value": value})
    asking = _asking(purposes_of(visit, event.type))
    filled = asking.blank(visit)
    clear: Mapping[str, FieldValue] = {}
    if visit.request.method == "POST":
        filled = asking.read(visit)
        if filled.is_sound:
            try:
                clear = unmask(
                    visit.viewer,
                    event.id,
                    purpose=filled.text("purpose"),
                    actor=Actor(visit.holder.account),
                    at=visit.at,
                )
            except GuijuError as error:
                if error.code.endswith(".not_found"):
                    raise
                filled = filled.refused_by(error)
    said = {
        "is_clear": bool(clear),
        "facts": _told(clear or event.fields),
        "what": event_label(event.type),
        "form": None if clear else asking.show(visit, filled, back=address),
        "back": address,
    }
    crumbs = (Crumb(value, address), Crumb(_("身份信息")))
    return show(visit, "threads/unmasked.html", said, title=_("身份信息"), crumbs=crumbs, status=filled.status)


def _record(visit: Visit, kind: str, value: str) -> EventShown:
    number = visit.request.GET.get("record", "")
    thread = get_thread(visit.viewer, kind, value, at=visit.at)
    for event in list_contents(visit.viewer, thread).events:
        if str(event.id) == number and _told(event.fields):
            return event
    raise ThreadNotFound(_("没有找到这条记录。"))


def _asking(purposes: list[str]) -> Form:
    choices = tuple(Choice(one, PURPOSES[one]) for one in purposes)
    purpose = Field("purpose", _("查看用途"), Kind.RADIO, choices=choices)
    return Form("unmask", (purpose,), (Choice("show", _("查看并记录")),))


def _told(fields: Mapping[str, FieldValue]) -> list[tuple[str, str]]:
    return [(field_label(name), str(fields[name])) for name in IDENTIFYING if fields.get(name) not in (None, "", ())]
