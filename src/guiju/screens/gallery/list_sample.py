"""A list of invented cases: four hundred rows, sorted, narrowed and paged like any other."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guiju.scores.reports.table import Instant
from guiju.screens.components.form.field import Choice
from guiju.screens.components.light import Light, light_of_due
from guiju.screens.components.link import Link
from guiju.screens.components.moment import Moment
from guiju.screens.components.table.listing import Column, Facet, Listing
from guiju.screens.components.table.query import Query
from guiju.screens.gallery.samples import AT, DAY
from guiju.screens.kit.figures import local_day
from guiju.screens.kit.visit import Visit

HOSTILE = '<script>alert("1")</script>\'" onmouseover=x'


@dataclass(frozen=True, slots=True)
class SampleCase:
    """One invented case."""

    number: str
    title: str
    kind: str
    opened_at: int
    due_at: int
    amount: int

    @property
    def light(self) -> Light:
        """How its next duty stands."""
        return light_of_due(self.opened_at, self.due_at, AT)


KINDS = (Choice("administrative", gettext_lazy("行政")), Choice("criminal", gettext_lazy("刑事")))
LIGHTS = tuple(
    Choice(colour, word)
    for colour, word in (
        ("red", gettext_lazy("超期")), ("yellow", gettext_lazy("临期")), ("blue", gettext_lazy("提醒")),
        ("green", gettext_lazy("正常")),
    )
)  # fmt: skip


def _cases() -> list[SampleCase]:
    titles = (_("示例案由甲"), _("示例案由乙，名称较长，用来看换行"), HOSTILE)
    return [
        SampleCase(
            f"S2026-{number:04d}", titles[number % 3], KINDS[number % 2].value,
            AT - (number % 37) * DAY, AT + ((number * 7) % 41 - 9) * DAY, number * 1234,
        )
        for number in range(1, 401)
    ]  # fmt: skip


def _found(query: Query) -> list[SampleCase]:
    first, last = query.period("opened")
    found = [
        case for case in _cases()
        if query.text.upper() in case.number + case.title.upper()
        and (not query.of("kind") or case.kind in query.of("kind"))
        and (not query.of("light") or case.light.colour in query.of("light"))
        and (first is None or local_day(case.opened_at) >= first.toordinal())
        and (last is None or local_day(case.opened_at) <= last.toordinal())
    ]  # fmt: skip
    return sorted(found, key=lambda case: (getattr(case, query.sort), case.number), reverse=query.is_descending)


def _rows(visit: Visit, query: Query, start: int, number: int) -> Sequence[SampleCase]:
    return _found(query)[start : start + number]


def _count(visit: Visit, query: Query, most: int) -> int:
    return len(_found(query))


LISTING = Listing(
    name="sample",
    title=gettext_lazy("示例案件"),
    columns=(
        Column("number", gettext_lazy("案件编号"), lambda case: Link(case.number, "/kit/why/", into_drawer=True),
               sort="number", is_head=True, written=lambda case: case.number),
        Column("title", gettext_lazy("案由"), lambda case: case.title),
        Column("kind", gettext_lazy("类别"), lambda case: dict((one.value, one.label) for one in KINDS)[case.kind]),
        Column("opened", gettext_lazy("受案时间"), lambda case: Moment(case.opened_at), sort="opened_at",
               is_quiet=True, written=lambda case: Instant(case.opened_at)),
        Column("light", gettext_lazy("期限"), lambda case: case.light, sort="due_at",
               written=lambda case: f"{case.light.word} {case.light.detail}"),
        Column("amount", gettext_lazy("涉案金额（分）"), lambda case: case.amount, sort="amount", is_numeric=True),
    ),
    rows=_rows,
    count=_count,
    facets=(
        Facet("light", gettext_lazy("期限"), LIGHTS, is_many=True),
        Facet("kind", gettext_lazy("类别"), KINDS),
        Facet("opened", gettext_lazy("受案日期"), is_period=True),
    ),
    search=gettext_lazy("案件编号或案由"),
    order="-opened",
    remedy=gettext_lazy("先导入数据，再回到这里查看。"),
    per_page=20,
    note=gettext_lazy("示例数据，全部虚构。"),
    marked=lambda case: "late" if case.light.colour == "red" else "",
)  # fmt: skip
