"""By which version of the analysis the entries of a language are read."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0004_what_is_searched_for")]

    operations = [
        migrations.AddField("Corpus", "read_by", models.IntegerField(db_default=0, default=0)),
    ]
