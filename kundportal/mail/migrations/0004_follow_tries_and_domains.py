"""What staff follow beside the mails: tries that did not end well, domains set aside, figures by day."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

KEY = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    dependencies = [("mail", "0003_class_of_the_last_bounce")]

    operations = [
        migrations.CreateModel(
            name="Attempt",
            fields=[
                ("id", KEY),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("answer", models.CharField(blank=True, max_length=500)),
                (
                    "mail",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attempts",
                        to="mail.mail",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Destination",
            fields=[
                ("id", KEY),
                ("domain", models.CharField(max_length=254, unique=True)),
                ("faults", models.PositiveIntegerField(default=0)),
                ("since", models.DateTimeField(null=True)),
                ("resumes_at", models.DateTimeField(null=True)),
                ("answer", models.CharField(blank=True, max_length=500)),
                ("minute", models.DateTimeField(null=True)),
                ("in_minute", models.PositiveIntegerField(default=0)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["resumes_at"],
                        name="destination_troubled",
                        condition=models.Q(("faults__gt", 0)),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DomainDay",
            fields=[
                ("id", KEY),
                ("domain", models.CharField(max_length=254)),
                ("day", models.DateField()),
                ("sent", models.PositiveIntegerField(default=0)),
                ("deferred", models.PositiveIntegerField(default=0)),
                ("bounced", models.PositiveIntegerField(default=0)),
                ("complained", models.PositiveIntegerField(default=0)),
                ("failed", models.PositiveIntegerField(default=0)),
                ("waiting", models.PositiveIntegerField(default=0)),
                ("last_sent_at", models.DateTimeField(null=True)),
                ("counted_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["day", "domain"], name="domain_day_is_one")
                ],
            },
        ),
        migrations.AddField(
            model_name="mail",
            name="delivered_at",
            field=models.DateTimeField(null=True),
        ),
    ]
