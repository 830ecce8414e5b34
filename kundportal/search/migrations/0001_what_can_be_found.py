"""What can be found, of every room."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("products", "0002_let_staff_run_the_products"),
    ]

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("everyone", "Everyone"),
                            ("customers", "Signed-in customers"),
                            ("organisations", "Chosen organisations"),
                            ("staff", "Staff"),
                        ],
                        default="everyone",
                        max_length=20,
                    ),
                ),
                (
                    "organisations",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), blank=True, default=list, size=None
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                ("thing_id", models.BigIntegerField()),
                ("language", models.CharField(max_length=5)),
                ("title", models.CharField(max_length=200)),
                ("phrasings", models.TextField(blank=True)),
                ("text", models.TextField(blank=True)),
                ("address", models.CharField(max_length=300)),
                ("is_dated", models.BooleanField(default=False)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("is_stale", models.BooleanField(default=True)),
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
                "indexes": [
                    models.Index(
                        condition=models.Q(("is_stale", True)), fields=["id"], name="entry_stale"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "thing_id", "language"), name="entry_once_in_each_language"
                    )
                ],
            },
        ),
    ]
