"""Checking a ledger from outside: the parts need nothing but Python, and join into one file."""
