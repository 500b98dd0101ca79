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
    return _borne("SELECT code, since, until, name FROM bureau_unit_state WHERE code", codes)


def organ_name(unit: str, at: int) -> str:
    """What the bureau was called to which a unit belonged: the nearest at or above it; empty where none is known."""
    from guiju.bureau.models import UnitState

    # What only files call a unit is the registered one of that name, if there is one.
    registered = UnitState.objects.filter(standing="registered", since__lte=at, until__gt=at)
    known = registered.values_list("code", "name", "kind", "parent")
    rows = {code: (name, kind, parent) for code, name, kind, parent in known}
    code = unit if unit in rows else next((one for one, (name, *_) in rows.items() if name == unit), "")
    seen: set[str] = set()
    while code in rows and code not in seen:
        name, kind, parent = rows[code]
        if kind == "bureau":
            return name
        seen.add(code)
        code = parent
    return ""


def officer_names(numbers: Collection[str]) -> NamesThen:
    """What some officers were called, by number."""
    return _borne("SELECT officer, since, until, name FROM bureau_officer_state WHERE officer", numbers)


def holders_of(accounts: Collection[str]) -> tuple[Mapping[str, str], NamesThen]:
    """The numbers of those who hold some accounts, by account, and what these were called; one statement."""
    from django.db import connection

    if not accounts:
        return {}, NamesThen({})
    marks = ", ".join(["%s"] * len(accounts))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.name, o.officer, o.since, o.until, o.name FROM bureau_account a "
            f"JOIN bureau_officer_state o ON o.officer = a.officer WHERE a.name IN ({marks})",
            sorted(accounts),
        )
        rows = cursor.fetchall()
    return {account: officer for account, officer, *_ in rows}, _by_key(row[1:] for row in rows)


def _borne(chosen: str, keys: Collection[str]) -> NamesThen:
    # Who declares what is shown is known before Django is: the database only when somebody looks.
    from django.db import connection

    if not keys:
        return NamesThen({})
    with connection.cursor() as cursor:
        cursor.execute(f"{chosen} IN ({', '.join(['%s'] * len(keys))})", sorted(keys))
        return _by_key(cursor.fetchall())


def _by_key(rows: Iterable[tuple[str, int, int, str]]) -> NamesThen:
    found: dict[str, list[tuple[int, int, str]]] = {}
    for key, since, until, name in rows:
        found.setdefault(key, []).append((since, until, name))
    return NamesThen({key: tuple(periods) for key, periods in found.items()})
