"""What each person is told of."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("mail", "0002_follow_mails_after_they_are_sent"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Notification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=200, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("replies", "Replies"),
                            ("named", "Named"),
                            ("assigned", "Assigned"),
                            ("new_tickets", "New Tickets"),
                            ("ratings", "Ratings"),
                            ("applications", "Applications"),
                        ],
                        max_length=20,
                    ),
                ),
                ("thing", models.CharField(max_length=60)),
                ("thing_id", models.BigIntegerField()),
                ("organisation_id", models.BigIntegerField(null=True)),
                ("language", models.CharField(max_length=5)),
                ("content", models.JSONField()),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("at_once", "By mail, at once"),
                            ("digest", "By mail, gathered at 07:30 and 15:30 on working days"),
                            ("portal", "Only in the portal"),
                        ],
                        max_length=10,
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("due_at", models.DateTimeField(null=True)),
                ("read_at", models.DateTimeField(null=True)),
                (
                    "mail",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="mail.mail",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notifications",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["person", "-created_at", "-id"], name="notification_list"),
                    models.Index(
                        condition=models.Q(("read_at", None)),
                        fields=["person"],
                        name="notification_unread",
                    ),
                    models.Index(
                        condition=models.Q(("due_at", None), _negated=True),
                        fields=["due_at"],
                        name="notification_due",
                    ),
                    models.Index(
                        fields=["thing", "thing_id", "person"], name="notification_of_thing"
                    ),
                ],
            },
        ),
    ]
