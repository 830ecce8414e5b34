"""What is typed and attached before a form is sent is kept; files say how far they are checked."""

import django.db.models.deletion
import django.utils.timezone
import kundportal.tickets.models.scanned
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0071_share_the_sight_of_tickets"),
        ("tickets", "0012_name_inner_states"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("ticket", "ticket"), ("reply", "reply"), ("note", "note")],
                        max_length=10,
                    ),
                ),
                ("once", models.UUIDField()),
                ("values", models.JSONField(default=dict)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("window", models.CharField(blank=True, max_length=40)),
                (
                    "saved_at",
                    models.DateTimeField(db_index=True, default=django.utils.timezone.now),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Upload",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("name", models.CharField(max_length=200)),
                ("size", models.PositiveBigIntegerField()),
                ("content_type", models.CharField(max_length=100)),
                ("file", models.FileField(upload_to=kundportal.tickets.models.scanned.folder_of)),
                (
                    "preview",
                    models.FileField(
                        blank=True, upload_to=kundportal.tickets.models.scanned.folder_of
                    ),
                ),
                (
                    "scan",
                    models.CharField(
                        choices=[
                            ("none", "none"),
                            ("waiting", "waiting"),
                            ("clean", "clean"),
                            ("infected", "infected"),
                            ("unchecked", "unchecked"),
                        ],
                        db_default="none",
                        default="none",
                        max_length=10,
                    ),
                ),
                ("scan_tries", models.PositiveSmallIntegerField(db_default=0, default=0)),
                ("once", models.UUIDField()),
                ("field", models.CharField(max_length=60)),
                (
                    "created_at",
                    models.DateTimeField(db_index=True, default=django.utils.timezone.now),
                ),
            ],
        ),
        migrations.AddField(
            model_name="attachment",
            name="scan",
            field=models.CharField(
                choices=[
                    ("none", "none"),
                    ("waiting", "waiting"),
                    ("clean", "clean"),
                    ("infected", "infected"),
                    ("unchecked", "unchecked"),
                ],
                db_default="none",
                default="none",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="attachment",
            name="scan_tries",
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="draft",
            name="form",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="tickets.form",
            ),
        ),
        migrations.AddField(
            model_name="draft",
            name="handed_over_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="draft",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.organisation",
            ),
        ),
        migrations.AddField(
            model_name="draft",
            name="owner",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="draft",
            name="ticket",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="tickets.ticket",
            ),
        ),
        migrations.AddField(
            model_name="upload",
            name="organisation",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.organisation",
            ),
        ),
        migrations.AddField(
            model_name="upload",
            name="owner",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.UniqueConstraint(fields=("owner", "once"), name="draft_once"),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ticket__isnull", False)),
                fields=("owner", "ticket", "kind"),
                name="draft_one_per_ticket",
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("form__isnull", False), ("kind", "ticket"), ("ticket__isnull", True)),
                    models.Q(
                        ("form__isnull", True),
                        ("kind__in", ["reply", "note"]),
                        ("ticket__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="draft_of_form_or_ticket",
            ),
        ),
        migrations.AddIndex(
            model_name="upload",
            index=models.Index(fields=["owner", "once"], name="upload_of_form"),
        ),
        migrations.AddIndex(
            model_name="upload",
            index=models.Index(
                condition=models.Q(("scan", "waiting")), fields=["id"], name="upload_to_scan"
            ),
        ),
    ]
