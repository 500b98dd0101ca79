"""法规: the law as it is in force, to be read by everybody; nothing here names anybody."""

from typing import Any

from guiju.screens.kit.page import GET_AND_POST, SIGNED_IN, Entry, Page, View
from guiju.screens.law.calculator.views import calculator
from guiju.screens.law.calendars import calendar_year, this_year
from guiju.screens.law.catalogue import rules
from guiju.screens.law.changes import change_day, changes
from guiju.screens.law.instruments import instruments
from guiju.screens.law.questions import interpretation, interpretations
from guiju.screens.law.rule import rule
from guiju.screens.law.uncovered import uncovered


def _page(name: str, path: str, view: View, title: str, **more: Any) -> Page:
    """A page that whoever has signed in may read, and that counts as no look at anybody."""
    return Page(name, path, view, SIGNED_IN, title, is_noted=False, **more)


PAGES = (
    _page("law.rules", "law/", rules, "法规", menu=Entry("法规", 50, "book-open")),
    _page(
        "law.calculator", "law/calculator/", calculator, "期限计算", methods=GET_AND_POST,
        menu=Entry("法规", 51, "clock"),
    ),
    _page("law.rule", "law/rules/<str:name>/", rule, "规则"),
    _page("law.instruments", "law/instruments/", instruments, "法律法规"),
    _page("law.interpretations", "law/interpretations/", interpretations, "未决问题"),
    _page("law.interpretation", "law/interpretations/<str:name>/", interpretation, "未决问题"),
    _page("law.calendar", "law/calendars/", this_year, "节假日历"),
    _page("law.calendar_year", "law/calendars/<int:number>/", calendar_year, "节假日历"),
    _page("law.uncovered", "law/uncovered/", uncovered, "规则以外的条文"),
    _page("law.changes", "law/changes/", changes, "法规变动"),
    _page("law.change_day", "law/changes/<str:name>/", change_day, "法规变动"),
)  # fmt: skip
