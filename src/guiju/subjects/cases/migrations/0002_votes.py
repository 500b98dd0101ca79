from django.db import migrations, models


class Migration(migrations.Migration):
    """Who took part in a discussion, and who must still state his vote."""

    dependencies = [("cases", "0001_initial")]
    operations = [
        migrations.AddField("casesubmission", "voters", models.TextField(default=""), preserve_default=False),
        migrations.AddField("casesubmission", "unstated", models.TextField(default=""), preserve_default=False),
    ]
