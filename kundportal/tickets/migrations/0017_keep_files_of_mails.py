"""Files that came in a mail are offered longer than those that were left in a form."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tickets", "0016_mute_or_follow_a_ticket")]

    operations = [
        migrations.AddField(
            model_name="upload",
            name="kept_until",
            field=models.DateTimeField(null=True),
        ),
    ]
