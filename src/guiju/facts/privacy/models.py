"""The table of the blind index. It can be made again from the ledger as long as the persons' keys are there."""

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
