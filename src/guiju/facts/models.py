"""The tables of the ledger. What is sealed is written in docs/ledger-format.md; the rest can be made again from it."""

from django.db import models

from guiju.facts.importing.models import HeldCorrection, ImportBatch, MissingRow, RefusedRow
from guiju.facts.privacy.models import LookRow, PersonIndex

__all__ = [
    "Checkpoint", "Correction", "Cosignature", "Event", "EventKey", "HeldCorrection", "ImportBatch", "Leaf",
    "LookRow", "MissingRow", "Outbox", "PersonIndex", "RefusedRow", "Sealer", "Tile", "UnitPeriod",
]  # fmt: skip

NAME, CODE, DIGEST = 160, 32, 64


class Event(models.Model):
    """One event, as it was recorded; nobody edits or deletes it, and whoever does is named by the next check."""

    id = models.BigAutoField(primary_key=True)
    stream = models.CharField(max_length=NAME)
    seq = models.IntegerField()
    type = models.CharField(max_length=64)
    schema = models.SmallIntegerField()
    happened_at = models.BigIntegerField()
    recorded_at = models.BigIntegerField()
    actor = models.CharField(max_length=NAME)
    actor_kind = models.CharField(max_length=8)
    on_behalf = models.CharField(max_length=NAME)
    unit_as_of = models.CharField(max_length=CODE)
    idem_key = models.CharField(max_length=NAME)
    body = models.BinaryField()
    prev = models.BinaryField()
    leaf = models.BinaryField()

    class Meta:
        db_table = "event"
        constraints = [
            models.UniqueConstraint(fields=["stream", "seq"], name="event_stream_seq"),
            models.UniqueConstraint(fields=["actor", "idem_key"], name="event_actor_idem_key"),
        ]


class EventKey(models.Model):
    """What an event is about: a copy of its body, kept so that a history is one read of an index."""

    pk = models.CompositePrimaryKey("kind", "value", "event")
    kind = models.CharField(max_length=CODE)
    value = models.CharField(max_length=NAME)
    event = models.BigIntegerField()

    class Meta:
        db_table = "event_key"


class Outbox(models.Model):
    """An event that has not been sealed yet; written with it, gone when it has its place in the tree."""

    event = models.BigIntegerField(primary_key=True)

    class Meta:
        db_table = "outbox"


class Leaf(models.Model):
    """The place of a sealed event in the tree, from 0 without a gap."""

    place = models.BigIntegerField(primary_key=True)
    event = models.BigIntegerField(unique=True)
    hash = models.BinaryField()

    class Meta:
        db_table = "leaf"


class Tile(models.Model):
    """The root of a full subtree of 2^level leaves, so that a proof reads a few hundred rows and not all of them."""

    pk = models.CompositePrimaryKey("level", "place")
    level = models.SmallIntegerField()
    place = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        db_table = "tile"


class Checkpoint(models.Model):
    """A signed statement of the tree's size and root that names the statement before it."""

    number = models.BigAutoField(primary_key=True)
    size = models.BigIntegerField()
    text = models.BinaryField()
    signature = models.BinaryField()
    key_id = models.CharField(max_length=16)

    class Meta:
        db_table = "checkpoint"
        constraints = [models.UniqueConstraint(fields=["key_id", "signature"], name="checkpoint_once")]


class Cosignature(models.Model):
    """The signature of a witness under a checkpoint: over the checkpoint's text and the witness's own time."""

    pk = models.CompositePrimaryKey("checkpoint", "witness")
    checkpoint = models.BigIntegerField()
    witness = models.CharField(max_length=16)
    signature = models.BinaryField()
    signed_at = models.BigIntegerField()

    class Meta:
        db_table = "cosignature"


class Sealer(models.Model):
    """The one row whose lock makes sealing one after another; ``sealed_at`` is the last checkpoint's."""

    id = models.SmallIntegerField(primary_key=True)
    sealed_at = models.BigIntegerField()

    class Meta:
        db_table = "sealer"


class Correction(models.Model):
    """Which event was corrected by which, and the first version of both: a copy of the bodies."""

    event = models.BigIntegerField(primary_key=True)
    by = models.BigIntegerField(unique=True)
    first = models.BigIntegerField(db_index=True)

    class Meta:
        db_table = "correction"


class UnitPeriod(models.Model):
    """The path of a unit over a half-open period; ``code`` is its code, or a name that was no other unit's then."""

    pk = models.CompositePrimaryKey("code", "since")
    code = models.CharField(max_length=NAME)
    since = models.BigIntegerField()
    until = models.BigIntegerField()
    path = models.CharField(max_length=120)

    class Meta:
        db_table = "unit_period"
        indexes = [models.Index(fields=["path"], name="unit_period_path")]
