"""Units and officers as the registers know them today: lists to look things up in."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.utils.translation import gettext as _

from guiju.bureau.names import NamesThen, unit_names
from guiju.bureau.queries import MANY, list_officers, list_units
from guiju.bureau.registry import OfficerThen, UnitThen
from guiju.screens.components.badge import Badge, Tone
from guiju.screens.components.form import Choice
from guiju.screens.components.link import Link
from guiju.screens.components.table import Column, Facet, Listing, Query, show_listing
from guiju.screens.kit.visit import Visit
from guiju.screens.organisation.words import POSTS, STAFF_KINDS, UNIT_KINDS, officer_address, unit_address


class Units:
    """The list of units for one visit, in the order of the tree."""

    def __init__(self, visit: Visit) -> None:
        self.visit = visit
        self.all: Sequence[UnitThen] = list_units(visit.viewer, at=visit.at, size=MANY).items
        self.names = unit_names({one.parent for one in self.all} - {""})

    def listing(self) -> Listing:
        """The declaration of the list."""
        kinds = {one.kind for one in self.all}
        choices = tuple(Choice(name, label) for name, label in UNIT_KINDS.items() if name in kinds)
        return Listing(
            name="units",
            title=_("单位名册"),
            columns=(
                Column(
                    "name", _("单位名称"), lambda row: Link(row.name, unit_address(row.code)), is_head=True,
                    written=lambda row: row.name,
                ),
                Column("code", _("单位代码"), lambda row: row.code),
                Column("kind", _("类型"), lambda row: str(UNIT_KINDS.get(row.kind, row.kind))),
                Column(
                    "parent", _("上级单位"), lambda row: self.names.at(row.parent, self.visit.at) if row.parent else ""
                ),
                Column("state", _("状态"), state_of_unit),
            ),
            rows=lambda _visit, query, start, number: self._found(query)[start : start + number],
            count=lambda _visit, query, _most: len(self._found(query)),
            facets=(Facet("kind", _("类型"), choices),),
            search=_("名称中的字，或代码的开头"),
            remedy=_("单位由政工部门登记，或由操作员导入单位清单。"),
        )  # fmt: skip

    def _found(self, query: Query) -> list[UnitThen]:
        return [
            one
            for one in self.all
            if (query.text in one.name or one.code.startswith(query.text)) and query.one("kind") in ("", one.kind)
        ]


class Officers:
    """The list of those who hold a post today, for one visit."""

    def __init__(self, visit: Visit) -> None:
        self.visit, self.names = visit, NamesThen({})
        self._asked: tuple[tuple[str, str], Sequence[OfficerThen]] | None = None

    def listing(self) -> Listing:
        """The declaration of the list."""
        units = list_units(self.visit.viewer, at=self.visit.at, size=MANY).items
        return Listing(
            name="officers",
            title=_("人员名册"),
            columns=(
                Column(
                    "officer", _("警号"), lambda row: Link(row.officer, officer_address(row.officer)), is_head=True,
                    written=lambda row: row.officer,
                ),
                Column("name", _("姓名"), lambda row: row.name),
                Column("kind", _("人员类别"), lambda row: str(STAFF_KINDS.get(row.kind, row.kind))),
                Column("posts", _("现任岗位"), self._posts),
            ),
            rows=self._rows,
            count=lambda _visit, query, _most: len(self._found(query)),
            facets=(Facet("unit", _("单位"), tuple(Choice(one.code, one.name) for one in units)),),
            search=_("姓名中的字，或警号的开头"),
            remedy=_("人员由政工部门登记，或由操作员导入花名册。"),
            note=_("只列现任人员；姓名和岗位以当时的记录为准。"),
        )  # fmt: skip

    def _found(self, query: Query) -> Sequence[OfficerThen]:
        asked = (query.text, query.one("unit"))
        if self._asked is None or self._asked[0] != asked:
            found = list_officers(
                self.visit.viewer, at=self.visit.at, text=query.text, unit=query.one("unit"), size=MANY
            )
            self._asked = (asked, found.items)
        return self._asked[1]

    def _rows(self, visit: Visit, query: Query, start: int, number: int) -> Sequence[OfficerThen]:
        rows = self._found(query)[start : start + number]
        self.names = unit_names({post.unit for row in rows for post in row.posts})
        return rows

    def _posts(self, row: OfficerThen) -> str:
        return "；".join(
            f"{self.names.at(post.unit, self.visit.at)} {POSTS.get(post.post, post.post)}"
            + (_("（兼任）") if post.is_additional else "")
            for post in row.posts
        )


def units(visit: Visit) -> HttpResponse:
    """Show the units.

    Raises:
        QueryRefused: the address asks for what the list does not have.
    """
    return show_listing(visit, Units(visit).listing())


def officers(visit: Visit) -> HttpResponse:
    """Show the people.

    Raises:
        QueryRefused: the address asks for what the list does not have.
    """
    return show_listing(visit, Officers(visit).listing())


def state_of_unit(row: UnitThen) -> Badge:
    """Whether a unit is in the register, and open."""
    if not row.is_registered:
        return Badge(_("未登记，仅见于导入数据"), Tone.WARNING)
    return Badge(_("在册"), Tone.GOOD) if row.is_open else Badge(_("已撤销"))
