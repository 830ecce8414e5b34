"""The index of what can be found, the terms that it knows, and what staff say about words."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("products", "0002_let_staff_run_the_products"),
        ("search", "0001_what_can_be_found"),
    ]

    operations = [
        migrations.CreateModel(
            name="Corpus",
            fields=[
                ("language", models.CharField(max_length=5, primary_key=True, serialize=False)),
                ("entries", models.IntegerField(db_default=0, default=0)),
                ("length", models.BigIntegerField(db_default=0, default=0)),
            ],
        ),
        migrations.CreateModel(
            name="StopWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
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
                        max_length=5,
                    ),
                ),
                ("word", models.CharField(max_length=60)),
                ("is_stopped", models.BooleanField(default=True)),
            ],
        ),
        migrations.CreateModel(
            name="Synonym",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
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
                        max_length=5,
                    ),
                ),
                (
                    "words",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), size=None
                    ),
                ),
                ("once", models.UUIDField(unique=True)),
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
                ("text", models.CharField(max_length=60)),
                ("documents", models.IntegerField(db_default=0, default=0)),
            ],
        ),
        migrations.AddField(
            model_name="entry",
            name="impacts",
            field=models.BinaryField(db_default=b"", default=b""),
        ),
        migrations.AddField(
            model_name="entry",
            name="index",
            field=django.contrib.postgres.search.SearchVectorField(null=True),
        ),
        migrations.AddField(
            model_name="entry",
            name="length",
            field=models.IntegerField(db_default=0, default=0),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=django.contrib.postgres.indexes.GinIndex(
                fastupdate=False, fields=["index"], name="entry_index"
            ),
        ),
        migrations.AddConstraint(
            model_name="stopword",
            constraint=models.UniqueConstraint(fields=("language", "word"), name="stop_word_once"),
        ),
        migrations.AddIndex(
            model_name="term",
            index=models.Index(
                fields=["language", "text"],
                name="term_begins",
                opclasses=["varchar_ops", "varchar_pattern_ops"],
            ),
        ),
        migrations.AddConstraint(
            model_name="term",
            constraint=models.UniqueConstraint(
                fields=("language", "text"), name="term_once_in_a_language"
            ),
        ),
        # The vector and the impacts are read of hundreds of rows at once: they stay in the row,
        # uncompressed, as long as it fits on a page.
        migrations.RunSQL(
            """
            ALTER TABLE search_entry ALTER COLUMN index SET STORAGE MAIN;
            ALTER TABLE search_entry ALTER COLUMN impacts SET STORAGE MAIN;
            ALTER TABLE search_entry SET (toast_tuple_target = 8160);
            """,
            migrations.RunSQL.noop,
        ),
    ]
