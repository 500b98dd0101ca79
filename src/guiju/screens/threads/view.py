"""The page of a thread of any kind, and the drawer that says why a date is what it is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils.translation import gettext as _

from guiju.facts.events import PAPERS
from guiju.facts.privacy.look_log import Look
from guiju.facts.privacy.looked import who_looked
from guiju.facts.queries import EventShown
from guiju.findings.explaining import explain
from guiju.findings.life.acts import State
from guiju.findings.life.deciding import read_lives
from guiju.findings.queries import DutyShown, FindingNotFound, FindingShown
from guiju.scores.reports.wording import SEVERITIES
from guiju.screens.components.badge import SEVERITY_TONES, Badge, Tone
from guiju.screens.components.light import Light, light_of_due
from guiju.screens.components.link import Link
from guiju.screens.kit.drawing import address, draw
from guiju.screens.kit.rendering import Crumb, may_open, show
from guiju.screens.kit.site import site
from guiju.screens.kit.visit import Visit
from guiju.screens.threads.changes import changes_of
from guiju.screens.threads.lanes import Drawn, duty_said, is_done_with, light_of, timeline_of
from guiju.screens.threads.lights import SETTLED
from guiju.screens.threads.queries import Contents, ThreadShown, get_thread, is_in_thread, list_contents
from guiju.screens.threads.unmasking import identities_of
from guiju.screens.threads.wiring import wiring
from guiju.screens.threads.words import Names, cited, due_said, event_label, names_of, purposes_said, rule_title
from guiju.values.panel import Panel

DONE_WITH = (State.REJECTED, State.WAIVED, State.CLOSED)
RECORDING = "cases.record"
"""The page on which a case is recorded step by step, where the site has one."""
MAKING, OPENING = "papers.case", "papers.open"
"""The pages on which papers are made of a case, and opened, where the site has them."""
CORRECTING = "imports.correct"
"""The page on which a correction of a record is asked for, where the site has one."""
MOST_LOOKS = 50
"""So many of the latest looks at a thread are shown on its page."""


@dataclass(frozen=True, slots=True)
class DutyLine:
    """One running duty in the table of what is due."""

    title: str
    due: str
    lights: tuple[Light, ...]
    officers: str
    why: Link


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One suspected breach, or what has become of it."""

    title: str
    state: Badge
    severity: Badge
    due: str
    cited: str
    officers: str
    why: Link


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One paper, before anybody opens it."""

    name: str
    size: int
    attached_by: str
    attached_at: int
    address: str


@dataclass(frozen=True, slots=True)
class LookLine:
    """One look at this thread, for those who may know of it."""

    at: int
    reader: str
    page: str
    purposes: str


def thread_page(visit: Visit, kind: str, value: str) -> HttpResponse:
    """Show everything that the visitor may see of one case, call or item.

    Raises:
        ThreadNotFound: it does not exist, or not for this visitor.
    """
    thread = get_thread(visit.viewer, kind, value, at=visit.at)
    contents = list_contents(visit.viewer, thread)
    looks = who_looked(visit.viewer, kind, value, limit=MOST_LOOKS)
    names = names_of(thread, contents, {look.officer for look in looks} - {""})
    states = {name: life.state for name, life in read_lives([one.id for one in contents.findings]).items()}
    here = address_of(kind, value)
    names_due = [*(one.id for one in contents.duties), *(one.id for one in contents.findings)]
    why = {name: f"{here}why/?{urlencode({'duty': name})}" for name in names_due}
    mend = _address_if(visit, CORRECTING, kind=kind, value=value, number="0").removesuffix("0/correct/")
    drawn = Drawn(why, states, visit.at, mend)
    duties = sorted((one for one in contents.duties if one.due_at is not None), key=lambda one: (one.due_at, one.id))
    said = {
        "thread": thread,
        "unit": names.units.at(thread.unit, thread.last_at),
        "lead": names.said(thread.lead, thread.last_at),
        "light": light_shown(thread, visit.at),
        "next": _next(contents, duties, drawn, names),
        "timeline": timeline_of(thread, contents, names, drawn),
        "duties": [_duty_line(one, drawn, names) for one in duties],
        "findings": [_finding_line(one, drawn, names) for one in contents.findings if one.is_standing],
        "changes": changes_of(contents),
        "papers": list(_papers(visit, contents.events)),
        "identities": identities_of(visit, here, contents.events),
        "panels": list(_panels(visit, kind, value)),
        "looks": [_look_line(one, names) for one in looks],
        "is_cut": contents.is_cut,
        "knows_findings": thread.open_findings is not None,
        # Counted from what is listed below: the row of the list also counts what other units answer for.
        "open_findings": sum(1 for one in contents.findings if one.is_standing and states.get(one.id) not in DONE_WITH),
    }
    is_case = kind == "case"
    said["record"] = _address_if(visit, RECORDING, case=value) if is_case else ""
    said["make"] = _address_if(visit, MAKING, case=value) if is_case else ""
    said |= {name: draw(f"threads/{name}.html", **said) for name in ("overview", "history")}
    return show(visit, "threads/thread.html", said, title=f"{thread.title} {value}", crumbs=_crumbs(thread))


def why(visit: Visit, kind: str, value: str) -> HttpResponse:
    """Show how the date of one duty or finding of a thread was reached.

    Raises:
        ThreadNotFound: the thread does not exist, or not for this visitor.
        FindingNotFound: the same of the duty.
    """
    thread = get_thread(visit.viewer, kind, value, at=visit.at)
    duty = visit.request.GET.get("duty", "")
    if not is_in_thread(thread, duty):
        raise FindingNotFound("没有找到这项期限或问题。")
    told = explain(visit.viewer, duty, at=visit.at)
    lines = [line.partition("：") for line in told.lines]
    said = {
        "thread": thread,
        "address": address_of(kind, value),
        "told": told,
        "lines": [(name, rest) for name, _colon, rest in lines],
        "is_suspected": isinstance(told.duty, FindingShown),
    }
    crumbs = (*_crumbs(thread)[:-1], Crumb(value, address_of(kind, value)), Crumb(_("为什么是这一天")))
    return show(visit, "threads/why.html", said, title=rule_title(told.duty.rule), crumbs=crumbs)


def address_of(kind: str, value: str) -> str:
    """Where the page of a thread lies."""
    return address("threads.one", kind=kind, value=value)


def light_shown(thread: ThreadShown, at: int) -> Light:
    """The light of a thread with its days."""
    if thread.next_due_at is None or thread.light.colour not in ("red", "yellow", "blue", "green"):
        is_open = thread.light is not SETTLED
        return Light(thread.light.colour, _(thread.light.word), _("没有在办期限") if is_open else "")
    shown = light_of_due(None, thread.next_due_at, at)
    return Light(thread.light.colour, _(thread.light.word), shown.detail)


def _address_if(visit: Visit, name: str, **named: str) -> str:
    """Where a page of another folder lies; empty where the visitor may not open it, or the site has no such page."""
    page = next((one for one in site().pages if one.name == name), None)
    return address(name, **named) if page is not None and may_open(visit, page) else ""


def _crumbs(thread: ThreadShown) -> tuple[Crumb, ...]:
    is_case = thread.kind == "case"
    label = wiring().words[thread.kind].label
    return (Crumb(label, address("cases.list") if is_case else ""), Crumb(thread.value))


def _next(contents: Contents, duties: Sequence[DutyShown], drawn: Drawn, names: Names) -> DutyLine | None:
    """What is to be done first, of all that is the unit's own to do: before all, what is overdue and still not done."""
    overdue = [one for one in contents.findings if _is_open_overrun(one, drawn)]
    if overdue:
        first = min(overdue, key=lambda one: (one.due_at or 0, one.id))
        why_link = Link(_("为什么是这一天"), drawn.why[first.id], into_drawer=True)
        return DutyLine(
            rule_title(first.rule), due_said(first), (), names.said(first.officers, first.trigger_at), why_link
        )
    own = [one for one in duties if light_of(one, drawn.at)]
    return _duty_line(own[0], drawn, names) if own else None


def _is_open_overrun(found: FindingShown, drawn: Drawn) -> bool:
    return found.is_standing and found.outcome == "overdue" and not is_done_with(drawn.states, found)


def _duty_line(duty: DutyShown, drawn: Drawn, names: Names) -> DutyLine:
    why_link = Link(_("为什么是这一天"), drawn.why[duty.id], into_drawer=True)
    officers = names.said(duty.officers, duty.trigger_at)
    return DutyLine(rule_title(duty.rule), duty_said(duty), light_of(duty, drawn.at), officers, why_link)


def _finding_line(found: FindingShown, drawn: Drawn, names: Names) -> FindingLine:
    state = drawn.states.get(found.id, State.SUSPECTED)
    tone = Tone.WARNING if state in (State.SUSPECTED, State.DATA_WANTED, State.DISPUTED) else Tone.PLAIN
    severity = SEVERITIES.get(found.severity, found.severity)
    return FindingLine(
        rule_title(found.rule), Badge(_(state.label), Tone.GRAVE if state is State.VERIFIED else tone),
        Badge(_(severity), SEVERITY_TONES.get(found.severity, Tone.PLAIN)), due_said(found), cited(found.law),
        names.said(found.officers, found.trigger_at),
        Link(_("为什么"), drawn.why[found.id], into_drawer=True),
    )  # fmt: skip


def _papers(visit: Visit, events: Sequence[EventShown]) -> Iterator[PaperLine]:
    """The papers whose records the visitor sees too."""
    seen = {event.id for event in events}
    for event in events:
        if event.type in PAPERS and event.corrected_by is None:
            fields: Mapping[str, object] = event.fields
            if int(str(fields.get("attached_to", 0))) in seen:
                size = int(str(fields.get("paper_size", 0)))
                there = _address_if(visit, OPENING, number=str(event.id))
                yield PaperLine(str(fields.get("file_name", "")), size, event.actor, event.recorded_at, there)


def _look_line(look: Look, names: Names) -> LookLine:
    reader = names.said((look.officer,), look.at) if look.officer else look.account
    page = next((str(one.title) for one in site().pages if one.name == look.page), event_label(look.page))
    return LookLine(look.at, reader, _(page), purposes_said(look.purposes))


def _panels(visit: Visit, kind: str, value: str) -> Iterator[Panel]:
    for make in wiring().panels.get(kind, ()):
        panel = make(visit.viewer, value, visit.at)
        if panel is not None:
            yield panel
