from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="SentFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token", models.CharField(max_length=32)),
                ("key", models.CharField(max_length=64)),
                ("digest", models.CharField(max_length=64)),
                ("job", models.CharField(db_index=True, max_length=36)),
                ("sent_at", models.BigIntegerField()),
            ],
            options={
                "db_table": "api_sent_file",
                "constraints": [models.UniqueConstraint(fields=("token", "key"), name="api_sent_once")],
            },
        ),
    ]
