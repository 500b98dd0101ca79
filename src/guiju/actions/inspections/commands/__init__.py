"""What inspectors do: each function appends events, and they are the change."""

from guiju.actions.inspections.commands.checking import check_item, make_finding
from guiju.actions.inspections.commands.issuing import issue_circular
from guiju.actions.inspections.commands.planning import draw_sample, draw_waiting, plan_inspection

__all__ = ["check_item", "draw_sample", "draw_waiting", "issue_circular", "make_finding", "plan_inspection"]
