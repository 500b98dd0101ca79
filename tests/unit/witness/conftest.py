"""Guiju's side of the witness is shown on both databases."""

from tests.unit.ledger.conftest import address, book, cluster, empty_postgresql, empty_sqlite

__all__ = ["address", "book", "cluster", "empty_postgresql", "empty_sqlite"]
