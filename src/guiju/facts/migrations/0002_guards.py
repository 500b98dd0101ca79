"""The ledger refuses to be changed."""

from functools import partial

from django.db import migrations

from guiju.facts.tables.guards import FIRST, add_guards, drop_guards


class Migration(migrations.Migration):
    """Triggers on every table that the ledger began with."""

    dependencies = [("facts", "0001_initial")]
    operations = [migrations.RunPython(partial(add_guards, tables=FIRST), drop_guards)]
