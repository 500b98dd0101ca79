"""Orders are tested in the bureau of the findings' lives."""

from tests.unit.findings.life.conftest import (
    Station,
    cluster,
    empty_postgresql,
    empty_sqlite,
    peopled_postgresql,
    peopled_sqlite,
    station,
    station_pack,
)

__all__ = [
    "PAPER", "Station", "cluster", "dispatched", "empty_postgresql", "empty_sqlite", "mended", "peopled_postgresql",
    "peopled_sqlite", "station", "station_pack",
]  # fmt: skip

from guiju.actions import commands
from guiju.actions.asking import new_name
from guiju.actions.proof import Proof
from guiju.actions.queries import get_order

PAPER = Proof(paper_hash="ab" * 32, paper_name="整改报告")


def dispatched(station: Station, finding: str, by: str = "legal", **to) -> str:
    """An order to mend a verified finding; its name."""
    words = station.by(by)
    commands.dispatch_order(finding, **to or {"to_officer": "0151001"}, **words)
    return new_name(words["actor"], words["idem_key"])


def mended(station: Station, order: str, by: str = "handler", proof: Proof = PAPER) -> int:
    """The order signed for where it is not yet, and mended; the event of the mending."""
    if get_order(station.scope(by), order).signed_at is None:
        commands.sign_for_order(order, **station.by(by))
    return commands.mend(order, proof=proof, reason="已重新搜查", **station.by(by)).ids[0]
