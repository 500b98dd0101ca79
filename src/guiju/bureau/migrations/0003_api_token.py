from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("bureau", "0002_mark")]

    operations = [
        migrations.CreateModel(
            name="ApiToken",
            fields=[
                ("name", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("account", models.CharField(db_index=True, max_length=160)),
                ("roles", models.CharField(max_length=400)),
                ("unit", models.CharField(max_length=160)),
                ("digest", models.CharField(max_length=64)),
                ("asked_at", models.BigIntegerField()),
                ("since", models.BigIntegerField()),
                ("until", models.BigIntegerField()),
                ("state", models.CharField(max_length=16)),
                ("mac", models.CharField(max_length=64)),
            ],
            options={"db_table": "bureau_api_token"},
        ),
    ]
