"""The index of what can be found, the terms that it knows, and what staff say about words."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import uuid
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
                ("made", models.UUIDField(default=uuid.uuid4)),
                ("entries", models.IntegerField(db_default=0, default=0)),
                ("length", models.BigIntegerField(db_default=0, default=0)),
                ("change", models.BigIntegerField(db_default=0, default=0)),
                ("said", models.BigIntegerField(db_default=0, default=0)),
                ("frequencies", models.JSONField(default=dict)),
                ("counted", models.IntegerField(db_default=0, default=0)),
            ],
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
        migrations.AddField(
            model_name="entry",
            name="sections",
            field=models.JSONField(db_default=[], default=list),
        ),
        migrations.AddField(
            model_name="entry",
            name="words",
            field=models.BinaryField(db_default=b"", default=b""),
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
            index=models.Index(fields=["language", "change"], name="term_changed"),
        ),
        migrations.AddConstraint(
            model_name="term",
            constraint=models.UniqueConstraint(
                fields=("language", "word"), name="term_once_in_a_language"
            ),
        ),
        # Hundreds of rows are read at once for their words: those stay in the row, uncompressed,
        # as long as they fit on its page.
        migrations.RunSQL(
            """
            ALTER TABLE search_entry ALTER COLUMN index SET STORAGE MAIN;
            ALTER TABLE search_entry ALTER COLUMN words SET STORAGE MAIN;
            ALTER TABLE search_entry SET (toast_tuple_target = 8160);
            """,
            migrations.RunSQL.noop,
        ),
    ]
