"""What people read of orders, trays, talks and campaigns: every function takes the viewer's scope."""

from guiju.actions.queries.gatherings import (
    count_campaigns,
    get_campaign,
    list_campaign_items,
    list_campaigns,
    list_talks,
)
from guiju.actions.queries.orders import (
    count_orders,
    get_order,
    list_notes,
    list_order_story,
    list_orders,
    list_whole_story,
)
from guiju.actions.queries.steps import list_next_steps, list_order_steps
from guiju.actions.queries.tray import (
    count_done,
    count_read,
    count_to_do,
    count_to_read,
    list_done,
    list_read,
    list_to_do,
    list_to_read,
)

__all__ = [
    "count_campaigns", "count_done", "count_orders", "count_read", "count_to_do", "count_to_read", "get_campaign",
    "get_order", "list_campaign_items", "list_campaigns", "list_done", "list_next_steps", "list_notes",
    "list_order_steps", "list_order_story", "list_orders", "list_read", "list_talks", "list_to_do", "list_to_read",
    "list_whole_story",
]  # fmt: skip
