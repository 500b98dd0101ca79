"""Charts through one wrapper: options built here from a report's table, drawn by ECharts, with the table beside it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar

from guiju.scores.reports.table import Cell, Kind, Link, Table
from guiju.scores.reports.visible_text import visible
from guiju.screens.components.component import Component
from guiju.screens.kit.print import said_cell

COLOURS = ("#1e3a8a", "#c2570c", "#18703a", "#8a5300", "#6d28d9", "#0e7490", "#b3261e", "#475569")
MOST_ROWS = 200
FEW = 12
"""So many names stand below a chart, each of them; of more, as many as there is room for."""
MARGINS = {"left": 8, "right": 16, "top": 40, "bottom": 8, "containLabel": True}


class Shape(StrEnum):
    """How the numbers are drawn."""

    BARS = "bars"
    STACKED = "stacked"
    ROWS = "rows"
    LINES = "lines"


@dataclass(frozen=True, slots=True)
class Chart(Component):
    """A chart of a table: its first column names the places, each column of numbers is a series.

    ``addresses`` lead from a row of the table to what it counts, one each or none at all. At most 200 rows are drawn.
    """

    template: ClassVar[str] = "components/chart.html"
    table: Table
    shape: Shape = Shape.BARS
    addresses: Sequence[str] = ()

    @property
    def rows(self) -> list[tuple[Cell, ...]]:
        """The rows that are drawn."""
        return [row for row, _place in zip(self.table.rows(), range(MOST_ROWS), strict=False)]

    @property
    def shown_rows(self) -> list[tuple[str, list[tuple[str, str, bool]]]]:
        """The table twin: the address of each row, and its cells with the column's title."""
        heads = [(str(column.title), column.kind is Kind.NUMBER) for column in self.table.columns]
        return [
            (self._address(place), [(said_cell(cell), *head) for cell, head in zip(row, heads, strict=True)])
            for place, row in enumerate(self.rows)
        ]

    @property
    def options(self) -> str:
        """ECharts' options as JSON; the text in it is drawn, never read as HTML."""
        return json.dumps(self._options(), ensure_ascii=False)

    def _options(self) -> dict[str, Any]:
        rows = self.rows
        places: dict[str, Any] = {"type": "category", "data": [said_cell(row[0]) for row in rows]}
        amounts = {"type": "value", "minInterval": 1}
        is_lying = self.shape is Shape.ROWS
        if is_lying:
            places["inverse"] = True
            places["axisLabel"] = {"overflow": "truncate", "width": 120}
        elif len(rows) <= FEW:
            places["axisLabel"] = {"interval": 0, "overflow": "break", "width": 360 // max(1, len(rows))}
        numbers = [place for place, column in enumerate(self.table.columns) if place and column.kind is Kind.NUMBER]
        return {
            "color": list(COLOURS),
            "animation": False,
            "aria": {"enabled": True, "label": {"enabled": False}, "decal": {"show": len(numbers) > 1}},
            "textStyle": {"fontFamily": "inherit"},
            "grid": MARGINS,
            "legend": {"top": 0, "show": len(numbers) > 1},
            "tooltip": {"trigger": "axis", "renderMode": "richText"},
            "xAxis": amounts if is_lying else places,
            "yAxis": places if is_lying else amounts,
            "series": [self._series(place, rows) for place in numbers],
        }

    def _series(self, place: int, rows: Sequence[tuple[Cell, ...]]) -> dict[str, Any]:
        return {
            "type": "line" if self.shape is Shape.LINES else "bar",
            "name": visible(str(self.table.columns[place].title)),
            "barMaxWidth": 36,
            "data": [{"value": _number(row[place]), "address": self._address(at)} for at, row in enumerate(rows)],
            **({"stack": "all"} if self.shape is Shape.STACKED else {}),
        }

    def _address(self, place: int) -> str:
        return self.addresses[place] if place < len(self.addresses) else ""


def _number(cell: Cell) -> int | float | None:
    """A number as a chart takes it; what is no number is a gap, never a zero."""
    value = cell.text if isinstance(cell, Link) else cell
    return float(value) if isinstance(value, Decimal) else value if isinstance(value, int) else None
