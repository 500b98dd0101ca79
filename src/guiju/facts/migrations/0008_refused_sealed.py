from django.db import migrations, models


class Migration(migrations.Migration):
    """Refused rows are sealed. What lies there in clear goes: a migration has no keys, and the source still has it."""

    dependencies = [
        ("facts", "0007_look"),
    ]

    operations = [
        migrations.RunSQL("DELETE FROM refused_row", migrations.RunSQL.noop),
        migrations.RemoveField("refusedrow", "reason"),
        migrations.RemoveField("refusedrow", "case"),
        migrations.AddField("refusedrow", "key_id", models.CharField(max_length=16, default="")),
        migrations.AddField("refusedrow", "sealed", models.BinaryField(default=b"")),
        migrations.AlterField("refusedrow", "key_id", models.CharField(max_length=16)),
        migrations.AlterField("refusedrow", "sealed", models.BinaryField()),
    ]
