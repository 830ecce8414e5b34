"""Keeps the time zone and the notifications that people choose, and the extracts that they ask for."""

import django.db.models.deletion
import django.utils.timezone
import kundportal.people.models.preferences
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0040_close_and_merge_organisations"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="notify_applications",
            field=models.CharField(
                choices=[("at_once", "By mail, at once"), ("portal", "Only in the portal")],
                default="at_once",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="notify_replies",
            field=models.CharField(
                choices=[("at_once", "By mail, at once"), ("portal", "Only in the portal")],
                default="at_once",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="time_zone",
            field=models.CharField(
                default=kundportal.people.models.preferences.own_zone, max_length=64
            ),
        ),
        migrations.CreateModel(
            name="DataExtract",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(default=uuid.uuid4, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("making", "making"), ("ready", "ready"), ("failed", "failed")],
                        default="making",
                        max_length=10,
                    ),
                ),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("done_at", models.DateTimeField(null=True)),
                ("kept_until", models.DateTimeField(db_index=True, null=True)),
                ("size", models.PositiveBigIntegerField(default=0)),
                ("file", models.FileField(blank=True, upload_to="extracts")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="extracts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "making")),
                        fields=("person",),
                        name="one_extract_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "ready"), _negated=True),
                            models.Q(
                                ("done_at__isnull", False),
                                ("kept_until__isnull", False),
                                ("size__gt", 0),
                            ),
                            _connector="OR",
                        ),
                        name="ready_extract_is_whole",
                    ),
                ],
            },
        ),
    ]
