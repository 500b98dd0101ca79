"""One row per case, call, item …: what lists, facets, counts and search read; all of it can be made again.

Unit: instants in microseconds since the epoch.
"""

from django.db import models

NAME, KIND, ID = 160, 32, 320


class Thread(models.Model):
    """The thread of all events that carry one key, as their latest versions tell it.

    ``unit`` is the one that has it now (the latest event that names one), ``unit_path`` where that unit stood in the
    tree at ``placed_at``; empty where nobody knows the unit. ``next_due_at`` is the earliest instant by which something
    is still to be done, ``remind_at`` and ``warn_at`` the earliest at which its light turns blue and yellow: the light
    itself depends on the hour and is never stored. ``extra`` is JSON: who leads.
    """

    pk = models.CompositePrimaryKey("kind", "value")
    kind = models.CharField(max_length=KIND)
    value = models.CharField(max_length=NAME)
    unit = models.CharField(max_length=NAME)
    placed_at = models.BigIntegerField()
    unit_path = models.CharField(max_length=120)
    title = models.CharField(max_length=NAME)
    category = models.CharField(max_length=NAME)
    opened_at = models.BigIntegerField()
    last_at = models.BigIntegerField()
    closed_at = models.BigIntegerField(null=True)
    next_due_at = models.BigIntegerField(null=True)
    remind_at = models.BigIntegerField(null=True)
    warn_at = models.BigIntegerField(null=True)
    open_findings = models.IntegerField()
    extra = models.TextField()

    class Meta:
        db_table = "thread"
        indexes = [
            models.Index(fields=["kind", "unit_path", "last_at"], name="thread_place"),
            models.Index(fields=["kind", "last_at", "value"], name="thread_last"),
            models.Index(fields=["kind", "next_due_at", "value"], name="thread_due_next"),
            models.Index(fields=["kind", "title", "last_at"], name="thread_title"),
            models.Index(fields=["kind", "opened_at"], name="thread_opened"),
            models.Index(fields=["kind", "unit", "unit_path"], name="thread_unit"),
        ]


class ThreadPart(models.Model):
    """Which officers take part in a thread."""

    pk = models.CompositePrimaryKey("officer", "kind", "value")
    officer = models.CharField(max_length=NAME)
    kind = models.CharField(max_length=KIND)
    value = models.CharField(max_length=NAME)

    class Meta:
        db_table = "thread_part"
        indexes = [models.Index(fields=["kind", "value"], name="thread_part_of")]


class ThreadDuty(models.Model):
    """Which findings and running duties concern a thread: those whose keys name it, whatever history they arose in.

    The three instants are null where nothing is to be done by then any more, or by somebody else.
    """

    pk = models.CompositePrimaryKey("kind", "value", "duty", "is_finding")
    kind = models.CharField(max_length=KIND)
    value = models.CharField(max_length=NAME)
    duty = models.CharField(max_length=ID)
    is_finding = models.BooleanField()
    is_standing = models.BooleanField()
    due_at = models.BigIntegerField(null=True)
    remind_at = models.BigIntegerField(null=True)
    warn_at = models.BigIntegerField(null=True)

    class Meta:
        db_table = "thread_duty"
        indexes = [models.Index(fields=["duty"], name="thread_duty_name")]


class ThreadGram(models.Model):
    """The pairs of neighbouring characters of each title, for searching within titles."""

    pk = models.CompositePrimaryKey("gram", "title")
    gram = models.CharField(max_length=2)
    title = models.CharField(max_length=NAME)

    class Meta:
        db_table = "thread_gram"


class ThreadWaiting(models.Model):
    """A thread that many events touched at once, as an import does: it is made by the next tick."""

    pk = models.CompositePrimaryKey("kind", "value")
    kind = models.CharField(max_length=KIND)
    value = models.CharField(max_length=NAME)

    class Meta:
        db_table = "thread_waiting"
