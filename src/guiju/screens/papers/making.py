"""Making a paper of a case: chosen, filled in from what the case knows, looked at, then put into the case."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guiju.bureau.commands.papers import attach_made
from guiju.facts.draft import Actor
from guiju.facts.events import PAPERS
from guiju.facts.papers.producing.apart import read_content
from guiju.facts.papers.producing.forms import PaperForm, PaperUnknown, forms, get_form
from guiju.facts.papers.producing.making import draft_paper
from guiju.facts.papers.shelf import Shelf, ShelfRefused
from guiju.facts.queries import EventShown
from guiju.screens.components.form import Filled
from guiju.screens.components.link import Link
from guiju.screens.components.table import Column, Listing, Query, show_listing
from guiju.screens.kit.figures import is_english, said_instant
from guiju.screens.kit.messages import say
from guiju.screens.kit.rendering import Crumb, show
from guiju.screens.kit.site import site
from guiju.screens.kit.visit import Visit
from guiju.screens.papers.asking import MAKE, form_of, opened_with, values_of
from guiju.screens.papers.prefill import (
    Known,
    PaperOfAnother,
    events_of,
    fits,
    is_unsure,
    known_of,
    records_for,
    said_person,
)
from guiju.screens.papers.shown import PaperSheet
from guiju.screens.threads.queries import ThreadShown, get_thread
from guiju.screens.threads.words import event_label
from guiju.values.errors import GuijuError

CASE = "case"
_PROCEDURES = {"administrative": gettext_lazy("行政案件"), "criminal": gettext_lazy("刑事案件")}


@dataclass(frozen=True, slots=True)
class PaperChoice:
    """A paper that may be made of a case, and how many of it the case holds."""

    form: PaperForm
    address: str
    count: int
    is_possible: bool
    is_fitting: bool


@dataclass(frozen=True, slots=True)
class RecordLink:
    """Another record of which the same paper could be."""

    text: str
    address: str


def choose(visit: Visit, case: str) -> HttpResponse:
    """Show which papers may be made of a case.

    Raises:
        ThreadNotFound: there is no such case, or not for this visitor.
    """
    thread = get_thread(visit.viewer, CASE, case, at=visit.at)
    events = events_of(visit, thread)
    papers = [one for one in events if one.type in PAPERS]
    rows = [
        PaperChoice(
            one, reverse("papers.new", kwargs={"case": case, "paper": one.id}),
            sum(1 for paper in papers if paper.fields.get("paper_form") == one.id),
            fits(one, thread) and bool(records_for(one, events)), fits(one, thread),
        )
        for one in forms().values()
        if one.is_of_case
    ]  # fmt: skip
    said = {"attach": reverse("papers.attach", kwargs={"case": case})}
    return show_listing(
        visit, _listing(rows), said, template="papers/choose.html", title=_("制作文书"), crumbs=crumbs_of(case)
    )


def new(visit: Visit, case: str, paper: str) -> HttpResponse:
    """Fill in a paper of a case, look at it, and put it into the case.

    Raises:
        ThreadNotFound: there is no such case, or not for this visitor.
        PaperUnknown: there is no such paper.
        PaperOfAnother: it belongs to another procedure than the case.
        PaperNotPossible: the case has no record that it could be of.
    """
    form = get_form(paper)
    if not form.is_of_case:
        raise PaperUnknown("没有这种文书。")
    thread = get_thread(visit.viewer, CASE, case, at=visit.at)
    if not fits(form, thread):
        raise PaperOfAnother(f"《{form.title}》不是{_PROCEDURES[thread.category]}的文书。")
    events, asked = events_of(visit, thread), visit.request.GET.get("record", "")
    records = records_for(form, events)
    if not asked and records and is_unsure(form, records):
        return _whom(visit, thread, form, events, records)
    known = known_of(visit, thread, form, events, asked)
    about = f"{case} {paper} {known.record.id}"
    asking = form_of(visit, form, known, is_looked_at=False)
    filled, sheet = asking.blank(visit, about, opened_with(form, known)), None
    if visit.request.method == "POST":
        filled = asking.read(visit, about)
        if filled.is_sound:
            try:
                filled, sheet, number = _carried_out(visit, form, known, filled)
            except GuijuError as error:
                if error.code.endswith(".not_found"):
                    raise
                filled, number = filled.refused_by(error), None
            if number is not None:
                asking.done(visit, filled)
                say(visit, _("已制作并存入案卷。"))
                return HttpResponseRedirect(reverse("papers.open", kwargs={"number": number}))
    said = {
        "paper": form, "known": known, "record": said_record(known.record), "sheet": sheet,
        "others": [_link(one, case, paper) for one in known.others], "thread": thread,
        "form": form_of(visit, form, known, is_looked_at=sheet is not None).show(visit, filled, back=_address(case)),
    }  # fmt: skip
    crumbs = (*crumbs_of(case), Crumb(title_of(form)))
    return show(visit, "papers/new.html", said, title=title_of(form), crumbs=crumbs, status=filled.status)


def _whom(
    visit: Visit, thread: ThreadShown, form: PaperForm, events: Sequence[EventShown], records: Sequence[EventShown]
) -> HttpResponse:
    """Ask of whom a paper is, where the case does not say it: nobody's name is filled in by chance."""
    there = reverse("papers.new", kwargs={"case": thread.value, "paper": form.id})
    persons = [
        RecordLink(said_person(events, str(one.fields["person"])), f"{there}?{urlencode({'record': one.id})}")
        for one in records
    ]
    crumbs = (*crumbs_of(thread.value), Crumb(title_of(form)))
    return show(visit, "papers/whom.html", {"paper": form, "persons": persons}, title=title_of(form), crumbs=crumbs)


def title_of(form: PaperForm) -> str:
    """What a paper is called on a page."""
    return form.title_en if is_english() else form.title


def shelf() -> Shelf:
    """Where the papers lie.

    Raises:
        ShelfRefused: this site has none.
    """
    found = site().shelf
    if found is None:
        raise ShelfRefused("这个站点没有存放材料的地方。")
    return found


def _carried_out(
    visit: Visit, form: PaperForm, known: Known, filled: Filled
) -> tuple[Filled, PaperSheet | None, int | None]:
    """The paper to look at; or, where that was asked for, the number under which it stands in the case."""
    values, filled = values_of(visit, form, known, filled)
    if not filled.is_sound:
        return filled, None, None
    made = draft_paper(form, values, shelf=shelf())
    if filled.act != MAKE:
        return filled, PaperSheet(read_content(made.data)), None
    chosen = filled.text("supersedes")
    told = attach_made(
        visit.viewer, known.record.id, made, supersedes=int(chosen) if chosen else None, shelf=shelf(),
        actor=Actor(visit.holder.account), at=visit.at, idem_key=filled.key,
    )  # fmt: skip
    return filled, None, told.appended.ids[0]


def _listing(rows: Sequence[PaperChoice]) -> Listing:
    def found(query: Query) -> list[PaperChoice]:
        return [one for one in rows if query.text in one.form.title or query.text.lower() in one.form.title_en.lower()]

    return Listing(
        name="paper_choices",
        title=_("制作文书"),
        columns=(
            Column(
                "title", _("文书"),
                lambda row: Link(title_of(row.form), row.address) if row.is_possible else title_of(row.form),
                is_head=True, written=lambda row: title_of(row.form),
            ),
            Column("procedure", _("适用"), _said_procedures),
            Column("count", _("本案已制作"), lambda row: row.count, is_numeric=True),
            Column("state", _("说明"), _said_note),
        ),
        rows=lambda visit, query, start, most: found(query)[start : start + most],
        count=lambda visit, query, most: len(found(query)),
        search=_("文书名称"),
        is_exported=False,
    )  # fmt: skip


def _said_procedures(row: PaperChoice) -> str:
    return (" / " if is_english() else "、").join(str(_PROCEDURES[one]) for one in row.form.procedures)


def _said_note(row: PaperChoice) -> str:
    """When the paper is used: said in Chinese only, as the paper itself."""
    if not row.is_fitting:
        return _("不是本类案件的文书。")
    if not row.is_possible:
        return _("本案还没有相应的记录。")
    return "" if is_english() else row.form.note


def crumbs_of(case: str) -> tuple[Crumb, ...]:
    """The way to the papers of a case."""
    there = reverse("threads.one", kwargs={"kind": CASE, "value": case})
    return (Crumb(_("案件"), reverse("cases.list")), Crumb(case, there), Crumb(_("制作文书"), _address(case)))


def _address(case: str) -> str:
    return reverse("papers.case", kwargs={"case": case})


def said_record(record: EventShown) -> str:
    """A record in one line: what, when, about whom."""
    person = str(record.fields.get("person", ""))
    parts = (event_label(record.type), said_instant(record.happened_at), person)
    return " · ".join(part for part in parts if part)


def _link(record: EventShown, case: str, paper: str) -> RecordLink:
    there = reverse("papers.new", kwargs={"case": case, "paper": paper})
    return RecordLink(said_record(record), f"{there}?{urlencode({'record': record.id})}")
