"""A circular as a Word file, by the template of the bureau: its words are those of the page and of the print."""

from django.utils.translation import override

from guiju.actions.inspections.queries import CircularShown
from guiju.bureau.names import unit_names
from guiju.facts.papers.producing.filling import Values
from guiju.facts.papers.producing.forms import get_form
from guiju.facts.papers.producing.making import draft_paper
from guiju.facts.papers.shelf import Shelf
from guiju.screens.inspections.circular_tables import month_said
from guiju.screens.inspections.words import inspected_conclusion
from guiju.screens.kit.figures import said_instant, said_number
from guiju.screens.kit.mark import Mark

FORM = "monthly_circular"
_NONE = "无"


def docx_of(shown: CircularShown, mark: Mark, shelf: Shelf) -> bytes:
    """A circular in Word; Chinese, in whatever language the pages are shown.

    Raises:
        PaperUnknown: the bureau has no such paper.
        PaperRefused: its template cannot be filled in.
        PaperUnreadable: its template is not on the shelf, or was changed.
    """
    with override("zh-hans"):
        values = _values(shown, mark)
    return draft_paper(get_form(FORM), values, shelf=shelf).data


def _values(shown: CircularShown, mark: Mark) -> Values:
    figures = shown.figures
    names = unit_names({figures.unit, *(one.unit for one in figures.inspected)})
    inspected = [
        {
            "title": one.title, "unit": names.at(one.unit, one.drawn_at), "population": said_number(one.population),
            "size": said_number(one.size), "checked": said_number(one.checked), "faulty": said_number(one.faulty),
            "said": inspected_conclusion(one),
        }
        for one in figures.inspected
    ]  # fmt: skip
    counts = ("verified", "suspected", "disputed", "rejected", "waived")
    found = [
        {"title": one.title, **{name: said_number(getattr(one, name)) for name in counts}} for one in figures.found
    ]
    ordered = {name: said_number(getattr(figures.ordered, name)) for name in ("given", "mended", "closed", "late")}
    # In two parts, or it would stand out over the margin.
    halves = f"{shown.content_hash[:32]} {shown.content_hash[32:]}"
    return {
        "organ": names.at(figures.unit, figures.counted_at), "month": month_said(figures.month),
        "counted_at": said_instant(figures.counted_at), "issued_at": said_instant(shown.issued_at),
        "inspected": inspected or [{"title": "本月没有抽查"}], "found": found or [{"title": "本月没有登记问题"}],
        **ordered, "remark": shown.said["reason"] or _NONE, "content_hash": halves,
        "mark": f"{mark.warning} · {mark.line}",
    }  # fmt: skip
