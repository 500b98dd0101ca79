"""What is told of jobs beside the queue itself, and when the nightly work was last done. None of it is a fact.

Unit: instants in microseconds since the epoch.
"""

from django.db import models

NIGHTLY = "nightly"


class JobNote(models.Model):
    """One job, by the id that the queue gave it: what it is, for whom, and how far it has come.

    ``account`` is empty where the service itself wanted it. ``title`` and ``message`` are for that account alone.
    """

    job = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=32)
    account = models.CharField(max_length=160)
    title = models.CharField(max_length=200)
    asked_at = models.BigIntegerField()
    noted_at = models.BigIntegerField()
    share = models.FloatField(default=0.0)
    message = models.TextField(default="")

    class Meta:
        db_table = "job_note"
        indexes = [
            models.Index(fields=["account", "asked_at"], name="job_note_account"),
            models.Index(fields=["asked_at"], name="job_note_asked"),
        ]


class Night(models.Model):
    """When something that is done once a night was last begun."""

    name = models.CharField(max_length=32, primary_key=True)
    at = models.BigIntegerField()

    class Meta:
        db_table = "night"
