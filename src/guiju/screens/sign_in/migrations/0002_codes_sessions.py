from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sign_in", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="FirstCode",
            fields=[
                ("account", models.CharField(max_length=160, primary_key=True, serialize=False)),
                ("digest", models.CharField(max_length=128)),
                ("until", models.BigIntegerField()),
            ],
            options={"db_table": "site_first_code"},
        ),
        migrations.CreateModel(
            name="SiteSession",
            fields=[
                ("key", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("account", models.CharField(db_index=True, max_length=160)),
                ("way", models.CharField(max_length=16)),
                ("begun_at", models.BigIntegerField()),
                ("seen_at", models.BigIntegerField()),
            ],
            options={"db_table": "site_session"},
        ),
    ]
