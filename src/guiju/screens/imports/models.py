"""What the wizard keeps of an upload until it is imported, and how the columns of a source were read before.

Unit: instants in microseconds since the epoch. Nothing of this is in the ledger.
"""

from django.db import models

ACCOUNT, SOURCE, NAME, UNIT, SHEET = 160, 100, 200, 32, 64


class Upload(models.Model):
    """A file that somebody is about to import; its bytes lie under lock at ``place``.

    ``key`` is that of the form by which it came. ``choices`` is JSON: what each column and each word becomes. ``job``
    is the last job that was asked to import it.
    """

    place = models.CharField(max_length=32, primary_key=True)
    account = models.CharField(max_length=ACCOUNT)
    key = models.CharField(max_length=32)
    name = models.CharField(max_length=NAME)
    size = models.BigIntegerField()
    source = models.CharField(max_length=SOURCE)
    unit = models.CharField(max_length=UNIT)
    sheet = models.CharField(max_length=SHEET)
    choices = models.TextField()
    job = models.CharField(max_length=36)
    kept_at = models.BigIntegerField()

    class Meta:
        db_table = "upload"
        constraints = [models.UniqueConstraint(fields=["account", "key"], name="upload_once")]


class RememberedChoices(models.Model):
    """How the columns of a source were read the last time that it had this header; ``header`` is its SHA-256."""

    source = models.CharField(max_length=SOURCE)
    header = models.CharField(max_length=64)
    choices = models.TextField()
    account = models.CharField(max_length=ACCOUNT)
    kept_at = models.BigIntegerField()

    class Meta:
        db_table = "remembered_choices"
        constraints = [models.UniqueConstraint(fields=["source", "header"], name="remembered_choices_one")]
