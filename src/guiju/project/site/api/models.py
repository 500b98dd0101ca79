"""What programs have sent in to be imported, so that the same submission is the same import. None of it is a fact."""

from django.db import models


class SentFile(models.Model):
    """One file that a token has sent; ``digest`` is that of its content and of all that was said of it.

    ``batch`` is the import that came of it; 0: none did; None: nobody has asked since it was over.

    Unit: ``sent_at`` microseconds since the epoch.
    """

    token = models.CharField(max_length=32)
    key = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    job = models.CharField(max_length=36, db_index=True)
    sent_at = models.BigIntegerField()
    batch = models.BigIntegerField(null=True)

    class Meta:
        db_table = "api_sent_file"
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="api_sent_once")]


class SentDecision(models.Model):
    """One decision that a token has sent about an import; ``answer`` is empty until it is carried out.

    Unit: ``sent_at`` microseconds since the epoch.
    """

    token = models.CharField(max_length=32)
    key = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    answer = models.TextField(default="")
    sent_at = models.BigIntegerField()

    class Meta:
        db_table = "api_sent_decision"
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="api_decided_once")]
