"""The password of an account, checked by Django; whether the account may come in at all, said by the bureau."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db import connection
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

    def get_user(self, user_id: str) -> SiteAccount | None:
        """The row of the account that a session is of, read on every request: a new password ends the others."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT password, name FROM site_account WHERE name = %s", (user_id,))
            found = cursor.fetchone()
        return SiteAccount.from_db(connection.alias, ("password", "name"), found) if found else None
