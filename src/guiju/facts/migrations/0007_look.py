from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("facts", "0006_person_index"),
    ]

    operations = [
        migrations.CreateModel(
            name="LookRow",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "event", "place", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("event", models.BigIntegerField()),
                ("place", models.IntegerField()),
                ("at", models.BigIntegerField()),
                ("account", models.CharField(max_length=160)),
                ("officer", models.CharField(max_length=160)),
                ("page", models.CharField(max_length=160)),
                ("kind", models.CharField(max_length=32)),
                ("value", models.CharField(max_length=160)),
                ("purposes", models.CharField(max_length=160)),
                ("detail", models.CharField(max_length=320)),
                ("is_withheld", models.SmallIntegerField()),
            ],
            options={
                "db_table": "look",
                "indexes": [
                    models.Index(fields=["kind", "value", "at"], name="look_thing"),
                    models.Index(fields=["account", "at"], name="look_reader"),
                    models.Index(fields=["at"], name="look_at"),
                ],
            },
        ),
    ]
