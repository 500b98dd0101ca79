"""The list of what was done to the bureau, its permissions and the ledger, and the page of one such record."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from guiju.bureau.wiring import wiring as bureau
from guiju.facts.events import LIST_EXPORTED, RECORDS_VIEWED
from guiju.facts.queries import EventShown, Sought, count_recorded, get_event, list_recorded
from guiju.facts.seal.covering import first_checkpoint_over
from guiju.scores.reports.table import Instant
from guiju.screens.components.form import Choice
from guiju.screens.components.link import Link
from guiju.screens.components.table import Column, Facet, Listing, Query, show_listing
from guiju.screens.kit.figures import said_instant, said_number
from guiju.screens.kit.rendering import Crumb, show
from guiju.screens.kit.visit import Visit
from guiju.screens.organisation.auditing.told import People, instant_in, sentence, who_acted
from guiju.screens.organisation.words import POSTS, STAFF_KINDS, UNIT_KINDS, role_label
from guiju.screens.threads.wiring import wiring
from guiju.screens.threads.words import event_label, field_label, value_label
from guiju.values.scope import FOREVER

_WORDS = {"unit_kind": UNIT_KINDS, "post": POSTS, "kind": STAFF_KINDS}
_SPINE = ("bureau.", "ledger.", "privacy.", "law.", "papers.template_", "records.")


class Records:
    """One list for one visit; ``types``: only these kinds of record, whichever the visitor may see."""

    def __init__(self, visit: Visit, *, name: str, title: str, types: tuple[str, ...] = ()) -> None:
        self.visit, self.name, self.title, self.types = visit, name, title, types
        self.people = People.of(())

    def listing(self) -> Listing:
        """The declaration of the list."""
        return Listing(
            name=self.name,
            title=self.title,
            columns=(
                Column("at", _("记录时刻"), lambda row: said_instant(row.recorded_at),
                       written=lambda row: Instant(row.recorded_at)),
                Column("who", _("办理人"), lambda row: who_acted(row, self.people)),
                Column(
                    "what", _("办理事项"), is_head=True, written=lambda row: sentence(row, self.people),
                    cell=lambda row: Link(sentence(row, self.people), _address(row.id), into_drawer=True),
                ),
                Column("reason", _("理由"), lambda row: row.reason, is_quiet=True),
                Column("number", _("编号"), lambda row: row.id, is_numeric=True, is_quiet=True),
            ),
            rows=self._rows,
            count=lambda visit, query, _most: count_recorded(visit.viewer, self._sought(query)),
            facets=self._facets(),
            search=_("账号、警号或单位代码，须写全"),
            empty=_("这段时间内没有记录。"),
            note=self._note(),
        )  # fmt: skip

    def _note(self) -> str:
        note = _("记录不能修改或删除；编号可用于核对封存情况。")
        return note if self.types else note + _("查阅另有一页，没有选这一事项时这里不列。")

    def _facets(self) -> tuple[Facet, ...]:
        period = Facet("recorded", _("记录日期"), is_period=True)
        if self.types:
            return (period,)
        choices = tuple(Choice(name, event_label(name)) for name in self._known())
        return (
            period,
            Facet("type", _("事项"), choices, is_many=True),
        )

    def _known(self) -> tuple[str, ...]:
        """The kinds of record that the visitor may see here."""
        reaches = self.visit.viewer.reaches_at(self.visit.at)
        kinds = tuple(kind for reach in reaches for kind in reach.kinds)
        return tuple(name for name in wiring().vocabulary.types if name.startswith(_SPINE) and name.startswith(kinds))

    def _rows(self, visit: Visit, query: Query, start: int, number: int) -> Sequence[EventShown]:
        rows = list_recorded(visit.viewer, self._sought(query), skip=start, limit=number)
        self.people = People.of(rows)
        return rows

    def _sought(self, query: Query) -> Sought:
        since, until = bounds(query, "recorded")
        asked = self.types or query.of("type") or tuple(name for name in self._known() if name != RECORDS_VIEWED)
        return Sought(asked, query.text, since, until)


def bounds(query: Query, facet: str) -> tuple[int, int]:
    """The half-open period that is chosen in a facet; Unit: microseconds since the epoch."""
    first, last = query.period(facet)
    midnight = bureau().local.midnight
    return (
        midnight(first.toordinal()) if first else 0,
        midnight(last.toordinal() + 1) if last else FOREVER,
    )


def records(visit: Visit) -> HttpResponse:
    """Show what was done to the bureau, its permissions and the ledger.

    Raises:
        QueryRefused: the address asks for what the list does not have.
    """
    return show_listing(visit, Records(visit, name="audit", title=_("审计记录")).listing())


def exports(visit: Visit) -> HttpResponse:
    """Show which lists were taken away as files, by whom and under which number.

    Raises:
        QueryRefused: the address asks for what the list does not have.
    """
    return show_listing(visit, Records(visit, name="exports", title=_("导出记录"), types=(LIST_EXPORTED,)).listing())


def record(visit: Visit, number: int) -> HttpResponse:
    """Show one record with everything that it says, and how it is sealed.

    Raises:
        NotFound: it does not exist, or not for this visitor.
    """
    one = get_event(visit.viewer, number)
    people = People.of([one])
    sealed = first_checkpoint_over(one.id)
    said = {
        "sentence": sentence(one, people),
        "facts": [
            (_("办理人"), who_acted(one, people)),
            (_("发生时刻"), said_instant(one.happened_at)),
            (_("记录时刻"), said_instant(one.recorded_at)),
            *([(_("理由"), one.reason)] if one.reason else []),
            *([(_("批准人"), people.holder(one.approver, one.recorded_at))] if one.approver else []),
            (_("事项"), event_label(one.type)),
            (_("编号"), str(one.id)),
            (_("所在序列"), _("%(stream)s 第 %(seq)s 条") % {"stream": one.stream, "seq": one.seq}),
        ],
        "fields": [
            (field_label(name), _said(name, value, people, one.happened_at))
            for name, value in one.fields.items()
            if value not in ("", ())
        ],
        "sealed": sealed,
        "sealed_at": said_instant(sealed.sealed_at) if sealed is not None else "",
        "sealed_size": said_number(sealed.size) if sealed is not None else "",
    }
    crumbs = (Crumb(_("审计记录"), reverse("audit.records")), Crumb(str(one.id)))
    return show(visit, "organisation/record.html", said, title=_("记录 %(number)s") % {"number": one.id}, crumbs=crumbs)


def _said(name: str, value: object, people: People, at: int) -> str:
    """What a field says, in the words of the other pages."""
    parts = [str(part) for part in (value if isinstance(value, tuple) else (value,))]
    if name in ("unit", "parent_unit"):
        return "、".join(f"{people.units.at(part, at)}（{part}）" for part in parts)
    if name == "bureau_role":
        return "、".join(map(role_label, parts))
    if name in ("account", "to_account"):
        return "、".join(people.holder(part, at) for part in parts)
    words = _WORDS.get(name, {})
    return "、".join(str(words.get(part) or instant_in(part) or value_label(name, part)) for part in parts)


def _address(number: int) -> str:
    return reverse("audit.record", kwargs={"number": number})
