"""The ledger refuses to be changed."""

from django.db import migrations

from guiju.facts.guards import add_guards, drop_guards


class Migration(migrations.Migration):
    """Triggers on every table of the ledger."""

    dependencies = [("facts", "0001_initial")]
    operations = [migrations.RunPython(add_guards, drop_guards)]
