"""Tickets say when they were closed, rest until a day, follow one another and are rated.

No row is rewritten: what is new is empty, and a ticket that was closed before has its last activity
for the time of its closing. The two indexes hold only the few rows that have something.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TOPICS = [
    ("speed", "How quickly we answered"),
    ("clarity", "How clear the answers were"),
    ("solution", "Whether the problem was solved"),
    ("manner", "How you were met"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0071_share_the_sight_of_tickets"),
        ("tickets", "0010_gather_the_words_of_old_tickets"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("ticket", "closed_at", models.DateTimeField(null=True)),
        migrations.AddField("ticket", "opens_until", models.DateField(null=True)),
        migrations.AddField("ticket", "undo_until", models.DateTimeField(null=True)),
        migrations.AddField("ticket", "parked_until", models.DateField(null=True)),
        migrations.AddField(
            "ticket",
            "parked_by",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            "ticket",
            "follows",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="follow_ups",
                to="tickets.ticket",
            ),
        ),
        migrations.AddField(
            "ticket", "is_followed", models.BooleanField(db_default=False, default=False)
        ),
        migrations.AddField(
            "message", "is_thanks", models.BooleanField(db_default=False, default=False)
        ),
        migrations.AddField("handling", "before_closing", models.JSONField(null=True)),
        migrations.AddIndex(
            "ticket",
            models.Index(
                condition=models.Q(("parked_until__isnull", False)),
                fields=["parked_until"],
                name="ticket_parked",
            ),
        ),
        migrations.AddIndex(
            "ticket",
            models.Index(
                condition=models.Q(("follows__isnull", False)),
                fields=["follows"],
                name="ticket_follows",
            ),
        ),
        migrations.CreateModel(
            name="Rating",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "value",
                    models.PositiveSmallIntegerField(
                        choices=[(3, "Good"), (2, "So-so"), (1, "Bad")]
                    ),
                ),
                (
                    "topics",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(choices=TOPICS, max_length=10),
                        default=list,
                        size=None,
                    ),
                ),
                ("text", models.TextField(blank=True)),
                ("given_at", models.DateTimeField(auto_now_add=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ratings",
                        to="tickets.ticket",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["-given_at", "-id"], name="rating_newest"),
                    models.Index(
                        condition=models.Q(("value", 1)),
                        fields=["-given_at", "-id"],
                        name="rating_low",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("ticket", "person"), name="rating_once")
                ],
            },
        ),
    ]
