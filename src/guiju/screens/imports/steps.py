"""The steps of the wizard, as they stand above each of its pages."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from guiju.screens.kit.rendering import Crumb


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its number, its name, and whether it is past, here or ahead."""

    number: int
    title: str
    state: str


def steps_at(here: int) -> list[Step]:
    """The five steps, seen from one of them."""
    titles = (_("上传文件"), _("对应列"), _("对应环节"), _("预览"), _("导入"))
    return [
        Step(number, title, "here" if number == here else "past" if number < here else "ahead")
        for number, title in enumerate(titles, 1)
    ]


def crumbs_to(*titles: str) -> tuple[Crumb, ...]:
    """The way from the list of imports to a page."""
    return (Crumb(_("首页"), "/"), Crumb(_("导入"), reverse("imports")), *(Crumb(title) for title in titles))


def crumbs_of_corrections(title: str) -> tuple[Crumb, ...]:
    """The way from the corrections to a page; who decides them need not be one who imports."""
    return (Crumb(_("首页"), "/"), Crumb(_("待放行的更正"), reverse("imports.corrections")), Crumb(title))


def crumbs_of_proposals(title: str) -> tuple[Crumb, ...]:
    """The way from the proposals to a page."""
    return (Crumb(_("首页"), "/"), Crumb(_("补录和更正"), reverse("imports.proposals")), Crumb(title))
