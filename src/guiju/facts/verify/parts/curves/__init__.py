"""Signatures on elliptic curves, in Python alone."""
