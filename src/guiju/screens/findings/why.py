"""Why a date is what it is, of any finding or running duty that the visitor may see."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from guiju.findings.explaining import explain
from guiju.findings.queries import FindingShown
from guiju.screens.findings.words import about_link, finding_address
from guiju.screens.kit.rendering import Crumb, show
from guiju.screens.kit.visit import Visit
from guiju.screens.threads.words import due_said, rule_title


def why(visit: Visit, name: str) -> HttpResponse:
    """Show how a date was reached.

    Raises:
        FindingNotFound: there is no such finding or duty, or not for this visitor.
    """
    told = explain(visit.viewer, name, at=visit.at)
    is_finding = isinstance(told.duty, FindingShown)
    lines = [line.partition("：") for line in told.lines]
    said = {
        "told": told,
        "lines": [(head, rest) for head, _colon, rest in lines],
        "is_finding": is_finding,
        "about": about_link(told.duty),
        "address": finding_address(name) if is_finding else "",
        "due": due_said(told.duty),
    }
    crumbs = (Crumb(_("巡查"), "/findings/"), Crumb(_("为什么是这一天")))
    return show(visit, "findings/why.html", said, title=rule_title(told.duty.rule), crumbs=crumbs)
