"""The conditions of a list out of an address: only what the list declares; anything else is refused."""

from datetime import date

from django.http import QueryDict
from django.utils.translation import gettext as _

from guiju.screens.components.table.listing import Listing
from guiju.screens.components.table.query import EXPORT, PAGE, SORT, TEXT, Period, Query
from guiju.values.errors import GuijuError

LONGEST_TEXT, MOST_PAGES = 100, 100_000


class QueryRefused(GuijuError):
    """The address asks for something that this list does not have."""

    code = "listing.query"
    remedy = "请从列表页面上的条件重新选择。"


def read_query(listing: Listing, sent: QueryDict) -> Query:
    """The conditions in an address.

    Raises:
        QueryRefused: a name or a value that the list does not declare.
    """
    _refuse_strangers(listing, sent)
    text = sent.get(TEXT, "").strip()
    if len(text) > LONGEST_TEXT:
        raise QueryRefused(_("查找内容过长。"))
    column, is_descending, sort = _order(listing, sent.get(SORT, ""))
    chosen: dict[str, tuple[str, ...]] = {}
    for facet in listing.facets:
        values = _values(facet.name, facet.is_period, frozenset(one.value for one in facet.choices), sent)
        if any(values):
            chosen[facet.name] = values
    return Query(text, chosen, column, sort, is_descending, _page(sent.get(PAGE, "")))


def _refuse_strangers(listing: Listing, sent: QueryDict) -> None:
    singles = {SORT, PAGE, EXPORT, *([TEXT] if listing.search else [])}
    many = set()
    for facet in listing.facets:
        if facet.is_period:
            singles |= {f"{facet.name}.from", f"{facet.name}.to"}
        elif facet.is_many:
            many.add(facet.name)
        else:
            singles.add(facet.name)
    for name in sent:
        if name not in singles | many or (name in singles and len(sent.getlist(name)) > 1):
            raise QueryRefused(_("列表没有这样的条件。"))


def _order(listing: Listing, asked: str) -> tuple[str, bool, str]:
    wanted = asked or listing.order
    if not wanted:
        return "", False, ""
    is_descending, name = wanted.startswith("-"), wanted.removeprefix("-")
    for column in listing.columns:
        if column.name == name and column.sort:
            return name, is_descending, column.sort
    raise QueryRefused(_("列表不能按此排序。"))


def _values(name: str, is_period: bool, known: frozenset[str], sent: QueryDict) -> tuple[str, ...]:
    if is_period:
        return Period(_day(sent.get(f"{name}{end}", "")) for end in (".from", ".to"))
    values = tuple(dict.fromkeys(value for value in sent.getlist(name) if value))
    if not set(values) <= known:
        raise QueryRefused(_("列表没有这样的条件。"))
    return values


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        raise QueryRefused(_("日期应写成 2026-03-02。")) from None


def _page(text: str) -> int:
    if not text:
        return 1
    if not (text.isascii() and text.isdigit()) or not 1 <= int(text[:9]) <= MOST_PAGES:
        raise QueryRefused(_("没有这一页。"))
    return int(text)
