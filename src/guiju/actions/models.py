"""Orders to mend, the notes about them, talks and campaigns: each row is a function of one stream of the ledger.

Unit: instants in microseconds since the epoch, events by id.
"""

from django.db import models
from django.db.models import Q

from guiju.actions.inspections.models import ActionCheck, ActionCircular, ActionInspection

__all__ = [
    "ActionCampaign", "ActionCheck", "ActionCircular", "ActionInspection", "ActionNote", "ActionOrder", "ActionTalk",
]  # fmt: skip

ID, RULE, KEY, REF = 320, 120, 160, 40


class ActionOrder(models.Model):
    """An order to mend one finding; of those that are open, a finding has one at most.

    ``unit`` is the unit of the finding, ``to_officer`` or ``to_unit`` who must mend it. ``due_at`` never moves, not
    with a transfer and not with late filing; ``mended_at`` is when the latest mending was recorded.
    """

    name = models.CharField(max_length=REF, primary_key=True)
    finding = models.CharField(max_length=ID)
    rule = models.CharField(max_length=RULE)
    unit = models.CharField(max_length=KEY)
    severity = models.CharField(max_length=10)
    state = models.CharField(max_length=12)
    is_open = models.BooleanField()
    to_officer = models.CharField(max_length=KEY)
    to_unit = models.CharField(max_length=KEY)
    dispatched_at = models.BigIntegerField()
    since_at = models.BigIntegerField()
    due_at = models.BigIntegerField()
    signed_at = models.BigIntegerField(null=True)
    mended_at = models.BigIntegerField(null=True)
    reviewed_at = models.BigIntegerField(null=True)
    closed_at = models.BigIntegerField(null=True)
    mender = models.CharField(max_length=KEY)
    campaign = models.CharField(max_length=REF)
    last_event = models.BigIntegerField()
    said = models.TextField()

    class Meta:
        db_table = "action_order"
        constraints = [
            models.UniqueConstraint(fields=["finding"], condition=Q(is_open=True), name="action_order_open"),
        ]
        indexes = [
            models.Index(fields=["finding"], name="action_order_finding"),
            models.Index(fields=["to_officer", "state"], name="action_order_officer"),
            models.Index(fields=["to_unit", "state"], name="action_order_to_unit"),
            models.Index(fields=["state", "due_at"], name="action_order_due"),
        ]


class ActionNote(models.Model):
    """An order that was sent to somebody for his countersignature, or for him to read; ``answered_at`` is empty until
    he has signed or read it.
    """

    name = models.CharField(max_length=REF, primary_key=True)
    kind = models.CharField(max_length=12)
    order_name = models.CharField(max_length=REF, db_index=True)
    finding = models.CharField(max_length=ID)
    officer = models.CharField(max_length=KEY)
    asked_at = models.BigIntegerField()
    answered_at = models.BigIntegerField(null=True)
    agrees = models.BooleanField(null=True)
    last_event = models.BigIntegerField()

    class Meta:
        db_table = "action_note"
        indexes = [models.Index(fields=["officer", "kind", "answered_at"], name="action_note_officer")]


class ActionTalk(models.Model):
    """A talk with the head of a unit about enforcement problems (执法问题约谈), and whether its promises were kept."""

    name = models.CharField(max_length=REF, primary_key=True)
    unit = models.CharField(max_length=KEY, db_index=True)
    officer = models.CharField(max_length=KEY)
    held_at = models.BigIntegerField()
    due_at = models.BigIntegerField()
    followed_up_at = models.BigIntegerField(null=True)
    is_fulfilled = models.BooleanField(null=True)
    said = models.TextField()

    class Meta:
        db_table = "action_talk"


class ActionCampaign(models.Model):
    """A campaign (专项整治): the findings of some rules in a unit and below it, from a period, closed one by one."""

    name = models.CharField(max_length=REF, primary_key=True)
    title = models.CharField(max_length=KEY)
    unit = models.CharField(max_length=KEY, db_index=True)
    since_at = models.BigIntegerField()
    until_at = models.BigIntegerField()
    rules = models.TextField()
    opened_at = models.BigIntegerField()
    closed_at = models.BigIntegerField(null=True)
    said = models.TextField()

    class Meta:
        db_table = "action_campaign"
