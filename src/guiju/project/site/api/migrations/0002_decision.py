from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("api", "0001_initial")]

    operations = [
        migrations.AddField("sentfile", "batch", models.BigIntegerField(null=True)),
        migrations.CreateModel(
            name="SentDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token", models.CharField(max_length=32)),
                ("key", models.CharField(max_length=64)),
                ("digest", models.CharField(max_length=64)),
                ("answer", models.TextField(default="")),
                ("sent_at", models.BigIntegerField()),
            ],
            options={
                "db_table": "api_sent_decision",
                "constraints": [models.UniqueConstraint(fields=("token", "key"), name="api_decided_once")],
            },
        ),
    ]
