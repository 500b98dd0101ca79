"""A new case: under the bureau's own number, or under one that we propose."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from guiju.bureau.commands.recording import next_case_number, open_case
from guiju.facts.draft import Actor
from guiju.facts.importing.mending.opening import CaseNumberTaken
from guiju.scores.reports.lights import GREEN
from guiju.screens.components.form import Choice, Field, Filled, Form, Kind, Value
from guiju.screens.kit.figures import ZONE
from guiju.screens.kit.messages import say
from guiju.screens.kit.rendering import Crumb, may_open, show
from guiju.screens.kit.site import site
from guiju.screens.kit.visit import Visit
from guiju.screens.recording.drafts import drafts_of
from guiju.screens.recording.entry import REASON, form_of, opened_with
from guiju.screens.recording.owed import set_running
from guiju.screens.recording.procedure import Procedure, procedures
from guiju.screens.recording.situation import KIND, Situation
from guiju.screens.recording.taking import Taken
from guiju.screens.threads.queries import Contents, ThreadNotFound, ThreadShown, get_thread, list_contents, list_threads
from guiju.screens.threads.view import address_of
from guiju.screens.threads.wanted import Wanted
from guiju.screens.threads.wiring import wiring
from guiju.values.clock import from_micros

NUMBER, CATEGORY = "number", "category"
LONGEST_NUMBER = 80
"""Acts, persons and items of the case are numbered behind it."""
SERIAL = 5
LATEST = 20
"""Of so many cases, the last by number, the serials are looked at before a free one is looked for."""
WAITING_PAGE = "imports.proposals"
"""The page of what waits for approval, where the site has one."""


def new(visit: Visit) -> HttpResponse:
    """Show the form of a new case; a POST opens it."""
    taken: list[str] = []
    there: list[str] = []

    def run(filled: Filled) -> str:
        number = filled.text(NUMBER)
        try:
            opened = take_case(visit, filled)
        except CaseNumberTaken:
            taken.append(number)
            raise
        if opened.done.proposals:
            there.append(_waiting_address(visit))
            return _("案件 %(case)s 属于补录，已提请，待另一名有权人员批准后立卷。") % {"case": number}
        there.append(reverse("cases.record", kwargs={"case": number}))
        say(visit, _("已登记案件 %(case)s。") % {"case": number})
        for line in opened.running:
            say(visit, f"{line}。", "info")
        return ""

    form = case_form(visit)
    filled = form.taken(visit, run, values=case_values(visit))
    if filled.is_done:
        return HttpResponseRedirect(there[0])
    back = reverse("cases.list")
    said = {
        "form": form.show(visit, filled, back=back),
        "taken": _address_seen(visit, taken[0]) if taken else "",
        "number": taken[0] if taken else "",
        "free": _proposed_number(visit) if taken else "",
    }
    crumbs = (Crumb(_("案件"), back), Crumb(_("新的案件")))
    return show(visit, "recording/new.html", said, title=_("新的案件"), crumbs=crumbs, status=filled.status)


def take_case(visit: Visit, filled: Filled) -> Taken:
    """Open a case as a sound form says.

    Raises:
        CaseNumberTaken: there is a case of that number, or one waits for approval.
        StepRefused, NotEntitled, LateRecordUnapproved: as ``open_case``.
    """
    number = filled.text(NUMBER)
    situation = _before(visit, number, procedures()[filled.text(CATEGORY)])
    first = situation.procedure.step(situation.procedure.opens)
    done = open_case(
        drafts_of(situation, first, filled), case=number, reason=filled.text(REASON), known=wiring().vocabulary,
        actor=Actor(visit.holder.account), at=from_micros(visit.at, ZONE), idem_key=filled.key,
    )  # fmt: skip
    if done.proposals:
        return Taken(done)
    thread = get_thread(visit.viewer, KIND, number, at=visit.at)
    running = set_running(Contents((), (), ()), list_contents(visit.viewer, thread), visit.at)
    return Taken(done, tuple(running))


def case_form(visit: Visit) -> Form:
    """The number, the kind of case, and what the first step of any procedure asks."""
    kinds = tuple(Choice(name, one.title) for name, one in procedures().items())
    said = _("可改成本单位自己的编号；已有的编号不能再用。")
    fields = {
        NUMBER: Field(NUMBER, _("案件编号"), longest=LONGEST_NUMBER, help=said, check=_check_number),
        CATEGORY: Field(CATEGORY, _("案件类别"), Kind.RADIO, choices=kinds),
    }
    for one in procedures().values():
        for field in form_of(_before(visit, "", one), one.step(one.opens)).fields:
            fields.setdefault(field.name, field)
    ordered = sorted(fields.values(), key=lambda field: field.is_minor)
    return Form("new_case", tuple(ordered), (Choice("save", _("登记案件")),), keeps_draft=True)


def case_values(visit: Visit) -> dict[str, Value]:
    """What stands in it when it is opened: the next free number, and what is known of the visitor."""
    first = next(iter(procedures().values()))
    known = opened_with(_before(visit, "", first), first.step(first.opens), visit)
    return {**known, NUMBER: _proposed_number(visit)}


def _proposed_number(visit: Visit) -> str:
    """The unit's code, the year, and the next serial that is free; empty where the visitor has no unit."""
    if not visit.holder.unit:
        return ""
    beginning = f"{visit.holder.unit}{from_micros(visit.at, ZONE).year}"
    rows = list_threads(visit.viewer, KIND, Wanted(text=beginning), at=visit.at, sort="number", limit=LATEST)
    serials = [one.value.removeprefix(beginning) for one in rows]
    used = [int(one) for one in serials if len(one) == SERIAL and one.isascii() and one.isdecimal()]
    return next_case_number(beginning, digits=SERIAL, after=max(used, default=0))


def _waiting_address(visit: Visit) -> str:
    """Where whoever proposed something finds it; the list of cases for those who have no such page."""
    page = next((one for one in site().pages if one.name == WAITING_PAGE), None)
    return reverse(WAITING_PAGE if page is not None and may_open(visit, page) else "cases.list")


def _check_number(value: Value) -> str:
    is_sound = isinstance(value, str) and value.isprintable() and value.strip() == value
    # A number stands in addresses: what a browser folds away there would never be found again.
    is_reachable = is_sound and not set(str(value)) & set("/\\") and str(value).strip(".") != ""
    return "" if is_reachable else _("编号里不能有斜线和控制字符。")


def _before(visit: Visit, number: str, procedure: Procedure) -> Situation:
    """A case of which nothing is recorded yet, with the visitor's own unit."""
    thread = ThreadShown(
        KIND, number, "", procedure.id, visit.holder.unit, visit.at, visit.at, None, None, None, GREEN, ()
    )
    return Situation(thread, procedure, ())


def _address_seen(visit: Visit, number: str) -> str:
    """Where the case of a number lies; empty where it is not for this visitor to see."""
    try:
        return address_of(KIND, get_thread(visit.viewer, KIND, number, at=visit.at).value)
    except ThreadNotFound:
        return ""
