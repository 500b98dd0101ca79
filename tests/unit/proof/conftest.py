"""Proof is shown on both databases, like everything of the ledger."""

from tests.unit.ledger.conftest import address, book, cluster, empty_postgresql, empty_sqlite

__all__ = ["address", "book", "cluster", "empty_postgresql", "empty_sqlite"]
