"""The words by which tickets are found, and what spares people a new one.

The words of old tickets come in the next migration, so that no lock lasts while they are read.
"""

import django.db.models.deletion
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0071_share_the_sight_of_tickets"),
        ("tickets", "0008_walk_along_indexes"),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                (
                    "ticket",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="tickets.ticket",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.organisation",
                    ),
                ),
                ("document", SearchVectorField()),
            ],
            options={"indexes": [GinIndex(fields=["document"], name="search_entry_words")]},
        ),
        migrations.CreateModel(
            name="Solution",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("url", models.CharField(max_length=200)),
                ("mark", models.CharField(max_length=64, unique=True)),
            ],
            options={"indexes": [models.Index(fields=["day", "url"], name="solution_figures")]},
        ),
    ]
