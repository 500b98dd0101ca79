"""The password of an account, checked by Django; whether the account may come in at all, said by the bureau."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from guiju.screens.sign_in.models import SiteAccount


def tried_name(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """Which account somebody tries to be: what django-axes counts by."""
    return str((credentials or {}).get("username") or request.POST.get("account", ""))


class AccountBackend(ModelBackend):
    """Passwords of the site's own rows. No permissions: what an account may do, the bureau says on every request."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **words: Any
    ) -> SiteAccount | None:
        """The row of the account, if the password is right."""
        found = super().authenticate(request, username=username, password=password, **words)
        return found if isinstance(found, SiteAccount) else None
