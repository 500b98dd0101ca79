"""The bureau, as Django sees it."""

from django.apps import AppConfig


class BureauConfig(AppConfig):
    """Units, officers, posts and credentials, accounts, and who may see what."""

    name = "guiju.bureau"
    label = "bureau"
    verbose_name = "单位与人员"
