from os import urandom

from django.db import migrations, models


def draw(apps, editor):  # type: ignore[no-untyped-def]
    """A ledger that stands has a mark from the start."""
    apps.get_model("bureau", "Mark").objects.create(id=1, mark=urandom(16).hex())


class Migration(migrations.Migration):
    dependencies = [("bureau", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Mark",
            fields=[
                ("id", models.SmallIntegerField(primary_key=True, serialize=False)),
                ("mark", models.CharField(max_length=32)),
            ],
            options={"db_table": "bureau_mark"},
        ),
        migrations.RunPython(draw, migrations.RunPython.noop),
    ]
