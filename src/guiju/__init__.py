"""Guiju 规矩: the rulebook that checks itself."""

__version__ = "0.1.0"
