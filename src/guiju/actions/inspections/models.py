"""Inspections, what was looked at, and circulars: each row is a function of one stream of the ledger.

Unit: instants in microseconds since the epoch, events by id.
"""

from django.db import models

TITLE, KEY, REF = 160, 160, 40


class ActionInspection(models.Model):
    """A plan and its draw. ``drawn_at`` is empty until the ledger has given the seed; ``said`` holds who planned it
    and why, and what was drawn. The population itself stands in the event of the plan.
    """

    name = models.CharField(max_length=REF, primary_key=True)
    title = models.CharField(max_length=TITLE)
    unit = models.CharField(max_length=KEY)
    kind = models.CharField(max_length=12)
    checklist = models.CharField(max_length=KEY)
    population_size = models.IntegerField()
    digest = models.CharField(max_length=64)
    size = models.IntegerField()
    planned_at = models.BigIntegerField()
    planned_event = models.BigIntegerField()
    drawn_at = models.BigIntegerField(null=True)
    said = models.TextField()

    class Meta:
        db_table = "action_inspection"
        indexes = [
            models.Index(fields=["unit", "planned_at"], name="action_inspection_unit"),
            models.Index(fields=["digest"], name="action_inspection_same"),
        ]


class ActionCheck(models.Model):
    """One thing that was drawn and looked at, as it was answered last; ``said`` holds all answers in their order."""

    name = models.CharField(max_length=REF, primary_key=True)
    inspection = models.CharField(max_length=REF, db_index=True)
    number = models.IntegerField()
    value = models.CharField(max_length=KEY)
    unit = models.CharField(max_length=KEY)
    checked_at = models.BigIntegerField()
    times = models.IntegerField()
    faults = models.IntegerField()
    unseen = models.IntegerField()
    said = models.TextField()

    class Meta:
        db_table = "action_check"


class ActionCircular(models.Model):
    """A circular as it was issued; ``content`` is the text whose hash was recorded, counted as of ``counted_at``."""

    name = models.CharField(max_length=REF, primary_key=True)
    month = models.CharField(max_length=7)
    unit = models.CharField(max_length=KEY)
    issued_at = models.BigIntegerField()
    counted_at = models.BigIntegerField()
    content_hash = models.CharField(max_length=64)
    content = models.TextField()
    said = models.TextField()

    class Meta:
        db_table = "action_circular"
        indexes = [models.Index(fields=["unit", "month"], name="action_circular_unit")]
