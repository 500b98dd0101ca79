"""What the site keeps of an account: how it proves who it is. Nothing of this is in the ledger.

The account itself, whose it is and what it may do, is the bureau's; a row here is made when it first signs in.
"""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

ACCOUNT = 160


class SiteAccounts(BaseUserManager["SiteAccount"]):
    """The rows of the accounts."""


class SiteAccount(AbstractBaseUser):
    """One account of the bureau, by its name there; it has no rights of its own."""

    name = models.CharField(max_length=ACCOUNT, primary_key=True)

    objects = SiteAccounts()

    USERNAME_FIELD = "name"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        db_table = "site_account"


class FirstCode(models.Model):
    """A code that the system administrator has handed out for a new password; the code itself is kept nowhere.

    Unit: microseconds since the epoch.
    """

    account = models.CharField(max_length=ACCOUNT, primary_key=True)
    digest = models.CharField(max_length=128)
    until = models.BigIntegerField()

    class Meta:
        db_table = "site_first_code"


class SiteSession(models.Model):
    """Whose a session is, so that its owner can see and end it; ``way`` is how he proved who he is.

    Unit: microseconds since the epoch.
    """

    key = models.CharField(max_length=40, primary_key=True)
    account = models.CharField(max_length=ACCOUNT, db_index=True)
    way = models.CharField(max_length=16)
    begun_at = models.BigIntegerField()
    seen_at = models.BigIntegerField()

    class Meta:
        db_table = "site_session"
