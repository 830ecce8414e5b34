"""An entry keeps its words in their order, and what is known of each term stands beside it."""

from uuid import uuid4

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0002_the_index_and_its_words")]

    operations = [
        migrations.DeleteModel("Corpus"),
        migrations.DeleteModel("Term"),
        migrations.CreateModel(
            name="Corpus",
            fields=[
                ("language", models.CharField(max_length=5, primary_key=True, serialize=False)),
                ("made", models.UUIDField(default=uuid4)),
                ("entries", models.IntegerField(db_default=0, default=0)),
                ("length", models.BigIntegerField(db_default=0, default=0)),
                ("change", models.BigIntegerField(db_default=0, default=0)),
                ("said", models.BigIntegerField(db_default=0, default=0)),
                ("frequencies", models.JSONField(default=dict)),
                ("counted", models.BigIntegerField(db_default=0, default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Term",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("language", models.CharField(max_length=5)),
                ("word", models.CharField(max_length=40)),
                ("documents", models.IntegerField(db_default=0, default=0)),
                ("strong", models.IntegerField(db_default=0, default=0)),
                (
                    "parts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), db_default=[], default=list, size=None
                    ),
                ),
                ("change", models.BigIntegerField(db_default=0, default=0)),
            ],
            options={
                "indexes": [models.Index(fields=["language", "change"], name="term_changed")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("language", "word"), name="term_once_in_a_language"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Gone",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("language", models.CharField(max_length=5)),
                ("words", models.BinaryField()),
            ],
        ),
        migrations.RemoveField("Entry", "impacts"),
        migrations.AddField("Entry", "words", models.BinaryField(db_default=b"", default=b"")),
        migrations.AddField("Entry", "sections", models.JSONField(db_default=[], default=list)),
        # Hundreds of rows are read at once for their words: those stay in the row, uncompressed,
        # as long as they fit on its page.
        migrations.RunSQL(
            """
            ALTER TABLE search_entry ALTER COLUMN words SET STORAGE MAIN;
            UPDATE search_entry SET index = NULL, is_stale = true;
            """,
            migrations.RunSQL.noop,
        ),
    ]
