"""What the subject of cases keeps beside the ledger: submissions for approval, and draws for the blind cross-review.

Unit: instants in microseconds since the epoch, events by id.
"""

from django.db import models
from django.db.models import Q

KEY, REF, WORD = 160, 40, 24


class CaseSubmission(models.Model):
    """What was submitted for a decision, as it stands; of one decision a case (or person) has one open at most.

    ``state`` is the step that it waits for, or how it ended. ``handlers`` and ``hands`` are lists of police numbers
    and of accounts, each with 、 on both sides; ``commanded`` is the unit above which it must be decided;
    ``voters`` are the numbers of those who discussed it, ``unstated`` of those who must still state their vote. What
    was submitted in words stands, sealed, in the ledger alone.
    """

    name = models.CharField(max_length=REF, primary_key=True)
    case_number = models.CharField(max_length=KEY)
    person = models.CharField(max_length=KEY)
    decision = models.CharField(max_length=REF)
    unit = models.CharField(max_length=KEY)
    state = models.CharField(max_length=WORD)
    is_open = models.BooleanField()
    version = models.IntegerField()
    content_hash = models.CharField(max_length=64)
    submitter = models.CharField(max_length=KEY)
    handlers = models.TextField()
    hands = models.TextField()
    commanded = models.CharField(max_length=KEY)
    needs = models.TextField()
    voters = models.TextField()
    unstated = models.TextField()
    submitted_at = models.BigIntegerField()
    since_at = models.BigIntegerField()
    ended_at = models.BigIntegerField(null=True)
    last_event = models.BigIntegerField()
    said = models.TextField()

    class Meta:
        db_table = "case_submission"
        constraints = [
            models.UniqueConstraint(
                fields=["case_number", "person", "decision"], condition=Q(is_open=True), name="case_submission_open"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "since_at"], name="case_submission_state"),
            models.Index(fields=["case_number"], name="case_submission_case"),
            models.Index(fields=["submitter", "since_at"], name="case_submission_by"),
        ]


class CaseCrossReview(models.Model):
    """An approved submission that was drawn for the blind cross-review: who gives the second opinion, and which.

    ``first`` is what the reviewer thought, ``second`` what the cross-reviewer thinks; both empty until he has said so.
    ``reviewer`` is empty as long as nobody of another line may read it.
    """

    name = models.CharField(max_length=REF, primary_key=True)
    month = models.CharField(max_length=7, db_index=True)
    unit = models.CharField(max_length=KEY)
    reviewer = models.CharField(max_length=KEY, db_index=True)
    first = models.CharField(max_length=WORD)
    second = models.CharField(max_length=WORD)
    drawn_at = models.BigIntegerField()
    done_at = models.BigIntegerField(null=True)
    last_event = models.BigIntegerField()

    class Meta:
        db_table = "case_cross_review"
