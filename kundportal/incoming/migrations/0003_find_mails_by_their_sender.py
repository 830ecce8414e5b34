"""Finds what an address has sent without reading all that came in."""

from django.db import migrations, models
from django.db.models.functions import Upper


class Migration(migrations.Migration):
    dependencies = [("incoming", "0002_keep_mails_to_retired_addresses")]

    operations = [
        migrations.AddIndex(
            model_name="arrival", index=models.Index(Upper("sender"), name="arrival_sender")
        ),
    ]
