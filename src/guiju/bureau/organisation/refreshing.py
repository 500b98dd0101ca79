"""The projections of units and people, made again for those of whom something new was recorded.

Each row is a function of the whole history of its unit or officer: late entries, corrections and any order of
recording give the same rows as a rebuild from nothing.
"""

from collections.abc import Callable, Collection, Sequence

from django.db.models import Model

from guiju.bureau.events import OFFICER_TYPES, UNIT_TYPES
from guiju.bureau.models import Credential, OfficerState, Posting, UnitState, UnitStrength
from guiju.bureau.organisation.officers import credentials, officer_states, postings
from guiju.bureau.organisation.tree import Tree, implied_units
from guiju.bureau.organisation.units import IMPLIED, strengths, unit_states
from guiju.bureau.wiring import wiring
from guiju.facts.tables.places import replace_places
from guiju.values.recorded import Recorded

History = Callable[[str, str, Sequence[str]], Sequence[Recorded]]
"""Kind of key, value, types: the latest versions of such events, in the order of happening."""


def refresh(units: Collection[str], officers: Collection[str], history: History) -> None:
    """Make the rows of these units and officers again, and the tree where it may have changed."""
    is_tree_touched = bool(units)
    for code in sorted(units):
        told = history("unit", code, UNIT_TYPES)
        UnitState.objects.filter(code=code).delete()
        UnitStrength.objects.filter(code=code).delete()
        _create(UnitState, unit_states(code, told))
        _create(UnitStrength, strengths(code, told))
    for officer in sorted(officers):
        is_tree_touched |= _refresh_officer(officer, history)
    if is_tree_touched:
        _grow_tree()


def clear() -> None:
    """Drop every row of units and people, before a rebuild."""
    for table in (UnitState, UnitStrength, OfficerState, Posting, Credential):
        table.objects.all().delete()


def _refresh_officer(officer: str, history: History) -> bool:
    """Make one officer's rows again; whether he came to, or left, a unit that only postings may name."""
    hand = wiring()
    told = history("officer", officer, (*OFFICER_TYPES, *(name for name in hand.credential_types if name)))
    before = set(Posting.objects.filter(officer=officer).values_list("unit", flat=True))
    for table in (OfficerState, Posting, Credential):
        table.objects.filter(officer=officer).delete()
    held = postings(officer, told, hand.case_posts)
    _create(OfficerState, officer_states(officer, told))
    _create(Posting, held)
    _create(Credential, credentials(officer, told, hand.credential_types))
    changed = before ^ {row.unit for row in held}
    known = set(UnitState.objects.filter(code__in=changed).exclude(standing=IMPLIED).values_list("code", flat=True))
    return bool(changed - known)


def _grow_tree() -> None:
    UnitState.objects.filter(standing=IMPLIED).delete()
    opened = list(UnitState.objects.all())
    tree = Tree.of(opened)
    implied = implied_units(Posting.objects.values_list("unit", "event"), tree)
    _create(UnitState, implied)
    replace_places(Tree.of([*opened, *implied]).places() if implied else tree.places())


def _create(table: type[Model], rows: Sequence[Model]) -> None:
    if rows:
        table._default_manager.bulk_create(rows, batch_size=200)
