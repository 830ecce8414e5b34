"""Mail that comes in, kept as it came until it is read; the mailbox it is fetched from; our own checks."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("mail", "0003_class_of_the_last_bounce"),
    ]

    operations = [
        migrations.CreateModel(
            name="Mailbox",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=300, unique=True)),
                ("fetched_at", models.DateTimeField(null=True)),
                (
                    "fault",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("connection", "The server can not be reached"),
                            ("sign-in", "The server does not accept the user name and password"),
                            ("folder", "The folder is not there or can not be opened"),
                            ("server", "The server answered with an error"),
                            ("setting", "KUNDPORTAL_MAILBOX is no address of a mailbox"),
                            ("mail", "A mail could not be fetched"),
                        ],
                        max_length=10,
                    ),
                ),
                ("fault_since", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="SelfCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.CharField(max_length=26, unique=True)),
                ("sent_at", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                ("back_at", models.DateTimeField(null=True)),
                ("source", models.CharField(blank=True, max_length=4)),
                (
                    "mail",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="mail.mail",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Arrival",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("raw", models.BinaryField(null=True)),
                ("size", models.PositiveBigIntegerField()),
                ("sender", models.CharField(max_length=254, null=True)),
                (
                    "recipients",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=254), size=None
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("lmtp", "LMTP"),
                            ("smtp", "SMTP"),
                            ("pipe", "Pipe"),
                            ("imap", "IMAP"),
                            ("demo", "Demo"),
                        ],
                        max_length=4,
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=80)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting to be read"),
                            ("read", "Read"),
                            ("failed", "Not readable"),
                        ],
                        default="waiting",
                        max_length=7,
                    ),
                ),
                (
                    "taken_for",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not read yet"),
                            ("bounce", "Bounce"),
                            ("delay", "Delay"),
                            ("complaint", "Report as junk"),
                            ("check", "Our own check"),
                            ("other", "Mail to us"),
                        ],
                        max_length=9,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=40)),
                ("tries", models.PositiveIntegerField(default=0)),
                ("next_try_at", models.DateTimeField(default=django.utils.timezone.now, null=True)),
                ("received_at", models.DateTimeField(default=django.utils.timezone.now)),
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
            ],
            options={
                "indexes": [
                    models.Index(fields=["received_at", "id"], name="arrival_newest"),
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["next_try_at", "id"],
                        name="arrival_waiting",
                    ),
                    models.Index(
                        condition=models.Q(("state", "failed")),
                        fields=["received_at", "id"],
                        name="arrival_failed",
                    ),
                    models.Index(
                        condition=models.Q(("place", ""), _negated=True),
                        fields=["place"],
                        name="arrival_place",
                    ),
                ],
            },
        ),
    ]
