"""Checklists that lead customers to the right form, and how they are gone through."""

import django.contrib.postgres.fields
import django.db.models.deletion
import kundportal.lib.dates
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tickets", "0006_freeze_published_forms"),
    ]

    operations = [
        migrations.CreateModel(
            name="Checklist",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("country", models.CharField(max_length=2, unique=True)),
                ("published", models.JSONField(null=True)),
                ("published_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="ChecklistQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("texts", models.JSONField()),
                ("hints", models.JSONField(default=dict)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("once", models.UUIDField()),
                (
                    "checklist",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="tickets.checklist",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ChecklistAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("texts", models.JSONField()),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "leads",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("question", "Another question"),
                            ("form", "A form"),
                            ("article", "An article"),
                            ("notice", "A service message"),
                            ("organisation", "Their own organisation"),
                        ],
                        max_length=12,
                    ),
                ),
                ("url", models.CharField(blank=True, max_length=500)),
                ("words", models.JSONField(default=dict)),
                ("once", models.UUIDField()),
                (
                    "form",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="tickets.form",
                    ),
                ),
                (
                    "next",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="tickets.checklistquestion",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="tickets.checklistquestion",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Walk",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(unique=True)),
                ("day", models.DateField(default=kundportal.lib.dates.today)),
                (
                    "reached",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None
                    ),
                ),
                (
                    "answers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None
                    ),
                ),
                ("last", models.BigIntegerField()),
                ("is_ended", models.BooleanField(default=False)),
                ("is_followed", models.BooleanField(default=False)),
                (
                    "checklist",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tickets.checklist",
                    ),
                ),
                (
                    "form",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="tickets.form",
                    ),
                ),
                (
                    "ticket",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tickets.ticket",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="checklistquestion",
            constraint=models.UniqueConstraint(
                fields=("checklist", "once"), name="checklist_question_sent_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="checklistanswer",
            constraint=models.UniqueConstraint(
                fields=("question", "once"), name="checklist_answer_sent_once"
            ),
        ),
        migrations.AddIndex(
            model_name="walk",
            index=models.Index(fields=["checklist", "day"], name="walk_of_checklist"),
        ),
    ]
