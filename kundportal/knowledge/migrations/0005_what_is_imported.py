"""What is imported, and the imports that are run at the desk."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("knowledge", "0004_what_readers_say_and_follow"),
        ("products", "0002_let_staff_run_the_products"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Imported",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source", models.CharField(max_length=64)),
                ("written", models.CharField(max_length=64)),
                ("placed", models.JSONField(default=dict)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "translation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="imported",
                        to="knowledge.translation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ImportRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("once", models.UUIDField(unique=True)),
                ("name", models.CharField(max_length=150)),
                ("size", models.PositiveBigIntegerField(default=0)),
                ("file", models.FileField(blank=True, upload_to="imports")),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("sv", "Swedish"),
                            ("en", "English"),
                            ("nb", "Norwegian"),
                            ("da", "Danish"),
                            ("de", "German"),
                        ],
                        default="sv",
                        max_length=5,
                    ),
                ),
                ("will_publish", models.BooleanField(default=False)),
                ("will_replace", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("looking", "Being looked into"),
                            ("ready", "Ready to import"),
                            ("importing", "Being imported"),
                            ("done", "Imported"),
                            ("stopped", "Stopped"),
                        ],
                        default="looking",
                        max_length=10,
                    ),
                ),
                ("total", models.PositiveIntegerField(default=0)),
                ("begun", models.PositiveIntegerField(default=0)),
                ("done", models.PositiveIntegerField(default=0)),
                ("counts", models.JSONField(default=dict)),
                ("problem", models.JSONField(null=True)),
                ("began_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("beat_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="knowledge.category",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="products.product",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="ImportLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("path", models.CharField(max_length=300)),
                ("title", models.CharField(blank=True, max_length=200)),
                ("language", models.CharField(blank=True, max_length=5)),
                ("outcome", models.CharField(max_length=12)),
                ("remarks", models.JSONField(default=list)),
                ("article_id", models.BigIntegerField(null=True)),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="knowledge.importrun",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("run", "number"), name="import_line_once")
                ],
            },
        ),
    ]
