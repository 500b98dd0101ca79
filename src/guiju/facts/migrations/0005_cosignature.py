"""The signatures of witnesses, guarded like everything of the ledger."""

from functools import partial

from django.db import migrations, models

from guiju.facts.tables.guards import add_guards


class Migration(migrations.Migration):
    """One table; its triggers go with it."""

    dependencies = [("facts", "0004_unit_period")]
    operations = [
        migrations.CreateModel(
            name="Cosignature",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "checkpoint", "witness", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("checkpoint", models.BigIntegerField()),
                ("witness", models.CharField(max_length=16)),
                ("signature", models.BinaryField()),
                ("signed_at", models.BigIntegerField()),
            ],
            options={"db_table": "cosignature"},
        ),
        migrations.RunPython(partial(add_guards, tables=("cosignature",)), migrations.RunPython.noop),
    ]
