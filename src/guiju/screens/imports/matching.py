"""The second and the third step: what each column becomes, and which event each word of the source means."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guiju.facts.take_in.caps import shown
from guiju.facts.take_in.mapping import read_mapping
from guiju.facts.take_in.survey import Survey
from guiju.screens.components.form import Choice, Field, Filled, Form, FormShown
from guiju.screens.components.form.form import FieldShown
from guiju.screens.imports.choices import Choices
from guiju.screens.imports.guessing import guess_events, words_of
from guiju.screens.imports.models import Upload
from guiju.screens.imports.steps import crumbs_to, steps_at
from guiju.screens.imports.targets import HAPPENED_AT, TYPE
from guiju.screens.imports.uploads import choices_of, get_upload, note_choices, survey_of, targets
from guiju.screens.kit.rendering import show
from guiju.screens.kit.visit import Visit
from guiju.screens.kit.words import refusal_said
from guiju.screens.threads.wiring import wiring
from guiju.values.errors import GuijuError

_NEXT = (Choice("next", gettext_lazy("下一步")),)


@dataclass(frozen=True, slots=True)
class Line:
    """One column, or one word, as the page shows it: its field, what stands in it, or how often it occurs."""

    field: FieldShown
    samples: Sequence[str] = ()
    count: int | None = None


def columns(visit: Visit, place: str) -> HttpResponse:
    """Say what each column becomes."""
    upload = get_upload(visit, place)
    seen, labels = survey_of(upload), targets().columns
    form = _form("columns", seen.names, "column", labels)
    now = choices_of(upload)
    if visit.request.method == "POST":
        filled = form.read(visit, about=place)
        chosen = _columns(seen, filled, labels)
        filled = _with_faults(filled, chosen)
        if filled.is_sound:
            chosen = replace(chosen, events=guess_events(words_of(seen, chosen), targets(), now.events))
            note_choices(upload, chosen, seen.names, at=visit.at)
            following = "imports.events" if TYPE in chosen.columns.values() else "imports.preview"
            return HttpResponseRedirect(reverse(following, args=[place]))
    else:
        named = targets().column_labels
        values = {f"column-{n}": named.get(now.columns.get(name, ""), "") for n, name in enumerate(seen.names)}
        filled = form.blank(visit, about=place, values=values)
    form_shown = form.show(visit, filled, back=reverse("imports.new"))
    lines = [Line(one, seen.samples(name)) for one, name in zip(form_shown.fields, seen.names, strict=True)]
    return _page(visit, upload, "imports/columns.html", 2, form_shown, lines, list(labels))


def events(visit: Visit, place: str) -> HttpResponse:
    """Say which event each word of the source means."""
    upload = get_upload(visit, place)
    seen, labels, now = survey_of(upload), targets().events, choices_of(upload)
    words = words_of(seen, now)
    if not words:
        return HttpResponseRedirect(reverse("imports.preview", args=[place]))
    form = _form("events", list(words), "word", labels)
    if visit.request.method == "POST":
        filled = form.read(visit, about=place)
        if filled.is_sound:
            said = {word: labels.get(filled.text(f"word-{n}"), "") for n, word in enumerate(words)}
            note_choices(
                upload,
                replace(now, events={word: name for word, name in said.items() if name}),
                seen.names,
                at=visit.at,
            )
            return HttpResponseRedirect(reverse("imports.preview", args=[place]))
    else:
        named = targets().event_labels
        values = {f"word-{n}": named.get(now.events.get(word, ""), "") for n, word in enumerate(words)}
        filled = form.blank(visit, about=place, values=values)
    form_shown = form.show(visit, filled, back=reverse("imports.columns", args=[place]))
    lines = [Line(one, count=count) for one, count in zip(form_shown.fields, words.values(), strict=True)]
    return _page(visit, upload, "imports/events.html", 3, form_shown, lines, list(labels))


def _page(
    visit: Visit, upload: Upload, template: str, step: int, form: FormShown, lines: Sequence[Line], labels: list[str]
) -> HttpResponse:
    said = {
        "upload": upload, "form": form, "lines": lines, "labels": labels, "steps": steps_at(step),
        "open": sum(1 for line in lines if not line.field.text),
    }  # fmt: skip
    title = _("对应列") if step == 2 else _("对应环节")
    return show(visit, template, said, title=title, crumbs=crumbs_to(upload.name, title), status=form.filled.status)


def _form(name: str, names: Sequence[str], word: str, labels: Mapping[str, str]) -> Form:
    def check(value: object) -> str:
        text = str(value)
        if not text or text in labels:
            return ""
        near = get_close_matches(text, list(labels), n=1, cutoff=0.3)
        hint = _("，最接近的是“%(near)s”") % {"near": near[0]} if near else ""
        return _("没有“%(text)s”这一项%(hint)s。") % {"text": shown(text), "hint": hint}

    fields = tuple(
        Field(f"{word}-{number}", shown(each, 80), is_required=False, check=check) for number, each in enumerate(names)
    )
    return Form(name, fields, _NEXT)


def _columns(seen: Survey, filled: Filled, labels: Mapping[str, str]) -> Choices:
    said = {name: labels.get(filled.text(f"column-{n}"), "") for n, name in enumerate(seen.names)}
    return Choices({name: code for name, code in said.items() if code})


def _with_faults(filled: Filled, chosen: Choices) -> Filled:
    """The form with what keeps it from being a mapping."""
    if not filled.is_sound:
        return filled
    lacking = [targets().column_labels[code] for code in chosen.lacking()]
    if lacking:
        return filled.with_error(
            "", _("还没有指出哪一列是“%(lacking)s”。一行一案的表格，请把各时间列对应为“环节时间：……”。")
            % {"lacking": "、".join(lacking)},
        )  # fmt: skip
    if chosen.is_wide and {TYPE, HAPPENED_AT} & set(chosen.columns.values()):
        return filled.with_error("", _("“环节时间”与“环节名称”“发生时间”不能同时用：前者一行一案，后者一行一个环节。"))
    if len(chosen.columns_of(TYPE)) > 1:
        return filled.with_error("", _("“环节名称”只能对应一列。"))
    try:
        read_mapping(chosen.content(wiring().vocabulary))
    except GuijuError as error:
        return filled.with_error("", refusal_said(error)[0])
    return filled
