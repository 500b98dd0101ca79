"""The pages on which a step is recorded: what comes next in a case, and the form of one step."""

from collections.abc import Mapping, Sequence

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from guiju.screens.components.badge import Badge, Tone
from guiju.screens.components.form import Filled
from guiju.screens.kit.messages import say
from guiju.screens.kit.rendering import Crumb, may_open, show
from guiju.screens.kit.site import site
from guiju.screens.kit.visit import Visit
from guiju.screens.recording.entry import form_of, opened_with
from guiju.screens.recording.owed import owed_in
from guiju.screens.recording.procedure import Step
from guiju.screens.recording.progress import StageStanding, Standing, out_of_order, stages_of
from guiju.screens.recording.situation import KIND, Situation, situation_from, situation_of
from guiju.screens.recording.taking import take_step
from guiju.screens.recording.typed import count_typed_fields
from guiju.screens.threads.queries import get_thread, list_contents
from guiju.screens.threads.view import address_of

PAPER_PAGE = "papers.new"
"""The page that makes a paper of a case, where the site has one."""


def record(visit: Visit, case: str) -> HttpResponse:
    """Show what comes next in a case: what the law wants first, then the usual steps by stage.

    Raises:
        ThreadNotFound: it does not exist, or not for this visitor.
    """
    thread = get_thread(visit.viewer, KIND, case, at=visit.at)
    contents = list_contents(visit.viewer, thread)
    situation = situation_from(visit, thread, contents.events)
    said = {
        "situation": situation,
        "owed": owed_in(contents, situation, visit.at),
        "stages": [_drawn(stage) for stage in stages_of(situation)],
        "typed": count_typed_fields(visit.viewer, case),
        "case_address": address_of(KIND, case),
    }
    return show(visit, "recording/case.html", said, title=_("%(case)s 登记") % {"case": case}, crumbs=_crumbs(case))


def step(visit: Visit, case: str, name: str) -> HttpResponse:
    """Show the form of one step; a POST records it.

    Raises:
        ThreadNotFound: the case does not exist, or not for this visitor.
        StepNotFound: such a case has no such step.
    """
    situation = situation_of(visit, case)
    chosen = situation.procedure.step(name)
    hints = out_of_order(situation, chosen)
    form, here = form_of(situation, chosen), reverse("cases.record", kwargs={"case": case})

    def run(filled: Filled) -> str:
        return _recorded(visit, situation, chosen, filled)

    values = opened_with(situation, chosen, visit)
    filled = form.taken(visit, run, about=f"{case} {chosen.id}", values=values)
    if filled.is_done:
        for hint in hints:
            say(visit, _("%(hint)s记录已照记，请核对。") % {"hint": hint}, "warning")
        return HttpResponseRedirect(here)
    said = {
        "situation": situation,
        "step": chosen,
        "hints": hints,
        "done": situation.told(chosen),
        "form": form.show(visit, filled, back=here),
        "paper": _paper_address(visit, case, chosen),
    }
    crumbs = (*_crumbs(case)[:-1], Crumb(_("登记"), here), Crumb(chosen.title))
    return show(visit, "recording/step.html", said, title=chosen.title, crumbs=crumbs, status=filled.status)


def _recorded(visit: Visit, situation: Situation, chosen: Step, filled: Filled) -> str:
    """Record what a sound form says, and let the next page say what came of it."""
    taken = take_step(visit, situation, chosen, filled)
    if taken.done.proposals:
        return _("“%(step)s”属于补录，已提请，待另一名有权人员批准后入账。") % {"step": chosen.title}
    say(visit, _("已登记“%(step)s”。") % {"step": chosen.title})
    for line in taken.running:
        say(visit, f"{line}。", "info")
    if taken.strange:
        say(visit, _("花名册里没有警号 %(numbers)s，请核对。") % {"numbers": taken.strange}, "warning")
    return ""


def _drawn(stage: StageStanding) -> Mapping[str, object]:
    tones = {Standing.DONE: Tone.GOOD, Standing.MISSING: Tone.WARNING, Standing.NEXT: Tone.INFO}
    return {
        "name": stage.name,
        "usual": [(one, Badge(one.standing.label, tones.get(one.standing, Tone.PLAIN))) for one in stage.usual],
        "others": [one.step for one in stage.others],
    }


def _paper_address(visit: Visit, case: str, chosen: Step) -> str:
    page = next((one for one in site().pages if one.name == PAPER_PAGE), None)
    if page is None or not chosen.paper or not may_open(visit, page):
        return ""
    return reverse(PAPER_PAGE, kwargs={"case": case, "paper": chosen.paper})


def _crumbs(case: str) -> Sequence[Crumb]:
    return (
        Crumb(_("案件"), reverse("cases.list")), Crumb(case, address_of(KIND, case)),
        Crumb(_("登记")),
    )  # fmt: skip
