"""Files of articles, and what editors need: review, publication at a time, translations, places."""

import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
import kundportal.lib.scanned
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("knowledge", "0001_articles_and_their_revisions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ArticleFile",
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
                ("file", models.FileField(upload_to=kundportal.lib.scanned.folder_of)),
                (
                    "preview",
                    models.FileField(blank=True, upload_to=kundportal.lib.scanned.folder_of),
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
                ("digest", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.AddField(
            model_name="article",
            name="changed_at",
            field=models.DateTimeField(
                db_default=django.db.models.functions.datetime.Now(),
                default=django.utils.timezone.now,
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="reviewed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="category",
            name="once",
            field=models.UUIDField(null=True, unique=True),
        ),
        migrations.AddField(
            model_name="revision",
            name="approved_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="revision",
            name="based_on",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="knowledge.revision",
            ),
        ),
        migrations.AddField(
            model_name="revision",
            name="is_minor",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="revision",
            name="once",
            field=models.UUIDField(null=True, unique=True),
        ),
        migrations.AddField(
            model_name="revision",
            name="reviewer",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="revision",
            name="verdict",
            field=models.TextField(blank=True, db_default="", default=""),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["-changed_at", "-id"], name="article_changed"),
        ),
        migrations.AddIndex(
            model_name="revision",
            index=models.Index(
                condition=models.Q(("stage", "earlier"), _negated=True),
                fields=["translation", "stage"],
                name="revision_current",
            ),
        ),
        migrations.AddField(
            model_name="articlefile",
            name="article",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="files",
                to="knowledge.article",
            ),
        ),
        migrations.AddField(
            model_name="articlefile",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="articlefile",
            index=models.Index(
                condition=models.Q(("scan", "waiting")), fields=["id"], name="article_file_to_scan"
            ),
        ),
        migrations.AddConstraint(
            model_name="articlefile",
            constraint=models.UniqueConstraint(
                fields=("article", "name"), name="article_file_named_once"
            ),
        ),
    ]
