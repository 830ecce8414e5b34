"""Hides what its reader has thrown away for a day before it is deleted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("incoming", "0003_find_mails_by_their_sender")]

    operations = [
        migrations.AddField(
            model_name="keptmail",
            name="thrown_away_at",
            field=models.DateTimeField(null=True),
        ),
    ]
