from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("findings", "0002_finding_life"),
    ]

    operations = [
        migrations.AddField(
            model_name="finding",
            name="published",
            field=models.CharField(default="", max_length=64),
            preserve_default=False,
        ),
    ]
