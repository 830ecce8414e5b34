"""What is searched for and opened, counted; and traces, so that it counts once a day."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("products", "0002_let_staff_run_the_products"),
        ("search", "0003_keep_words_in_their_order"),
    ]

    operations = [
        migrations.CreateModel(
            name="Asked",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("language", models.CharField(max_length=5)),
                ("words", models.CharField(blank=True, max_length=150)),
                (
                    "reader",
                    models.CharField(
                        choices=[("customer", "Customers"), ("stranger", "Not signed in")],
                        max_length=10,
                    ),
                ),
                ("is_month", models.BooleanField(default=False)),
                ("times", models.PositiveIntegerField(default=0)),
                ("nothing", models.PositiveIntegerField(default=0)),
                ("unsure", models.PositiveIntegerField(default=0)),
                ("opened", models.PositiveIntegerField(default=0)),
                ("tickets", models.PositiveIntegerField(default=0)),
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
        ),
        migrations.CreateModel(
            name="Opened",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                ("thing_id", models.BigIntegerField()),
                ("times", models.PositiveIntegerField(default=0)),
                (
                    "asked",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="hits",
                        to="search.asked",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Trace",
            fields=[
                ("once", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("day", models.DateField()),
                ("at", models.DateTimeField()),
                ("trail", models.CharField(blank=True, max_length=40)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("asked", "Asked"),
                            ("opened", "Opened"),
                            ("read", "Read"),
                            ("ticket", "Ticket"),
                        ],
                        max_length=10,
                    ),
                ),
                ("counted", models.BigIntegerField(default=0)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("trail", ""), _negated=True),
                        fields=["trail", "at"],
                        name="trace_trail",
                    ),
                    models.Index(fields=["day"], name="trace_day"),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="asked",
            constraint=models.UniqueConstraint(
                fields=("day", "language", "words", "reader", "product", "is_month"),
                name="asked_once_a_day",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="opened",
            constraint=models.UniqueConstraint(
                fields=("asked", "kind", "thing_id"), name="opened_once"
            ),
        ),
    ]
