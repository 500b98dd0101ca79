"""How each finding stands, as people have decided: one row per finding of which anything was decided.

Unit: instants in microseconds since the epoch, events by id. Every row is a function of the finding's own stream.
"""

from django.db import models

ID, RULE, NAME = 320, 120, 160


class FindingLife(models.Model):
    """The state of one finding; a finding without a row is suspected.

    ``is_confirmed``: verified and not taken back since. ``counts_at``: from when on it may count, empty while it may
    not. ``waived_until`` stays empty unless it is waived. ``said`` holds who decided what: disputes, opinions, votes,
    waivers, reopenings, each with its event.
    """

    finding = models.CharField(max_length=ID, primary_key=True)
    rule = models.CharField(max_length=RULE)
    unit = models.CharField(max_length=NAME)
    state = models.CharField(max_length=12)
    since_at = models.BigIntegerField()
    is_confirmed = models.BooleanField()
    verified_at = models.BigIntegerField(null=True)
    rejected_at = models.BigIntegerField(null=True)
    dispute_until = models.BigIntegerField(null=True)
    counts_at = models.BigIntegerField(null=True)
    wanted_until = models.BigIntegerField(null=True)
    waived_until = models.BigIntegerField(null=True)
    waiver_asked = models.BigIntegerField(null=True)
    finding_group = models.CharField(max_length=NAME)
    recurrence_of = models.CharField(max_length=ID)
    reopenings = models.IntegerField()
    last_event = models.BigIntegerField()
    said = models.TextField()

    class Meta:
        db_table = "finding_life"
        indexes = [
            models.Index(fields=["state", "unit"], name="finding_life_state"),
            models.Index(fields=["rule", "unit"], name="finding_life_rule"),
            models.Index(fields=["waiver_asked"], name="finding_life_waiver"),
            models.Index(fields=["recurrence_of"], name="finding_life_chain"),
        ]
