"""The ledger, as Django sees it."""

from django.apps import AppConfig


class FactsConfig(AppConfig):
    """Events, their seals, and how they came in."""

    name = "guiju.facts"
    label = "facts"
    verbose_name = "账本"
