"""What the law says of the histories that the ledger holds: all of it can be dropped and made again.

Unit: instants in microseconds since the epoch, days as proleptic ordinals, events by id.
"""

from django.db import models

from guiju.findings.life.models import FindingLife

__all__ = ["Agenda", "DataGap", "Finding", "FindingLife", "HistorySource", "RunningDuty"]

RULE, NAME, KIND, ID = 120, 160, 32, 320


class Finding(models.Model):
    """One suspected breach: one rule and one trigger (where a duty fans out, one row of it; of several officers, one).

    ``id`` is made of these and stays the same whatever happens later. ``is_standing`` is false once the judge no
    longer says so (after a correction or a late recording); such a finding stays visible if it was ever reported.
    ``pack`` and ``published`` are the digests of the shipped law and of the published pages that the verdict rests on.
    ``found_event`` and ``withdrawn_event`` are the events that reported it; ``returns`` counts how often it came back.
    """

    id = models.CharField(max_length=ID, primary_key=True)
    rule = models.CharField(max_length=RULE)
    edition = models.CharField(max_length=10)
    kind = models.CharField(max_length=KIND)
    value = models.CharField(max_length=NAME)
    trigger = models.BigIntegerField()
    fan = models.BigIntegerField()
    trigger_type = models.CharField(max_length=64)
    trigger_at = models.BigIntegerField()
    outcome = models.CharField(max_length=10)
    due_at = models.BigIntegerField(null=True)
    due_on = models.IntegerField(null=True)
    settled_at = models.BigIntegerField(null=True)
    severity = models.CharField(max_length=10)
    measure = models.CharField(max_length=10)
    unit = models.CharField(max_length=NAME)
    officers = models.TextField()
    keys = models.TextField()
    unverified = models.TextField()
    law = models.TextField()
    pack = models.CharField(max_length=64)
    published = models.CharField(max_length=64)
    is_standing = models.BooleanField()
    found_event = models.BigIntegerField(null=True)
    found_at = models.BigIntegerField(null=True)
    withdrawn_event = models.BigIntegerField(null=True)
    returns = models.IntegerField()

    class Meta:
        db_table = "finding"
        indexes = [
            models.Index(fields=["kind", "value", "rule"], name="finding_history"),
            models.Index(fields=["unit", "rule"], name="finding_unit"),
            models.Index(fields=["found_event"], name="finding_found"),
        ]


class RunningDuty(models.Model):
    """A duty that is neither met nor overdue yet: what falls due when, and for whom."""

    id = models.CharField(max_length=ID, primary_key=True)
    rule = models.CharField(max_length=RULE)
    edition = models.CharField(max_length=10)
    kind = models.CharField(max_length=KIND)
    value = models.CharField(max_length=NAME)
    trigger = models.BigIntegerField()
    fan = models.BigIntegerField()
    trigger_at = models.BigIntegerField()
    due_at = models.BigIntegerField(null=True)
    due_on = models.IntegerField(null=True)
    severity = models.CharField(max_length=10)
    measure = models.CharField(max_length=10)
    owed_by = models.CharField(max_length=20)
    unit = models.CharField(max_length=NAME)
    officers = models.TextField()
    keys = models.TextField()

    class Meta:
        db_table = "running_duty"
        indexes = [
            models.Index(fields=["kind", "value", "rule"], name="running_history"),
            models.Index(fields=["due_at"], name="running_due"),
            models.Index(fields=["unit", "due_at"], name="running_unit"),
        ]


class DataGap(models.Model):
    """Duties of one rule in one history that cannot be decided, and what is missing: never a breach."""

    pk = models.CompositePrimaryKey("kind", "value", "rule", "missing")
    kind = models.CharField(max_length=KIND)
    value = models.CharField(max_length=NAME)
    rule = models.CharField(max_length=RULE)
    missing = models.CharField(max_length=200)
    duties = models.IntegerField()

    class Meta:
        db_table = "data_gap"


class Agenda(models.Model):
    """When a rule must be judged again in a history because time passes; 0 means at once, an empty rule all rules."""

    pk = models.CompositePrimaryKey("kind", "value", "rule")
    kind = models.CharField(max_length=KIND)
    value = models.CharField(max_length=NAME)
    rule = models.CharField(max_length=RULE)
    at = models.BigIntegerField(db_index=True)

    class Meta:
        db_table = "agenda"


class HistorySource(models.Model):
    """Which imports a history came from, and the first event of each; one that was begun here needs none."""

    pk = models.CompositePrimaryKey("kind", "value", "batch")
    kind = models.CharField(max_length=KIND)
    value = models.CharField(max_length=NAME)
    batch = models.BigIntegerField()
    first = models.BigIntegerField()

    class Meta:
        db_table = "history_source"
