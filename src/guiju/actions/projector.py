"""The follower that keeps the tables of actions, and the check that holds them against the ledger."""

from collections.abc import Sequence
from dataclasses import dataclass

from guiju.actions.beside import CAMPAIGNS, NOTES, TALKS
from guiju.actions.inspections.folding import TABLES as INSPECTION_TABLES
from guiju.actions.order import ORDERS
from guiju.findings.life.projection import Row
from guiju.values.recorded import Recorded

TABLES = (ORDERS, NOTES, TALKS, CAMPAIGNS, *INSPECTION_TABLES)


@dataclass(frozen=True, slots=True)
class ActionDifference:
    """A row that the ledger does not bear out (``is_extra``), or that it demands and the table lacks."""

    table: str
    is_extra: bool
    row: Row


def follow_actions(recorded: Sequence[Recorded]) -> None:
    """Bring the tables up to date with newly recorded events, in their transaction.

    Raises:
        StepRefused: an event may not stand where it is put.
        DecisionKept: an event corrects another one or comes from a file.
    """
    for table in TABLES:
        table.follow(recorded)


def rebuild_actions() -> None:
    """Drop every row and make it again from the ledger."""
    for table in TABLES:
        table.rebuild()


def check_actions() -> list[ActionDifference]:
    """What stands in the tables and should not, or should and does not; changes nothing."""
    return [ActionDifference(table.table, is_extra, row) for table in TABLES for is_extra, row in table.differences()]
