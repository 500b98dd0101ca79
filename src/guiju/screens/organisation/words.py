"""What the bureau's words are called on its pages: units, staff, posts, roles, terms; and how an act is signed."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guiju.bureau.names import NamesThen
from guiju.bureau.wiring import wiring
from guiju.facts.draft import Actor
from guiju.screens.components.form import Value
from guiju.screens.components.light import Light, light_of_due
from guiju.screens.kit.figures import said_instant
from guiju.screens.kit.visit import Visit
from guiju.values.clock import DAY_SECONDS, SECOND, from_micros, to_micros
from guiju.values.scope import FOREVER

SOON = 7 * DAY_SECONDS * SECOND
UNIT_KINDS = {
    "bureau": gettext_lazy("公安局或分局"), "station": gettext_lazy("派出所"), "squad": gettext_lazy("办案队"),
    "legal": gettext_lazy("法制部门"), "inspection": gettext_lazy("督察部门"), "political": gettext_lazy("政工部门"),
    "command_centre": gettext_lazy("指挥中心"), "detention_house": gettext_lazy("监管场所"),
    "other": gettext_lazy("其他单位"),
}  # fmt: skip
STAFF_KINDS = {
    "police": gettext_lazy("民警"), "auxiliary": gettext_lazy("辅警"), "civil": gettext_lazy("文职"),
}  # fmt: skip
POSTS = {
    "leader": gettext_lazy("局领导"), "unit_head": gettext_lazy("所队长"), "deputy_chief": gettext_lazy("副所队长"),
    "political_instructor": gettext_lazy("政治教导员"), "legal_officer": gettext_lazy("法制员"),
    "legal_reviewer": gettext_lazy("法制审核"), "lead_officer": gettext_lazy("主办民警"),
    "investigator": gettext_lazy("办案民警"), "case_officer": gettext_lazy("办案民警"),
    "community_officer": gettext_lazy("社区民警"), "inspector": gettext_lazy("督察员"),
    "desk_officer": gettext_lazy("内勤"), "dispatcher": gettext_lazy("接警员"),
    "area_keeper": gettext_lazy("办案区管理员"), "custodian": gettext_lazy("涉案财物保管员"),
    "auxiliary": gettext_lazy("辅警"),
}  # fmt: skip


def unit_address(code: str) -> str:
    """Where the page of a unit lies."""
    return reverse("organisation.unit", kwargs={"unit": code})


def officer_address(number: str) -> str:
    """Where the page of an officer lies."""
    return reverse("organisation.officer", kwargs={"officer": number})


def role_label(name: str) -> str:
    """What a role is called."""
    known = wiring().roles.get(name)
    return _(known.label) if known is not None else name


def unit_said(unit: str, names: NamesThen, at: int) -> str:
    """The unit that a role is held on; an administrator's has none."""
    return names.at(unit, at) if unit else _("全局")


def until_said(until: int) -> str:
    """When something ends."""
    return _("长期") if until == FOREVER else said_instant(until)


def ending(until: int, at: int) -> Light | str:
    """A light for what ends within a week; nothing for what does not."""
    return light_of_due(at, until, at) if until != FOREVER and until - at <= SOON else ""


def signed(visit: Visit, key: str) -> dict[str, Any]:
    """What every command is told: by whom, when, and the key that makes a second sending the same act."""
    return {"actor": Actor(visit.holder.account), "at": moment(visit.at), "idem_key": key}


def moment(at: int) -> datetime:
    """An instant, given in microseconds, as the commands want it."""
    return from_micros(at, wiring().local.zone)


def end_of(day: Value) -> datetime | None:
    """The instant at which a local day is over; None where no day was given."""
    return moment(wiring().local.midnight(day.toordinal() + 1)) if isinstance(day, date) else None


def not_over(visit: Visit) -> Callable[[Value], str]:
    """The check of a last day: it must not be over."""

    def check(day: Value) -> str:
        end = end_of(day)
        return _("有效期须在今天或以后。") if end is not None and to_micros(end) <= visit.at else ""

    return check
