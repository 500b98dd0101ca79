"""The tables of importing: how far each file has come, and what waits, was refused, or is no longer in its source."""

from django.db import models


class ImportBatch(models.Model):
    """The journal of one import: ``event`` is the event that began it, ``done`` the rows that are settled."""

    event = models.BigIntegerField(primary_key=True)
    source = models.CharField(max_length=100)
    file_name = models.CharField(max_length=160)
    file_digest = models.CharField(max_length=64)
    mapping_digest = models.CharField(max_length=64)
    unit = models.CharField(max_length=32)
    begun_by = models.CharField(max_length=160)
    begun_at = models.BigIntegerField()
    finished_at = models.BigIntegerField(null=True)
    state = models.CharField(max_length=10)
    rows = models.BigIntegerField()
    done = models.BigIntegerField()
    recorded = models.BigIntegerField()
    repeated = models.BigIntegerField()
    held = models.BigIntegerField()
    refused = models.BigIntegerField()
    missing = models.BigIntegerField()

    class Meta:
        db_table = "import_batch"
        indexes = [models.Index(fields=["source", "event"], name="import_batch_source")]


class HeldCorrection(models.Model):
    """What a later export says otherwise: it waits until somebody else than who imported it has let it pass.

    ``event`` is the version that it would correct, ``first`` the first one; ``body`` is that of the event to come.
    """

    id = models.BigAutoField(primary_key=True)
    batch = models.BigIntegerField()
    row = models.BigIntegerField()
    identity = models.CharField(max_length=40)
    event = models.BigIntegerField(db_index=True)
    first = models.BigIntegerField()
    type = models.CharField(max_length=64)
    happened_at = models.BigIntegerField()
    unit_as_of = models.CharField(max_length=32)
    body = models.BinaryField()
    digest = models.CharField(max_length=64)
    is_earlier = models.BooleanField()
    state = models.CharField(max_length=10)
    decided_by = models.CharField(max_length=160)
    decided_at = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=400)
    by_event = models.BigIntegerField(null=True)

    class Meta:
        db_table = "held_correction"
        constraints = [models.UniqueConstraint(fields=["batch", "identity"], name="held_correction_once")]
        indexes = [models.Index(fields=["batch", "state", "id"], name="held_correction_waiting")]


class RefusedRow(models.Model):
    """A row of a file that was not recorded, and why; it goes after thirty days. ``sealed`` is what `refused` opens."""

    id = models.BigAutoField(primary_key=True)
    batch = models.BigIntegerField(db_index=True)
    row = models.BigIntegerField()
    key_id = models.CharField(max_length=16)
    sealed = models.BinaryField()
    refused_at = models.BigIntegerField(db_index=True)

    class Meta:
        db_table = "refused_row"


class MissingRow(models.Model):
    """A fact that its source brought before and a later export, of its time and kinds, no longer carries."""

    pk = models.CompositePrimaryKey("batch", "event")
    batch = models.BigIntegerField()
    event = models.BigIntegerField()

    class Meta:
        db_table = "missing_row"
