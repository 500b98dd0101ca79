"""The blind index, which can be made again from the ledger as long as the persons' keys are there; who looked."""

from django.db import models


class PersonIndex(models.Model):
    """By which name, document number or telephone number, in keyed form, a person's code is found.

    ``first`` is the first version of the event that said so.
    """

    pk = models.CompositePrimaryKey("kind", "digest", "first")
    kind = models.CharField(max_length=32)
    digest = models.CharField(max_length=64)
    first = models.BigIntegerField()
    person = models.CharField(max_length=160)

    class Meta:
        db_table = "person_index"
        indexes = [
            models.Index(fields=["person"], name="person_index_person"),
            models.Index(fields=["first"], name="person_index_first"),
        ]


class LookRow(models.Model):
    """One look of one reader: made again from the events about reading."""

    pk = models.CompositePrimaryKey("event", "place")
    event = models.BigIntegerField()
    place = models.IntegerField()
    at = models.BigIntegerField()
    account = models.CharField(max_length=160)
    officer = models.CharField(max_length=160)
    page = models.CharField(max_length=160)
    kind = models.CharField(max_length=32)
    value = models.CharField(max_length=160)
    purposes = models.CharField(max_length=160)
    detail = models.CharField(max_length=320)
    is_withheld = models.SmallIntegerField()

    class Meta:
        db_table = "look"
        indexes = [
            models.Index(fields=["kind", "value", "at"], name="look_thing"),
            models.Index(fields=["account", "at"], name="look_reader"),
            models.Index(fields=["at"], name="look_at"),
        ]
