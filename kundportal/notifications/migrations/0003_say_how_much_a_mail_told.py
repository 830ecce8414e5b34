"""Whether the mail of a notification was bare, so that one that waits can be found too frank."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notifications", "0002_say_what_is_unread")]

    operations = [
        migrations.AddField(
            model_name="notification",
            name="is_bare",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
