"""The bureau of the approvals, for a browser."""

from tests.flow.approvals.conftest import (
    cluster,
    desk,
    empty_postgresql,
    empty_sqlite,
    peopled_postgresql,
    peopled_sqlite,
    shipped_approvals,
    station,
    station_pack,
)

__all__ = [
    "cluster",
    "desk",
    "empty_postgresql",
    "empty_sqlite",
    "peopled_postgresql",
    "peopled_sqlite",
    "shipped_approvals",
    "station",
    "station_pack",
]
