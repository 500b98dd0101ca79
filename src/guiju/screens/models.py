"""What the pages keep for one account: half-written forms and saved conditions. Nothing of this is in the ledger.

Unit: instants in microseconds since the epoch.
"""

from django.db import models

ACCOUNT, NAME, ABOUT = 160, 64, 160


class FormDraft(models.Model):
    """A form that somebody has begun: one per account, form and thing that it is about.

    ``body`` is encrypted; empty once the form with ``key`` was sent, so that a late saving does not bring it back.
    """

    account = models.CharField(max_length=ACCOUNT)
    form = models.CharField(max_length=NAME)
    about = models.CharField(max_length=ABOUT)
    key = models.CharField(max_length=32)
    body = models.BinaryField()
    saved_at = models.BigIntegerField(db_index=True)

    class Meta:
        db_table = "form_draft"
        constraints = [models.UniqueConstraint(fields=["account", "form", "about"], name="form_draft_one")]


class SavedView(models.Model):
    """Conditions of a list under a name; ``query`` is the part of the address after the question mark."""

    account = models.CharField(max_length=ACCOUNT)
    listing = models.CharField(max_length=NAME)
    name = models.CharField(max_length=NAME)
    query = models.CharField(max_length=2000)

    class Meta:
        db_table = "saved_view"
        constraints = [models.UniqueConstraint(fields=["account", "listing", "name"], name="saved_view_one")]
