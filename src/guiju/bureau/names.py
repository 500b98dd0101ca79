"""What units and people were called at an instant, many at once: the names beside the codes and numbers of records.

Whoever was shown a record may read the names of those that it names; what else is known of them goes through
``queries`` with the viewer's scope.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NamesThen:
    """Names by key, each with the half-open period in which it was borne. Unit: microseconds since the epoch."""

    periods: Mapping[str, tuple[tuple[int, int, str], ...]]

    def at(self, key: str, at: int) -> str:
        """The name at an instant; the key itself where nobody knows one."""
        for since, until, name in self.periods.get(key, ()):
            if since <= at < until and name:
                return name
        return key


def unit_names(codes: Collection[str]) -> NamesThen:
    """What some units were called, by code."""
    # Who declares what is shown is known before Django is: the table only when somebody looks.
    from guiju.bureau.models import UnitState

    rows = UnitState.objects.filter(code__in=sorted(codes)).values_list("code", "since", "until", "name")
    return _by_key(rows if codes else ())


def officer_names(numbers: Collection[str]) -> NamesThen:
    """What some officers were called, by number."""
    from guiju.bureau.models import OfficerState

    rows = OfficerState.objects.filter(officer__in=sorted(numbers)).values_list("officer", "since", "until", "name")
    return _by_key(rows if numbers else ())


def officers_of_accounts(accounts: Collection[str]) -> Mapping[str, str]:
    """The numbers of those who hold some accounts, by account; who has none is left out."""
    from guiju.bureau.models import Account

    rows = Account.objects.filter(name__in=sorted(accounts)).values_list("name", "officer") if accounts else ()
    return {name: officer for name, officer in rows if officer}


def _by_key(rows: Iterable[tuple[str, int, int, str]]) -> NamesThen:
    found: dict[str, list[tuple[int, int, str]]] = {}
    for key, since, until, name in rows:
        found.setdefault(key, []).append((since, until, name))
    return NamesThen({key: tuple(periods) for key, periods in found.items()})
