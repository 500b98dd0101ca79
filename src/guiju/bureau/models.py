"""The tables of the bureau: projections of its events, dropped and made again from the ledger.

Periods are half-open, in microseconds since the epoch, with ``values.scope.ALWAYS`` and ``FOREVER`` as their ends.
"""

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat

KEY, NAME, MAC = 160, 160, 64


class UnitState(models.Model):
    """What a unit was called, what it was and whose it was, over one period.

    ``number`` is the first event that speaks of it, and its segment of every path. ``standing``: ``registered`` in
    Guiju; ``reported`` by imported files only; ``implied`` by postings that name it though nobody has opened it. The
    last two stand alone in the tree.
    """

    pk = models.CompositePrimaryKey("code", "since")
    code = models.CharField(max_length=KEY)
    since = models.BigIntegerField()
    until = models.BigIntegerField()
    number = models.BigIntegerField()
    name = models.CharField(max_length=NAME)
    kind = models.CharField(max_length=64)
    parent = models.CharField(max_length=KEY)
    is_open = models.BooleanField()
    standing = models.CharField(max_length=16)

    class Meta:
        db_table = "bureau_unit_state"


class UnitStrength(models.Model):
    """The establishment of a unit (编制), by kind of staff, over one period."""

    pk = models.CompositePrimaryKey("code", "kind", "since")
    code = models.CharField(max_length=KEY)
    kind = models.CharField(max_length=32)
    since = models.BigIntegerField()
    until = models.BigIntegerField()
    establishment = models.IntegerField()

    class Meta:
        db_table = "bureau_unit_strength"


class OfficerState(models.Model):
    """What an officer, auxiliary or clerk was called and who he is, over one period."""

    pk = models.CompositePrimaryKey("officer", "since")
    officer = models.CharField(max_length=KEY)
    since = models.BigIntegerField()
    until = models.BigIntegerField()
    name = models.CharField(max_length=NAME)
    kind = models.CharField(max_length=32)
    natural_person = models.CharField(max_length=KEY, db_index=True)

    class Meta:
        db_table = "bureau_officer_state"


class Posting(models.Model):
    """A post that somebody held in a unit; days are proleptic ordinals of the local day."""

    pk = models.CompositePrimaryKey("officer", "event")
    officer = models.CharField(max_length=KEY)
    event = models.BigIntegerField()
    unit = models.CharField(max_length=KEY, db_index=True)
    post = models.CharField(max_length=64)
    kind = models.CharField(max_length=32)
    is_case_post = models.BooleanField()
    is_additional = models.BooleanField()
    since = models.BigIntegerField()
    until = models.BigIntegerField()
    from_day = models.IntegerField()
    left_day = models.IntegerField(null=True)

    class Meta:
        db_table = "bureau_posting"


class Credential(models.Model):
    """A qualification: granted on a day, good through ``last_day`` if it has one, ended on another if it was."""

    pk = models.CompositePrimaryKey("officer", "event")
    officer = models.CharField(max_length=KEY)
    event = models.BigIntegerField()
    name = models.CharField(max_length=64)
    granted_day = models.IntegerField()
    last_day = models.IntegerField(null=True)
    ended_day = models.IntegerField(null=True)

    class Meta:
        db_table = "bureau_credential"


class Account(models.Model):
    """Somebody's way in. One natural person may have several; whoever he is, he is one."""

    name = models.CharField(max_length=KEY, primary_key=True)
    natural_person = models.CharField(max_length=KEY, db_index=True)
    officer = models.CharField(max_length=KEY)
    opened_at = models.BigIntegerField()
    closed_at = models.BigIntegerField()
    mac = models.CharField(max_length=MAC)

    class Meta:
        db_table = "bureau_account"


class Capacity(models.Model):
    """What a natural person is: one of the three administrators, or somebody who works on cases; never two of these.

    Every standing grant refers to this row, so the database itself refuses a second capacity.
    """

    holding = models.CharField(max_length=KEY + 16, primary_key=True)
    natural_person = models.CharField(max_length=KEY, unique=True)
    kind = models.CharField(max_length=16)

    class Meta:
        db_table = "bureau_capacity"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=("system", "security", "audit", "case")), name="capacity_kind"),
            models.CheckConstraint(
                condition=Q(holding=Concat(F("kind"), Value("|"), F("natural_person"))), name="capacity_holding"
            ),
        ]


class RoleProposal(models.Model):
    """A role that was proposed with one signature and waits for the second; ``event`` is its number."""

    event = models.BigIntegerField(primary_key=True)
    account = models.CharField(max_length=KEY)
    role = models.CharField(max_length=64)
    unit = models.CharField(max_length=KEY)
    since = models.BigIntegerField()
    until = models.BigIntegerField()
    proposer = models.CharField(max_length=KEY)
    state = models.CharField(max_length=16)
    mac = models.CharField(max_length=MAC)

    class Meta:
        db_table = "bureau_role_proposal"


class RoleGrant(models.Model):
    """A role that an account holds on a unit over one period; ``event`` granted it, ``proposal`` proposed it."""

    event = models.BigIntegerField(primary_key=True)
    proposal = models.BigIntegerField(unique=True)
    account = models.CharField(max_length=KEY, db_index=True)
    natural_person = models.CharField(max_length=KEY)
    capacity = models.CharField(max_length=16)
    role = models.CharField(max_length=64)
    unit = models.CharField(max_length=KEY)
    since = models.BigIntegerField()
    until = models.BigIntegerField()
    holding = models.ForeignKey(Capacity, null=True, on_delete=models.PROTECT, db_column="holding")
    mac = models.CharField(max_length=MAC)

    class Meta:
        db_table = "bureau_role_grant"
        constraints = [
            models.CheckConstraint(
                condition=Q(holding__isnull=True) | Q(holding=Concat(F("capacity"), Value("|"), F("natural_person"))),
                name="role_grant_holding",
            ),
        ]


class Delegation(models.Model):
    """A role that its holder lets somebody else exercise on a unit, for a term."""

    event = models.BigIntegerField(primary_key=True)
    giver = models.CharField(max_length=KEY)
    taker = models.CharField(max_length=KEY, db_index=True)
    role = models.CharField(max_length=64)
    unit = models.CharField(max_length=KEY)
    since = models.BigIntegerField()
    until = models.BigIntegerField()
    mac = models.CharField(max_length=MAC)

    class Meta:
        db_table = "bureau_delegation"


class ApiToken(models.Model):
    """A key with which a program acts for an account, narrowed to some of its roles and to one unit, for a term.

    ``roles`` are their names, separated by commas. ``digest`` is an HMAC of the secret, which stands nowhere. It runs
    from ``since``, when it was granted; until then, and where it was refused, it opens nothing.
    """

    name = models.CharField(max_length=32, primary_key=True)
    account = models.CharField(max_length=KEY, db_index=True)
    roles = models.CharField(max_length=400)
    unit = models.CharField(max_length=KEY)
    digest = models.CharField(max_length=MAC)
    asked_at = models.BigIntegerField()
    since = models.BigIntegerField()
    until = models.BigIntegerField()
    state = models.CharField(max_length=16)
    mac = models.CharField(max_length=MAC)

    class Meta:
        db_table = "bureau_api_token"


class Mark(models.Model):
    """One row, another ``mark`` after every change of the other tables."""

    id = models.SmallIntegerField(primary_key=True)
    mark = models.CharField(max_length=32)

    class Meta:
        db_table = "bureau_mark"
