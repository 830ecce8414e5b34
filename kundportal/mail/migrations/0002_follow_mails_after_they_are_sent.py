"""What becomes of a mail after a server has taken it: bounces, complaints, addresses that are stopped."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("mail", "0001_create_mails"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Address",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("email", models.CharField(max_length=254, unique=True)),
                ("hard_bounces", models.PositiveIntegerField(default=0)),
                ("last_bounce_at", models.DateTimeField(null=True)),
                ("complained_at", models.DateTimeField(null=True)),
                ("stopped_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name="Bounce",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("email", models.CharField(max_length=254)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("temporary", "Temporary"),
                            ("permanent", "Permanent"),
                            ("none", "Not told"),
                        ],
                        max_length=10,
                    ),
                ),
                ("status", models.CharField(blank=True, max_length=20)),
                ("is_hard", models.BooleanField(default=False)),
                ("text", models.CharField(blank=True, max_length=500)),
                ("received_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.RemoveIndex(
            model_name="mail",
            name="mail_waiting",
        ),
        migrations.RemoveIndex(
            model_name="mail",
            name="mail_failed",
        ),
        migrations.AddField(
            model_name="mail",
            name="domain",
            field=models.CharField(db_default="", default="", max_length=254),
        ),
        migrations.AddField(
            model_name="mail",
            name="provider_id",
            field=models.CharField(db_default="", default="", max_length=255),
        ),
        migrations.AddField(
            model_name="mail",
            name="thread",
            field=models.CharField(db_default="", default="", max_length=100),
        ),
        migrations.AddField(
            model_name="mail",
            name="unsubscribe",
            field=models.CharField(db_default="", default="", max_length=500),
        ),
        migrations.AlterField(
            model_name="mail",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "Waiting"),
                    ("deferred", "Deferred"),
                    ("sent", "Sent"),
                    ("bounced", "Bounced"),
                    ("complained", "Reported as junk"),
                    ("failed", "Given up"),
                    ("stopped", "Stopped"),
                ],
                default="waiting",
                max_length=10,
            ),
        ),
        migrations.AddIndex(
            model_name="mail",
            index=models.Index(
                condition=models.Q(("state__in", ("waiting", "deferred"))),
                fields=["next_try_at", "id"],
                name="mail_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="mail",
            index=models.Index(
                condition=models.Q(("state__in", ("bounced", "complained", "failed"))),
                fields=["created_at", "id"],
                name="mail_failed",
            ),
        ),
        migrations.AddIndex(
            model_name="mail",
            index=models.Index(fields=["domain", "-created_at"], name="mail_domain"),
        ),
        migrations.AddIndex(
            model_name="mail",
            index=models.Index(fields=["message_id"], name="mail_message_id"),
        ),
        migrations.AddIndex(
            model_name="mail",
            index=models.Index(
                condition=models.Q(("provider_id", ""), _negated=True),
                fields=["provider_id"],
                name="mail_provider_id",
            ),
        ),
        migrations.AddField(
            model_name="bounce",
            name="mail",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="bounces",
                to="mail.mail",
            ),
        ),
        migrations.AddIndex(
            model_name="bounce",
            index=models.Index(fields=["email", "-received_at"], name="bounce_email"),
        ),
        migrations.RunSQL(
            """UPDATE mail_mail SET domain = lower(split_part("to", '@', 2)) WHERE domain = ''""",
            migrations.RunSQL.noop,
        ),
    ]
