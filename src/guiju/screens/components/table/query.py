"""What a list is asked for: words, facets, order and page."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import urlencode

TEXT, SORT, PAGE, EXPORT = "q", "sort", "page", "export"


class Period(tuple[str, ...]):
    """The two ends of a period, as ISO dates or ""."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Query:
    """The conditions of a list: words searched for, facets chosen, order and page (from 1).

    ``sort`` is the key that the column declares, not a name from the address. ``chosen`` holds the values of each
    facet; those of a period are two ISO dates, either of which may be "".
    """

    text: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    column: str = ""
    sort: str = ""
    is_descending: bool = False
    page: int = 1

    def of(self, facet: str) -> tuple[str, ...]:
        """The values chosen of a facet; empty: any."""
        return self.chosen.get(facet, ())

    def one(self, facet: str) -> str:
        """The one value chosen of a facet; empty: any."""
        return self.of(facet)[0] if self.of(facet) else ""

    def period(self, facet: str) -> tuple[date | None, date | None]:
        """The first and the last day of a period; None: open on that side."""
        first, last = self.of(facet) or ("", "")
        return (date.fromisoformat(first) if first else None, date.fromisoformat(last) if last else None)

    @property
    def is_narrowed(self) -> bool:
        """Whether any condition is set."""
        return bool(self.text or self.chosen)

    def address(self) -> str:
        """The part of an address after its path."""
        return "?" + urlencode(self.parts())

    def at_page(self, page: int) -> "Query":
        """The same list, another page of it."""
        return replace(self, page=page)

    def ordered(self, column: str, *, is_descending: bool) -> "Query":
        """The same list from its beginning in another order."""
        return replace(self, page=1, column=column, is_descending=is_descending)

    def parts(self) -> list[tuple[str, str]]:
        """The conditions as names and values, as they stand in an address."""
        parts = [(TEXT, self.text)] if self.text else []
        for name, values in self.chosen.items():
            parts += _ends(name, values) if isinstance(values, Period) else [(name, value) for value in values]
        if self.column:
            parts.append((SORT, f"-{self.column}" if self.is_descending else self.column))
        if self.page > 1:
            parts.append((PAGE, str(self.page)))
        return parts


def _ends(name: str, values: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(f"{name}{end}", value) for end, value in zip((".from", ".to"), values, strict=True) if value]
